"""Cases of another system are taken over: what happened there is entered as of when it happened, and the case stands
where it stood."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from mingjing.cases.actions.case import begin, seal
from mingjing.cases.actions.people import add_person, seat
from mingjing.cases.entries import Closed, Imported, Moved
from mingjing.cases.models import Case, CaseOrigin
from mingjing.cases.numbering import acceptable, free
from mingjing.cases.opening import sealed_by_law
from mingjing.cases.rules import folded
from mingjing.cases.vocab import CaseState, OfficerRole, Tag
from mingjing.clocks.actions.timed import hush
from mingjing.kernel.actor import Actor
from mingjing.kernel.ref import Ref
from mingjing.kernel.text import Text
from mingjing.kernel.verdict import OK, Verdict, no
from mingjing.ledger.act import Act, act
from mingjing.org.models import Officer, Unit

AGAIN = no(
    "cases.import.again", "该编号的案件已经导入。", "A case of this number was taken over already.", field="number"
)


@dataclass(frozen=True, slots=True)
class Origin:
    """The record elsewhere: of which system, its number there, in which file (SHA-256) on which line; `batch` is the
    import."""

    source: str
    number: str
    sha256: str
    line: int
    batch: UUID

    @property
    def ref(self) -> Ref:
        return Ref("import", str(self.batch))


@dataclass(frozen=True, slots=True)
class Stood:
    """Where the case stood: at which stage since when; `steps` are the moves that still count for the law's clocks and
    when they were made; closed when, with which outcome."""

    stage: str
    since: datetime
    steps: Sequence[tuple[str, datetime]] = ()
    closed_at: datetime | None = None
    outcome: str = ""


def take_over(
    *,
    by: Actor,
    at: datetime,
    log: str,
    unit: Unit,
    kind: str,
    cause: str,
    opened_at: datetime,
    origin: Origin,
    stood: Stood,
    number: str = "",
    summary: str = "",
    place: str = "",
    happened_at: datetime | None = None,
    lead_id: object = None,
    helpers: Iterable[object] = (),
    people: Iterable[tuple[object, str]] = (),
    sealed_basis: str = "",
) -> Case:
    """Enter a case that was handled elsewhere until now, as of `opened_at`; `people` are (person, role). Clocks of the
    law run from the hours the file tells; those that had passed before `at` call nobody. Once for each source and
    number. Raises Refusal."""
    with act(by=by, at=at) as it:
        it.permit(_first(origin), *([acceptable(number), free(number)] if number else []))
        with act(by=by, at=opened_at) as then:
            case = begin(
                then, log=log, kind=kind, cause=cause, unit=unit, number=number, summary=summary, place=place,
                happened_at=happened_at, refs=[origin.ref], standing=stood.stage,
            )  # fmt: skip
            _seats(then, case, lead_id, helpers)
        for person_id, role in people:
            add_person(case.pk, by=by, at=opened_at, person_id=person_id, role=role, refs=[origin.ref])
        for move, when in stood.steps:
            _step(by, when, case, move, origin)
        if stood.closed_at:
            with act(by=by, at=stood.closed_at) as then:
                body = Closed(stood.outcome)
                then.enter(Tag.CASE_CLOSED, log=log, subject=case.ref, body=body, refs=[origin.ref])
        _stand(case, stood, it.at)
        CaseOrigin.objects.create(
            case=case, source=origin.source, number=origin.number, folded=folded(origin.number), stage=stood.stage,
            sha256=origin.sha256, line=origin.line, batch=origin.batch,
        )  # fmt: skip
        over = hush(it, case.ref)
        _enter(it, case, origin, over)
        if sealed_basis:
            seal(case.pk, by=by, at=it.at, basis=sealed_basis)
            case.refresh_from_db()
        return case


def _first(origin: Origin) -> Verdict:
    known = CaseOrigin.objects.filter(source=origin.source, folded=folded(origin.number))
    return AGAIN if known.exists() else OK


def _seats(it: Act, case: Case, lead_id: object, helpers: Iterable[object]) -> None:
    if lead_id:
        seat(it, case, Officer.objects.get(pk=lead_id), OfficerRole.LEAD_INVESTIGATOR)
    for one in dict.fromkeys(h for h in helpers if h != lead_id):
        officer = Officer.objects.get(pk=one)
        seat(it, case, officer, OfficerRole.ASSISTANT if officer.auxiliary else OfficerRole.CASE_OFFICER)


def _step(by: Actor, when: datetime, case: Case, name: str, origin: Origin) -> None:
    """A move that was made there, at the hour at which it was."""
    graph = case.graph(when) or case.graph(case.stage_since)
    move = graph.moves.get(name) if graph else None
    title = move.title if move else Text(name, name)
    before, after = case.stage, move.to if move else case.stage
    state = graph.states[after].title if graph and move else Text(after, after)
    body = Moved(
        name, before, after, title.zh, title.en, state.zh, state.en, case.procedure, move.basis if move else "", [],
        f"{origin.source} {origin.number}",
    )  # fmt: skip
    case.stage = after
    with act(by=by, at=when) as then:
        told = {**case.facts(), "case.stage": after, "case.move": name}
        then.enter(Tag.CASE_MOVED, log=case.log, subject=case.ref, body=body, refs=[origin.ref], facts=told)


def _stand(case: Case, stood: Stood, at: datetime) -> None:
    """At its stage; the entry is the caller's. What the law seals by default it seals as it is today."""
    case.stage, case.stage_since, case.closed_at = stood.stage, stood.since, stood.closed_at
    case.state = CaseState.CLOSED if stood.closed_at else CaseState.OPEN
    case.sealed_by_law = sealed_by_law(case.kind, stood.stage, at)
    case.save()


def _enter(it: Act, case: Case, origin: Origin, over: int) -> None:
    state = case.stage_text
    body = Imported(
        origin.source, origin.number, origin.sha256, origin.line, case.stage, state.zh, state.en, over
    )  # fmt: skip
    it.enter(Tag.CASE_IMPORTED, log=case.log, subject=case.ref, body=body, refs=[origin.ref, case.unit.ref])
