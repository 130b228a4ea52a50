"""The real server, real lines: who is refused, what rings, and that a line cut at any moment misses nothing."""

import http.client
import json
import time
from urllib.parse import quote

import pytest

pytestmark = pytest.mark.xdist_group("live")  # one server for all of them


class Line:
    """One open stream, read as a browser reads it."""

    def __init__(self, place, topics, after="", last_event_id=None, session=None):
        self.wire = http.client.HTTPConnection("127.0.0.1", place.port, timeout=20)
        headers = {"Cookie": f"sessionid={place.session if session is None else session}"}
        if last_event_id is not None:
            headers["Last-Event-ID"] = last_event_id
        self.wire.request("GET", f"/live?topics={quote(','.join(topics))}&after={quote(after)}", headers=headers)
        self.answer = self.wire.getresponse()
        self.id = after

    def next(self):
        """(event, data) of the next event; remembers its id."""
        found = {}
        while line := self.answer.readline().decode().rstrip("\n"):
            name, _, value = line.partition(": ")
            found[name] = value
        if "event" not in found:
            assert "retry" in found, "the line was closed"
            return self.next()
        self.id = found.get("id", self.id)
        return found["event"], json.loads(found["data"])

    def until_tick(self):
        """Every event up to the next tick, which ends the catching up."""
        events = []
        while (event := self.next())[0] != "tick":
            events.append(event)
        return events

    def close(self):
        self.wire.close()


def test_a_stranger_is_refused(place):
    assert Line(place, [place.site], session="nobody").answer.status == 401


def test_a_line_without_a_cursor_fetches_everything(place):
    line = Line(place, [place.site])
    assert line.answer.getheader("Content-Type").startswith("text/event-stream")
    assert line.until_tick() == [("resync", {})]
    line.close()


def test_what_is_entered_rings_within_a_second(place):
    line = Line(place, [place.site, "stay:elsewhere"])
    line.until_tick()
    place.ring(place.site)
    began = time.monotonic()
    assert line.next() == ("bell", {"topic": place.site, "tag": "test.bell.rang"})
    assert time.monotonic() - began < 1
    line.close()


def test_what_nobody_may_hear_does_not_ring(place):
    line = Line(place, ["stay:secret", place.officer])
    line.until_tick()
    place.ring("stay:secret")
    place.ring(place.officer)
    assert line.next()[1]["topic"] == place.officer
    line.close()


def test_what_rang_while_the_line_was_down_rings_when_it_is_back(place):
    first = Line(place, [place.site])
    first.until_tick()
    cursor = first.id
    first.close()
    place.ring(place.site)
    for resumed in (Line(place, [place.site], after=cursor), Line(place, [place.site], last_event_id=cursor)):
        assert resumed.until_tick() == [("bell", {"topic": place.site, "tag": "test.bell.rang"})]
        assert resumed.id != cursor
        resumed.close()


def test_nothing_is_repeated_to_who_has_heard_all(place):
    line = Line(place, [place.site])
    line.until_tick()
    line.close()
    assert Line(place, [place.site], after=line.id).until_tick() == []


def test_a_page_carries_the_cursor_from_before_it_was_read(place):
    wire = http.client.HTTPConnection("127.0.0.1", place.port, timeout=20)
    wire.request("GET", "/gallery", headers={"Cookie": f"sessionid={place.session}"})
    page = wire.getresponse().read().decode()
    cursor = page.split('data-after="')[1].split('"')[0]
    assert cursor
    place.ring(place.site)
    assert Line(place, [place.site], after=cursor).until_tick()[0][0] == "bell"


def test_lines_cut_at_any_moment_miss_nothing(place):
    """Two processes write in two logs while the line is cut again and again: afterwards nothing is left to be heard."""
    topics = [place.site, place.officer]
    for ringer, topic, log in zip(place.ringers, topics, ("HY01", "HY02"), strict=True):
        place.ask(ringer, topic, 40, log)
    cursor, heard = "", []
    for _ in range(15):
        line = Line(place, topics, after=cursor)
        heard += [name for name, _ in line.until_tick()]
        cursor = line.id
        line.close()
    assert all(ringer.stdout.readline() == "rung\n" for ringer in place.ringers)
    last = Line(place, topics, after=cursor)
    heard += [name for name, _ in last.until_tick()]
    assert set(heard) == {"resync", "bell"}
    assert Line(place, topics, after=last.id).until_tick() == []
