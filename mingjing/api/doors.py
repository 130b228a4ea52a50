"""The one NinjaAPI: how requests are let in, and how whatever goes wrong is answered as a problem."""

import logging

from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from mingjing.api import problems
from mingjing.api.acting import router as acts
from mingjing.api.endpoints import router as endpoints
from mingjing.api.feed import router as feed
from mingjing.api.gate import Bearer
from mingjing.api.kept_files import router as files
from mingjing.api.lawful import router as law
from mingjing.api.listing import router as lists
from mingjing.api.looks import looks
from mingjing.kernel.verdict import Refusal

_logger = logging.getLogger(__name__)

api = NinjaAPI(
    title="明镜 Mingjing",
    version="1",
    auth=Bearer(),
    docs_url=None,
    openapi_url=None,
    urls_namespace="api-v1",
)
for router in (acts, looks, lists, feed, law, files, endpoints):
    api.add_router("", router)


@api.exception_handler(Refusal)
def refused(request: HttpRequest, why: Refusal) -> HttpResponse:
    return problems.of_refusal(request, why)


@api.exception_handler(ValidationError)
def unfit(request: HttpRequest, why: ValidationError) -> HttpResponse:
    return problems.of_input(request, why.errors)


@api.exception_handler(AuthenticationError)
def stranger(request: HttpRequest, *_: object) -> HttpResponse:
    return problems.problem(request, problems.STRANGER, [problems.NO_TOKEN])


@api.exception_handler(HttpError)
def unreadable(request: HttpRequest, why: HttpError) -> HttpResponse:
    return problems.problem(request, why.status_code, [problems.UNREADABLE])


@api.exception_handler(Http404)
def unknown(request: HttpRequest, *_: object) -> HttpResponse:
    return problems.problem(request, 404, [problems.NO_SUCH])


@api.exception_handler(Exception)
def failed(request: HttpRequest, why: Exception) -> HttpResponse:
    """Our own fault: logged with all there is, told without any of it."""
    _logger.error("%s %s failed", request.method, request.path, exc_info=why)
    return problems.problem(request, problems.OWN_FAULT, [problems.FAILED])
