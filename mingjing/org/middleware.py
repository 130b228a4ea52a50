"""Who is asking: every address needs a signed-in officer unless its view is marked public."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from mingjing.kernel.verdict import Refusal, no
from mingjing.org import browser_session, devices
from mingjing.org.guard import NO_MARK, mark_of
from mingjing.org.remembered import while_answering

ACCOUNTS = "/accounts/"
ONLY_A_DISPLAY = no(
    "access.display",
    "这是只读大屏，不能办理业务。请在值班台登录。",
    "This is a wall display: it only shows. Sign in at a desk.",
)


class SignedIn:
    """Sends strangers to the sign-in, ends sessions that are over, refuses unmarked views, sets `request.actor`."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = SimpleLazyObject(lambda: browser_session.acting(request))  # type: ignore[attr-defined]
        with while_answering():
            response = self.get_response(request)
        if request.session.modified and not request.user.is_authenticated:
            request.session.set_expiry(browser_session.STRANGER_SECONDS)
        devices.put_cookie(request, response)
        return response

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:  # noqa: ARG002 - the framework's signature
        mark = mark_of(view)
        if mark and mark.public:
            return None
        if not request.user.is_authenticated or not browser_session.check(request):
            return to_sign_in(request)
        if browser_session.is_display(request) and not _shown_on_walls(request):
            if request.method == "GET" and request.headers.get("HX-Request"):
                return HttpResponse(status=204)  # the bell of the frame: nothing to draw on a wall
            return render(request, "webkit/refused.html", {"refusal": Refusal(ONLY_A_DISPLAY)}, status=403)
        browser_session.narrow(request)
        if mark is None:
            # raised here it would pass by every handler of exceptions: answered instead
            return render(request, "webkit/refused.html", {"refusal": Refusal(NO_MARK)}, status=403)
        first = "" if request.path.startswith(ACCOUNTS) else browser_session.must_first(request)
        return _held_back(request, first) if first else None


def _shown_on_walls(request: HttpRequest) -> bool:
    """What a wall display may ask for: to look at the wall, to hear its bell, and to be signed out."""
    match = request.resolver_match
    if match is None or match.view_name == "account_logout":
        return match is not None
    wall = match.view_name == "desks:panel" and match.kwargs.get("name") == "wall"
    return request.method == "GET" and (wall or match.view_name in {"desks:wall", "live:live"})


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """Lead to the sign-in page and back; a fragment asked for by htmx makes the whole page go there."""
    if request.headers.get("HX-Request"):
        response = HttpResponse(status=401)
        response["HX-Redirect"] = reverse("account_login")
        return response
    return redirect_to_login(request.get_full_path())


def _held_back(request: HttpRequest, first: str) -> HttpResponse:
    """Lead the page to what he must do first. What that page itself fetches (bell, live stream) gets nothing: a
    redirect would load it over and over, each time with a new secret for the authenticator."""
    asks_for_a_page = "text/html" in request.headers.get("Accept", "text/html")
    if request.headers.get("HX-Request") or not asks_for_a_page:
        return HttpResponse(status=403)
    return redirect(first)
