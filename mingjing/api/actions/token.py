"""Integrations opened, agreed to and revoked. It takes two people, and neither knows the whole token."""

from collections.abc import Collection
from datetime import datetime

from mingjing.api import rules, tokens
from mingjing.api.entries import TokenConfirmed, TokenOpened, TokenRevoked
from mingjing.api.models import Integration
from mingjing.api.permissions import may_agree, may_open, may_revoke
from mingjing.api.vocab import Standing, Tag
from mingjing.kernel.actor import Actor
from mingjing.kernel.time import iso, trim
from mingjing.kernel.verdict import OK, Verdict, no
from mingjing.ledger.act import Act, act
from mingjing.ledger.models import Entry
from mingjing.org.logs import org_log
from mingjing.org.models import Posting, Unit
from mingjing.org.posts import grants


def open_for(
    posting_id: object,
    *,
    by: Actor,
    at: datetime,
    name: str,
    purpose: str,
    scopes: Collection[str],
    unit: Unit,
    until: datetime,
) -> tuple[Integration, str]:
    """Propose that a program acts for the officer of the posting, at `unit` and below, within `scopes`, until then. The
    second of the answer is the first half of its token: shown once, kept nowhere. Raises Refusal."""
    with act(by=by, at=at) as it:
        posting = it.lock(Posting, posting_id)
        held = {code for code, grant in grants().items() if posting.post in grant.posts}
        it.permit(*may_open(by, posting, unit), _in_force(posting, it.at))
        it.permit(_named(name), rules.scopes_fit(scopes, held), rules.until_fits(trim(until), it.at))
        key, half = tokens.new_key(), tokens.new_half()
        made = Integration.objects.create(
            name=name.strip(), purpose=purpose.strip(), posting=posting, unit=unit, scopes=sorted(set(scopes)), key=key,
            first_half=tokens.digest(half), opened_by=by.id, opened_name=by.name, opened_at=it.at,
            expires_at=trim(until),
        )  # fmt: skip
        officer = posting.officer
        body = TokenOpened(made.name, made.purpose, officer.name, posting.post, unit.name, iso(until), made.scopes)
        it.enter(Tag.TOKEN_OPENED, log=org_log(unit), subject=made.ref, body=body, refs=[officer.ref, unit.ref])
        return made, tokens.first(key, half)


def agree(integration_id: object, *, by: Actor, at: datetime) -> str:
    """The officer lets the program act for him from now on. The answer is the second half of the token, shown once."""
    with act(by=by, at=at) as it:
        found = it.lock(Integration, integration_id)
        it.permit(may_agree(by, found))
        it.permit(_waiting(found.standing_at(it.recorded_at)), _in_force(found.posting, it.at))
        half = tokens.new_half()
        found.second_half, found.confirmed_at = tokens.digest(half), it.at
        found.save(update_fields=["second_half", "confirmed_at"])
        _enter_about(it, Tag.TOKEN_CONFIRMED, found, TokenConfirmed(found.name))
        return half


def revoke(integration_id: object, *, by: Actor, at: datetime, why: str) -> Entry:
    """From now on the token opens nothing. Raises Refusal."""
    with act(by=by, at=at) as it:
        found = it.lock(Integration, integration_id)
        it.permit(may_revoke(by, found))
        it.permit(_not_revoked(found), _reasoned(why))
        found.revoked_at = it.at
        found.save(update_fields=["revoked_at"])
        return _enter_about(it, Tag.TOKEN_REVOKED, found, TokenRevoked(found.name, why.strip()))


def _enter_about(it: Act, tag: Tag, found: Integration, body: object) -> Entry:
    return it.enter(
        tag, log=org_log(found.unit), subject=found.ref, body=body, refs=[found.posting.officer.ref, found.unit.ref]
    )


def _in_force(posting: Posting, at: datetime) -> Verdict:
    if Posting.objects.in_force(at).filter(pk=posting.pk).exists():
        return OK
    return no("api.token.posting", "该岗位已不在任。", "The post is no longer held.", field="posting")


def _named(name: str) -> Verdict:
    return OK if name.strip() else no("api.token.name", "请填写系统名称。", "Name the system.", field="name")


def _reasoned(why: str) -> Verdict:
    return OK if why.strip() else no("api.token.why", "请写明理由。", "Say why.", field="why")


def _waiting(standing: Standing) -> Verdict:
    if standing is Standing.WAITING:
        return OK
    return no("api.token.settled", "这个接入不在待同意状态。", "This integration does not wait for agreement.")


def _not_revoked(found: Integration) -> Verdict:
    return no("api.token.revoked", "已经撤销。", "It is revoked already.") if found.revoked_at else OK
