"""Addresses that entries are delivered to."""

from collections.abc import Sequence
from datetime import datetime
from urllib.parse import urlsplit

from mingjing.api.entries import EndpointRegistered, EndpointRemoved
from mingjing.api.models import Endpoint, Integration
from mingjing.api.permissions import may_agree
from mingjing.api.pushing import allowed, new_secret, sealed
from mingjing.api.vocab import Tag
from mingjing.kernel.actor import Actor
from mingjing.kernel.ids import new_id
from mingjing.kernel.verdict import OK, Verdict, no
from mingjing.ledger.act import Act, act
from mingjing.ledger.models import Entry
from mingjing.org.logs import org_log

MOST = 5


def register(
    integration_id: object, *, by: Actor, at: datetime, url: str, log: str, kinds: Sequence[str] = (), after: int = -1
) -> tuple[Endpoint, str]:
    """Entries of `log` after that number are delivered there from now on. The second of the answer is the secret that
    signs them: shown once, kept encrypted. Raises Refusal for an address the installation does not allow."""
    with act(by=by, at=at) as it:
        found = it.lock(Integration, integration_id)
        it.permit(may_agree(by, found), allowed(url), _not_too_many(found))
        secret, ident = new_secret(), new_id()
        made = Endpoint.objects.create(
            id=ident, integration=found, url=url, log=log, kinds=list(kinds), cursor=after,
            secret=sealed(secret, str(ident)), registered_at=it.at,
        )  # fmt: skip
        _enter_about(it, Tag.ENDPOINT_REGISTERED, made, EndpointRegistered(found.name, _host(url)))
        return made, secret


def remove(endpoint_id: object, *, by: Actor, at: datetime) -> Entry:
    """Nothing more is delivered there. Raises Refusal."""
    with act(by=by, at=at) as it:
        found = it.lock(Endpoint, endpoint_id)
        it.permit(may_agree(by, found.integration), _not_removed(found))
        found.removed_at = it.at
        found.save(update_fields=["removed_at"])
        body = EndpointRemoved(found.integration.name, _host(found.url))
        return _enter_about(it, Tag.ENDPOINT_REMOVED, found, body)


def _enter_about(it: Act, tag: Tag, one: Endpoint, body: object) -> Entry:
    log = org_log(one.integration.unit)
    return it.enter(tag, log=log, subject=one.integration.ref, body=body, refs=[one.ref])


def _host(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.hostname}:{parts.port}" if parts.port else str(parts.hostname)


def _not_too_many(found: Integration) -> Verdict:
    if found.endpoints.filter(removed_at__isnull=True).count() < MOST:
        return OK
    return no("api.endpoint.many", f"最多登记 {MOST} 个推送地址。", f"At most {MOST} addresses.", field="url")


def _not_removed(found: Endpoint) -> Verdict:
    return no("api.endpoint.removed", "已经注销。", "It is removed already.") if found.removed_at else OK
