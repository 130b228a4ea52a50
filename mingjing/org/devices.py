"""Machines an officer has signed in at, both factors given: a signed cookie names them, so that strangers who only know
his number cannot shut him out. It opens nothing by itself: password and second factor are asked for all the same.
"""

import secrets
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from mingjing.org.models import Officer

COOKIE = "mingjing_device"
SALT = "mingjing.org.devices"
KEPT_SECONDS = 90 * 24 * 3600
NAME = "machine"  # beside the officers: a random name of the machine, the same as long as the cookie is kept
MOST = 40  # officers remembered at one machine: a terminal of the centre is shared


def knows(request: HttpRequest, officer: Officer) -> bool:
    """Whether this machine has been signed in at by the officer under his present password."""
    return _read(request).get(officer.pk.hex) == _mark(officer)


def name_of(request: HttpRequest) -> str:
    """The name this machine was given, empty when it has none."""
    return str(_read(request).get(NAME, ""))


def remember(request: HttpRequest, officer: Officer) -> None:
    """Both factors were given here: the answer to this request will carry the cookie."""
    known = _read(request)
    name = known.pop(NAME, "") or secrets.token_urlsafe(12)
    known.pop(officer.pk.hex, None)
    known[officer.pk.hex] = _mark(officer)
    request.known_officers = {NAME: name, **dict(list(known.items())[-MOST:])}  # type: ignore[attr-defined]


def put_cookie(request: HttpRequest, response: HttpResponse) -> None:
    """Send what `remember` noted while this request was answered."""
    known = getattr(request, "known_officers", None)
    if known is not None:
        response.set_cookie(
            COOKIE, signing.dumps(known, salt=SALT, compress=True), max_age=KEPT_SECONDS, httponly=True,
            secure=settings.SESSION_COOKIE_SECURE, samesite="Strict",
        )  # fmt: skip


def _read(request: HttpRequest) -> dict[str, Any]:
    try:
        known = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=KEPT_SECONDS)
    except signing.BadSignature:
        return {}
    return known if isinstance(known, dict) else {}


def _mark(officer: Officer) -> str:
    """Changes with the password, so that a changed or reset one forgets every machine."""
    return officer.get_session_auth_hash()[:16]
