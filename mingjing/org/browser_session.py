"""The browser's session of an officer: begun, still good, over; and the post he acts at.

What is kept in it: `sign_in` (id of the SignIn row), `number` (Officer.session_number it began under), `since` and
`seen` (seconds of the epoch), `posting` (id of the posting acted at; who holds one only needs none), `factor` (a second
factor exists).
"""

from typing import cast

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest

from mingjing.kernel.actor import Actor
from mingjing.kernel.time import now
from mingjing.org import remembered
from mingjing.org.actions import session
from mingjing.org.models import Officer, Posting, ShiftPlace, SignIn
from mingjing.org.rules import session_over
from mingjing.org.vocab import ShiftState

PASSIVE = "X-Mingjing-Bell"  # sent with what a page fetches by itself: that keeps nobody signed in
STRANGER_SECONDS = 900  # what a sign-in under way needs to remember; anybody may begin one, and another, and another
NOTICE_SECONDS = 60  # how often `seen` is written: a session row less for every click


def open_for(request: HttpRequest, officer: Officer, begun: SignIn | None = None) -> None:
    """Start counting a session that has just been signed in."""
    moment = now().timestamp()
    request.session.set_expiry(None)
    request.session.update({"number": officer.session_number, "since": moment, "seen": moment})
    if begun:
        request.session["sign_in"] = str(begun.pk)
        _begin_at_one_post(request, officer)


def close(request: HttpRequest, *, why: str) -> None:
    """Sign the browser out and enter it."""
    officer = request.user
    if officer.is_authenticated:
        session.end(officer.pk, by=officer.acting(), at=now(), sign_in_id=request.session.get("sign_in"), why=why)
    logout(request)


def check(request: HttpRequest) -> bool:
    """Whether the session of a signed-in request still holds; when not, it is closed."""
    officer, kept = _officer(request), request.session
    if "number" not in kept:
        open_for(request, officer)
    moment = now().timestamp()
    display = is_display(request)
    why = session_over(
        moment,
        since=kept["since"],
        seen=moment if display else kept["seen"],
        idle_seconds=settings.SESSION_IDLE_SECONDS,
        age_seconds=settings.DISPLAY_SECONDS if display else settings.SESSION_COOKIE_AGE,
        same_number=kept["number"] == officer.session_number,
    )
    if why:
        close(request, why=why)
        return False
    if not _by_itself(request) and moment - kept["seen"] >= min(NOTICE_SECONDS, settings.SESSION_IDLE_SECONDS):
        kept["seen"] = moment
    return True


def become_display(request: HttpRequest) -> None:
    """From now on this session shows the wall and nothing else: it does nothing, names nobody in full (the wall is in
    privacy mode), does not run out while nobody touches it, and ends after `settings.DISPLAY_SECONDS`, or at once when
    the officer ends his sessions elsewhere. Entered, because it outlives the idle time."""
    officer = _officer(request)
    session.note_display(officer.pk, by=acting(request), at=now())
    request.session.cycle_key()
    request.session.update({"display": True, "since": now().timestamp()})
    request.session.set_expiry(settings.DISPLAY_SECONDS)


def is_display(request: HttpRequest) -> bool:
    return bool(request.session.get("display"))


def must_first(request: HttpRequest) -> str:
    """Name of the page the officer must go to before anything else, empty when he is free."""
    if settings.MFA_REQUIRED and not _has_factor(request):
        return "mfa_activate_totp"
    return ""


def acting(request: HttpRequest) -> Actor:
    """Who acts in this request: the officer at the post he chose, or at the one he holds."""
    officer = _officer(request)
    posting = getattr(request, "posting", None)
    if posting:
        return Actor("officer", str(officer.pk), officer.name, posting.post, posting.unit.code)
    return officer.acting()


def narrow(request: HttpRequest) -> None:
    """From here on the officer sees what the post he chose sees. A posting that ended meanwhile is dropped for the next
    of his."""
    officer = _officer(request)
    if "posting" not in request.session:
        return
    mine = Posting.objects.in_force().filter(officer=officer).select_related("unit")
    posting = mine.filter(pk=request.session["posting"]).first()
    if posting is None:
        request.session.pop("posting")
        _begin_at_one_post(request, officer)
        posting = mine.filter(pk=chosen).first() if (chosen := request.session.get("posting")) else None
    if posting:
        request.posting = posting  # type: ignore[attr-defined]
        remembered.only(str(officer.pk), posting.post, posting.unit.path)


def _begin_at_one_post(request: HttpRequest, officer: Officer) -> None:
    """Least privilege from the first page on: of several posts the one he is on duty at, else the oldest."""
    mine = list(Posting.objects.in_force().filter(officer=officer).order_by("since"))
    if len(mine) < 2:
        return
    on_duty = ShiftPlace.objects.filter(officer=officer, shift__state=ShiftState.RUNNING)
    posts = set(on_duty.values_list("post", flat=True))
    request.session["posting"] = str(min(mine, key=lambda p: p.post not in posts).pk)


def _officer(request: HttpRequest) -> Officer:
    """Who is signed in; asked only once somebody is."""
    return cast(Officer, request.user)


def _by_itself(request: HttpRequest) -> bool:
    """Whether the page asks, not the person: a panel after its bell, or the live stream connecting again."""
    return PASSIVE in request.headers or "text/event-stream" in request.headers.get("Accept", "")


def _has_factor(request: HttpRequest) -> bool:
    from mingjing.org.signin import factors_of  # noqa: PLC0415 - sign-in itself opens sessions

    if not request.session.get("factor") and factors_of(_officer(request)).exists():
        request.session["factor"] = True
    return bool(request.session.get("factor"))
