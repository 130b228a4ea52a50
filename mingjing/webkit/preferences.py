"""What a reader sets for himself: language, light or dark, narrow rail, the site he works at. No act, no entry."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from mingjing.org.models import Officer

THEME_COOKIE = "mingjing_theme"
RAIL_COOKIE = "mingjing_rail"
SITE_KEY = "site"
YEAR = 365 * 86400


def remember_language(request: HttpRequest, response: HttpResponse, language: str) -> None:
    """Keep it on this machine and with the officer, so that it follows him to the next one."""
    keep(response, settings.LANGUAGE_COOKIE_NAME, language)
    if isinstance(request.user, Officer) and request.user.language != language:
        Officer.objects.filter(pk=request.user.pk).update(language=language)


def keep(response: HttpResponse, name: str, value: str) -> None:
    """A small cookie that says nothing about anybody; empty removes it."""
    if value:
        response.set_cookie(name, value, max_age=YEAR, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE)
    else:
        response.delete_cookie(name, samesite="Lax")
