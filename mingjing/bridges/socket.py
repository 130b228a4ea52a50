"""Readings over a WebSocket: `/push/<gateway>`, beside HTTP and a broker, for gateways that keep a line open.

A frame is a message as it is pushed over HTTP, and is answered by one frame, in order: `{"answer": "taken"}` when it is
on the disk, `unavailable` when it must be sent again, anything else why it was refused.
"""

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import msgspec

from mingjing.bridges.line import Lines
from mingjing.presence.rules.limits import limits

Event = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Event]]
Send = Callable[[Event], Awaitable[None]]
App = Callable[[Event, Receive, Send], Awaitable[None]]
PREFIX = "/push/"
AGAIN = "unavailable"
ASKING = 8  # lines to the process that takes readings, shared by every socket


class Sockets:
    """Takes the WebSockets of devices and leaves everything else to the application behind it."""

    def __init__(self, app: App, folder: Path) -> None:
        self.app, self.folder = app, folder
        self._lines, self._asking = Lines(), ThreadPoolExecutor(ASKING, "socket")

    async def __call__(self, scope: Event, receive: Receive, send: Send) -> None:
        if scope["type"] != "websocket":
            return await self.app(scope, receive, send)
        await receive()
        headers = dict(scope["headers"])
        if not scope["path"].startswith(PREFIX) or b"origin" in headers:  # a device names none; a page is no device
            return await send({"type": "websocket.close", "code": 1008})
        await send({"type": "websocket.accept"})
        scheme, _, token = headers.get(b"authorization", b"").partition(b" ")
        secret = token.strip() if scheme.lower() == b"bearer" else b""
        return await self._talk(scope["path"].removeprefix(PREFIX)[:64], secret, receive, send)

    async def _talk(self, gateway: str, token: bytes, receive: Receive, send: Send) -> None:
        loop = asyncio.get_running_loop()
        while (event := await receive())["type"] == "websocket.receive":
            raw = event.get("bytes") or (event.get("text") or "").encode()
            some = raw[: limits().message_bytes + 1]  # what is too large is refused where all is, and shown
            try:
                word = await loop.run_in_executor(self._asking, self._lines.ask, self.folder, gateway, some, token)
            except OSError:
                word = AGAIN
            await send(_answer(word))


def _answer(word: str) -> Event:
    return {"type": "websocket.send", "text": msgspec.json.encode({"answer": word}).decode()}
