"""Which posts may decide what, and when to remind: read from ranks.yaml. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml


@dataclass(frozen=True, slots=True)
class Rank:
    """A rank of the law at this installation, of the unit that handles the case or of the site (`of`). `deputies` count
    only while on duty."""

    code: str
    level: int
    posts: frozenset[str]
    deputies: frozenset[str]
    of: str


@cache
def ranks() -> Mapping[str, Rank]:
    """Rank → who holds it here. Law ranks and post codes are both known."""
    rows = _written()["ranks"]
    return {
        code: Rank(code, w["level"], frozenset(w["posts"]), frozenset(w["deputies"]), w.get("of", "handling"))
        for code, w in rows.items()
    }


def deciding_posts(rank: str) -> frozenset[str]:
    """Posts that may decide for `rank`: its own and those of every higher rank. Raises KeyError for an unknown rank."""
    level = ranks()[rank].level
    higher = [r.posts for r in ranks().values() if r.level > level]
    return ranks()[rank].posts.union(*higher)


def deputies(rank: str) -> frozenset[str]:
    return ranks()[rank].deputies


def next_reminder(due_at: datetime | None, after: datetime) -> datetime | None:
    """The next instant at which the deciding posts are reminded, or the request lapses; None without a due time."""
    if due_at is None:
        return None
    at = [due_at - timedelta(minutes=m) for m in _written()["remind"]]
    return min((t for t in (*at, due_at) if t > after), default=due_at)


@cache
def _written() -> dict[str, Any]:
    return dict(yaml.safe_load(Path(__file__).with_name("ranks.yaml").read_text(encoding="utf-8")))
