"""What screens draw of clocks and duties: chips, lines, explanations."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from mingjing.clocks import selectors
from mingjing.clocks.hearing import CASE, MEASURE, REPORT, STAY
from mingjing.clocks.models import Timed
from mingjing.clocks.rules import TOO_LATE
from mingjing.clocks.vocab import Kind, Phase
from mingjing.kernel.ref import Ref
from mingjing.kernel.text import Text
from mingjing.kernel.time import parse
from mingjing.org.posts import posts
from mingjing.webkit import addresses
from mingjing.webkit.parts import Deadline

ABOUT = {
    STAY: Text("在区人员", "People here"),
    CASE: Text("案件", "Cases"),
    MEASURE: Text("强制措施", "Measures"),
    REPORT: Text("报案", "Reports"),
}
"""What the subjects of the law's clocks are called in the plural."""


@dataclass(frozen=True, slots=True)
class Line:
    """One clock or duty as a list draws it. `due` is None when the law gives no number; `late` when it was not kept;
    `warns` when the rule is not confirmed and only warns."""

    row: Timed
    due: Deadline | None
    state: Text
    late: bool
    warns: bool
    url: str
    role: Text


@dataclass(frozen=True, slots=True)
class Offer:
    """An extension: what it is, until when, who may grant it, and whether it can be asked for or was granted."""

    id: str
    title: Text
    total: Text
    due_at: Any
    rank: Text
    basis: str
    instrument: Text
    available: bool
    granted_at: Any
    needs: list[str]


def deadline(row: Timed) -> Deadline | None:
    """The chip of one row; None when it has no limit."""
    if row.due_at is None:
        return None
    return Deadline(
        label=row.title,
        due_at=row.due_at,
        started_at=row.started_at,
        warn_at=min(row.warnings, default=None),
        met_at=row.ended_at,
        paused_at=row.reckoned_at if row.state == Phase.PAUSED else None,
        basis=row.basis,
        url=addresses.of("clocks:timed", row.pk),
    )


def of(ref: Ref) -> dict[str, list[Line]]:
    """For the page of one subject: `open` by what is due first, `ended` the latest first. Draw with
    `clocks/_list.html`. One query."""
    several = lines(selectors.of(ref))
    return {"open": [n for n in several if n.row.is_open], "ended": [n for n in several if not n.row.is_open]}


def lines(rows: Iterable[Timed]) -> list[Line]:
    return [line(row) for row in rows]


def line(row: Timed) -> Line:
    return Line(
        row=row,
        due=deadline(row),
        state=Phase(row.state).text,
        late=row.state in TOO_LATE,
        warns=row.severity != "block",
        url=addresses.of("clocks:timed", row.pk),
        role=posts()[row.role].text if row.role in posts() else Text(row.role, row.role),
    )


def offers(row: Timed) -> list[Offer]:
    """The ways to a longer limit of a clock."""
    return [_offer(e) for e in row.extensions] if row.kind == Kind.CLOCK else []


def _offer(e: dict[str, Any]) -> Offer:
    return Offer(
        id=e["id"],
        title=_text(e["title"]),
        total=_text(e["total"]),
        due_at=parse(e["due_at"]),
        rank=_text(e["rank_text"]),
        basis=e["basis"],
        instrument=_text(e["instrument"] or {"zh": "", "en": ""}),
        available=e["available"],
        granted_at=parse(e["granted_at"]) if e["granted_at"] else None,
        needs=e["needs"],
    )


def _text(pair: dict[str, str]) -> Text:
    return Text(pair["zh"], pair["en"])
