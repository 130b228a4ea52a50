"""Merging cases and splitting one. Both records say so; people and papers are carried by reference; the clocks keep the
earlier start, because the entries that began them are told to the other case as of when they happened."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from mingjing.cases.actions.case import register
from mingjing.cases.entries import Corrected, Merged, Moved, Split, Unmerged
from mingjing.cases.models import Case, CaseLink, CasePerson
from mingjing.cases.permissions import may_act_on
from mingjing.cases.rules import START
from mingjing.cases.vocab import CaseState, LinkKind, Tag
from mingjing.kernel.actor import Actor
from mingjing.kernel.ref import Ref
from mingjing.kernel.verdict import OK, Refusal, Verdict, no
from mingjing.ledger.act import Act, act
from mingjing.ledger.models import Entry
from mingjing.persons.concerned import refs_of

JOIN = "cases:case:join"
CLOSING = "close"


def merge(source_id: object, *, by: Actor, at: datetime, into_id: object, reason: str) -> CaseLink:
    """Handle the source within another case of the same kind from now on. Raises Refusal when either is closed, they go
    different ways, or the one that is kept is not as far on."""
    with act(by=by, at=at) as it:
        source, target = _both(it, source_id, into_id)
        it.permit(may_act_on(by, JOIN, source), may_act_on(by, JOIN, target), _said(reason), *_alike(source, target))
        carried = [_carry(it, row, target, source.number) for row in _moves(source) if _earlier(row, target)]
        people = _share(it, source, target)
        closing = _shut(it, source, reason)
        link = CaseLink.objects.create(
            kind=LinkKind.MERGED.value, source=source, target=target, reason=reason.strip(), stage=source.stage,
            people=people, entries=[*(one.pk for one in carried), closing.pk], since=it.at,
        )  # fmt: skip
        source.state, source.closed_at = CaseState.CLOSED, it.at
        source.save()
        _tell(it, Tag.CASE_MERGED, Merged(source.number, target.number, link.reason), source, target)
        return link


def unmerge(link_id: object, *, by: Actor, at: datetime, reason: str) -> CaseLink:
    """Take a merging back: what it told the other case is voided, and the source goes on from where it stood. Raises
    Refusal."""
    with act(by=by, at=at) as it:
        link = it.lock(CaseLink, link_id)
        source, target = _both(it, link.source_id, link.target_id)
        it.permit(may_act_on(by, JOIN, source), may_act_on(by, JOIN, target), _said(reason), _stands(link))
        for row in Entry.objects.filter(pk__in=link.entries).order_by("id"):
            body = Corrected(reason.strip(), {"voided": [False, True]})
            owner = source if row.subject_id == str(source.pk) else target
            it.enter(
                Tag.CASE_CORRECTED, log=row.log, subject=owner.ref, body=body, amends=row, reason=reason.strip(),
                refs=refs_of(owner.ref),
            )  # fmt: skip
        CasePerson.objects.in_force().filter(pk__in=link.people).update(until=it.at)
        source.state, source.closed_at = CaseState.OPEN, None
        source.save()
        link.until = it.at
        link.save(update_fields=["until"])
        _tell(it, Tag.CASE_UNMERGED, Unmerged(source.number, target.number, reason.strip()), source, target)
        return link


def split(
    case_id: object, *, by: Actor, at: datetime, people: Iterable[object], cause: str, reason: str, number: str = ""
) -> Case:
    """Open another case for these people of the case; it stands where the case stands and counts from the same start.
    Raises Refusal when nobody is named, or everybody."""
    with act(by=by, at=at) as it:
        source = it.lock(Case, case_id)
        rows = list(source.people.in_force().filter(pk__in=list(people)))
        it.permit(may_act_on(by, JOIN, source), _said(reason), _open(source), _some(source, rows))
        lead = source.lead
        made = register(
            by=by, at=it.at, log=source.log, kind=source.kind, cause=cause or source.cause, unit=source.unit,
            number=number, summary=source.summary, place=source.place, happened_at=source.happened_at,
            circumstances=source.circumstances,
            lead_id=lead.pk if lead else None, refs=[source.ref],
        )  # fmt: skip
        carried = [_carry(it, row, made, source.number) for row in _moves(source)]
        made.stage, made.stage_since, made.told = source.stage, source.stage_since, dict(source.told)
        made.procedure = source.procedure
        made.save()
        for row in rows:
            CasePerson.objects.create(case=made, person_id=row.person_id, role=row.role, since=it.at)
            row.until = it.at
            row.save(update_fields=["until"])
        CaseLink.objects.create(
            kind=LinkKind.SPLIT.value, source=source, target=made, reason=reason.strip(), stage=source.stage,
            people=[str(r.pk) for r in rows], entries=[one.pk for one in carried], since=it.at,
        )  # fmt: skip
        named = [Ref("person", str(r.person_id)) for r in rows]
        _tell(it, Tag.CASE_SPLIT, Split(source.number, made.number, reason.strip()), source, made, named)
        return made


def _both(it: Act, one: object, other: object) -> tuple[Case, Case]:
    """Both cases, locked in one order whichever is named first."""
    if str(one) == str(other):
        raise Refusal(no("cases.join.same", "不能与本案合并。", "A case is not merged with itself.", field="into"))
    found = {str(pk): it.lock(Case, pk) for pk in sorted([str(one), str(other)])}
    it.hold(*(case.ref for case in found.values()))
    return found[str(one)], found[str(other)]


def _moves(case: Case) -> list[Entry]:
    rows = Entry.objects.filter(tag=Tag.CASE_MOVED, subject_kind="case", subject_id=str(case.pk), amended_by=None)
    return list(rows.select_related("content").order_by("id"))


def _earlier(row: Entry, target: Case) -> bool:
    """Whether the source made this move before the target made its own, or the target has not made it."""
    own = [one for one in _moves(target) if one.facts.get("case.move") == row.facts.get("case.move")]
    return bool(own) and row.occurred_at < min(one.occurred_at for one in own)


def _carry(it: Act, row: Entry, target: Case, number: str) -> Entry:
    """Tell the other case that this was so, at the hour at which it was."""
    told = row.body
    body = Moved(
        told["move"], told["before"], told["after"], told["move_zh"], told["move_en"], told["state_zh"],
        told["state_en"], told["procedure"], told.get("basis") or "", list(told.get("instruments") or []),
        f"{number}#{row.seq}",
    )  # fmt: skip
    with act(by=it.by, at=row.occurred_at) as then:
        return then.enter(
            Tag.CASE_MOVED, log=target.log, subject=target.ref, body=body, refs=[*refs_of(target.ref)],
            facts={**row.facts},
        )  # fmt: skip


def _shut(it: Act, source: Case, reason: str) -> Entry:
    """The clocks of the source end: it is handled in the other case."""
    graph = source.graph(it.at)
    titles = graph.states if graph else {}
    here = titles[source.stage].title if source.stage in titles else None
    body = Moved(
        CLOSING, source.stage, source.stage, "并案后不再单独办理", "Not handled separately any more",
        here.zh if here else source.stage, here.en if here else source.stage, source.procedure, "", [], reason.strip(),
    )  # fmt: skip
    facts = {**source.facts(), "case.stage": "closed", "case.move": CLOSING}
    named = refs_of(source.ref)
    return it.enter(Tag.CASE_MOVED, log=source.log, subject=source.ref, body=body, refs=named, facts=facts)


def _share(it: Act, source: Case, target: Case) -> list[str]:
    """The people of the source stand on the target too, in their roles; ids of the rows made."""
    held = set(target.people.in_force().values_list("person", "role"))
    made = []
    for row in source.people.in_force():
        if (row.person_id, row.role) not in held:
            fresh = CasePerson.objects.create(case=target, person_id=row.person_id, role=row.role, since=it.at)
            made.append(str(fresh.pk))
    return made


def _tell(it: Act, tag: Tag, body: Any, one: Case, other: Case, named: Iterable[Ref] = ()) -> None:
    """In both records."""
    named = list(named)
    it.enter(tag, log=one.log, subject=one.ref, body=body, refs=[other.ref, *named])
    it.enter(tag, log=other.log, subject=other.ref, body=body, refs=[one.ref, *named])


def _alike(source: Case, target: Case) -> list[Verdict]:
    way = source.procedure == target.procedure
    ahead = source.stage == START or target.stage != START
    return [
        _open(source), _open(target),
        OK if way else no("cases.join.way", "两案办理程序不同，不能合并。", "They go different ways.", field="into"),
        OK if ahead else no(
            "cases.join.behind", "请并入已立案的案件。", "Merge into the case that is further on.", field="into"
        ),
    ]  # fmt: skip


def _open(case: Case) -> Verdict:
    if case.state == CaseState.OPEN:
        return OK
    return no("cases.join.closed", f"案件 {case.number} 已结案。", f"Case {case.number} is closed.")


def _some(case: Case, rows: list[CasePerson]) -> Verdict:
    if rows and len(rows) < case.people.in_force().count():
        return OK
    return no(
        "cases.split.people", "请选择分出的人员，但不能是全部。", "Choose some of the people, not all.", field="people"
    )


def _stands(link: CaseLink) -> Verdict:
    if link.until is None and link.kind == LinkKind.MERGED:
        return OK
    return no("cases.join.undone", "该并案已撤销或者不能撤销。", "It was undone, or cannot be.")


def _said(words: str) -> Verdict:
    return OK if words.strip() else no("cases.reason.missing", "请写明理由。", "Say why.", field="reason")
