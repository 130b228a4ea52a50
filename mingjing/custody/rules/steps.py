"""The steps of booking in, derived from what has been entered; nobody ticks them off."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from mingjing.custody.vocab import StepKind, StepState
from mingjing.kernel.text import Text
from mingjing.kernel.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Done:
    """What the record says about one step. `proof` are numbers of entries; `refused` tells why it could not be."""

    proof: tuple[int, ...]
    refused: Text | None = None


@dataclass(frozen=True, slots=True)
class Step:
    kind: StepKind
    state: StepState
    why: Text
    proof: tuple[int, ...] = ()

    @property
    def settled(self) -> bool:
        return self.state != StepState.OPEN


def steps(wanted: Collection[str], done: Mapping[str, Done]) -> tuple[Step, ...]:
    """Every step in its usual order. `wanted` are those the role goes through; one done although not wanted is done."""
    return tuple(_step(kind, kind in wanted, done.get(kind)) for kind in StepKind)


def missing(first: Collection[str], all_steps: Collection[Step], verb: str) -> list[Verdict]:
    """A refusal for each step of `first` that is still open."""
    return [_refusal(step, verb) for step in all_steps if step.kind in first and not step.settled]


def _step(kind: StepKind, wanted: bool, done: Done | None) -> Step:
    if done and done.refused:
        return Step(kind, StepState.REFUSED, done.refused, done.proof)
    if done:
        return Step(kind, StepState.DONE, Text("已登记", "entered"), done.proof)
    if wanted:
        return Step(kind, StepState.OPEN, Text("尚未登记", "not entered yet"))
    return Step(kind, StepState.NOT_NEEDED, Text("该类人员无需办理", "not needed for his role"))


def _refusal(step: Step, verb: str) -> Verdict:
    text = Text("应先完成“{step}”。", "“{step}” comes first.").format(step=step.kind.text)
    return Verdict(False, f"custody.order.{verb}.{step.kind.value}", text, way=step.kind.value)
