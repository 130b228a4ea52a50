"""The witness as the program it is: a real process, asked over HTTP by the real sealer."""

import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from urllib.error import HTTPError

import pytest

from mingjing.config import witnessing
from mingjing.config.console import PROJECT, Stopped
from mingjing.ledger import logs
from mingjing.ledger.findings import Tampering
from mingjing.ledger.models import Checkpoint
from mingjing.ledger.sealing import seal, standing
from mingjing_verify.log import verify_log
from mingjing_verify.note import read_key
from tests.ledger.conftest import ledger  # noqa: F401  a fixture

NAME = "city.example/witness"


class City:
    """The level above: a folder, a port, a process."""

    def __init__(self, folder, port):
        self.folder, self.port, self.process = folder, port, None
        self.key = self.run("--show-key").stdout.strip()

    def line(self, *more):
        line = [sys.executable, "-m", "mingjing.config.cli", "witness", "--folder", str(self.folder), "--name", NAME]
        return [*line, "--port", str(self.port), *more]

    def run(self, *more):
        return subprocess.run(self.line(*more), capture_output=True, text=True, check=True, cwd=PROJECT)

    def start(self):
        self.process = subprocess.Popen(self.line(), cwd=PROJECT, stderr=subprocess.DEVNULL)
        end = time.monotonic() + 120
        while socket.socket().connect_ex(("127.0.0.1", self.port)):
            assert time.monotonic() < end, "the witness does not start"
            assert self.process.poll() is None
            time.sleep(0.05)

    def kill(self):
        if self.process:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(timeout=60)
            self.process = None

    def post(self, body):
        address = f"http://127.0.0.1:{self.port}/add-checkpoint"
        try:
            with urllib.request.urlopen(urllib.request.Request(address, data=body)) as told:
                return told.status, told.headers.get_content_type(), told.read().decode()
        except HTTPError as refused:
            return refused.code, refused.headers.get_content_type(), refused.read().decode()


@pytest.fixture
def city(tmp_path, settings):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    above = City(tmp_path / "city", port)
    settings.WITNESS_URL, settings.WITNESS_KEY = f"http://127.0.0.1:{port}", above.key
    logs._over_http.cache_clear()
    yield above
    above.kill()
    logs._over_http.cache_clear()


def told_by_now():
    """The pause after an outage is over."""
    logs._over_http.cache_clear()


def test_a_witness_on_its_own_cosigns_refuses_and_catches_up(ledger, city, tmp_path):  # noqa: F811
    # it does not run yet: the log is sealed, not published, and an outage leaves one row, not one a round
    ledger.write(3)
    assert [seal(ledger.log).size for _ in range(3)] == [3, 3, 3]
    assert standing(ledger.log, 0) == "sealed"
    assert Checkpoint.objects.count() == 1

    # it runs, and does not know the log
    city.start()
    told_by_now()
    seal(ledger.log)
    assert standing(ledger.log, 0) == "sealed"

    # its operator adds the key: the next round catches up, and an outsider verifies with both keys
    shutil.copy(ledger.path / "vkey", city.folder / "logs.vkey")
    seal(ledger.log)
    assert standing(ledger.log, 2) == "published"
    report = verify_log(ledger.path, keys=[read_key(str(ledger.place.signer.vkey))], witnesses=[read_key(city.key)])
    assert report.findings == []
    assert [c.witness for h in report.heads for c in h.cosigned] == [NAME]

    # a stale size is answered with the one it knows
    first = (ledger.path / "checkpoint").read_bytes()
    ledger.write(300)
    seal(ledger.log)
    assert standing(ledger.log, 302) == "published"
    status = city.post(b"old 3\n\n" + (ledger.path / "checkpoint").read_bytes())
    assert status == (409, "text/x.tlog.size", "303\n")
    assert city.post(b"old 9\n\n" + first)[0] == 400

    # killed and started again, it remembers; meanwhile the log went on
    city.kill()
    ledger.write(5)
    seal(ledger.log)
    assert standing(ledger.log, 305) == "sealed"
    city.start()
    told_by_now()
    seal(ledger.log)
    assert standing(ledger.log, 305) == "published"

    # the site is put back as a whole and goes on differently: refused by name, nothing cosigned
    with ledger.unguarded() as cursor:
        for table in ("entryref", "entrycontent", "entry", "loghead", "checkpoint"):
            cursor.execute(f"DELETE FROM ledger_{table}")
    shutil.rmtree(ledger.path)
    ledger.write(400)
    with pytest.raises(Tampering, match=r"log\.forked"):
        seal(ledger.log)
    assert not (ledger.path / "checkpoint").exists()


@pytest.mark.parametrize("lines", ["nonsense", "a+b+c", "{witness}", "{log}\n{log}"])
def test_a_list_of_logs_that_cannot_be_meant_stops_the_start(tmp_path, lines):
    from tests.verify.conftest import CITY, LOG_KEY

    (tmp_path / "logs.vkey").write_text(lines.format(witness=CITY.vkey, log=LOG_KEY.vkey))
    with pytest.raises(Stopped):
        witnessing.known(tmp_path)


def test_another_name_than_that_of_the_key_is_refused(tmp_path):
    witnessing._signer(tmp_path, NAME)
    for name in ("other.example/witness", "two words", ""):
        with pytest.raises(Stopped):
            witnessing._signer(tmp_path, name)
    assert (tmp_path / "witness.key").stat().st_mode & 0o077 == 0
