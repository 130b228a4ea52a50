"""How large a request may be, asked before anything of it is kept: the framework would store any body on disk first."""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Message, Receive, Send], Awaitable[None]]

MOST_BYTES = 24 * 1024 * 1024  # the largest file that is kept (media.rules), and a form around it
TOO_LARGE = "文件过大，最多 20 MB。请缩小后再传。 The file is too large (20 MB at most); make it smaller.".encode()


class Bounded:
    """Refuses a body that says it is too large (413), and stops reading one that turns out to be."""

    def __init__(self, app: App, most: int = MOST_BYTES) -> None:
        self.app, self.most = app, most

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        if _declared(scope) > self.most:
            return await _refuse(send)
        return await self.app(scope, self._counting(receive), send)

    def _counting(self, receive: Receive) -> Receive:
        read = 0

        async def next_part() -> Message:
            nonlocal read
            part = await receive()
            read += len(part.get("body", b""))
            return {"type": "http.disconnect"} if read > self.most else part

        return next_part


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
