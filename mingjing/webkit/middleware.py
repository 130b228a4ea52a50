"""Headers, refusals and the reader's language for every answer."""

from collections.abc import Callable
from http import HTTPStatus
from urllib.parse import unquote

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation

from mingjing.kernel.verdict import Refusal
from mingjing.webkit.views import is_fragment, status_of

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; "
    "connect-src 'self'; media-src 'self' blob:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
    "manifest-src 'self'"
)
Next = Callable[[HttpRequest], HttpResponse]


class ContentPolicy:
    """A strict content security policy on everything: nothing inline or from outside. What does not say itself how long
    it may be kept (style sheets, media by hash do) is kept nowhere: pages, lists as files, records, answers in JSON."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.setdefault("Content-Security-Policy", POLICY)
        response.setdefault("Permissions-Policy", "camera=(self), microphone=(self), geolocation=()")
        response.setdefault("Cache-Control", "no-store")
        return response


class NoNul:
    """Refuses an address with a NUL in its question: no person types one, and PostgreSQL stores none."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\0" in unquote(request.META.get("QUERY_STRING", "")):
            raise BadRequest("NUL in the address")
        return self.get_response(request)


class ReaderLanguage:
    """An officer who set his language keeps it on a machine where he never chose one."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = getattr(request.user, "language", "")
        if chosen and settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
            translation.activate(chosen)
        return self.get_response(request)


def _read_by_people(request: HttpRequest) -> bool:
    return "text/html" in request.headers.get("Accept", "") and not is_fragment(request)


class Refusals:
    """A Refusal that no view caught becomes a page that says what, why and on what basis; for htmx a notice in place.

    An address that only takes what a form sends, opened like a page, says so instead of showing nothing.

    A panel that was asked for (GET) is refused where it stands; an act (POST) is refused on top of the page, so that
    what the reader was looking at stays.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED and _read_by_people(request):
            page = render(request, "webkit/error.html", {"status": 405}, status=405)
            page["Allow"] = response["Allow"]
            return page
        return response

    def process_exception(self, request: HttpRequest, why: Exception) -> HttpResponse | None:
        if not isinstance(why, Refusal):
            return None
        if not is_fragment(request):
            return render(request, "webkit/refused.html", {"refusal": why}, status=status_of(why))
        response = render(request, "webkit/_refused.html", {"refusal": why}, status=status_of(why))
        if request.method != "GET":
            response["HX-Retarget"], response["HX-Reswap"] = "#notices", "innerHTML"
        return response
