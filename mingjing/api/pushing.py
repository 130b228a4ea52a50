"""Entries delivered: what the feed would answer, posted to the address an integration registered, signed, again and
again until it is taken. The cursor moves only when it was. Only addresses that the installation allows are called."""

import hashlib
import hmac
import http.client
import json
import os
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import SplitResult, urlsplit

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from mingjing.api.feed import since
from mingjing.api.gate import admit
from mingjing.api.models import Endpoint
from mingjing.api.vocab import Standing
from mingjing.kernel.verdict import OK, Verdict, no
from mingjing.ledger.keys import secret_key
from mingjing.org.models import Posting
from mingjing.org.remembered import while_answering

KEY, NONCE = "api.key", 12
AT_ONCE, SECONDS = 100, 10
FIRST, LONGEST = timedelta(seconds=5), timedelta(hours=1)
SIGNATURE, LOOPBACK = "Mingjing-Signature", {"127.0.0.1", "::1", "localhost"}
Post = Callable[[str, bytes, dict[str, str]], int]


def allowed(url: str) -> Verdict:
    """Whether the address may be called: `host` or `host:port` stands in MINGJING_API_PUSH_TO, over TLS unless it is
    this machine, with nothing in it that leads elsewhere."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return _shut()
    host = (parts.hostname or "").lower()
    named = {host, f"{host}:{port}"} if port else {host}
    bare = parts.username is None and parts.password is None and not parts.fragment
    plain = bare and url.isascii() and url.isprintable() and " " not in url
    secure = parts.scheme == "https" or (parts.scheme == "http" and host in LOOPBACK)
    return OK if host and plain and secure and named & set(settings.API_PUSH_TO) else _shut()


def _shut() -> Verdict:
    zh, en = "这个推送地址未列入允许名单，或未使用 HTTPS。", "That address is not allowed here, or is not HTTPS."
    return no("api.endpoint.address", zh, en, field="url")


def new_secret() -> str:
    return os.urandom(24).hex()


def sealed(secret: str, of: str) -> bytes:
    """Encrypted for that endpoint and no other: the secret itself signs, so it cannot be hashed."""
    nonce = os.urandom(NONCE)
    return nonce + AESGCM(secret_key(KEY)).encrypt(nonce, secret.encode(), of.encode())


def opened(kept: bytes, of: str) -> bytes | None:
    """The secret; None when the key is not the one it was sealed with, as after a restore without keys."""
    try:
        return AESGCM(secret_key(KEY)).decrypt(kept[:NONCE], kept[NONCE:], of.encode())
    except InvalidTag:
        return None


def signature(secret: bytes, at: datetime, body: bytes) -> str:
    """`t=<seconds>,v1=<hex>`: HMAC-SHA256 over the seconds, a dot and the content."""
    seconds = str(int(at.timestamp()))
    return f"t={seconds},v1={hmac.new(secret, seconds.encode() + b'.' + body, hashlib.sha256).hexdigest()}"


def tick(at: datetime, post: Post | None = None) -> int:
    """Deliver what is due; how many endpoints were tried."""
    with_all = ("integration__posting__officer__unit", "integration__posting__unit", "integration__unit")
    due = Endpoint.objects.due(at).select_related(*with_all)
    return sum(_deliver(one, at, post or _post) for one in due if _may_be(one, at))


def _may_be(one: Endpoint, at: datetime) -> bool:
    """Whether its integration is still good, its post held and the address allowed."""
    held = Posting.objects.in_force(at).filter(pk=one.integration.posting_id).exists()
    return held and one.integration.standing_at(at) is Standing.OPEN and bool(allowed(one.url))


def _deliver(one: Endpoint, at: datetime, post: Post) -> bool:
    """One batch; whether anything was sent. What its integration may no longer see, it is no longer sent."""
    found = _seen(one)
    if not found["items"]:
        _moved(one, found["next"], at, sent=False)
        return False
    secret = opened(bytes(one.secret), str(one.pk))
    why = "sealed with another key" if secret is None else _sent(one, found, secret, at, post)
    if why:
        _failed(one, at, why)
    else:
        _moved(one, found["next"], at, sent=True)
    return True


def _sent(one: Endpoint, found: dict[str, Any], secret: bytes, at: datetime, post: Post) -> str:
    """Send it; why it was not taken, empty when it was."""
    body = json.dumps(found, ensure_ascii=False, separators=(",", ":")).encode()
    headers = {"Content-Type": "application/json; charset=utf-8", SIGNATURE: signature(secret, at, body)}
    try:
        status = post(one.url, body, headers)
    except (OSError, http.client.HTTPException, ValueError) as why:
        return type(why).__name__
    return "" if 200 <= status < 300 else f"HTTP {status}"


def _seen(one: Endpoint) -> dict[str, Any]:
    with while_answering():
        request = type("Nobody", (), {})()
        admit(request, one.integration)
        return since(request.user, one.log, one.cursor, tuple(one.kinds), AT_ONCE)


def _moved(one: Endpoint, to: int, at: datetime, *, sent: bool) -> None:
    if sent:
        told = {"failures": 0, "next_at": None, "delivered_at": at, "last_status": ""}
        Endpoint.objects.filter(pk=one.pk, cursor=one.cursor).update(cursor=to, **told)
    elif to != one.cursor:
        Endpoint.objects.filter(pk=one.pk, cursor=one.cursor).update(cursor=to)


def _failed(one: Endpoint, at: datetime, why: str) -> None:
    """Again later, and later still: up to an hour."""
    again = at + min(FIRST * 2 ** min(one.failures, 16), LONGEST)
    Endpoint.objects.filter(pk=one.pk).update(failures=one.failures + 1, next_at=again, last_status=why[:80])


def _post(url: str, body: bytes, headers: dict[str, str]) -> int:
    """One POST, nowhere else: no redirect is followed and no proxy asked. Raises OSError, HTTPException."""
    parts = urlsplit(url)
    connection = _connection(parts)
    try:
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request("POST", path, body, headers)
        return connection.getresponse().status
    finally:
        connection.close()


def _connection(parts: SplitResult) -> http.client.HTTPConnection:
    host = parts.hostname or ""
    if parts.scheme == "https":
        return http.client.HTTPSConnection(host, parts.port, timeout=SECONDS)
    return http.client.HTTPConnection(host, parts.port, timeout=SECONDS)
