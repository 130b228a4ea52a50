"""How a page asks for words: they are sent, and stand in no address."""

from urllib.parse import parse_qsl, urlsplit

from django.test import Client


def asked(client: Client, url: str, **more):
    """What `url` shows. Its `q=…` is typed into the box of that page (or of the quick search) and sent from there."""
    parts = urlsplit(url)
    told = dict(parse_qsl(parts.query))
    if "q" not in told:
        return client.get(url, **more)
    if parts.path == "/search":
        return client.post(parts.path, told, **more)
    to = client.post("/find", {"to": parts.path, **told})
    assert to.status_code == 302, (url, to.status_code)
    assert len(told["q"]) < 3 or told["q"] not in to["Location"], to["Location"]
    return client.get(to["Location"], **more)
