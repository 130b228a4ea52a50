"""Who may decide a request: a holder of the rank at the asking unit or above, and nobody of the asking side."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from mingjing.approvals.models import Request
from mingjing.approvals.rules import deciding_posts, deputies, ranks
from mingjing.clocks.models import Timed
from mingjing.kernel.actor import Actor
from mingjing.kernel.text import Text
from mingjing.kernel.verdict import OK, Verdict, no
from mingjing.law import books
from mingjing.org.models import Officer, Posting, ShiftPlace, Unit
from mingjing.org.posts import posts
from mingjing.org.recusal import barred

SAME_SIDE = no(
    "approvals.same_side",
    "呈请人及其同办人员不得审批自己的呈请。",
    "Whoever asked, or works on the same side, cannot decide.",
)


def may_decide(request: Request, by: Actor, at: datetime) -> Verdict:
    """OK when `by` may decide this request at `at`; otherwise why not. Machines never decide."""
    if by.kind != "officer":
        return no("approvals.machine", "只能由人审批。", "Only a person decides.")
    if by.id in request.side:
        return SAME_SIDE
    return barred(by, request.subject) if post_for(request, by, at) else _not_the_rank(request)


def post_for(request: Request, by: Actor, at: datetime) -> str:
    """The post by which the officer may decide, or empty."""
    held = _held(by, at, upward(request.unit))
    own = deciding_posts(request.rank) & held
    if own:
        return sorted(own)[0]
    standing_in = deputies(request.rank) & held
    return next((p for p in sorted(standing_in) if _on_duty(by, p, at)), "")


def asked_it(request: Request, by: Actor) -> Verdict:
    """Whether `by` stands on the asking side."""
    if by.id in request.side:
        return OK
    return no("approvals.not_the_asker", "只有呈请人可以办理。", "Only the asking side may do this.")


def asked_of(request: Request, at: datetime) -> list[Officer]:
    """Those whom the question reaches: who hold the rank itself at the asking unit or above, and who stand in for it on
    duty; none of the asking side. Higher ranks may decide too, but are not called."""
    rank = ranks()[request.rank]
    on_duty = Q(pk__in=_places(at).filter(post__in=rank.deputies).values("officer"))
    held = _posted(request, rank.posts, at) | (_posted(request, rank.deputies, at) & on_duty)
    rows = Officer.objects.filter(held, is_active=True, auxiliary=False).exclude(pk__in=request.side)
    return list(rows.order_by("number").distinct())


def _posted(request: Request, wanted: Iterable[str], at: datetime) -> Q:
    held = Q(postings__post__in=wanted, postings__unit__path__in=upward(request.unit))
    return held & Q(postings__since__lte=at) & (Q(postings__until__isnull=True) | Q(postings__until__gt=at))


def may_be_extended(row: Timed, extension_id: str, at: datetime, facts: Mapping[str, Any]) -> Verdict:
    """Whether this extension of the clock can be asked for at `at`, given what the asker states."""
    offer = next((e for e in row.extensions if e["id"] == extension_id), None)
    if offer is None:
        return no("approvals.extension.unknown", "这个时限没有这种延长。", "This clock has no such extension.")
    if not row.is_open or row.due_at is None:
        return no("approvals.extension.ended", "时限已经结束，不能延长。", "The clock has ended.", basis=row.basis)
    if at > row.due_at:
        return no("approvals.extension.over", "时限已过，补批不能治愈。", "The limit has passed.", basis=offer["basis"])
    if offer["available"] or (offer["needs"] and any(facts.get(name) for name in offer["needs"])):
        return OK
    return _not_available(offer)


def _not_available(offer: Mapping[str, Any]) -> Verdict:
    if offer["granted_at"]:
        return no("approvals.extension.granted", "这项延长已经批准。", "It was granted already.")
    if offer["needs"]:
        labels = [books.current().facts.label(name) for name in offer["needs"]]
        said = Text("须先说明：{facts}。", "State first: {facts}.").format(
            facts=Text("或".join(t.zh for t in labels), " or ".join(t.en for t in labels))
        )
        return Verdict(False, "approvals.extension.facts", said, offer["basis"])
    return no(
        "approvals.extension.conditions", "不符合法定延长条件。", "The law's conditions are not met.",
        basis=offer["basis"],
    )  # fmt: skip


def upward(unit: Unit) -> list[str]:
    """The path of the unit and of every unit above it."""
    codes = unit.path.strip("/").split("/")
    return ["/".join(codes[:n]) + "/" for n in range(len(codes), 0, -1)]


def _held(by: Actor, at: datetime, paths: Iterable[str]) -> set[str]:
    rows = Posting.objects.filter(
        Q(until__isnull=True) | Q(until__gt=at),
        officer_id=by.id, officer__is_active=True, officer__auxiliary=False, since__lte=at, unit__path__in=paths,
    )  # fmt: skip
    held = set(rows.values_list("post", flat=True))
    return {p for p in held if not by.post or p == by.post}


def _on_duty(by: Actor, post: str, at: datetime) -> bool:
    return _places(at).filter(officer_id=by.id, post=post).exists()


def _places(at: datetime) -> QuerySet[ShiftPlace]:
    """Places of the shifts that run."""
    return ShiftPlace.objects.filter(
        shift__started_at__lte=at, shift__handed_over_at__isnull=True, shift__ends_at__gt=at
    )


def _not_the_rank(request: Request) -> Verdict:
    known = [posts()[p].text for p in sorted(ranks()[request.rank].posts)]
    said = Text("须由{who}审批。", "For {who} to decide.").format(
        who=Text("、".join(t.zh for t in known), " or ".join(t.en for t in known))
    )
    return Verdict(False, "approvals.rank", said, request.basis)
