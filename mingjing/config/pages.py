"""Pages as ASGI: each in one piece on one of a few threads that stay, instead of hopping between threads of its own.

Every view and every middleware here is synchronous. The framework's handler would still begin two threads for each
request and change between them and the event loop seven times, which costs a small panel more than its content.
"""

import asyncio
import contextvars
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.core.exceptions import RequestAborted
from django.core.handlers.asgi import ASGIHandler, get_script_prefix
from django.core.signals import request_started
from django.urls import set_script_prefix

THREADS = 8  # pages made at the same time in one process; a ninth waits


class Pages(ASGIHandler):
    """The framework's handler but for who does the work. A request whose browser has gone is still carried to its end:
    an act is not cut in half because somebody closed a window."""

    def __init__(self) -> None:
        super().__init__()
        self._threads = ThreadPoolExecutor(THREADS, "page")

    def load_middleware(self, is_async: bool = False) -> None:  # noqa: ARG002 - the framework asks for the other kind
        super().load_middleware(is_async=False)

    async def handle(self, scope: Any, receive: Any, send: Any) -> None:
        try:
            body = await self.read_body(receive)
        except RequestAborted:
            return
        with body:
            response = await self._on_a_thread(lambda: self._answered(scope, body))
            try:
                await self.send_response(response, send)
            finally:
                if response.streaming:
                    await self._on_a_thread(response.close)

    def _answered(self, scope: Any, body: Any) -> Any:
        """The whole request, with the connection to the database of this thread. A stream is closed by who sends it."""
        set_script_prefix(get_script_prefix(scope))
        request_started.send(sender=self.__class__, scope=scope)
        request, refused = self.create_request(scope, body)
        response: Any = self.get_response(request) if request else refused
        response._handler_class = self.__class__  # told to who listens for the end
        if not response.streaming:
            response.close()
        return response

    async def _on_a_thread(self, work: Callable[[], Any]) -> Any:
        loop, context = asyncio.get_running_loop(), contextvars.copy_context()
        return await loop.run_in_executor(self._threads, context.run, work)
