"""C2SP tlog-witness over HTTP: the witness as a WSGI application, and the log's way to it.

The application knows nothing of databases or frameworks: a witness can stand on a machine that has only this.
"""

import http.client
import time
from collections.abc import Callable, Iterable
from typing import Any
from urllib.error import HTTPError
from urllib.request import HTTPRedirectHandler, ProxyHandler, Request, build_opener

from mingjing.ledger.witness import Answer, Witness

PATH = "/add-checkpoint"
MOST = 64 * 1024
"""Bytes of a request or an answer: a checkpoint, its signatures and the longest proof are a fraction of it."""
PATIENCE = 5.0
REST = 30.0
"""Seconds during which a witness that did not answer is not asked again, so that every log need not wait for it."""


def application(witness: Witness) -> Callable[..., Iterable[bytes]]:
    """The WSGI application of one witness: POST /add-checkpoint, nothing else."""

    def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        told = _respond(witness, environ)
        body = told.body.encode()
        headers = [("Content-Type", told.content_type), ("Content-Length", str(len(body)))]
        start_response(f"{told.status} {http.client.responses[told.status]}", headers)
        return [body]

    return answer


def _respond(witness: Witness, environ: dict[str, Any]) -> Answer:
    if environ.get("PATH_INFO") != PATH:
        return Answer(404, "not found\n")
    if environ.get("REQUEST_METHOD") != "POST":
        return Answer(405, "only POST\n")
    length = str(environ.get("CONTENT_LENGTH") or "")
    if not (length.isascii() and length.isdigit()):
        return Answer(411, "the length is missing\n")
    if len(length) > len(str(MOST)) or int(length) > MOST:
        return Answer(413, "too long\n")
    return witness.add_checkpoint(environ["wsgi.input"].read(int(length)))


class HttpWitness:
    """Carries requests to a witness at `url`. Raises OSError when it cannot be reached, and for a while afterwards."""

    def __init__(self, url: str, patience: float = PATIENCE, rest: float = REST) -> None:
        if not url.startswith(("http://", "https://")):
            raise ValueError(f"not an address of a witness: {url!r}")
        self._address = f"{url.rstrip('/')}{PATH}"
        self._patience, self._rest = patience, rest
        self._silent_until = 0.0
        self._opener = build_opener(ProxyHandler({}), _Straight())

    def __call__(self, body: bytes) -> Answer:
        if time.monotonic() < self._silent_until:
            raise ConnectionError("out of reach a moment ago")
        try:
            return self._ask(body)
        except http.client.HTTPException as why:
            raise ConnectionError(f"not an HTTP answer: {why!r}") from why
        except OSError:
            self._silent_until = time.monotonic() + self._rest
            raise

    def _ask(self, body: bytes) -> Answer:
        request = Request(self._address, data=body, headers={"Content-Type": "text/plain; charset=utf-8"})  # noqa: S310
        try:
            with self._opener.open(request, timeout=self._patience) as told:
                return _read(told)
        except HTTPError as refused:
            with refused:
                return _read(refused)


def _read(told: Any) -> Answer:
    return Answer(told.status, told.read(MOST).decode("utf-8", "replace"), told.headers.get_content_type())


class _Straight(HTTPRedirectHandler):
    """A witness does not send elsewhere."""

    def redirect_request(self, *_: Any) -> None:
        return None
