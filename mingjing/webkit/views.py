"""How views answer, and the few addresses of the shell itself."""

from collections.abc import Callable
from contextlib import nullcontext
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from mingjing.kernel.text import Text
from mingjing.kernel.time import now
from mingjing.kernel.verdict import Refusal
from mingjing.org import browser_session, throttle
from mingjing.org.guard import open_to_all_officers, public
from mingjing.webkit import search as quick
from mingjing.webkit import words
from mingjing.webkit.forms import refuse
from mingjing.webkit.preferences import RAIL_COOKIE, SITE_KEY, THEME_COOKIE, keep, remember_language
from mingjing.webkit.sending import DONE, Twice, once
from mingjing.webkit.shell import shell_of

BAD_INPUT = 422
Done = str | Callable[[Any], str]


def answer(
    request: HttpRequest,
    form: BaseForm,
    do: Callable[[dict[str, Any]], Any],
    *,
    to: Done,
    template: str,
    fragment: str = "",
    said: Text | Callable[[Any], Text] | None = None,
    context: dict[str, Any] | None = None,
    counts_failures: bool = False,
) -> HttpResponse:
    """Show a form, or carry out the action behind it.

    GET draws `template` with `form`. POST with good input calls `do(form.cleaned_data)`, which calls one action; on
    success the browser goes `to` (an address, or a function of the result) and reads `said` there. Bad input (422) and
    a Refusal (409, 403) draw the same form again with everything typed and every reason at its field (`Verdict.field`)
    or on top; of what `do` wrote before the refusal (a kept picture, a registered person) nothing remains, unless it
    `counts_failures`. For htmx `fragment`, when given, is drawn instead of the page.
    """
    status = 200
    if request.method == "POST":
        status = BAD_INPUT
        if form.is_valid():
            try:
                with nullcontext() if counts_failures else once(request):
                    result = do(form.cleaned_data)
            except Twice:
                return go(request, to if isinstance(to, str) else came_from(request, "/"), DONE)
            except Refusal as why:
                refuse(form, why.verdicts)
                status = status_of(why)
            else:
                return go(request, to if isinstance(to, str) else to(result), _said(said, result))
    name = fragment if fragment and is_fragment(request) else template
    return render(request, name, {**(context or {}), "form": form}, status=status)


def act(
    request: HttpRequest, do: Callable[[], Any], *, to: str, said: Text | Callable[[Any], Text] | None = None
) -> HttpResponse:
    """Carry out an action that asks for nothing (one tap), then go `to`. A Refusal becomes the refusal page, or for
    htmx a notice in place (middleware)."""
    if request.method != "POST":
        return HttpResponseRedirect(to)
    try:
        with once(request):
            done = do()
    except Twice:
        return go(request, to, DONE)
    return go(request, to, _said(said, done))


def go(request: HttpRequest, to: str, said: Text | None = None) -> HttpResponse:
    """Lead the whole page to `to`, from an ordinary request or from htmx; `said` is read there."""
    if said:
        messages.success(request, str(said))
    if not is_fragment(request):
        return HttpResponseRedirect(to)
    response = HttpResponse(status=200)
    response["HX-Redirect"] = to
    return response


def is_fragment(request: HttpRequest) -> bool:
    """Whether htmx asks for a piece of the page."""
    return request.headers.get("HX-Request") == "true"


def status_of(why: Refusal) -> int:
    """403 when the person may not, 404 when there is no such record, 429 when he must wait, else 409."""
    if why.code.startswith("access."):
        return 403
    if why.code.startswith("throttle."):
        return 429
    return 404 if why.code == "record.unknown" else 409


@public
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    chosen = request.POST.get("language", "")
    if chosen not in {"zh-hans", "en"}:
        return HttpResponseBadRequest("language")
    response = HttpResponseRedirect(back(request))
    remember_language(request, response, chosen)
    return response


