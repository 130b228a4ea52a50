"""What a saving does to a draft, as plain values: lines merged one by one, none of another overwritten unseen."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mingjing.interviews.vocab import Line
from mingjing.kernel.canonical import dump, sha256_hex
from mingjing.kernel.verdict import OK, Verdict, no

HEAD = (
    "name", "alias", "sex", "birth", "ethnicity", "native_place", "birthplace", "registered", "present", "id_kind",
    "id_number", "phone", "education", "political", "occupation", "employer", "family", "history", "deputy",
    "sanctions", "place", "askers", "writer", "arrival", "departure",
)  # fmt: skip
"""Fields of the head, in the order of the form."""

MOST_LINES, MOST_TEXT, MOST_HEAD, MOST_ID = 3000, 8000, 400, 24
Lines = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Saved:
    """A draft after one saving. `clashes`: lines another officer changed meanwhile; they stand as he left them."""

    head: dict[str, str]
    lines: Lines
    clashes: tuple[str, ...]


def readable(lines: Any, head: Any) -> Verdict:
    """Whether what was sent has the form of a draft."""
    good = isinstance(lines, Sequence) and not isinstance(lines, str) and all(_line(one) for one in lines)
    good = good and len(lines) <= MOST_LINES and len({one["id"] for one in lines}) == len(lines)
    good = (
        good
        and isinstance(head, Mapping)
        and all(name in HEAD and isinstance(t, str) and len(t) <= MOST_HEAD and _kept(t) for name, t in head.items())
    )
    if good:
        return OK
    return no(
        "interviews.draft.form", "笔录内容无法读取，未保存。", "The content of the record cannot be read; not saved."
    )


def merged(before: Lines, sent: Lines, touched: Collection[str], base: int, revision: int, at: str) -> Saved:
    """`before`: the draft now, `base`: the revision the sender last saw, `touched`: the lines he changed since. One
    that another changed meanwhile stays as it is and is named; lines others added since stay where they are."""
    known = {one["id"]: one for one in before}
    arrived = {one["id"] for one in sent}
    clashes = []
    result: Lines = []
    for one in sent:
        old = known.get(one["id"])
        same = old is not None and (one["id"] not in touched or all(old[k] == one[k] for k in ("kind", "text", "item")))
        if old is not None and not same and old["rev"] > base:
            clashes.append(one["id"])
        keep = old if old is not None and (same or old["rev"] > base) else None
        stamped = {"at": old["at"] if old else at, "rev": revision}
        result.append(keep or {**{k: one[k] for k in ("id", "kind", "text", "item")}, **stamped})
    for n, one in enumerate(before):
        if one["id"] not in arrived and one["rev"] > base:
            result.insert(_after(result, before[:n]), one)
    return Saved({}, result, tuple(clashes))


def changes(before: Lines, after: Lines) -> dict[str, Any]:
    """What a revision keeps: lines that are new or other than before, those gone, and the order when it changed."""
    known = {one["id"]: one for one in before}
    order = [one["id"] for one in after]
    gone = sorted(known.keys() - set(order))
    found: dict[str, Any] = {"set": [one for one in after if known.get(one["id"]) != one]}
    if gone:
        found["gone"] = gone
    if [i for i in order if i in known] != [one["id"] for one in before if one["id"] in set(order)]:
        found["order"] = order
    return found


def content(head: Mapping[str, str], lines: Lines) -> str:
    """SHA-256 of what a record says: its head and, line for line, kind and text."""
    said = {"head": dict(head), "lines": [[one["kind"], one["text"]] for one in lines]}
    return sha256_hex(dump(said))


def chained(before: str, number: int, told: Mapping[str, Any], head: Mapping[str, str]) -> str:
    """The digest of a revision: of the one before it, its number and what it changed."""
    return sha256_hex(dump({"before": before, "number": number, "changes": told, "head": dict(head)}))


def _after(result: Lines, earlier: Lines) -> int:
    """Where a line belongs whose neighbours before it were these."""
    places = {one["id"]: n for n, one in enumerate(result)}
    return next((places[one["id"]] + 1 for one in reversed(earlier) if one["id"] in places), 0)


def _line(one: Any) -> bool:
    if not isinstance(one, Mapping) or not {"id", "kind", "text", "item"} <= one.keys():
        return False
    told = [one["id"], one["kind"], one["text"], one["item"]]
    return (
        all(isinstance(t, str) for t in told) and 0 < len(one["id"]) <= MOST_ID and one["kind"] in Line.values()
        and len(one["text"]) <= MOST_TEXT and len(one["item"]) <= MOST_ID * 2 and all(map(_kept, told))
    )  # fmt: skip


def _kept(text: str) -> bool:
    """Whether a database keeps it: no NUL, and no half of a character, which JSON can carry."""
    return not any(c == "\0" or "\ud800" <= c <= "\udfff" for c in text)
