import json
import os
import signal
import socket
import subprocess
import sys

import pytest

from mingjing.config import demo, folder
from mingjing.config.console import PROJECT, Stopped

WELL = {"home": 200, "sign_in": 200, "stay": {"ok": True}, "ledger": {"ok": True}}


def test_busy_port_gives_the_next_free_one():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        busy = taken.getsockname()[1]
        assert busy < demo.free_port(busy) < busy + 50


def test_nothing_falls_short_when_all_is_well():
    assert demo.shortfalls(WELL) == []


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"home": 404}, ["home"]),
        ({"sign_in": 500}, ["sign_in"]),
        ({"stay": {"ok": False}}, ["stay"]),
        ({"ledger": {"ok": False}}, ["ledger"]),
        ({"stopped": "the disk is full"}, ["started"]),
    ],
)
def test_each_shortfall_is_named(change, named):
    assert demo.shortfalls(WELL | change) == named


def test_run_that_showed_nothing_falls_short_of_everything():
    assert demo.shortfalls({}) == ["home", "sign_in", "stay", "ledger"]


def test_folder_is_used_together_or_alone(tmp_path):
    data = tmp_path / "data"
    with folder.in_use(data, alone=False), folder.in_use(data, alone=False), pytest.raises(Stopped):
        folder.in_use(data, alone=True).__enter__()
    with folder.in_use(data, alone=True), pytest.raises(Stopped):
        folder.in_use(data, alone=False).__enter__()


def test_database_that_somebody_only_looked_for_is_no_system(tmp_path):
    (tmp_path / folder.DATABASE).touch()
    assert not folder.holds_a_system(tmp_path)


def test_interrupted_first_start_leaves_no_half_demonstration(tmp_path, monkeypatch):
    def killed(*_arguments):
        raise KeyboardInterrupt

    monkeypatch.setattr(demo, "_python", killed)
    with pytest.raises(KeyboardInterrupt):
        demo.prepare(tmp_path / "data", {})
    assert not (tmp_path / "data").exists()


def test_demonstration_starts_keeps_its_port_and_stops_on_ctrl_c(tmp_path):
    """The real command, without seed data: migrated, served, stopped, within seconds."""
    port = demo.free_port(0)
    environment = os.environ | {"MINGJING_DATA": str(tmp_path / "data"), "LANG": "C.UTF-8", "LC_ALL": ""}
    script = (
        "from mingjing.config import demo, frontend; frontend.build = lambda: False; demo._seed = lambda *_: None;"
        f"import pathlib; demo.run(pathlib.Path({str(tmp_path / 'data')!r}), {port}, None)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script], env=environment, cwd=PROJECT, stderr=subprocess.PIPE, text=True
    ) as run:
        for line in run.stderr:
            if "Ctrl-C" in line:
                break
        assert demo.status(f"http://127.0.0.1:{port}/health") == 200
        run.send_signal(signal.SIGINT)
        run.stderr.read()
    assert run.returncode == 0
    assert (tmp_path / "data" / folder.DATABASE).exists()
    assert demo.free_port(port) == port


def test_result_line_is_json_and_the_exit_code_says_whether_it_held(monkeypatch, capsys):
    def nothing_works(*_arguments):
        raise Stopped("坏了", "broken")

    monkeypatch.setattr(demo.frontend, "build", lambda: False)
    monkeypatch.setattr(demo, "prepare", nothing_works)
    assert demo.check(None) == 1
    told = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert not told["ok"]
    assert told["stopped"] == "broken"
    assert "started" in told["shortfalls"]
