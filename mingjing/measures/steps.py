"""What stands in the way of a move: the state, who may, the rank that has to grant it, the instruments it makes."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from mingjing.approvals.models import Request
from mingjing.approvals.selectors import granted
from mingjing.cases.models import CaseOfficer
from mingjing.cases.vocab import OfficerRole
from mingjing.kernel.actor import Actor
from mingjing.kernel.text import Text
from mingjing.kernel.verdict import OK, Refusal, Verdict, no
from mingjing.law import books
from mingjing.measures import graph
from mingjing.measures.models import Measure
from mingjing.org.access import postings_of
from mingjing.org.posts import posts

if TYPE_CHECKING:
    from mingjing.law.procedure import Move

UNKNOWN = no("measures.move.unknown", "没有这一步。", "There is no such step.")
NOT_NOW = no("measures.move.not_now", "当前状态不能办理这一步。", "Not possible in the present state.")
WAITS = no("measures.move.waiting", "已呈请，等待审批。", "Asked; it waits for the decision.")
RANK = Text("须先经{rank}批准。", "Needs the approval of: {rank}.")


def move_of(measure: Measure, name: str) -> "Move":
    """The move of that name in the graph of the measure. Raises Refusal when there is none."""
    found = graph.of(measure.kind, measure.proposed_at).moves.get(name)
    if found is None:
        raise Refusal(UNKNOWN)
    return found


def kind_of(measure: Measure, move: str) -> str:
    """What a request for the move is called: the law's `approval.kind`."""
    return f"measure.{measure.kind}.{move}"


def offered(measure: Measure, one: "Move", told: Mapping[str, Any]) -> Verdict:
    """Whether the graph leads that way from here, the facts being what they are."""
    if measure.state not in one.sources:
        return NOT_NOW
    if one.when is None or one.when(books.current().facts.known(told)) is not False:
        return OK
    return Verdict(False, "measures.move.facts", Text("不符合这一步的条件。", "Its conditions are not met."), one.basis)


def theirs(by: Actor, measure: Measure, one: "Move") -> Verdict:
    """Whether the actor has one of the roles on the case, or one of the posts, that the graph names."""
    if by.kind == "machine" or not one.who:
        return OK
    role = CaseOfficer.objects.in_force().filter(case=measure.case, officer_id=by.id, role__in=one.who).exists()
    held = {post for post, path in postings_of(by.id) if measure.case.unit.path.startswith(path)}
    if role or held & set(one.who):
        return OK
    named = [_called(w) for w in one.who]
    who = Text("、".join(n.zh for n in named), ", ".join(n.en for n in named))
    text = Text("这一步由{who}办理。", "This step is for: {who}.").format(who=who)
    return Verdict(False, "measures.move.who", text, one.basis)


def approved(measure: Measure, one: "Move") -> Request | None:
    """The grant of this very step: asked for since the present state was reached, and not used up."""
    found = granted(measure.ref, kind_of(measure, one.id))
    return found if found and found.asked_at >= measure.since and str(found.pk) != measure.grant else None


def rank_verdict(one: "Move", told: Mapping[str, Any], found: Request | None) -> Verdict:
    """OK when no rank is named, or that rank or a higher one has granted it."""
    rank = one.rank_for(books.current().facts.known(told))
    if rank is None or found is not None:
        return OK
    text = RANK.format(rank=books.current().ranks[rank].text)
    return Verdict(False, "measures.move.rank", text, one.basis)


def without(name: str) -> Verdict:
    """That an instrument has neither a draft nor a number."""
    said = Text("请起草《{n}》，或者填写其文书编号。", "Draft this instrument or give its number: {n}.")
    text = said.format(n=instrument_text(name))
    return Verdict(False, "measures.move.instrument", text, field=f"number_{name}")


def instrument_text(name: str) -> Text:
    return books.current().instruments.get(name, Text(name, name))


def _called(who: str) -> Text:
    if who in OfficerRole.values():
        return OfficerRole(who).text
    return posts()[who].text if who in posts() else Text(who, who)
