"""Posts given and ended. Separation (A7) is kept here: see `rules.posting_verdicts`.

Between officers a post takes two: an administrator proposes, another who may confirms. Only the machine that sets an
installation up gives one by itself.
"""

from datetime import datetime
from uuid import UUID

from mingjing.kernel.actor import Actor
from mingjing.kernel.verdict import Verdict, no
from mingjing.ledger.act import Act, act
from mingjing.ledger.models import Entry
from mingjing.org import remembered
from mingjing.org.access import may
from mingjing.org.entries.accounts import PostDeclined, PostEnded, PostGiven, PostProposed
from mingjing.org.logs import org_log
from mingjing.org.models import Officer, Posting, Proposal, Unit
from mingjing.org.posts import posts
from mingjing.org.rules import Holder, PostRule, posting_verdicts
from mingjing.org.vocab import Tag

SELF = no("org.posting.self", "不能任命本人。", "Nobody gives a post to himself.")


def give(
    *, by: Actor, at: datetime, officer_id: object, unit: Unit, post: str, until: datetime | None = None
) -> Posting:
    """The officer holds `post` at `unit` from `at` (until `until`): for machines that bring staff over. Refuses with
    every rule of separation it breaks, and any officer, who must propose.

    Posts are apart wherever they are held: an officer who investigates at one station does not guard at another.
    """
    with act(by=by, at=at) as it:
        officer = it.lock(Officer, officer_id)
        it.permit(may(by, "org:posting:give", unit=unit), *_not_alone(by))
        it.permit(*_post_verdicts(it, officer, unit, post))
        return _give(it, officer, unit, post, until)


def propose(
    *, by: Actor, at: datetime, officer_id: object, unit: Unit, post: str, until: datetime | None = None
) -> Proposal:
    """An administrator asks that the officer hold `post`; it counts for nothing until `confirm`. Refuses what could
    never be confirmed, and the same proposal twice."""
    with act(by=by, at=at) as it:
        officer = it.lock(Officer, officer_id)
        it.permit(may(by, "org:posting:give", unit=unit), *_not_to(by, officer))
        it.permit(*_post_verdicts(it, officer, unit, post), *_not_twice(officer, unit, post))
        proposal = Proposal.objects.create(
            officer=officer, unit=unit, post=post, until=until, asked_by=by.id, asked_name=by.name, asked_at=it.at
        )
        body = PostProposed(officer.number, officer.name, unit.name, post, until, unit.text.en)
        it.enter(Tag.POST_PROPOSED, log=org_log(unit), subject=officer.ref, body=body, refs=[unit.ref])
        return proposal


def confirm(proposal_id: UUID | str, *, by: Actor, at: datetime) -> Posting:
    """A second person lets the proposed post take effect. Refuses whoever proposed it or would hold it, and with every
    rule of separation it would break by now."""
    with act(by=by, at=at) as it:
        proposal = _waiting(it, proposal_id)
        officer = it.lock(Officer, proposal.officer_id)
        it.permit(*_not_the_same(by, proposal), *_not_to(by, officer), *_not_over(it, proposal))
        it.permit(*_post_verdicts(it, officer, proposal.unit, proposal.post))
        _settle(it, proposal, confirmed=True)
        return _give(it, officer, proposal.unit, proposal.post, proposal.until, proposal.asked_name)


def decline(proposal_id: UUID | str, *, by: Actor, at: datetime) -> Entry:
    """The proposal comes to nothing: by whoever may confirm it, or by who proposed it."""
    with act(by=by, at=at) as it:
        proposal = _waiting(it, proposal_id)
        _settle(it, proposal, confirmed=False)
        officer, unit = proposal.officer, proposal.unit
        body = PostDeclined(officer.number, officer.name, unit.name, proposal.post, proposal.asked_name, unit.text.en)
        return it.enter(Tag.POST_DECLINED, log=org_log(unit), subject=officer.ref, body=body, refs=[unit.ref])


