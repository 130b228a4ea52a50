"""The same act sent twice is done once: under an idempotency key the answer is kept, in the transaction of the act, and
given again. A key that comes with something else is refused. What was refused is not kept: it may be sent again."""

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction

from mingjing.api.models import Integration, KeptAnswer
from mingjing.kernel.time import now
from mingjing.kernel.verdict import Refusal, no

HEADER, MOST = "Idempotency-Key", 80
KEPT = timedelta(days=2)
Answer = dict[str, Any]
OTHER = no(
    "api.key.other",
    "这个幂等键已用于另一请求。",
    "This idempotency key was used for another request.",
    field=HEADER,
)
TOO_LONG = no("api.key.long", "幂等键应为 1 至 80 个可见字符。", "A key has 1 to 80 visible characters.", field=HEADER)


def fingerprint(method: str, path: str, body: bytes) -> str:
    return hashlib.sha256(b"\0".join([method.encode(), path.encode(), body])).hexdigest()


def once(integration: Integration, key: str, print_: str, do: Callable[[], Answer]) -> tuple[Answer, bool]:
    """What `do` answers, and whether it was kept from before. Of two at the same moment the second waits for the first.
    Raises Refusal when the key belongs to something else, and what `do` raises."""
    if not key:
        with transaction.atomic():
            return do(), False
    if len(key) > MOST or not (key.isascii() and key.isprintable()):
        raise Refusal(TOO_LONG)
    with transaction.atomic():
        kept = _taken(integration, key, print_)
        if kept is None:
            row = KeptAnswer.objects.get(integration=integration, key=key)
            if row.fingerprint != print_:
                raise Refusal(OTHER)
            return dict(row.body), True
        kept.body = do()
        kept.save(update_fields=["body"])
        return kept.body, False


def _taken(integration: Integration, key: str, print_: str) -> KeptAnswer | None:
    """The row that holds the key for this request; None when somebody has it already."""
    try:
        with transaction.atomic():
            return KeptAnswer.objects.create(integration=integration, key=key, fingerprint=print_, kept_at=now())
    except IntegrityError:
        return None


def tick(at: datetime) -> int:
    """The watch throws away what is older than two days."""
    gone, _ = KeptAnswer.objects.filter(kept_at__lt=at - KEPT).delete()
    return gone
