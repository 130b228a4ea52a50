"""State machines as tables that can be printed."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from mingjing.kernel.text import Text
from mingjing.kernel.verdict import OK, Refusal, Verdict
from mingjing.kernel.vocab import Vocab


@dataclass(frozen=True, slots=True)
class Move:
    """`verb` names the action; it leads from any of `sources` to `target` (None: the state stays),
    needs `permission` (a permission code) and is entered under `tag`."""

    verb: str
    sources: frozenset[str]
    target: str | None
    permission: str
    tag: str
    text: Text


def move(verb: str, sources: Iterable[str], target: str | None, permission: str, tag: str, zh: str, en: str) -> Move:
    return Move(verb, frozenset(sources), target, permission, tag, Text(zh, en))


@dataclass(frozen=True)
class Machine:
    """All moves of one kind of record. Verbs are unique."""

    kind: str
    states: type[Vocab]
    moves: tuple[Move, ...]

    def __iter__(self) -> Iterator[Move]:
        return iter(self.moves)

    def __getitem__(self, verb: str) -> Move:
        for one in self.moves:
            if one.verb == verb:
                return one
        raise KeyError(verb)

    def allows(self, verb: str, state: str) -> Verdict:
        """Whether the state of the record (not the person, not the law) allows the verb."""
        one = self[verb]
        if state in one.sources:
            return OK
        now = next(s for s in self.states if s.value == state)
        return Verdict(
            False,
            f"{self.kind}.state.{verb}",
            Text(
                f"当前状态为“{now.text.zh}”，不能{one.text.zh}。",
                f"The state is “{now.text.en}”; not possible: {one.text.en.lower()}.",
            ),
        )

    def after(self, verb: str, state: str) -> str:
        """The state that follows. Raises Refusal when the move is not in the table."""
        verdict = self.allows(verb, state)
        if not verdict:
            raise Refusal(verdict)
        return self[verb].target or state

    def mermaid(self) -> str:
        """The diagram of the table, committed under docs/reference and compared by a test."""
        lines = ["stateDiagram-v2"]
        for one in self.moves:
            for source in sorted(one.sources):
                lines.append(f"    {source} --> {one.target or source}: {one.verb}")
        return "\n".join(lines) + "\n"
