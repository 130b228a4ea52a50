"""The verifier runs alone: copied to an empty place, with `cryptography` and nothing of the system beside it."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import mingjing_verify

PROBE = """
import json, runpy, sys
sys.argv = ["mingjing_verify", *sys.argv[1:]]
sys.path[:0] = [{place!r}, *{third!r}]
code = 0
try:
    runpy.run_module("mingjing_verify", run_name="__main__")
except SystemExit as stopped:
    code = stopped.code
tops = {{name.partition(".")[0] for name in sys.modules}} - set(sys.stdlib_module_names)
print(json.dumps([code, sorted(t for t in tops if not t.startswith("_"))]))
"""


def test_it_verifies_a_log_with_nothing_else_installed(exhibit, tmp_path):
    place = tmp_path / "alone"
    source = Path(mingjing_verify.__file__).parent
    shutil.copytree(source, place / "mingjing_verify", ignore=shutil.ignore_patterns("__pycache__"))
    third = [str(Path(__import__("cryptography").__file__).parent.parent)]
    probe = PROBE.format(place=str(place), third=third)
    command = [sys.executable, "-I", "-S", "-c", probe, "log", str(exhibit.path), "--key", exhibit.key, "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=tmp_path)
    report, (code, imported) = map(json.loads, done.stdout.splitlines())
    assert code == 0
    assert report["ok"] is True
    assert set(imported) - {"cffi"} == {"cryptography", "mingjing_verify"}


def test_its_source_names_nothing_of_the_system():
    for file in Path(mingjing_verify.__file__).parent.glob("*.py"):
        assert "from mingjing." not in file.read_text()
        assert "import mingjing\n" not in file.read_text()
