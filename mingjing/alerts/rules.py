"""The catalogue of alarm rules and the steps of escalation, read from the data files beside this module. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from mingjing.alerts.vocab import Family, Grade
from mingjing.kernel.text import Text

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Rule:
    """One reason to raise an alarm. `answers` are ready answers by code, in the order offered."""

    code: str
    family: Family
    text: Text
    grade: Grade
    latch: bool
    shelvable: bool
    answers: Mapping[str, Text]


@dataclass(frozen=True, slots=True)
class Step:
    """One rung of the ladder: `call` is `on_duty` or `posts`; empty `ranks` means everyone on the shift; `of` says
    where the posts are held: `site`, `unit_or_above` or `level_above`."""

    call: str
    text: Text
    ranks: frozenset[int] = frozenset()
    posts: tuple[str, ...] = ()
    of: str = ""


@dataclass(frozen=True, slots=True)
class Timing:
    """How long one rung has: to acknowledge, then to answer; after the last rung it repeats."""

    acknowledge: timedelta
    answer: timedelta
    repeat: timedelta


@dataclass(frozen=True, slots=True)
class Ladder:
    """`timings` has no row for a grade that calls nobody."""

    late_after: timedelta
    same_sighting: timedelta
    seal_lag: timedelta
    witness_lag: timedelta
    many_looks: int
    looks_within: timedelta
    rows_every: timedelta
    clock_jump: timedelta
    flood_alarms: int
    flood_within: timedelta
    timings: Mapping[str, Timing]
    steps: tuple[Step, ...]

    def wait(self, grade: str, level: int, *, acknowledged: bool) -> timedelta | None:
        """How long after reaching `level` (0 = the first rung) the next call goes out; None when nobody is called."""
        timing = self.timings.get(grade)
        if timing is None:
            return None
        if level >= len(self.steps) - 1:
            return timing.repeat
        return timing.answer if acknowledged else timing.acknowledge


@cache
def rules() -> Mapping[str, Rule]:
    """Code → rule. Raises KeyError or ValueError for a line that cannot be read."""
    written = _read("rules.yaml")
    answers = {
        name: {code: Text(w["zh"], w["en"]) for code, w in several.items()}
        for name, several in written["answers"].items()
    }
    return {code: _rule(code, w, answers) for code, w in written["rules"].items()}


@cache
def guarding() -> frozenset[str]:
    """Codes of the rules that watch over somebody's body and where he is, not over the handling of his case."""
    families = {Family.BODY, Family.PRESENCE, Family.SEPARATION, Family.DEVICE}
    return frozenset(code for code, rule in rules().items() if rule.family in families)


@cache
def ladder() -> Ladder:
    """The steps of escalation of this installation."""
    written = _read("escalation.yaml")
    return Ladder(
        late_after=_minutes(written["late_after"]),
        same_sighting=_minutes(written["same_sighting"]),
        seal_lag=_minutes(written["seal_lag"]),
        witness_lag=_minutes(written["witness_lag"]),
        many_looks=written["many_looks"]["looks"],
        looks_within=_minutes(written["many_looks"]["within"]),
        rows_every=_minutes(written["rows_every"]),
        clock_jump=timedelta(seconds=written["clock_jump_seconds"]),
        flood_alarms=written["flood"]["alarms"],
        flood_within=_minutes(written["flood"]["within"]),
        timings={Grade(grade): _timing(w) for grade, w in written["timings"].items() if w},
        steps=tuple(_step(w) for w in written["steps"]),
    )


def _rule(code: str, w: Mapping[str, Any], answers: Mapping[str, Mapping[str, Text]]) -> Rule:
    return Rule(
        code,
        Family(w["family"]),
        Text(w["zh"], w["en"]),
        Grade(w["grade"]),
        bool(w["latch"]),
        bool(w["shelvable"]),
        answers[w["answers"]],
    )


def _step(w: Mapping[str, Any]) -> Step:
    ranks, posts = frozenset(w.get("ranks", ())), tuple(w.get("posts", ()))
    return Step(w["call"], Text(w["zh"], w["en"]), ranks, posts, w.get("of", ""))


def _timing(w: Mapping[str, int]) -> Timing:
    return Timing(**{name: _minutes(number) for name, number in w.items()})


def _minutes(number: int) -> timedelta:
    return timedelta(minutes=number)


def _read(name: str) -> dict[str, Any]:
    return dict(yaml.safe_load((HERE / name).read_text(encoding="utf-8")))
