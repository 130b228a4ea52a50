"""Posts given and ended. Separation (A7) is kept here: see `rules.posting_verdicts`."""

from datetime import datetime

from mingjing.kernel.actor import Actor
from mingjing.kernel.verdict import no
from mingjing.ledger.act import act
from mingjing.ledger.models import Entry
from mingjing.org import remembered
from mingjing.org.access import may
from mingjing.org.entries import PostEnded, PostGiven
from mingjing.org.logs import org_log
from mingjing.org.models import Officer, Posting, Unit
from mingjing.org.posts import posts
from mingjing.org.rules import Holder, PostRule, posting_verdicts
from mingjing.org.vocab import Tag


def give(
    *, by: Actor, at: datetime, officer_id: object, unit: Unit, post: str, until: datetime | None = None
) -> Posting:
    """The officer holds `post` at `unit` from `at` (until `until`). Refuses with every rule of separation it breaks.

    Posts are apart wherever they are held: an officer who investigates at one station does not guard at another.
    """
    with act(by=by, at=at) as it:
        officer = it.lock(Officer, officer_id)
        it.permit(may(by, "org:posting:give", unit=unit))
        if by.kind == "officer" and by.id == str(officer.pk):
            it.permit(no("org.posting.self", "不能任命本人。", "Nobody gives a post to himself."))
        if post not in posts():
            it.permit(no("org.posting.unknown", "没有这个岗位。", "There is no such post.", field="post"))
        held = Posting.objects.in_force(it.at).filter(officer=officer).values_list("post", "unit_id")
        elsewhere = frozenset(p for p, where in held if p != post or where == unit.pk)
        it.permit(*posting_verdicts(post, Holder(officer.auxiliary, elsewhere), _rules()))
        posting = Posting.objects.create(officer=officer, unit=unit, post=post, since=it.at, until=until)
        remembered.forget()
        body = PostGiven(officer.number, officer.name, unit.name, post, it.at, until)
        it.enter(Tag.POST_GIVEN, log=org_log(unit), subject=officer.ref, body=body, refs=[unit.ref])
        return posting


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
        body = PostEnded(officer.number, officer.name, posting.unit.name, posting.post)
        return it.enter(
            Tag.POST_ENDED, log=org_log(posting.unit), subject=officer.ref, body=body, refs=[posting.unit.ref]
        )


def _rules() -> dict[str, PostRule]:
    return {code: PostRule(code, p.text, p.auxiliaries, p.apart) for code, p in posts().items()}
