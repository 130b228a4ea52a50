"""Moving a measure along its graph: a rank is asked where the law names one, then the move is carried out."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from mingjing.approvals.actions import request as requests
from mingjing.approvals.models import Request
from mingjing.cases.telling import stated as by_word
from mingjing.kernel.actor import Actor
from mingjing.kernel.ref import Ref
from mingjing.kernel.text import Text
from mingjing.kernel.verdict import OK, require
from mingjing.law import books
from mingjing.law.engine import check
from mingjing.ledger.act import Act, act
from mingjing.measures import facts as known
from mingjing.measures import graph
from mingjing.measures.actions.following import follow
from mingjing.measures.checks import not_before, opened
from mingjing.measures.entering import enter, stays_of
from mingjing.measures.entries import Moved
from mingjing.measures.models import Measure
from mingjing.measures.papers import draft, drafted, finish, lacking
from mingjing.measures.permissions import ENDED, MOVE
from mingjing.measures.rules import after, carrying
from mingjing.measures.steps import approved, kind_of, move_of, offered, rank_verdict, theirs
from mingjing.measures.telling import along
from mingjing.measures.vocab import CARRIED, Tag

if TYPE_CHECKING:
    from mingjing.law.procedure import Move


def ask(
    measure_id: object,
    *,
    by: Actor,
    at: datetime,
    move: str,
    reason: str,
    facts: Mapping[str, Any] | None = None,
    due_at: datetime | None = None,
) -> Request:
    """Ask the rank the graph names for a move; nothing moves by it. `facts`: what the officer states. The officers on
    the case stand on the asking side. Raises Refusal, also for what the law's gates refuse already."""
    with act(by=by, at=at) as it:
        measure, one = _ready(it, measure_id, move)
        said = by_word(facts or {})
        told = {**known.of(measure, it.at), **said, "measure.move": move}
        it.permit(theirs(it.by, measure, one), offered(measure, one, told))
        _foresee(it, move, told)
        rank = one.rank_for(told) or ""
        papers = draft(it, measure, one)
        title = Text("{what}：{move}", "{what}: {move}").format(what=measure.title, move=one.title)
        return requests.ask(
            by=by, at=at, log=measure.log, subject=measure.ref, kind=kind_of(measure, move), rank=rank,
            unit=measure.case.unit, reason=reason, facts=said, basis=one.basis, due_at=due_at, title=title,
            refs=[measure.case.ref, measure.person.ref, *stays_of(measure), *_side(measure), *papers],
        )  # fmt: skip


def prepare(measure_id: object, *, by: Actor, at: datetime, move: str) -> list[Ref]:
    """Begin the instruments of a move that nobody has begun, where the house has a template. Raises Refusal."""
    with act(by=by, at=at) as it:
        measure, one = _ready(it, measure_id, move)
        it.permit(theirs(it.by, measure, one), offered(measure, one, known.of(measure, it.at)))
        return draft(it, measure, one)


def carry_out(
    measure_id: object,
    *,
    by: Actor,
    at: datetime,
    move: str,
    facts: Mapping[str, Any] | None = None,
    place: str = "",
    remark: str = "",
    numbers: Mapping[str, str] | None = None,
) -> Measure:
    """Make the move: who may, what the law demands, whether the rank has granted it, whether its instruments are there.
    `numbers`: of instruments that were made elsewhere. Raises Refusal."""
    with act(by=by, at=at) as it:
        measure, one = _ready(it, measure_id, move)
        granted = approved(measure, one)
        stated = by_word({**(granted.facts if granted else {}), **dict(facts or {})})
        told = {**known.of(measure, it.at), **stated, "measure.move": move}
        it.permit(theirs(it.by, measure, one), offered(measure, one, told), not_before(it.at, measure.since))
        have, given = drafted(measure, one), dict(numbers or {})
        it.permit(rank_verdict(one, told, granted), *lacking(one, have, given))
        it.gate(f"measure.{move}", told)
        measure.facts |= stated
        _reach(measure, one, it.at)
        measure.save()  # the instruments say what was stated, and when it was carried out
        # A step for which the law names no rank needs no other authority than the graph, nor do its instruments.
        made, papers = finish(it, one, have, given, granted.ref if granted else measure.ref)
        measure.grant = str(granted.pk) if granted else measure.grant
        return _moved(it, measure, one, stated, made, papers, place.strip(), remark.strip())


def _foresee(it: Act, move: str, told: Mapping[str, Any]) -> None:
    """The law's gates, but for those that ask how the step was carried out: nobody knows that yet. Raises Refusal."""
    found = check(books.current(), f"measure.{move}", told, it.at)
    require([v for v in found if v.field in told or not v.field.startswith(CARRIED)])


def _ready(it: Act, measure_id: object, move: str) -> tuple[Measure, "Move"]:
    """The measure and the step. One that has ended takes only a step that reopens it. Raises Refusal."""
    measure = opened(it, measure_id, MOVE, ended_too=True)
    one = move_of(measure, move)
    it.permit(OK if measure.ended_at is None or one.reopens else ENDED)
    return measure, one


def _reach(measure: Measure, one: "Move", at: datetime) -> None:
    """The times of the state it comes to; one that it came to before keeps its time, and what is reopened has none of
    its end."""
    final = graph.of(measure.kind, measure.proposed_at).states[one.to].final
    measure.ended_at = measure.ended_at if final else None
    for name, value in after(measure.kind, one.to, final, at).items():
        if getattr(measure, name) in (None, False):
            setattr(measure, name, value)


def _moved(
    it: Act,
    measure: Measure,
    one: "Move",
    stated: Mapping[str, Any],
    made: dict[str, str],
    papers: list[Ref],
    place: str,
    remark: str,
) -> Measure:
    states = graph.of(measure.kind, measure.proposed_at).states
    before = measure.state
    measure.state, measure.since = one.to, it.at
    measure.instruments |= made
    measure.instrument = carrying(made, measure.instrument)
    measure.place = place or measure.place
    measure.save()
    follow(it, measure, one.id, stated, remark)
    body = Moved(
        measure.kind, measure.person.shown_name, one.id, before, one.to, one.title.zh, one.title.en,
        states[one.to].title.zh, states[one.to].title.en, made, place, remark, one.basis,
    )  # fmt: skip
    told = {
        **known.settled(measure, it.at), **stated, "measure.move": one.id, "measure.state": one.to,
        **({"measure.instrument": "、".join(made.values())} if made else {}),
    }  # fmt: skip
    enter(it, measure, Tag.MOVED, body, *papers, facts=told)
    along(it, measure)
    return measure


def _side(measure: Measure) -> list[Ref]:
    return [row.officer.ref for row in measure.case.officers.select_related("officer") if row.until is None]
