"""A case as a subject of its procedure: which graph, where it stands, who may move it, what is known."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from mingjing.cases import papers, running, telling
from mingjing.cases.models import Case, CaseOfficer
from mingjing.cases.rules import START, brought
from mingjing.cases.vocab import CaseState, OfficerRole, Tag
from mingjing.kernel.actor import Actor
from mingjing.kernel.text import Text
from mingjing.kernel.time import now
from mingjing.kernel.verdict import OK, Refusal, Verdict, no
from mingjing.law import books
from mingjing.law.facts import FactError
from mingjing.ledger.models import Entry, EntryRef
from mingjing.org.access import postings_of
from mingjing.org.posts import posts

if TYPE_CHECKING:
    from mingjing.law.procedure import Move, Procedure

CONVERTS = frozenset({"convert"})
SUPPLEMENTS, RETURNED = "case.supplements", "return_for_supplement"
SHUT = no("cases.move.shut", "案件已结案，请先恢复办理。", "The case is closed; take it up again first.")
NO_GRAPH = no("cases.move.no_graph", "当日法规没有这类案件的办理流程。", "The law of that day draws no procedure.")


def subject_of(case: Case, by: Actor, at: datetime | None = None) -> running.Subject:
    """The case as the runner sees it. Raises Refusal when the law of the day draws no graph of it."""
    graph = case.graph(at or now())
    if graph is None:
        raise Refusal(NO_GRAPH)
    roles, held = _standing(case, by)
    return running.Subject(
        case.ref, "case", graph, case.stage, case.stage_since, case.unit, case.log, facts_of(case),
        lambda move: _theirs(move, by, roles, held), _shut(case), _spent(case), _brought(case, graph),
    )  # fmt: skip


def _brought(case: Case, graph: "Procedure") -> frozenset[str]:
    return brought(graph, case.came_from.stage) if case.came_from else frozenset()


def _spent(case: Case) -> frozenset[str]:
    """Requests and papers named by the moves made since the case came to its stage."""
    mine = {"entry__tag": Tag.CASE_MOVED, "entry__subject_kind": "case", "entry__subject_id": str(case.pk)}
    rows = EntryRef.objects.filter(**mine, entry__occurred_at__gte=case.stage_since, kind__in=("request", "instrument"))
    return frozenset(rows.values_list("ref_id", flat=True))


def _shut(case: Case) -> tuple[Verdict, ...]:
    """A case closed before it went its way is taken up again first."""
    return (SHUT,) if case.state == CaseState.CLOSED and case.stage == START else ()


def facts_of(case: Case) -> dict[str, Any]:
    """Everything the record knows that the law may ask: kind, circumstances, stage, what moves told, how often it
    came back to be supplemented, and what the records of apps above know of it."""
    told = {**case.told, **case.facts(), "case.stage": case.stage}
    return {**told, SUPPLEMENTS: supplements(case), **telling.told(case)}


def supplements(case: Case) -> int:
    """How often the procuratorate has sent it back so far."""
    return times_made(case, RETURNED)


def times_made(case: Case, move: str) -> int:
    """How often the case has made this move of its graph."""
    moved = Entry.objects.filter(tag=Tag.CASE_MOVED, subject_kind="case", subject_id=str(case.pk))
    fields = moved.values_list("content__fields", flat=True)
    return sum((one.get("body.move") or [None, None])[1] == move for one in fields)


def _standing(case: Case, by: Actor) -> tuple[set[str], set[str]]:
    """The actor's role on the case, and the posts he holds at its unit or above."""
    if by.kind == "machine":
        return set(), set()
    mine = CaseOfficer.objects.in_force().filter(case=case, officer_id=by.id).values_list("role", flat=True)
    held = {p for p, path in postings_of(by.id) if case.unit.path.startswith(path) and (not by.post or p == by.post)}
    return set(mine), held


def _theirs(move: "Move", by: Actor, roles: set[str], held: set[str]) -> Verdict:
    if by.kind == "machine" or not move.who or (roles | held) & set(move.who):
        return OK
    named = [_called(w) for w in move.who]
    who = Text("、".join(n.zh for n in named), ", ".join(n.en for n in named))
    said = Text("这一步由本案{who}办理。", "For the {who} of the case.").format(who=who)
    return Verdict(False, "cases.move.who", said, move.basis)


def _called(who: str) -> Text:
    if who in OfficerRole.values():
        return OfficerRole(who).text
    return posts()[who].text if who in posts() else Text(who, who)


def known_facts(told: Mapping[str, Any]) -> dict[str, Any]:
    """The facts told, as far as the law knows them, somebody said something, and no record alone tells them. Raises
    Refusal for a wrong value."""
    try:
        return papers.values(books.current().facts.known(telling.stated(told)))
    except FactError as why:
        raise Refusal(no("cases.move.fact", "填写的内容不合要求。", f"Not a value of this fact: {why}.")) from why
