"""Readings pushed over HTTP: `POST /push/<gateway>`, the second way beside a broker and the only one needed."""

from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from mingjing.bridges.line import Lines
from mingjing.org.guard import public
from mingjing.presence.rules.limits import limits

STATUS = {"taken": 202, "repeated": 200, "unknown_gateway": 404, "bad_signature": 401, "too_large": 413, "rate": 429}
lines = Lines()


@public
@csrf_exempt
@require_POST
def push(request: HttpRequest, gateway: str) -> HttpResponse:
    """One message. 202 means that it is on the disk; 503 that it must be sent again; anything else why it was refused.

    The signature in the message, or the secret as a bearer token for makers' formats, is what opens the door."""
    length = request.headers.get("Content-Length") or "0"
    if not length.isdecimal():
        return _answer("malformed")
    # what is too large is refused where all is, and shown with the rest; its beginning is enough for that
    raw = request.read(limits().message_bytes + 1)
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    secret = token.strip().encode() if scheme.lower() == "bearer" else b""
    try:
        return _answer(lines.ask(Path(settings.READING_STORE), gateway[:64], raw, secret))
    except OSError:
        return JsonResponse({"answer": "unavailable"}, status=503, headers={"Retry-After": "2"})


def _answer(word: str) -> HttpResponse:
    return JsonResponse({"answer": word}, status=STATUS.get(word, 422))
