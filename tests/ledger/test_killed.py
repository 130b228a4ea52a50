"""kill -9 of the real sealer, again and again while entries are written: the log goes on and stays true."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from mingjing.config.database_cache import lay_migrated
from mingjing_verify.log import verify_log

PROJECT = Path(__file__).resolve().parents[2]
WRITER = PROJECT / "bench" / "_numbering_writer.py"
KILLS = int(os.environ.get("MINGJING_TEST_KILLS", "3"))


@pytest.fixture
def environment(tmp_path):
    lay_migrated(tmp_path / "killed.sqlite3")
    return os.environ | {
        "MINGJING_DATABASE": f"sqlite:///{tmp_path / 'killed.sqlite3'}",
        "MINGJING_DATA": str(tmp_path / "data"),
        "DJANGO_SETTINGS_MODULE": "mingjing.config.settings",
        "PYTHONPATH": str(PROJECT),
    }


def django(command: str) -> list[str]:
    return [sys.executable, "-m", "django", command]


def until(condition, seconds: float = 120) -> None:
    """Wait for the processes, however slow the machine is today."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "nothing happens any more"
        time.sleep(0.02)


def test_the_sealer_survives_every_kill(environment, tmp_path):
    said, checkpoint = tmp_path / "said", tmp_path / "data/logs/numbering/checkpoint"
    with said.open("w") as out:
        line = [sys.executable, str(WRITER), "w", "100000"]
        writer = subprocess.Popen(line, env=environment, cwd=PROJECT, stdout=out)
    pause = random.Random(7)
    try:
        for _ in range(KILLS):
            written, sealed = said.stat().st_size, read(checkpoint)
            sealer = subprocess.Popen([*django("seal"), "--every", "0"], env=environment, cwd=PROJECT)
            until(lambda w=written, s=sealed: said.stat().st_size > w + 200 and read(checkpoint) != s)
            time.sleep(pause.random() / 2)
            assert sealer.poll() is None, "the sealer stopped by itself"
            sealer.send_signal(signal.SIGKILL)
            sealer.wait(timeout=60)
    finally:
        writer.send_signal(signal.SIGKILL)
        writer.wait(timeout=60)
    for command in (["seal", "--once"], ["audit"]):
        subprocess.run([*django(command[0]), *command[1:]], env=environment, check=True, cwd=PROJECT, timeout=240)
    report = verify_log(checkpoint.parent)
    assert report.findings == []
    assert report.heads[0].size >= len(said.read_text().splitlines()) > 50
    assert report.heads[0].cosigned


def read(path: Path) -> bytes:
    return path.read_bytes() if path.exists() else b""
