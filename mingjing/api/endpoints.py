"""Where entries are delivered to: registered, looked at and removed by the integration itself."""

from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import AfterValidator, Field

from mingjing.api.actions import endpoint as actions
from mingjing.api.feed import GREATEST, Log
from mingjing.api.models import Endpoint
from mingjing.api.performing import log_of
from mingjing.api.rows import Asker, unknown
from mingjing.api.showing import shown
from mingjing.kernel.time import now
from mingjing.kernel.verdict import Refusal
from mingjing.webkit.forms import plain

router = Router(tags=["feed"])
SHOWN = ("id", "url", "log", "kinds", "cursor", "failures", "last_status", "next_at", "delivered_at", "registered_at")
Url = Annotated[str, Field(max_length=200), AfterValidator(plain)]
Beginning = Annotated[str, Field(min_length=1, max_length=64), AfterValidator(plain)]


class Registered(Schema):
    """`kinds`: beginnings of tags, none for all; `after`: the number of the last entry known there."""

    url: Url
    log: Log = ""
    kinds: Annotated[list[Beginning], Field(max_length=50)] = []
    after: int = Field(default=-1, ge=-1, le=GREATEST)


@router.get("/endpoints", operation_id="list_endpoints", summary="Where entries are delivered to, and how that goes")
def several(request: HttpRequest) -> dict[str, Any]:
    found = Asker.of(request).integration.endpoints.filter(removed_at__isnull=True)
    return {"items": [shown(one, SHOWN) for one in found]}


@router.post("/endpoints", operation_id="register_endpoint", summary="Have entries delivered; the secret comes once")
def register(request: HttpRequest, told: Registered) -> dict[str, Any]:
    asker = Asker.of(request)
    log = told.log or log_of(asker)
    made, secret = actions.register(
        asker.integration.pk, by=asker.by, at=now(), url=told.url, log=log, kinds=told.kinds, after=told.after
    )
    return shown(made, SHOWN) | {"secret": secret}


@router.post("/endpoints/{endpoint_id}/remove", operation_id="remove_endpoint", summary="Deliver there no more")
def remove(request: HttpRequest, endpoint_id: UUID) -> dict[str, Any]:
    asker = Asker.of(request)
    if not Endpoint.objects.filter(pk=endpoint_id, integration=asker.integration).exists():
        raise Refusal(unknown("endpoint_id"))
    actions.remove(endpoint_id, by=asker.by, at=now())
    return {"removed": True}
