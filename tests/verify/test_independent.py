"""Somebody else's implementation accepts our logs: Go's golang.org/x/mod, from Debian's golang-golang-x-mod-dev.

Skipped where it is not installed. `MINGJING_TEST_GO` names another `go`, `MINGJING_TEST_GOPATH` another GOPATH.
"""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.verify.conftest import LOG_KEY, checkpoint, entry, write_log

GO = os.environ.get("MINGJING_TEST_GO") or shutil.which("go")
GOPATH = Path(os.environ.get("MINGJING_TEST_GOPATH", "/usr/share/gocode"))
SOURCE = Path(__file__).with_name("independent") / "main.go"

pytestmark = pytest.mark.skipif(
    not GO or not (GOPATH / "src/golang.org/x/mod").is_dir(), reason="needs golang-go and golang-golang-x-mod-dev"
)


@pytest.fixture(scope="module")
def program(tmp_path_factory) -> Path:
    built = tmp_path_factory.mktemp("go") / "reader"
    environment = os.environ | {
        "GO111MODULE": "off",
        "GOPATH": str(GOPATH),
        "GOCACHE": str(built.parent / "cache"),
        "GOTOOLCHAIN": "local",
        "GOFLAGS": "",
    }
    subprocess.run([str(GO), "build", "-o", built, SOURCE], env=environment, check=True, timeout=300)
    return built


@pytest.mark.parametrize("size", [1, 2, 256, 257, 600, 70_000])
def test_go_opens_the_checkpoint_and_proves_entries_and_growth(program, tmp_path, size):
    log = tmp_path / "610921-centre"
    write_log(log, [entry(seq) for seq in range(size)])
    kept = tmp_path / "kept"
    kept.write_text(str(checkpoint(log, max(1, size // 3), of=size)))
    picks = {0, size // 2, size - 1, min(255, size - 1), min(256, size - 1)}
    command = [program, log, str(LOG_KEY.vkey), kept, *map(str, sorted(picks))]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split()[0] == str(size)


@pytest.mark.parametrize("name", ["checkpoint", "tile/0/000", "tile/entries/000"])
def test_go_refuses_what_was_changed(program, exhibit, name):
    kept = exhibit.path.parent / "kept"
    shutil.copy(exhibit.file("checkpoint"), kept)
    raw = bytearray(exhibit.file(name).read_bytes())
    raw[40] ^= 1  # in a tile: the hash beside entry 0, which its proof needs
    exhibit.file(name).write_bytes(raw)
    command = [program, exhibit.path, exhibit.key, kept, "0"]
    assert subprocess.run(command, capture_output=True, check=False).returncode == 1
