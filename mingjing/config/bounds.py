"""How large a request may be, asked before anything of it is kept: the framework would store any body on disk first."""

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Message, Receive, Send], Awaitable[None]]

MOST_BYTES = 24 * 1024 * 1024  # the largest file that is kept (media.rules), and a form around it
TOGETHER = 512 * 1024 * 1024  # of all bodies under way in one process, what is beyond SMALL of each
SMALL = 256 * 1024  # any form without a file, any message of a gateway
PATIENCE = 30.0  # seconds until the next piece must have come
GONE: Message = {"type": "http.disconnect"}
TOO_LARGE = "文件过大，最多 20 MB。请缩小后再传。 The file is too large (20 MB at most); make it smaller.".encode()


class Bounded:
    """Refuses a body that says it is too large (413), and stops reading one that turns out to be, that does not come,
    or that would be one too many: large bodies share `together` bytes, so that strangers who hold theirs back fill
    neither memory nor disk, and forms, which are small, always get through."""

    def __init__(self, app: App, most: int = MOST_BYTES, together: int = TOGETHER, patience: float = PATIENCE) -> None:
        self.app, self.most, self.together, self.patience = app, most, together, patience
        self._held = 0

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        if _declared(scope) > self.most:
            return await _refuse(send)
        body = _Body(self, receive)
        try:
            return await self.app(scope, body.next_part, send)
        finally:
            self._held -= body.borrowed

    def lend(self, more: int) -> bool:
        """Room for so many bytes more of a large body."""
        if self._held + more > self.together:
            return False
        self._held += more
        return True


class _Body:
    """The body of one request as it comes. `borrowed`: how much of the common room it takes."""

    def __init__(self, bound: Bounded, receive: Receive) -> None:
        self.bound, self.receive = bound, receive
        self.read = self.borrowed = 0
        self.whole = False

    async def next_part(self) -> Message:
        if self.whole:
            return await self.receive()  # nothing more is to come but that the browser leaves
        try:
            part = await asyncio.wait_for(self.receive(), self.bound.patience)
        except TimeoutError:
            return GONE
        self.read += len(part.get("body", b""))
        self.whole = not part.get("more_body", False)
        return part if self.read <= self.bound.most and self._has_room() else GONE

    def _has_room(self) -> bool:
        more = max(0, self.read - SMALL - self.borrowed)
        if more and not self.bound.lend(more):
            return False
        self.borrowed += more
        return True


def _declared(scope: Message) -> int:
    """The length the request states, 0 when it states none that is a number."""
    stated = dict(scope["headers"]).get(b"content-length", b"0")
    return int(stated) if stated.isdigit() else 0


async def _refuse(send: Send) -> None:
    headers = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"content-security-policy", b"default-src 'none'"),
        (b"cache-control", b"no-store"),
        (b"connection", b"close"),
    ]
    await send({"type": "http.response.start", "status": 413, "headers": headers})
    await send({"type": "http.response.body", "body": TOO_LARGE, "more_body": False})
