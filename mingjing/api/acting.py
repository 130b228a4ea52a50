"""`POST /api/v1/acts/<app>/<noun>/<verb>`: one view for all acts."""

import json
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from ninja import Router
from pydantic import BaseModel, ValidationError

from mingjing.api import keeping, problems
from mingjing.api.offered import acts
from mingjing.api.performing import perform
from mingjing.api.rows import Asker

router = Router()
REPLAYED = "Idempotency-Replayed"


@router.post("/acts/{app}/{noun}/{verb}", include_in_schema=False, url_name="act")
def do(request: HttpRequest, app: str, noun: str, verb: str) -> HttpResponse:
    """Carry out one act; the document of the API lists them one by one."""
    act = acts().get(f"{app}.{noun}.{verb}")
    if act is None or not act.readable:
        return problems.problem(request, 404, [problems.NO_SUCH])
    try:
        told = read(request, act.sent)
    except ValidationError as why:
        return problems.of_input(request, why.errors(include_url=False, include_input=False))
    except (ValueError, RecursionError, RequestDataTooBig):
        return problems.problem(request, 400, [problems.UNREADABLE])
    asker = Asker.of(request)
    key = request.headers.get(keeping.HEADER, "")
    print_ = keeping.fingerprint(str(request.method), request.path, request.body)
    answer, kept = keeping.once(asker.integration, key, print_, lambda: perform(act, asker, told))
    response = JsonResponse(answer, json_dumps_params={"sort_keys": True})  # the same bytes, kept or not
    if kept:
        response[REPLAYED] = "true"
    return response


def read(request: HttpRequest, model: type[BaseModel]) -> Any:
    """The content as this model. Raises ValidationError, and ValueError or RecursionError for what is no JSON."""
    return model.model_validate(json.loads(request.body or b"{}"))
