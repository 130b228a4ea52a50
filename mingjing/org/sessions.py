"""Browser sessions of officers: begun, listed, ended from elsewhere."""

from datetime import datetime

from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest

from mingjing.org.models import Officer, SignIn


def begin(request: HttpRequest, officer: Officer, *, at: datetime) -> SignIn:
    """Note the session of this request, which has just been signed in."""
    if not request.session.session_key:
        request.session.save()
    return SignIn.objects.create(
        officer=officer,
        session_key=request.session.session_key or "",
        since=at,
        address=address_of(request),
        agent=request.headers.get("User-Agent", "")[:200],
    )


def end_all(officer: Officer, *, at: datetime, but: str = "") -> int:
    """End every open session of the officer except the one with key `but`; how many ended."""
    open_ones = SignIn.objects.filter(officer=officer, until__isnull=True).exclude(session_key=but)
    keys = list(open_ones.values_list("session_key", flat=True))
    for key in keys:
        SessionStore(key).delete()
    open_ones.update(until=at)
    return len(keys)


def address_of(request: HttpRequest) -> str:
    return str(request.META.get("REMOTE_ADDR", ""))[:45]
