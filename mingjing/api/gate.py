"""Who asks: the token of the request, and from there on the officer it acts for, at that post, within its scopes."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest
from ninja.security import HttpBearer

from mingjing.api import tokens
from mingjing.api.models import Integration
from mingjing.kernel.actor import Actor
from mingjing.kernel.time import now
from mingjing.kernel.verdict import Refusal
from mingjing.org import remembered, throttle
from mingjing.org.access import may

AS = "{officer}（{program}）"


class Bearer(HttpBearer):
    """`Authorization: Bearer mj_…`. Nothing else opens the API: a browser's session does not."""

    openapi_scheme = "bearer"

    def authenticate(self, request: HttpRequest, token: str) -> Integration | None:
        moment = now()
        found = tokens.holder(token, moment)
        if found is None:
            throttle.spend("api_stranger", request.META.get("REMOTE_ADDR", ""), moment)
            return None
        throttle.spend("api", found.pk, moment)
        admit(request, found)
        return found


def admit(request: Any, found: Integration) -> None:
    """From here on the request is the officer's, at the post and the unit of the integration, within its scopes."""
    posting = found.posting
    request.user, request.integration = posting.officer, found
    request.actor = actor(found)
    remembered.only(str(posting.officer_id), posting.post, found.unit.path, frozenset(found.scopes))


def actor(found: Integration) -> Actor:
    """As the record names it: the officer, and the program that acts for him."""
    officer = found.posting.officer
    name = AS.format(officer=officer.name, program=found.name)
    return Actor("officer", str(officer.pk), name, found.posting.post, found.unit.code)


def needs(*permissions: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Decorator of a look: one of the scopes is wanted. An act asks for its own."""

    def mark(view: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(view)
        def guarded(request: Any, *args: Any, **kwargs: Any) -> Any:
            answers = [may(request.actor, one) for one in permissions]
            if not any(answers):
                raise Refusal(*answers[:1])
            return view(request, *args, **kwargs)

        return guarded

    return mark
