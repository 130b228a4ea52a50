"""The printed matrix: posts × permissions, and which posts are kept apart."""

from django.apps import apps
from django.http import HttpResponse
from django.shortcuts import render

from mingjing.org.guard import OfficerRequest, open_to_all_officers
from mingjing.org.matrix import apart_pairs, by_app
from mingjing.org.posts import posts


@open_to_all_officers
def page(request: OfficerRequest) -> HttpResponse:
    titled = [(getattr(apps.get_app_config(app), "title"), rows) for app, rows in by_app()]  # noqa: B009 - the framework's type has none
    context = {"posts": list(posts().values()), "apps": titled, "apart": apart_pairs()}
    return render(request, "administration/access.html", context)
