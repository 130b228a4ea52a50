"""`/live` as a raw ASGI stream of server-sent events, beside the pages of Django.

Opening it is an ordinary request: the view decides, behind every middleware, who may hear what. Only then the bytes
flow, without a database connection. After ten minutes, or with the entry that takes something from the listener (his
session, his post, a case), the stream ends and the browser opens a new one, so that who may listen is asked again.
"""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import parse_qs

from mingjing.kernel.time import now
from mingjing.live.reading import Bell
from mingjing.live.tower import Ear, Tower, tower
from mingjing.org.browser_session import PASSIVE

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Message, Receive, Send], Awaitable[None]]

PATH = "/live"
BEAT = 15.0  # seconds of silence after which the server says that it is there
LIFE = 600.0
OK = 200
# what the middleware gives every page
SHUT = [(b"cache-control", b"no-store"), (b"content-security-policy", b"default-src 'none'")]


class Live:
    """Pages through `pages`, `/live` as a stream. Every page learns the cursor from before it read anything."""

    def __init__(self, pages: App, bells: Tower = tower, life: float = LIFE) -> None:
        self.pages, self.bells, self.life = pages, bells, life

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self.pages(scope, receive, send)
        self.bells.start()
        scope = {**scope, "live_after": self.bells.cursor}
        if scope["path"] != PATH or scope["method"] != "GET":
            return await self.pages(scope, receive, send)
        return await self._stream(scope, receive, send)

    async def _stream(self, scope: Message, receive: Receive, send: Send) -> None:
        status, told = await _ask(self.pages, scope)
        if status != OK:
            return await _refuse(send, status)
        ear = Ear(told["topics"], told["who"])
        self.bells.ears.add(ear)
        leaving = asyncio.create_task(_leaving(receive, ear))
        try:
            await _begin(send)
            await self._catch_up(scope, ear, send)
            await self._pump(ear, send, leaving)
        finally:
            self.bells.ears.discard(ear)
            leaving.cancel()

    async def _catch_up(self, scope: Message, ear: Ear, send: Send) -> None:
        """What rang since the page was drawn; the ear is already listening, so nothing falls in between."""
        missed, upto = await self.bells.since(_after(scope), ear.topics)
        await _say(send, *_events(missed is None, missed or [], upto), self._tick(upto))

    async def _pump(self, ear: Ear, send: Send, leaving: asyncio.Task[None]) -> None:
        end = time.monotonic() + self.life
        while not leaving.done() and not ear.over and time.monotonic() < end:
            try:
                await asyncio.wait_for(ear.wake.wait(), BEAT)
            except TimeoutError:
                await _say(send, self._tick(self.bells.cursor))
            else:
                if ear.over:
                    break
                lost, bells = ear.take()
                events = _events(lost, bells, self.bells.cursor) or [self._tick(self.bells.cursor)]
                await _say(send, *events)
        if not leaving.done():
            await send({"type": "http.response.body", "body": b"", "more_body": False})

    def _tick(self, upto: str) -> str:
        return _event("tick", {"now": int(now().timestamp() * 1000), "behind": self.bells.behind}, upto)


def _events(lost: bool, bells: list[Bell], upto: str) -> list[str]:
    """Only the last event moves the cursor: a line cut in the middle rings the whole lot again."""
    if lost:
        return [_event("resync", {}, upto)]
    last = len(bells) - 1
    return [_event("bell", bell._asdict(), upto if i == last else "") for i, bell in enumerate(bells)]


def _event(name: str, data: dict[str, Any], upto: str = "") -> str:
    ident = f"id: {upto}\n" if upto else ""
    return f"{ident}event: {name}\ndata: {json.dumps(data, separators=(',', ':'))}\n\n"


def _after(scope: Message) -> str:
    """The browser's own Last-Event-ID when it reconnects, else what the page was given."""
    for name, value in scope["headers"]:
        if name == b"last-event-id":
            return str(value.decode("latin-1"))
    return parse_qs(scope["query_string"].decode("latin-1")).get("after", [""])[0]


async def _ask(pages: App, scope: Message) -> tuple[int, dict[str, Any]]:
    """Put the request to the ordinary view. Returns its status and what it answers. Listening is not working: the
    request says so, and keeps nobody signed in."""
    scope = {**scope, "headers": [*scope["headers"], (PASSIVE.lower().encode(), b"1")]}
    got: dict[str, Any] = {"status": 500, "body": b""}
    asked = iter([{"type": "http.request", "body": b"", "more_body": False}])

    async def receive() -> Message:
        for message in asked:
            return message
        await asyncio.Event().wait()  # the browser stays; Django stops waiting when it has answered
        return {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        got["status"] = message.get("status", got["status"])
        got["body"] += message.get("body", b"")

    await pages(scope, receive, send)
    return got["status"], json.loads(got["body"]) if got["status"] == OK else {}


async def _begin(send: Send) -> None:
    headers = [
        (b"content-type", b"text/event-stream; charset=utf-8"),
        *SHUT,
        (b"x-accel-buffering", b"no"),
    ]
    await send({"type": "http.response.start", "status": OK, "headers": headers})
    await _say(send, "retry: 1000\n\n")


async def _say(send: Send, *events: str) -> None:
    if events:
        await send({"type": "http.response.body", "body": "".join(events).encode(), "more_body": True})


async def _refuse(send: Send, status: int) -> None:
    """A stranger is not led to a sign-in page he cannot see: 401 instead of the redirect."""
    status = 401 if status in {301, 302} else status
    await send({"type": "http.response.start", "status": status, "headers": SHUT})
    await send({"type": "http.response.body", "body": b"", "more_body": False})


async def _leaving(receive: Receive, ear: Ear) -> None:
    """Ends when the browser has gone, and wakes whoever waits for a bell."""
    while (await receive())["type"] != "http.disconnect":
        pass
    ear.wake.set()