@public
@require_POST
def appearance(request: HttpRequest) -> HttpResponse:
    """Light or dark, and how wide the rail is; each only when sent."""
    response = HttpResponse(status=204) if is_fragment(request) else HttpResponseRedirect(back(request))
    if (theme := request.POST.get("theme")) in {"", "light", "dark"}:
        keep(response, THEME_COOKIE, theme)
    if (rail := request.POST.get("rail")) in {"wide", "narrow"}:
        keep(response, RAIL_COOKIE, rail)
    return response


@open_to_all_officers
@require_POST
def site(request: HttpRequest) -> HttpResponse:
    """Work at another site from now on, in this session."""
    if any(str(s.pk) == request.POST.get("site") for s in shell_of(request).sites):
        request.session[SITE_KEY] = request.POST["site"]
    return HttpResponseRedirect(back(request))


@open_to_all_officers
@require_POST
def search(request: HttpRequest) -> HttpResponse:
    """What the palette shows for `q`: the reader's screens by name, then what each app finds. Sent, not asked for by
    address: what is typed are names."""
    typed = words.tidy(request.POST.get(words.FIELD, ""))
    if typed:
        try:
            throttle.spend("quick", request.user.pk, now())
        except Refusal as why:
            return render(request, "webkit/_refused.html", {"refusal": why}, status=status_of(why))
    found = list(quick.search(request.user, typed)) if typed else []
    screens = [i for _, mine in shell_of(request).menu for i, _ in mine if _named(i.text, typed)]
    return render(request, "webkit/_hits.html", {"typed": typed, "found": found, "screens": screens})


@open_to_all_officers
@require_POST
def find(request: HttpRequest) -> HttpResponse:
    """Back to the page that searches, by the number of the words (mingjing.webkit.words) and what else narrows it."""
    asked = request.POST.copy()
    to = urlsplit(ours(request, asked.get("to", ""))).path or "/"
    number = words.keep(request, asked.get(words.FIELD, ""))
    for name in ("csrfmiddlewaretoken", "to", words.FIELD, words.NUMBER):
        asked.pop(name, None)
    if number:
        asked[words.NUMBER] = number
    narrowed = urlencode([(name, value) for name, values in asked.lists() for value in values if value])
    return HttpResponseRedirect(f"{to}?{narrowed}" if narrowed else to)


def _named(text: Text, typed: str) -> bool:
    return not typed or typed.lower() in f"{text.zh} {text.en}".lower()


def _said(said: Text | Callable[[Any], Text] | None, result: Any) -> Text | None:
    return said(result) if callable(said) else said


def back(request: HttpRequest, otherwise: str = "/") -> str:
    """Where the form that was sent says the reader came from, if that is a page of ours."""
    return ours(request, request.POST.get("next", "")) or otherwise


def came_from(request: HttpRequest, otherwise: str) -> str:
    """The page of ours the reader was on when he tapped, without its question. Its path alone may name another host
    (`//elsewhere`), so it is looked at once more."""
    came = ours(request, request.headers.get("Referer", ""))
    return ours(request, urlsplit(came).path) or otherwise


def ours(request: HttpRequest, to: str) -> str:
    """The address, when it leads to us and stays as safe as the connection; else nothing."""
    safe = url_has_allowed_host_and_scheme(to, {request.get_host()}, require_https=request.is_secure())
    return to if safe else ""


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 - the framework's signature
    return render(request, "webkit/error.html", {"status": 400}, status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 - the framework's signature
    return render(request, "webkit/error.html", {"status": 403}, status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 - the framework's signature
    """An address no view has passes by the middleware that asks whether the session still holds: asked here, so that
    the frame names nobody whose session was ended elsewhere."""
    if request.user.is_authenticated:
        browser_session.check(request)
    return render(request, "webkit/error.html", {"status": 404}, status=404)


def failed(request: HttpRequest) -> HttpResponse:
    """Our own fault. Draws nothing that could fail again: no menu, no database."""
    return render(request, "webkit/failed.html", {"status": 500}, status=500)


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - the framework's signature
    """A form without its token: a page left open too long, or sent from elsewhere."""
    return render(request, "webkit/error.html", {"status": 403, "forged": True}, status=403)
