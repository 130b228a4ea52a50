"""A form that is sent twice (a double click, a line that stammers, a browser that tries again) is done once.

What was sent is told by who sent it, from which drawing of the page (its token differs each time it is drawn), where to
and with what in it. That it was sent stands or falls with the act, in one transaction: a refused form may be sent again
at once, and the second of two at the same moment waits until it is known what became of the first.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.db import transaction
from django.http import HttpRequest

from mingjing.kernel.text import Text
from mingjing.kernel.time import now
from mingjing.org import throttle

STAMMER = timedelta(seconds=30)  # as long as somebody waits for an answer before he taps again
DONE = Text("这张表单刚才已经办理，没有重复登记。", "This form was done a moment ago; nothing was entered twice.")
DRAWN = "csrfmiddlewaretoken"


class Twice(Exception):
    """This very form was carried out a moment ago; nothing was done now."""


@contextmanager
def once(request: HttpRequest) -> Iterator[None]:
    """One transaction for what the block does and for the memory that the form was sent. Raises Twice before it."""
    of = _key(request)
    with transaction.atomic():
        if of and throttle.again(of, now(), STAMMER):
            raise Twice
        yield


def _key(request: HttpRequest) -> str:
    """Empty for what was not sent from a page of ours drawn for somebody: scripts of tests, machines."""
    token = request.POST.get(DRAWN) or request.headers.get("X-CSRFToken", "")
    if not token or request.user.pk is None:
        return ""
    fields = sorted((name, request.POST.getlist(name)) for name in request.POST if name != DRAWN)
    files = sorted((name, one.name, one.size) for name in request.FILES for one in request.FILES.getlist(name))
    return throttle.key("sent", request.user.pk, request.path, token, fields, files)
