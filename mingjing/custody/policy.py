"""The centre's own rules, read from `policy.yaml`: a typed view, no decisions."""

from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml


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
    late_entry_after: timedelta
    exit_recheck_roles: frozenset[str]
    cosign_roles: frozenset[str]
    colour_by_risk: dict[str, str]
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
        late_entry_after=timedelta(minutes=written["late_entry_after"]),
        exit_recheck_roles=frozenset(written["exit_recheck_roles"]),
        cosign_roles=frozenset(written["cosign_roles"]),
        colour_by_risk=dict(written["colour_by_risk"]),
        observation_by_risk=dict(written["observation_by_risk"]),
    )
