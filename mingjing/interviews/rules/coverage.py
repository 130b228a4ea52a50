"""Which elements of a question set a record covers so far: by questions of the set with an answer, by the words of a
question an officer typed himself, or by a field of the head. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mingjing.interviews.rules.checks import Said


@dataclass(frozen=True, slots=True)
class Wanted:
    """An element: `asked_by` names questions of the set, `cues` words of a question, `head` a field of the head."""

    id: str
    asked_by: frozenset[str]
    cues: tuple[str, ...]
    head: str = ""


def covered(wanted: Sequence[Wanted], lines: Sequence[Said], head: Mapping[str, str]) -> set[str]:
    """Ids of the elements that have an answer."""
    pairs = list(answered(lines))
    found = {one.id for one in wanted if one.head and head.get(one.head, "").strip()}
    for question in pairs:
        for one in wanted:
            typed = not question.item and any(cue in question.text for cue in one.cues)
            if typed or question.item in one.asked_by:
                found.add(one.id)
    return found


def answered(lines: Sequence[Said]) -> list[Said]:
    """The questions behind which an answer stands before the next question."""
    found = []
    for n, one in enumerate(lines):
        if one.kind != "q":
            continue
        for other in lines[n + 1 :]:
            if other.kind == "q":
                break
            if other.kind == "a" and other.text.strip():
                found.append(one)
                break
    return found
