"""Pages as ASGI: one thread for each page, nothing of one request left for the next, an error answered."""

import asyncio
import threading

import pytest
from django.core.signals import request_finished, request_started
from django.db import connection
from django.http import HttpResponse, StreamingHttpResponse
from django.test import override_settings
from django.urls import path
from django.utils import translation

from mingjing.config.pages import THREADS, Pages

seen: list[tuple[str, int, object]] = []


def note(what):
    seen.append((what, threading.get_ident(), None))


def plain(request):
    note("view")
    said = translation.get_language()
    translation.activate("en")
    return HttpResponse(f"{request.method} {said} {request.body.decode()}")


def broken(request):
    raise RuntimeError("broken")


def streamed(request):
    return StreamingHttpResponse(iter([b"one ", b"two"]))


def same_connection(request):
    seen.append(("connection", threading.get_ident(), id(connection)))
    return HttpResponse("")


urlpatterns = [path(name, view) for name, view in (
    ("plain", plain), ("broken", broken), ("streamed", streamed), ("connection", same_connection),
)]  # fmt: skip


@pytest.fixture
def pages():
    with override_settings(ROOT_URLCONF=__name__, MIDDLEWARE=[], ALLOWED_HOSTS=["*"]):
        yield Pages()
    seen.clear()


async def asked(pages, address, body=b"", gone=False):
    scope = {
        "type": "http", "http_version": "1.1", "method": "POST" if body else "GET", "path": f"/{address}",
        "raw_path": b"", "query_string": b"", "scheme": "http", "root_path": "", "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 80), "headers": [(b"host", b"localhost"), (b"content-length", str(len(body)).encode())],
    }  # fmt: skip
    parts = iter([{"type": "http.disconnect"}] if gone else [{"type": "http.request", "body": body}])
    sent = []

    async def receive():
        return next(parts)

    async def send(message):
        sent.append(message)

    await pages(scope, receive, send)
    return (sent[0]["status"], b"".join(m.get("body", b"") for m in sent)) if sent else None


def test_a_page_is_answered(pages):
    assert asyncio.run(asked(pages, "plain", b"typed")) == (200, b"POST zh-hans typed")
    assert asyncio.run(asked(pages, "nowhere"))[0] == 404


def test_what_one_request_set_is_gone_for_the_next(pages):
    async def several():
        return [await asked(pages, "plain") for _ in range(THREADS * 2)]

    assert {body for _, body in asyncio.run(several())} == {b"GET zh-hans "}


def test_the_whole_request_stays_on_one_thread(pages):
    def started(**_):
        note("started")

    def finished(**_):
        note("finished")

    request_started.connect(started)
    request_finished.connect(finished)
    try:
        asyncio.run(asked(pages, "plain"))
    finally:
        request_started.disconnect(started)
        request_finished.disconnect(finished)
    assert [what for what, _, _ in seen] == ["started", "view", "finished"]
    assert len({thread for _, thread, _ in seen}) == 1
    assert seen[0][1] != threading.get_ident()


def test_threads_stay_and_are_not_many(pages):
    async def crowd():
        await asyncio.gather(*(asked(pages, "connection") for _ in range(40)))

    asyncio.run(crowd())
    assert len(seen) == 40
    assert len({thread for _, thread, _ in seen}) <= THREADS


def test_an_error_is_answered(pages, caplog):
    assert asyncio.run(asked(pages, "broken"))[0] == 500


def test_a_stream_is_sent_and_closed(pages):
    closed = []

    def finished(**_):
        closed.append(True)

    request_finished.connect(finished)
    try:
        with pytest.warns(Warning, match="synchronous iterators"):
            assert asyncio.run(asked(pages, "streamed")) == (200, b"one two")
    finally:
        request_finished.disconnect(finished)
    assert closed == [True]


def test_whoever_left_while_sending_is_not_answered(pages):
    assert asyncio.run(asked(pages, "plain", gone=True)) is None
    assert seen == []
