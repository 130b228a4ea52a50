"""The centre's own rules, read from `policy.yaml`: a typed view, no decisions."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import yaml

from mingjing.kernel.time import local, now
from mingjing.law import books


@dataclass(frozen=True)
class Policy:
    """`check_rules`: level of observation → the duty of the books that sets its interval.
    `order`: verb → role → steps that come first."""

    check_rules: dict[str, str]
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

    @property
    def observation(self) -> dict[str, timedelta]:
        """Level → longest time between two looks, as the books in force today say."""
        return _intervals(books.current().digest, local(now()).date(), tuple(self.check_rules.items()))

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
        check_rules=dict(written["observation"]),
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


@lru_cache(maxsize=8)
def _intervals(digest: str, day: date, rules: tuple[tuple[str, str], ...]) -> dict[str, timedelta]:  # noqa: ARG001
    """Of the books with this digest. Raises KeyError for a level whose duty gives no number on that day."""
    found = {level: books.current()[rule].version(day) for level, rule in rules}
    if missing := [level for level, version in found.items() if version is None or version.period is None]:
        raise KeyError(f"no interval between checks on {day}: {missing}")
    return {level: version.period.elapsed for level, version in found.items() if version and version.period}
