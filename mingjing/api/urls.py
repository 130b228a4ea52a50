"""Addresses of the API and of the screens of integrations, named `api:…`; those of version 1 are named `api-v1:…`."""

from typing import Any

from django.urls import path

from mingjing.api import views
from mingjing.api.doors import api
from mingjing.org.guard import Mark

app_name = "api"


def by_token() -> list[Any]:
    """The addresses of version 1. No browser's session opens them: every operation asks for a token, which the mark of
    a public view leaves to it. What is missing is answered as a problem too."""
    found, _, _ = api.urls
    wanted: list[Any] = [one for one in found if getattr(one, "name", "") != "api-root"]
    for one in wanted:
        one.callback = views.as_problems(one.callback)
        one.callback.mark = Mark(public=True)
    return wanted


urlpatterns = [
    path("integrations/", views.integrations, name="integrations"),
    path("integrations/mine", views.mine, name="mine"),
    path("integrations/new", views.new, name="new"),
    path("integrations/<uuid:integration_id>", views.integration, name="integration"),
    path("integrations/<uuid:integration_id>/agree", views.agree, name="agree"),
    path("integrations/<uuid:integration_id>/revoke", views.revoke, name="revoke"),
    path("reference", views.reference, name="reference"),
    path("v1/openapi.json", views.document, name="document"),
    path("v1/", ([*by_token(), path("<path:rest>", views.nothing, name="nothing")], "api-v1", "api-v1")),
]
