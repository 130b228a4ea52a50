"""Addresses of one record after another: a list of sixty people names two hundred, and `reverse` searches for each."""

from functools import lru_cache
from uuid import UUID

from django.urls import NoReverseMatch, get_script_prefix, get_urlconf, reverse

_SAMPLE = UUID(int=0)


def of(name: str, ident: object) -> str:
    """The address called `name` of the record with this id (a UUID); empty when no app offers it."""
    before, after = _around(name, get_urlconf(), get_script_prefix())
    return f"{before}{ident}{after}" if before else ""


@lru_cache(maxsize=256)
def _around(name: str, _urlconf: str | None, _prefix: str) -> tuple[str, str]:
    """What stands before and after the id."""
    try:
        before, _, after = reverse(name, args=[_SAMPLE]).partition(str(_SAMPLE))
    except NoReverseMatch:
        return "", ""
    return before, after
