"""A case goes its way: a move is proposed, granted by the rank the law names, and carried out."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from mingjing.approvals.actions.request import ask
from mingjing.cases import papers, running
from mingjing.cases.entries import Characterised, Moved, Proposed
from mingjing.cases.going import CONVERTS, known_facts, subject_of
from mingjing.cases.models import Case
from mingjing.cases.opening import sealed_by_law
from mingjing.cases.permissions import may_act_on
from mingjing.cases.rules import START, beginning, other_kind
from mingjing.cases.vocab import CaseState, Tag
from mingjing.kernel.actor import Actor
from mingjing.kernel.ref import Ref
from mingjing.kernel.text import Text
from mingjing.kernel.verdict import OK, Refusal, Verdict, no, require
from mingjing.ledger.act import Act, act
from mingjing.persons.concerned import refs_of

if TYPE_CHECKING:
    from mingjing.law.procedure import Move

MOVE = "cases:case:move"


def propose(
    case_id: object, *, by: Actor, at: datetime, move: str, reason: str, told: Mapping[str, Any] | None = None
) -> Case:
    """Put a move to the rank the law names, with its reason and facts, and draft the instruments it makes. Raises
    Refusal when it is not offered here, waits already, or `by` is not among those the graph names."""
    with act(by=by, at=at) as it:
        case = it.lock(Case, case_id)
        it.permit(may_act_on(by, MOVE, case))
        _demand(reason)
        facts = known_facts(told or {})
        offer = _offer(case, by, move, it.at, facts)
        it.permit(*offer.proposable)
        drafted = [p.template for p in offer.papers]
        fresh = papers.draft(
            [t for t in offer.move.instruments if t not in drafted], by=by, at=it.at, log=case.log, subject=case.ref,
            unit=case.unit, refs=_people(case),
        )  # fmt: skip
        case.told = {**case.told, **facts}
        case.save(update_fields=["told"])
        body = Proposed(move, offer.move.title.zh, offer.move.title.en, reason.strip(), offer.rank or "")
        it.enter(Tag.CASE_PROPOSED, log=case.log, subject=case.ref, body=body, refs=[one.ref for one in fresh])
        if offer.rank and not offer.granted:
            refs = [Ref("instrument", p.id) for p in offer.papers] + [one.ref for one in fresh]
            ask(
                by=by, at=it.at, log=case.log, subject=case.ref, kind=f"case.{move}", rank=offer.rank, unit=case.unit,
                reason=reason, facts=facts, refs=refs, basis=offer.move.basis, title=_title(case, offer.move.title),
            )  # fmt: skip
        return case


def carry_out(
    case_id: object, *, by: Actor, at: datetime, move: str, remark: str = "", told: Mapping[str, Any] | None = None
) -> Case:
    """Make the move: who may, what the law demands on that day, the grant, the file; then its instruments become final,
    the stage follows and the clocks hear of it. Raises Refusal with everything that stands in the way."""
    with act(by=by, at=at) as it:
        case = it.lock(Case, case_id)
        it.permit(may_act_on(by, MOVE, case))
        facts = known_facts(told or {})
        offer = _offer(case, by, move, it.at, facts)
        it.gate(f"case.{move}", {**subject_of(case, by).facts, **facts})
        it.permit(*offer.verdicts, *_drafted(offer))
        held = offer.request.ref if offer.request else None
        # A move for which the law names no rank needs no other authority than the graph, nor do its instruments.
        made = papers.finalise(offer.papers, by=by, at=it.at, approval=held or case.ref)
        before, case.told = case.stage, {**case.told, **facts}
        stand(it, case, offer.move.to)
        case.save()
        refs = [*made, *([held] if held else [])]
        enter_move(it, case, offer.move, before, remark, refs, facts, offer.papers)
        if move in CONVERTS:
            _convert(it, case, facts)
        return case


def _offer(case: Case, by: Actor, move: str, at: datetime, facts: Mapping[str, Any]) -> running.Offer:
    found = running.offer(subject_of(case, by, at), move, at, facts)
    if found is None:
        raise Refusal(running.UNKNOWN)
    return found


def _drafted(offer: running.Offer) -> list[Verdict]:
    """Instruments are drafted when the move is proposed; what the house has no template for is written by hand."""
    have = {p.template for p in offer.papers}
    lacking = [t for t in papers.known(offer.move.instruments) if t not in have]
    return [
        Verdict(
            False, "cases.move.undrafted", Text("尚未起草《{t}》。", "Not drafted yet: {t}.").format(t=papers.title(t))
        )
        for t in lacking
    ]


def stand(it: Act, case: Case, stage: str) -> None:
    """At its new stage; a final one closes the case, any other keeps or makes it open."""
    graph = case.graph(it.at)
    final = graph.states[stage].final if graph else False
    case.stage_since = case.stage_since if stage == case.stage else it.at
    case.stage = stage
    case.sealed_by_law = sealed_by_law(case.kind, stage, it.at)
    case.state = CaseState.CLOSED if final else CaseState.OPEN
    case.closed_at = (case.closed_at or it.at) if final else None


def enter_move(
    it: Act,
    case: Case,
    move: "Move",
    before: str,
    remark: str,
    refs: Iterable[Ref],
    facts: Mapping[str, Any],
    made: Iterable[papers.Paper] = (),
) -> None:
    """One entry says it: from where to where, by which article, with which instruments."""
    graph = case.graph(it.at)
    state = graph.states[case.stage].title if graph else Text(case.stage, case.stage)
    body = Moved(
        move.id, before, case.stage, move.title.zh, move.title.en, state.zh, state.en, case.procedure, move.basis,
        [p.number or p.title.zh for p in made], remark.strip(),
    )  # fmt: skip
    told = {**case.facts(), **facts, "case.stage": case.stage, "case.move": move.id}
    named = [*_people(case), *refs_of(case.ref), *refs]
    it.enter(Tag.CASE_MOVED, log=case.log, subject=case.ref, body=body, refs=named, facts=told)


def _convert(it: Act, case: Case, facts: Mapping[str, Any]) -> None:
    """The case goes on as one of the other kind, in its own graph from the start; people and file stay as they are."""
    case.kind = str(facts.get("case.kind") or other_kind(case.kind))
    case.procedure, case.stage, case.stage_since = beginning(case.kind), START, it.at
    case.state, case.closed_at, case.sealed_by_law = CaseState.OPEN, None, False
    case.save()
    body = Characterised(case.kind, case.cause, case.circumstances)
    it.enter(
        Tag.CASE_CHARACTERISED, log=case.log, subject=case.ref, body=body,
        refs=[*_people(case), *refs_of(case.ref)], facts={**case.facts(), "case.stage": case.stage},
    )  # fmt: skip


def _title(case: Case, move: Text) -> Text:
    return Text("{m}：{n} {c}", "{m}: {n} {c}").format(m=move, n=case.number, c=case.cause)


def _demand(reason: str) -> None:
    require(OK if reason.strip() else no("cases.reason.missing", "请写明理由。", "Say why.", field="reason"))


def _people(case: Case) -> list[Ref]:
    return [Ref("person", str(pk)) for pk in case.people.in_force().values_list("person", flat=True)]
