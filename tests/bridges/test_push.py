"""Readings pushed over HTTP: on the disk when the answer is 202."""

import json

import msgspec
import pytest
from django.test import Client

from mingjing.bridges import push
from mingjing.bridges.line import Line
from mingjing.bridges.local import LocalDoor
from mingjing.bridges.sensing import OTHERS, STRANGERS, Message, Sense
from mingjing.presence import journal
from mingjing.presence.intake import sign
from mingjing.presence.rules.limits import limits
from tests.bridges.conftest import SECRET, clock, known, until


@pytest.fixture
def door(running, settings):
    settings.READING_STORE = running.sense.folder
    one = LocalDoor(running.sense, running.sense.folder)
    one.start()
    one.open.wait(10)
    yield one
    push.lines.hang_up()


@pytest.fixture
def post(db):
    client = Client(enforce_csrf_checks=True)

    def send(raw, gateway="G1", **headers):
        return client.post(f"/push/{gateway}", raw, content_type="application/octet-stream", headers=headers)

    return send


def message(number=1, device="W1"):
    body = json.dumps({"sent": clock(), "readings": [{"device": device, "at": clock(), "hr": 70}]}).encode()
    return sign(SECRET, "G1", number, body)


def test_a_push_is_on_the_disk_when_it_is_answered(running, door, post):
    raw = message()
    assert post(raw).status_code == 202
    [(_, path)] = journal.segments(running.sense.folder / "A")
    assert raw in [record.raw for record in journal.read(path)]


def test_a_refusal_says_why_and_is_kept(running, door, post):
    answer = post(message()[:-1] + b" ")
    assert (answer.status_code, answer.json()) == (401, {"answer": "bad_signature"})
    assert post(message(), gateway="G9").status_code == 404
    assert post(b"{").status_code == 422
    assert post(b"x" * (limits().message_bytes + 1)).status_code == 413
    reasons = [r.why for _, p in journal.segments(running.sense.folder / "A") for r in journal.read(p) if r.why]
    assert reasons == ["bad_signature", "malformed"]
    shown = {(site, why) for site, _, why, _ in running.sense.turned}
    assert shown >= {("A", "bad_signature"), ("A", "malformed"), ("A", "too_large"), ("_unknown", "unknown_gateway")}


def test_a_makers_format_needs_its_token(door, post):
    raw = json.dumps({"id": "W1", "ts": clock() / 1000, "hr": 70}).encode()
    assert post(raw, "T1").status_code == 401
    assert post(raw, "T1", Authorization="Bearer wrong").status_code == 401
    assert post(raw, "T1", Authorization=f"Bearer {SECRET.decode()}").status_code == 202


def test_when_nobody_takes_readings_the_gateway_is_told_to_try_again(post, settings, tmp_path):
    settings.READING_STORE = tmp_path
    push.lines.hang_up()
    answer = post(message())
    assert (answer.status_code, answer["Retry-After"]) == (503, "2")


def test_a_length_that_is_no_number_is_refused(post):
    answer = Client().generic("POST", "/push/G1", b"x", "application/octet-stream", CONTENT_LENGTH="-x")
    assert (answer.status_code, answer.json()) == (422, {"answer": "malformed"})


def test_a_flood_of_invented_names_fills_neither_disk_nor_database(tmp_path):
    few = msgspec.structs.replace(limits(), refused_kept=5)
    sense = Sense(tmp_path, known(), few, lambda: 1_770_000_000_000)
    sense.resume()
    for n in range(100):
        sense.offer(Message(f"X{n}", b"{}", lambda _: None))
    sense.turn()
    kept = [r for _, p in journal.segments(tmp_path / "_unknown") for r in journal.read(p) if r.why]
    assert len(kept) == 5
    assert len(sense.turned) == STRANGERS + 1
    assert sum(one.count for one in sense.turned.values()) == 100
    assert not sense.beats


def test_a_flood_of_large_refused_messages_does_not_fill_the_disk(tmp_path):
    """Six hundred a minute of the largest size would be two hundred gigabytes a day, from a stranger."""
    few = msgspec.structs.replace(limits(), refused_bytes=1000)
    sense = Sense(tmp_path, known(), few, lambda: 1_770_000_000_000)
    sense.resume()
    for sender in ("X", "G1"):
        for n in range(50):
            sense.offer(Message(sender, b"x" * (300 if n else 900), lambda _: None))
    sense.turn()
    for site in ("_unknown", "A"):
        kept = [len(r.raw) for _, p in journal.segments(tmp_path / site) for r in journal.read(p) if r.why]
        assert kept == [900], site
    assert sum(one.count for one in sense.turned.values()) == 100


@pytest.mark.parametrize("name", ["a\0b", "\u202eG", "", "a b", "\x1b[2J"])
def test_a_name_no_gateway_can_have_is_written_down_nowhere(tmp_path, name):
    """A database may not be able to hold it, and a screen may not want to."""
    sense = Sense(tmp_path, known(), limits(), lambda: 1_770_000_000_000)
    sense.resume()
    sense.offer(Message(name, b"{}", lambda _: None))
    sense.turn()
    [(_, told, _, _)] = sense.turned
    assert told == OTHERS


def test_a_message_nobody_foresaw_is_refused_and_the_next_is_taken(tmp_path, monkeypatch):
    sense, answers = Sense(tmp_path, known(), limits(), clock), []
    sense.resume()
    take = sense.intake.take

    def broken(sender, raw, *more, **told):
        if raw == b"unforeseen":
            raise OverflowError("never thought of")
        return take(sender, raw, *more, **told)

    monkeypatch.setattr(sense.intake, "take", broken)
    for raw in (b"unforeseen", message()):
        sense.offer(Message("G1", raw, answers.append))
    sense.turn()
    assert answers == ["malformed", "taken"]
    kept = [r.raw for _, p in journal.segments(tmp_path / "A") for r in journal.read(p) if r.why]
    assert kept == [b"unforeseen"]


def test_the_socket_opens_to_nobody_else(running, door):
    assert (running.sense.folder / "sense.sock").stat().st_mode & 0o077 == 0


def test_many_messages_may_be_under_way_on_one_line(running, door):
    line = Line(running.sense.folder)
    numbers = {line.send("G1", message(n)) for n in range(200)}
    assert {line.hear() for _ in range(200)} == {(n, "taken") for n in numbers}
    until(lambda: running.counts["taken"] == 200, "all are judged")
    line.close()


def test_a_broken_frame_closes_only_its_own_line(running, door):
    bad, good = Line(running.sense.folder), Line(running.sense.folder)
    bad._socket.sendall(b"\x05\x00\x00\x00hello")
    with pytest.raises(OSError, match="closed"):
        bad.hear()
    assert good.ask("G1", message()) == "taken"
    good.close()
