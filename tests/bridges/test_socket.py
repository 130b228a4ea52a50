"""Readings over a WebSocket, through the real server: on the disk when it is answered."""

import json
import os
import socket
import struct
from base64 import b64encode
from pathlib import Path

import pytest

from mingjing.bridges.local import LocalDoor
from mingjing.bridges.socket import ASKING
from mingjing.presence import journal
from mingjing.presence.rules.limits import limits
from tests.bridges.conftest import Running
from tests.bridges.test_push import message
from tests.walks.conftest import _served


class Socket:
    """A client of its own: what a gateway in the field speaks."""

    def __init__(self, port, path="/push/G1", **headers):
        self.line = socket.create_connection(("127.0.0.1", port), 20)
        more = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        key = b64encode(os.urandom(16)).decode()
        self.line.sendall(
            f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n{more}\r\n".encode()
        )
        head = b""
        while b"\r\n\r\n" not in head:
            head += self.line.recv(1) or b"\r\n\r\n"
        self.status = int(head.split(b" ")[1])

    def ask(self, raw):
        mask = os.urandom(4)
        masked = bytes(byte ^ mask[n % 4] for n, byte in enumerate(raw))
        length = struct.pack(">BQ", 0xFF, len(raw)) if len(raw) > 65535 else struct.pack(">BH", 0xFE, len(raw))
        self.line.sendall(b"\x82" + length + mask + masked)
        _, size = self._exactly(2)
        return json.loads(self._exactly(size))["answer"]

    def _exactly(self, size):
        got = b""
        while len(got) < size:
            got += self.line.recv(size - len(got))
        return got


@pytest.fixture
def place(tmp_path):
    """The real server, and the process that takes readings as threads of the test."""
    found = _served().Place(tmp_path)
    folder = Path(found.environment["MINGJING_DATA"]) / "readings"
    folder.mkdir()
    found.running = Running(folder)
    door = LocalDoor(found.running.sense, folder)
    door.start()
    door.open.wait(10)
    found.start()
    yield found
    found.stop()
    found.running.stop()


@pytest.mark.one_engine
def test_frames_are_on_the_disk_when_they_are_answered(place):
    one = Socket(place.port)
    assert one.status == 101
    raw = message()
    assert one.ask(raw) == "taken"
    [(_, path)] = journal.segments(place.running.sense.folder / "A")
    assert raw in [record.raw for record in journal.read(path)]
    assert one.ask(raw) == "replayed"
    assert one.ask(b"nonsense " * 20) == "malformed"
    assert one.ask(b"x" * (limits().message_bytes + 1)) == "too_large"
    assert one.ask(message(2)) == "taken"  # a refusal ends nothing
    assert Socket(place.port, "/push/nobody").ask(message(3)) == "unknown_gateway"
    assert Socket(place.port, Origin="http://127.0.0.1").status == 403  # a page is no device
    assert Socket(place.port, "/alarms/").status == 403


@pytest.mark.one_engine
def test_many_sockets_of_strangers_are_few_lines_to_who_takes_readings(place):
    """Descriptors of that process (here: of the test) are for journals: who opens sockets without end uses up none."""
    before = len(os.listdir("/proc/self/fd"))
    sockets = [Socket(place.port, f"/push/stranger{n}") for n in range(40)]
    assert {one.ask(b"{}") for one in sockets} == {"unknown_gateway"}
    assert len(os.listdir("/proc/self/fd")) - before - len(sockets) <= ASKING
