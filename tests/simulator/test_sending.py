"""What is sent is what the door takes; what is not taken for now is sent again; bad input is said clearly."""

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from mingjing.config import simulate as cli
from mingjing.config.console import Stopped
from mingjing.presence.intake import Gateway, Intake, Known, Taken
from mingjing.presence.rules.limits import limits
from mingjing.presence.standard_plans import standard_plan
from mingjing.simulator.scenario import load
from mingjing.simulator.sending import Key, messages, push, sealed, secrets
from mingjing.simulator.stream import sent

START = 1_764_000_000_000
SECRET = "s" * 43


class Door(BaseHTTPRequestHandler):
    """Says no twice, then takes everything."""

    taken: list
    refusals = 2

    def do_POST(self):
        raw = self.rfile.read(int(self.headers["Content-Length"]))
        status = 202
        if type(self).refusals:
            type(self).refusals -= 1
            status = 503
        else:
            type(self).taken.append((self.path, raw))
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


@pytest.fixture
def door():
    Door.taken, Door.refusals = [], 2
    server = HTTPServer(("127.0.0.1", 0), Door)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def some():
    stream = sent(load("co_suspects_meet"), standard_plan("county_centre"), 7, START)
    told = messages(stream, START)
    return [next(told) for _ in range(20)]


def test_the_door_takes_what_is_sent():
    devices = dict.fromkeys(["B-0001", "B-0002", "C-0001", "C-0002"], ("c1", "band"))
    intake = Intake(Known({"GW-01": Gateway("GW-01", "c1", secrets=(SECRET.encode(),))}, devices), limits())
    for n, message in enumerate(some()):
        taken = intake.take("GW-01", sealed("GW-01", n + 1, SECRET, message.body), START + 60_000)
        assert isinstance(taken, Taken)
        assert len(taken.readings) == 4
        assert taken.sent == START + round(message.arrives * 1000)


def test_what_is_not_taken_for_now_is_sent_again(door):
    waits = []
    tally = push(some(), door, {"GW-01": Key(SECRET)}, speed=1e9, first=5, wait=waits.append)
    assert (tally.messages, tally.readings, tally.answers) == (20, 80, {202: 20})
    assert len(waits) == 2
    numbers = [raw.split(b" ")[2] for _, raw in Door.taken]
    assert numbers == [str(n).encode() for n in range(5, 25)]
    assert {path for path, _ in Door.taken} == {"/push/GW-01"}


def test_speed_is_kept(door):
    waits = []
    Door.refusals = 0
    push(some()[:3], door, {"GW-01": Key(SECRET)}, speed=2.0, first=1, wait=waits.append)
    assert waits[0] == pytest.approx(0.5, abs=0.3)


def test_a_gateway_without_a_secret_is_said(door):
    with pytest.raises(ValueError, match="no secret for GW-01"):
        push(some(), door, {}, speed=1e9, first=1)


def test_the_command_prints_the_same_bytes_for_the_same_seed(capfdbinary):
    for _ in range(2):
        assert cli.main(["co_suspects_meet", "--start", "0", "--seed", "3", "--loss", "0.5"]) == 0
    out = capfdbinary.readouterr().out
    assert out[: len(out) // 2] == out[len(out) // 2 :]
    arrives, gateway, reading = json.loads(out.splitlines()[0])
    assert (gateway, set(reading) >= {"device", "at", "x", "y"}) == ("GW-01", True)
    assert arrives >= 0


def test_the_command_pushes(door, tmp_path, capsys):
    keys = tmp_path / "secrets"
    keys.write_text(f"GW-01 {SECRET}\n")
    Door.refusals = 0
    told = ["co_suspects_meet", "--to", door, "--secrets", str(keys), "--speed", "1e9"]
    assert cli.main(told) == 0
    assert json.loads(capsys.readouterr().out)["answers"] == {"202": 900}


def test_a_second_run_numbers_on_where_a_longer_past_lies(door, tmp_path, capsys, monkeypatch):
    keys = tmp_path / "secrets"
    keys.write_text(f"GW-11 {SECRET}\n")
    Door.refusals = 0
    for now, start in ((START, START - 1_000_000), (START + 60_000, START - 9_000_000)):
        monkeypatch.setattr(cli.time, "time_ns", lambda now=now: now * 1_000_000)
        told = ["co_suspects_meet", "--to", door, "--secrets", str(keys), "--speed", "1e9", "--as", "GW-01:GW-11"]
        assert cli.main([*told, "--start", str(start)]) == 0
    numbers = [int(raw.split(b" ")[2]) for _, raw in Door.taken]
    assert numbers == sorted(set(numbers)), "each higher than all before"
    assert {path for path, _ in Door.taken} == {"/push/GW-11"}


@pytest.mark.parametrize(
    "told",
    [
        ["nothing"],
        ["co_suspects_meet", "--to", "http://127.0.0.1:9"],
        ["co_suspects_meet", "--to", "ftp://x", "--secrets", __file__],
        ["co_suspects_meet", "--plan", __file__],
        ["co_suspects_meet", "--plan", "/nowhere.svg"],
    ],
)
def test_bad_input_is_said_in_both_languages(told):
    with pytest.raises(Stopped) as stopped:
        cli.main(told)
    assert stopped.value.text.zh
    assert stopped.value.text.en


def test_secrets_are_read_line_by_line(tmp_path):
    place = tmp_path / "s"
    place.write_text("GW-01 a\nGW-02 b p\n")
    assert secrets(place) == {"GW-01": Key("a"), "GW-02": Key("b", "p")}
    place.write_text("GW-01\n")
    with pytest.raises(ValueError, match="GATEWAY SECRET"):
        secrets(place)
