"""What a rule is, and how the rules of one device become the program of a fold."""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from mingjing.presence.fold import NONE, Finding, Tick
from mingjing.presence.hands import Event, Handed, rank
from mingjing.presence.reading import Reading
from mingjing.presence.rules.limits import Limits

Verdict = tuple[Any, Finding | None]
BROKEN = "integrity.rule_broken"


class Rule(NamedTuple):
    """`holds` is the type of its state. `judge` takes that state, a reading and the limits, and gives the state after
    it and what it found. A value the reading does not carry is unknown: it neither meets a condition nor ends it.
    `due` says from the state when the rule wants to be asked although nothing came; every rule of the device is then
    told by `tick`. `stands` says from the state whether what it found has not ended yet: it ends when the device
    changes hands, and the rule begins anew, with `begins` where that is not its start."""

    code: str
    holds: Any
    start: Any
    judge: Callable[[Any, Reading, Limits], Verdict]
    tick: Callable[[Any, Tick, Limits], Verdict]
    due: Callable[[Any, Limits], int | None] | None = None
    stands: Callable[[Any], bool] = bool
    begins: Callable[[Handed], Any] | None = None


class Judge:
    """The rules of one device as a program of `Fold`: the state is a tuple, one place for each rule."""

    def __init__(self, rules: Iterable[Rule], limits: Limits, device: str) -> None:
        self.rules = tuple(rules)
        self.limits = limits
        self.device = device
        self.holds = tuple[tuple(r.holds for r in self.rules)]  # type: ignore[misc]
        self.start = tuple(r.start for r in self.rules)
        self._judges = tuple((n, r.judge) for n, r in enumerate(self.rules))
        self._dues = tuple((n, r.code, r.due) for n, r in enumerate(self.rules) if r.due)

    def step(self, state: tuple[Any, ...], event: Event) -> tuple[tuple[Any, ...], tuple[Finding, ...]]:
        if isinstance(event, Handed):
            return self._handed(state, event)
        limits, found, fresh = self.limits, NONE, None
        try:
            for n, judge in self._judges:
                was = state[n]
                new, finding = judge(was, event, limits)
                if new is not was:
                    if fresh is None:
                        fresh = list(state)
                    fresh[n] = new
                if finding is not None:
                    found += (finding,)
        except Exception:
            return self._each_alone(state, event)
        return (state if fresh is None else tuple(fresh)), found

    def _each_alone(self, state: tuple[Any, ...], event: Reading) -> tuple[tuple[Any, ...], tuple[Finding, ...]]:
        """A rule threw: the others judge all the same, that it threw is a finding, and it begins anew."""
        after, found = list(state), NONE
        for n, rule in enumerate(self.rules):
            try:
                after[n], finding = rule.judge(state[n], event, self.limits)
            except Exception as why:
                after[n] = rule.start
                minute = event.at - event.at % 60_000  # one a minute, whatever comes
                finding = Finding(BROKEN, minute, event.device, value=f"{rule.code}: {type(why).__name__}")
            if finding is not None:
                found += (finding,)
        return tuple(after), found

    def _handed(self, state: tuple[Any, ...], event: Handed) -> tuple[tuple[Any, ...], tuple[Finding, ...]]:
        """Another wearer, or none: what was found ends, and every rule begins anew."""
        held = tuple(zip(self.rules, state, strict=True))
        ended = tuple(Finding(r.code, event.at, self.device, began=False) for r, was in held if r.stands(was))
        return tuple(r.begins(event) if r.begins else r.start for r in self.rules), ended

    def tick(self, state: tuple[Any, ...], tick: Tick) -> tuple[tuple[Any, ...], tuple[Finding, ...]]:
        verdicts = [rule.tick(was, tick, self.limits) for rule, was in zip(self.rules, state, strict=True)]
        return tuple(v[0] for v in verdicts), tuple(v[1] for v in verdicts if v[1] is not None)

    def due(self, state: tuple[Any, ...]) -> Tick | None:
        first: Tick | None = None
        for n, code, due in self._dues:
            at = due(state[n], self.limits)
            if at is not None and (first is None or at < first.at):
                first = Tick(at, code, self.device)
        return first

    def rank(self, event: Event) -> Any:
        return rank(event)


def unmoved(state: Any, _tick: Tick, _limits: Limits) -> Verdict:
    """A rule to which silence means nothing."""
    return state, None


class Run(NamedTuple):
    """How many readings in a row met the condition, and whether what was found has not ended yet."""

    seen: int
    open: bool


CALM = Run(0, False)


def in_a_row(
    code: str,
    met: Callable[[Reading, Limits], bool | None],
    needed: Callable[[Limits], int],
    value: Callable[[Reading], float | None] = lambda _: None,
) -> Rule:
    """Fires at the reading that completes the count, once for each run; ends at one that does not meet the condition.
    Silence breaks the run, but does not say that what was found has ended."""

    def judge(run: Run, reading: Reading, limits: Limits) -> Verdict:
        here = met(reading, limits)
        if here:
            count, wanted = run.seen + 1, needed(limits)
            if count > wanted:
                return run, None
            if count == wanted:
                return Run(count, True), Finding(code, reading.at, reading.device, value=value(reading))
            return Run(count, run.open), None
        if here is None or run is CALM:
            return run, None
        if run.open:
            return CALM, Finding(code, reading.at, reading.device, began=False)
        return CALM, None

    def tick(run: Run, _tick: Tick, _limits: Limits) -> Verdict:
        return (Run(0, True) if run.open else CALM), None

    return Rule(code, Run, CALM, judge, tick, stands=lambda run: run.open)
