"""The centre's own rules, read from `policy.yaml`: a typed view, no decisions."""

from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from mingjing.cases.vocab import CaseKind
from mingjing.custody.rules.colour import COLUMNS, Category
from mingjing.custody.vocab import Colour, Ground, Role
from mingjing.kernel.text import Text
from mingjing.law.rule import Certainty


@dataclass(frozen=True, slots=True)
class Lateness:
    """How long after it happened an act may be entered without a reason, and whether that is certain enough to bind."""

    after: timedelta
    binds: bool


@dataclass(frozen=True)
class Policy:
    """`looks`: the duties of the books that say when somebody must look at him. `order`: verb → role →
    steps that come first."""

    looks: tuple[str, ...]
    steps: dict[str, tuple[str, ...]]
    order: dict[str, dict[str, tuple[str, ...]]]
    holding: tuple[str, ...]
    holding_of_visitors: tuple[str, ...]
    not_for_persons: frozenset[str]
    private: frozenset[str]
    override_life: timedelta
    no_ground_after: timedelta
    leave_within: timedelta
    stand_for_limits: tuple[str, ...]
    late_entry: dict[str, Lateness]
    exit_recheck_roles: frozenset[str]
    cosign_roles: frozenset[str]
    colours: tuple[Category, ...]
    observation_by_risk: dict[str, str]

    def before(self, verb: str, role: str) -> tuple[str, ...]:
        """The steps that come before the verb for that role."""
        return self.order.get(verb, {}).get(role, ())


@cache
def policy() -> Policy:
    """The rules in force at this installation."""
    return policy_from(yaml.safe_load(Path(__file__).with_name("policy.yaml").read_text(encoding="utf-8")))


def policy_from(written: dict[str, Any]) -> Policy:
    """Raises KeyError when a rule is missing."""
    return Policy(
        looks=tuple(written["looks"]),
        steps={k: tuple(v) for k, v in written["steps"].items()},
        order={verb: {role: tuple(s) for role, s in roles.items()} for verb, roles in written["order"].items()},
        holding=tuple(written["holding"]),
        holding_of_visitors=tuple(written["holding_of_visitors"]),
        not_for_persons=frozenset(written["not_for_persons"]),
        private=frozenset(written["private"]),
        override_life=timedelta(hours=written["override_hours"]),
        no_ground_after=timedelta(minutes=written["no_ground_after"]),
        leave_within=timedelta(minutes=written["leave_within"]),
        stand_for_limits=tuple(written["stand_for_limits"]),
        late_entry={act: _lateness(group) for group in written["late_entry"] for act in group["acts"]},
        exit_recheck_roles=frozenset(written["exit_recheck_roles"]),
        cosign_roles=frozenset(written["cosign_roles"]),
        colours=categories(written["colour"]),
        observation_by_risk=dict(written["observation_by_risk"]),
    )


def categories(lines: list[dict[str, Any]]) -> tuple[Category, ...]:
    """The lines of control colours. Raises KeyError for a risk without a colour, ValueError for a word nobody knows, or
    when the last line does not fit everybody."""
    read = tuple(_category(line) for line in lines)
    if not read or any((read[-1].role, read[-1].case, read[-1].ground)) or read[-1].minor is not None:
        raise ValueError("policy.yaml: the last line of colour must fit everybody")
    return read


def _category(line: dict[str, Any]) -> Category:
    known = {"category", "zh", "en", "role", "case", "ground", "minor", *COLUMNS}
    if strangers := line.keys() - known:
        raise ValueError(f"policy.yaml: colour: unknown words {sorted(strangers)}")
    return Category(
        line["category"],
        Text(line["zh"], line["en"]),
        {column: Colour(line[column]) for column in COLUMNS},
        role=frozenset(Role(one).value for one in line.get("role", ())),
        case=frozenset(CaseKind(one).value for one in line.get("case", ())),
        ground=frozenset(Ground(one).value for one in line.get("ground", ())),
        minor=line.get("minor"),
    )


def _lateness(group: dict[str, Any]) -> Lateness:
    return Lateness(timedelta(minutes=group["after"]), Certainty(group["certainty"]).binds)
