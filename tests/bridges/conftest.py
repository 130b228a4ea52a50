"""The process that takes readings, as threads of the test; and real brokers of the test's own."""

import getpass
import socket
import subprocess
import threading
import time
from pathlib import Path

import pytest

from mingjing.bridges.sensing import Sense
from mingjing.presence.intake import Gateway, Known
from mingjing.presence.rules.limits import limits

SECRET = b"s" * 32


def known():
    gateways = {"G1": Gateway("G1", "A", secrets=(SECRET,)), "T1": Gateway("T1", "A", "vitals-flat", (SECRET,))}
    return Known(gateways, {"W1": ("A", "band"), "W2": ("A", "band")})


def clock():
    return time.time_ns() // 1_000_000


class Running:
    """A `Sense` turned by a thread."""

    def __init__(self, folder: Path) -> None:
        self.sense = Sense(folder, known(), limits(), clock)
        self.sense.resume()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._turn, daemon=True)
        self._thread.start()

    def _turn(self):
        while not self._stop.is_set():
            self.sense.woken.wait(0.02)
            self.sense.turn()

    def stop(self):
        self._stop.set()
        self._thread.join()

    @property
    def counts(self):
        return self.sense.stations["A"].counts if "A" in self.sense.stations else {}


@pytest.fixture
def running(tmp_path):
    folder = tmp_path / "readings"
    folder.mkdir()
    one = Running(folder)
    yield one
    one.stop()


def until(true, what, seconds=30):
    """Wait for something another process does."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, f"never: {what}"
        time.sleep(0.02)


class Broker:
    """A real broker that can be stopped and started again on the same data."""

    def __init__(self, command, port, url):
        self.command, self.port, self.url = command, port, url
        self.start()

    def start(self):
        self.process = subprocess.Popen(self.command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        until(self._listens, "the broker listens")

    def _listens(self):
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def stop(self):
        self.process.terminate()
        self.process.wait(20)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def mosquitto(folder: Path) -> Broker:
    port, accounts = free_port(), folder / "accounts"
    accounts.touch()
    for name in ("sense", "G0", "G1", "T1"):
        subprocess.run(["mosquitto_passwd", "-b", str(accounts), name, f"pw-{name}"], check=True)
    (folder / "acl").write_text(
        "user sense\ntopic read mingjing/+/readings\ntopic read mingjing/+/state\n"
        "pattern write mingjing/%u/readings\npattern write mingjing/%u/state\n"
    )
    (folder / "mosquitto.conf").write_text(
        f"listener {port} 127.0.0.1\nallow_anonymous false\npassword_file {accounts}\nacl_file {folder}/acl\n"
        f"persistence true\npersistence_location {folder}/\nuser {getpass.getuser()}\n"
        "max_inflight_messages 1000\nmax_queued_messages 0\n"
    )
    return Broker(["mosquitto", "-c", str(folder / "mosquitto.conf")], port, f"mqtt://sense:pw-sense@127.0.0.1:{port}")


def nats(folder: Path) -> Broker:
    port = free_port()
    (folder / "nats.conf").write_text(f"""
        server_name: test
        host: 127.0.0.1
        port: {free_port()}
        jetstream {{ store_dir: "{folder}/js" }}
        mqtt {{ host: 127.0.0.1, port: {port}, ack_wait: "5s", max_ack_pending: 1000 }}
        authorization {{ users: [
          {{user: sense, password: pw-sense, permissions: {{subscribe: [">"], publish: [">"]}}}}
          {{user: G0, password: pw-G0, permissions: {{publish: ["mingjing.G0.>", "$MQTT.>"], subscribe: ["$MQTT.>"]}}}}
          {{user: G1, password: pw-G1, permissions: {{publish: ["mingjing.G1.>", "$MQTT.>"], subscribe: ["$MQTT.>"]}}}}
        ] }}
    """)
    return Broker(["nats-server", "-c", str(folder / "nats.conf")], port, f"mqtt://sense:pw-sense@127.0.0.1:{port}")


@pytest.fixture(params=[mosquitto, nats], ids=["mosquitto", "nats"])
def broker(request, tmp_path):
    folder = tmp_path / "broker"
    folder.mkdir(mode=0o755)
    one = request.param(folder)
    yield one
    one.stop()
