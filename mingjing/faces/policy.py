"""The centre's own rules of face verification, read from `policy.yaml`: a typed view, no decisions."""

from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path

import yaml

from mingjing.faces.rules.quality import Limits


@dataclass(frozen=True, slots=True)
class Policy:
    """`refusing`: moves that a comparison left unconfirmed refuses; at the others it warns."""

    roles: frozenset[str]
    fresh: timedelta
    refusing: frozenset[str]
    picture: Limits
    least_pairs: int
    proposed_fmr: float
    proposed_fnmr: float


@cache
def policy() -> Policy:
    """The rules in force at this installation. Raises KeyError when one is missing."""
    written = yaml.safe_load(Path(__file__).with_name("policy.yaml").read_text(encoding="utf-8"))
    picture = written["picture"]
    return Policy(
        frozenset(written["roles"]),
        timedelta(minutes=written["fresh_minutes"]),
        frozenset(written["unconfirmed_refuses"]),
        Limits(**{**picture, "light": tuple(picture["light"])}),
        written["least_pairs"],
        written["proposed"]["same"],
        written["proposed"]["different"],
    )
