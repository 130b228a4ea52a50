"""Every address of the program; each app keeps its own list."""

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, include, path

from mingjing.org.guard import public


@public
def health(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - the framework's signature
    return HttpResponse("ok", content_type="text/plain")


urlpatterns: list[URLPattern | URLResolver] = [
    path("accounts/", include("mingjing.org.account_urls")),
    path("org/", include("mingjing.administration.urls")),
    path("health", health),
    path("media/", include("mingjing.media.urls")),
    path("", include("mingjing.live.urls")),
    path("alarms/", include("mingjing.alerts.urls")),
    path("persons/", include("mingjing.persons.urls")),
    path("cases/", include("mingjing.cases.urls")),
    path("intake/", include("mingjing.intake.urls")),
    path("cases/imports/", include("mingjing.imports.urls")),
    path("measures/", include("mingjing.measures.urls")),
    path("review/", include("mingjing.review.urls")),
    path("clocks/", include("mingjing.clocks.urls")),
    path("stays/", include("mingjing.custody.urls")),
    path("devices/", include("mingjing.presence.urls")),
    path("faces/", include("mingjing.faces.urls")),
    path("interviews/", include("mingjing.interviews.urls")),
    path("places/", include("mingjing.presence.place_urls")),
    path("documents/", include("mingjing.documents.urls")),
    path("verify/", include("mingjing.portal.urls")),
    path("", include("mingjing.bridges.urls")),
    path("api/", include("mingjing.api.urls")),
    path("approvals/", include("mingjing.approvals.urls")),
    path("", include("mingjing.desks.urls")),
    path("", include("mingjing.webkit.urls")),
]

handler400 = "mingjing.webkit.views.bad_request"
handler403 = "mingjing.webkit.views.forbidden"
handler404 = "mingjing.webkit.views.not_found"
handler500 = "mingjing.webkit.views.failed"
