"""Words somebody looks for stand in no address: they are names and numbers of people, and addresses are written down by
proxies, histories and logs.

A form that searches posts to `webkit:find` with the words in `q`, the page to go back to in `to`, and whatever else
narrows that page. The words stay in the session under a number; the page is led to with the number (`?found=…`). So the
result has an address that can be opened again, sorted, turned over and gone back to, that says nothing about anybody
and leads nobody else anywhere.
"""

import secrets

from django.http import HttpRequest

FIELD = "q"
NUMBER = "found"
KEPT = "words"
MOST_KEPT = 40  # searches of one session: as many as somebody goes back to
LONGEST = 80


def keep(request: HttpRequest, words: str) -> str:
    """The number under which this session knows `words` from now on; empty for none."""
    said = tidy(words)
    if not said:
        return ""
    kept: dict[str, str] = request.session.get(KEPT, {})
    number = next((n for n, w in kept.items() if w == said), "") or secrets.token_urlsafe(9)
    others = [(n, w) for n, w in kept.items() if n != number]
    request.session[KEPT] = dict([*others, (number, said)][-MOST_KEPT:])
    return number


def words_of(request: HttpRequest) -> str:
    """What this page is asked to look for; empty when nothing, or when another session asked."""
    number = request.GET.get(NUMBER, "")
    if not number or not hasattr(request, "session"):
        return ""
    return str(request.session.get(KEPT, {}).get(number, ""))


def tidy(words: str) -> str:
    """As typed, without what nobody types."""
    return words.replace("\0", "").strip()[:LONGEST]
