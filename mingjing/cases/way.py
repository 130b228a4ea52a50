"""What the page of a case shows of its way: the graph with "you are here", the moves and what stands in their way, and
the same by the law of another day."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.urls import reverse

from mingjing.cases import graph, papers, replay, running
from mingjing.cases.going import subject_of
from mingjing.cases.models import Case
from mingjing.cases.permissions import Standing
from mingjing.cases.rules import procedure_on
from mingjing.cases.vocab import Tag
from mingjing.kernel.actor import Actor
from mingjing.kernel.text import Text
from mingjing.kernel.time import SHANGHAI, local, now
from mingjing.kernel.verdict import Refusal, Verdict
from mingjing.ledger.models import Entry

PERMISSION = "cases:case:move"
PROPOSE, DRAFT = Text("呈请", "Propose"), Text("起草文书", "Draft the papers")


@dataclass(frozen=True, slots=True)
class Stride:
    """A move that was made."""

    move: Text
    before: str
    after: str
    state: Text
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Offered:
    """One move as the page draws it: where it leads, the button of its proposal where one comes first, and the one that
    carries it out."""

    offer: running.Offer
    to: Text
    propose: tuple[Verdict, ...]
    propose_url: str
    propose_label: Text
    carry: tuple[Verdict, ...]
    carry_url: str


def strides(case: Case) -> list[Stride]:
    """The moves made so far, in order; what was erased is left out."""
    rows = Entry.objects.filter(tag=Tag.CASE_MOVED, subject_kind="case", subject_id=str(case.pk)).order_by("id")
    found = []
    for row in rows.select_related("content"):
        body = row.body
        if body.get("before"):
            move, state = Text(body["move_zh"], body["move_en"]), Text(body["state_zh"], body["state_en"])
            found.append(Stride(move, body["before"], body["after"], state, row.occurred_at, row.actor_name))
    return found


def way(by: Actor, case: Case, mine: Standing, on: date | None = None) -> dict[str, Any]:
    """The drawing, the moves and the steps made. With `on`: the graph as the law drew it on that day, and no moves."""
    at, made = now(), strides(case)
    drawn_by = procedure_on(case.procedure, datetime.combine(on, time(12), SHANGHAI) if on else at)
    offers = [] if on or drawn_by is None else _offered(by, case, mine, at)
    notes = {one.after: f"{local(one.at):%Y-%m-%d}" for one in made}
    leading = [o.offer.move.id for o in offers if o.offer.leads]
    sheet = drawn_by and graph.drawn(drawn_by, case.stage, [(s.before, s.after) for s in made], leading, notes)
    return {
        "sheet": sheet, "graph": drawn_by, "strides": made, "offers": offers, "on": on, "stage": case.stage_text,
        "known": drawn_by is not None and case.stage in drawn_by.states, "papers": papers.in_file(case.ref),
    }  # fmt: skip


def replayed(case: Case, on: date) -> list[replay.Compared]:
    """Its clocks by the law of that day, beside the law as it applied."""
    return replay.compared(case.ref, on, now())


def _offered(by: Actor, case: Case, mine: Standing, at: datetime) -> list[Offered]:
    try:
        subject = subject_of(case, by, at)
    except Refusal:
        return []
    may = mine.may(PERMISSION)
    titles = {state.id: state.title for state in subject.graph.states.values()}
    return [_one(case, one, may, titles[one.move.to]) for one in running.offers(subject, at)]


def _one(case: Case, one: running.Offer, may: Verdict, to: Text) -> Offered:
    return Offered(
        one, to, (may, *one.proposable), _address(case, one, "propose") if one.proposes else "",
        PROPOSE if one.rank and not one.granted else DRAFT, (may, *one.verdicts), _address(case, one, "move"),
    )  # fmt: skip


def _address(case: Case, one: running.Offer, name: str) -> str:
    return reverse(f"cases:{name}", args=[case.pk, one.move.id])
