"""The other processes of the bells benchmark: officers with sessions, one act a second, and the bare peer."""

import asyncio
import os
import sys
import time
from typing import Any

BARE_PANEL = b"x" * 3000
_listening: set[asyncio.Queue[bytes]] = set()


async def bare(scope: dict[str, Any], receive: Any, send: Any) -> None:  # noqa: ARG001 - the protocol
    """The peer: an event stream and nothing else. `/ring` rings every open stream."""
    if scope["type"] != "http":
        return
    start = {"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"text/event-stream")]}
    await send(start)
    if scope["path"] != "/live":
        if scope["path"] == "/ring":
            for queue in _listening:
                queue.put_nowait(b"event: bell\ndata: {}\n\n")
        await send({"type": "http.response.body", "body": BARE_PANEL})
        return
    mine: asyncio.Queue[bytes] = asyncio.Queue()
    _listening.add(mine)
    await send({"type": "http.response.body", "body": b"event: tick\ndata: {}\n\n", "more_body": True})
    while True:
        await send({"type": "http.response.body", "body": await mine.get(), "more_body": True})


def main(boards: int) -> None:
    """Print the site's topic and a session for every board; then enter an act for every line read, and its time."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mingjing.config.settings")
    import django

    django.setup()
    from django.conf import settings
    from django.test import Client

    from mingjing.org.models import Site

    settings.LEDGER_FOLLOWERS = ()
    site, officers = _people(boards)
    for officer in officers:
        client = Client()
        client.force_login(officer)
        print(client.cookies["sessionid"].value)
    print(site.ref, flush=True)
    for _ in sys.stdin:
        _ring(Site.objects.get(pk=site.pk))
        print(time.time(), flush=True)


def _people(boards: int) -> tuple[Any, list[Any]]:
    from datetime import timedelta

    from mingjing.kernel.time import now
    from mingjing.org.models import Officer, Posting, Site, Unit

    unit = Unit.objects.create(code="610921000000", name="县局", kind="county_bureau", path="610921000000/")
    site = Site.objects.create(code="610921-centre", unit=unit, kind="county_centre", name="中心")
    officers = [Officer.objects.create(number=f"6{n:05}", name="甲", sex="male", unit=unit) for n in range(boards)]
    for officer in officers:
        Posting.objects.create(officer=officer, unit=unit, post="custody_guard", since=now() - timedelta(days=1))
    return site, officers


def _ring(site: Any) -> None:
    from bench._bells_entry import Rang, Tag
    from mingjing.kernel.actor import machine
    from mingjing.kernel.time import now
    from mingjing.ledger.act import act

    with act(by=machine("bench"), at=now()) as it:
        it.enter(Tag.RANG, log=site.code, subject=site.ref, body=Rang())


if __name__ == "__main__":
    main(int(sys.argv[1]))