def end(posting_id: object, *, by: Actor, at: datetime) -> Entry:
    """The officer no longer holds the post."""
    with act(by=by, at=at) as it:
        posting = it.lock(Posting, posting_id)
        it.permit(may(by, "org:posting:give", unit=posting.unit))
        if posting.until and posting.until <= it.at:
            it.permit(no("org.posting.ended", "这个岗位已经免去。", "This posting has already ended."))
        posting.until = it.at
        posting.save(update_fields=["until"])
        remembered.forget()
        officer = posting.officer
        body = PostEnded(officer.number, officer.name, posting.unit.name, posting.post, posting.unit.text.en)
        return it.enter(
            Tag.POST_ENDED, log=org_log(posting.unit), subject=officer.ref, body=body, refs=[posting.unit.ref]
        )


def _give(it: Act, officer: Officer, unit: Unit, post: str, until: datetime | None, asked_by: str = "") -> Posting:
    posting = Posting.objects.create(officer=officer, unit=unit, post=post, since=it.at, until=until)
    remembered.forget()
    body = PostGiven(officer.number, officer.name, unit.name, post, it.at, until, asked_by, unit.text.en)
    it.enter(Tag.POST_GIVEN, log=org_log(unit), subject=officer.ref, body=body, refs=[unit.ref])
    return posting


def _waiting(it: Act, proposal_id: UUID | str) -> Proposal:
    """The proposal, locked, for somebody who may decide it or made it."""
    proposal = it.lock(Proposal, proposal_id)
    if it.by.id != proposal.asked_by:
        it.permit(may(it.by, "org:posting:confirm", unit=proposal.unit))
    if proposal.settled_at:
        it.permit(no("org.posting.settled", "这项拟任已经办结。", "This proposal is settled already."))
    return proposal


def _settle(it: Act, proposal: Proposal, *, confirmed: bool) -> None:
    proposal.settled_at, proposal.settled_by, proposal.confirmed = it.at, it.by.id, confirmed
    proposal.save(update_fields=["settled_at", "settled_by", "confirmed"])


def _post_verdicts(it: Act, officer: Officer, unit: Unit, post: str) -> list[Verdict]:
    if post not in posts():
        return [no("org.posting.unknown", "没有这个岗位。", "There is no such post.", field="post")]
    held = Posting.objects.in_force(it.at).filter(officer=officer).values_list("post", "unit_id")
    elsewhere = frozenset(p for p, where in held if p != post or where == unit.pk)
    return posting_verdicts(post, Holder(officer.auxiliary, elsewhere), _rules())


def _not_alone(by: Actor) -> list[Verdict]:
    if by.kind == "machine":
        return []
    said = "任命须由一人提出、另一人核准。", "One person proposes a post, another confirms it."
    return [no("org.posting.alone", *said)]


def _not_to(by: Actor, officer: Officer) -> list[Verdict]:
    return [SELF] if by.kind == "officer" and by.id == str(officer.pk) else []


def _not_the_same(by: Actor, proposal: Proposal) -> list[Verdict]:
    if by.id != proposal.asked_by:
        return []
    said = "提出人不能自行核准，请由另一人办理。", "Whoever proposed it cannot confirm it: ask another."
    return [no("org.posting.same_person", *said)]


def _not_over(it: Act, proposal: Proposal) -> list[Verdict]:
    if proposal.until is None or proposal.until > it.at:
        return []
    return [no("org.posting.over", "拟任期限已过。", "The proposed time is over already.")]


def _not_twice(officer: Officer, unit: Unit, post: str) -> list[Verdict]:
    if not Proposal.objects.waiting().filter(officer=officer, unit=unit, post=post).exists():
        return []
    return [no("org.posting.proposed", "已经提出，等待核准。", "It is proposed already and waits.", field="post")]


def _rules() -> dict[str, PostRule]:
    return {code: PostRule(code, p.text, p.auxiliaries, p.apart) for code, p in posts().items()}
