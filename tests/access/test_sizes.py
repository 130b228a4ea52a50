"""Bodies that are too large, or that do not come."""

import asyncio

import pytest

from mingjing.config.bounds import Bounded


def through(body_parts, headers=(), most=10):
    """(status or None, bytes the application got) of a request through the bound."""
    got, sent = [], []

    async def app(scope, receive, send):
        more = True
        while more:
            part = await receive()
            if part["type"] == "http.disconnect":
                return
            got.append(part["body"])
            more = part["more_body"]
        await send({"type": "http.response.start", "status": 200, "headers": []})

    parts = [
        {"type": "http.request", "body": b, "more_body": n < len(body_parts) - 1} for n, b in enumerate(body_parts)
    ]

    async def receive():
        return parts.pop(0)

    async def send(message):
        sent.append(message)

    asyncio.run(Bounded(app, most)({"type": "http", "headers": list(headers)}, receive, send))
    return next((m["status"] for m in sent if "status" in m), None), b"".join(got)


def test_a_body_that_says_it_is_too_large_is_not_read():
    assert through([b"x" * 11], [(b"content-length", b"11")]) == (413, b"")
    assert through([b"x" * 10], [(b"content-length", b"10")]) == (200, b"x" * 10)


@pytest.mark.parametrize(
    "length", [[], [(b"content-length", b"3")], [(b"content-length", b"-1")], [(b"content-length", b"x")]]
)
def test_a_body_that_turns_out_too_large_is_cut_off(length):
    status, got = through([b"x" * 6] * 3, length)
    assert (status, len(got)) == (None, 6)


class Slow:
    """Requests through one bound, whose bodies come when the test says so."""

    def __init__(self, **limits):
        self.got = {}
        self.bound = Bounded(self.app, **limits)

    async def app(self, scope, receive, _send):
        read = self.got.setdefault(scope["name"], [])
        while (part := await receive())["type"] != "http.disconnect":
            read.append(len(part["body"]))
            if not part["more_body"]:
                read.append("whole")
                return
        read.append("cut")

    def begin(self, name):
        parts = asyncio.Queue()

        async def send(_message):
            """Nothing is answered here."""

        scope = {"type": "http", "headers": [], "name": name}
        return parts, asyncio.create_task(self.bound(scope, parts.get, send))


def piece(size, more=True):
    return {"type": "http.request", "body": b"x" * size, "more_body": more}


def test_large_bodies_held_back_leave_room_for_forms(monkeypatch):
    """Who sends nearly all of many large bodies and waits fills neither memory nor disk, and keeps nobody out."""
    monkeypatch.setattr("mingjing.config.bounds.SMALL", 10)

    async def attack():
        slow = Slow(most=1000, together=250)
        held = [slow.begin(f"held{n}") for n in range(3)]
        for parts, _ in held:
            parts.put_nowait(piece(110))
            await asyncio.sleep(0)
        await held[2][1]
        form, done = slow.begin("form")
        form.put_nowait(piece(10, more=False))
        await done
        held[0][0].put_nowait({"type": "http.disconnect"})
        await held[0][1]
        later, done = slow.begin("later")
        later.put_nowait(piece(110, more=False))
        await done
        held[1][0].put_nowait({"type": "http.disconnect"})
        await held[1][1]
        return slow

    slow = asyncio.run(attack())
    assert slow.got["held2"] == ["cut"]
    assert slow.got["form"] == [10, "whole"]
    assert slow.got["later"] == [110, "whole"]
    assert slow.bound._held == 0


def test_a_body_that_does_not_come_is_not_waited_for():
    async def attack():
        slow = Slow(patience=0.05)
        parts, done = slow.begin("slow")
        parts.put_nowait(piece(10))
        await asyncio.wait_for(done, 20)
        return slow.got["slow"]

    assert asyncio.run(attack()) == [10, "cut"]


def test_the_server_has_the_bound_around_everything():
    from mingjing.config.asgi import application
    from mingjing.media.rules import LIMITS
    from mingjing.media.vocab import BlobKind

    sent = [limit.bytes for kind, limit in LIMITS.items() if kind != BlobKind.RECORD]  # which is made here
    assert isinstance(application, Bounded)
    assert application.most > max(sent)
