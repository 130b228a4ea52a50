"""The token of an integration: `mj_<key>_<first half>_<second half>`.

Whoever opens it sees the first half once, the officer for whom it acts the second when he agrees; neither alone opens
anything. Kept are SHA-256 digests: the halves are random, so that a slow hash would guard nothing more.
"""

import hashlib
import re
import secrets
from datetime import datetime, timedelta
from hmac import compare_digest

from mingjing.api.models import Integration
from mingjing.api.vocab import Standing
from mingjing.org.models import Posting

WRITTEN = re.compile(r"mj_([0-9a-z]{12})_([0-9a-f]{32})_([0-9a-f]{32})")
NOTICED = timedelta(minutes=1)  # how often `used_at` is written
READABLE = "abcdefghjkmnpqrstuvwxyz23456789"


def new_key() -> str:
    return "".join(secrets.choice(READABLE) for _ in range(12))


def new_half() -> str:
    """128 bits."""
    return secrets.token_hex(16)


def digest(half: str) -> str:
    return hashlib.sha256(half.encode()).hexdigest()


def first(key: str, half: str) -> str:
    """The first half as it is shown: the beginning of the token."""
    return f"mj_{key}_{half}"


def holder(token: str, at: datetime) -> Integration | None:
    """The integration this is the token of, when it is good now and the posting it acts at is in force."""
    read = WRITTEN.fullmatch(token)
    if read is None:
        return None
    key, one, two = read.groups()
    found = (
        Integration.objects.select_related("posting__officer__unit", "posting__unit", "unit").filter(key=key).first()
    )
    if found is None or not (
        compare_digest(digest(one), found.first_half) & compare_digest(digest(two), found.second_half)
    ):
        return None
    if (
        found.standing_at(at) is not Standing.OPEN
        or not Posting.objects.in_force(at).filter(pk=found.posting_id).exists()
    ):
        return None
    if found.used_at is None or at - found.used_at >= NOTICED:
        Integration.objects.filter(pk=found.pk).update(used_at=at)
    return found
