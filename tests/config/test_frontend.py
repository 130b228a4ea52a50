import re

import pytest

from mingjing.config import frontend
from mingjing.config.console import PROJECT, Stopped


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A small project whose builds are only noted down."""
    (tmp_path / "web" / "src").mkdir(parents=True)
    (tmp_path / "web" / "src" / "a.ts").write_text("export {}")
    built = tmp_path / "built"
    for name, place in {"PROJECT": tmp_path, "SOURCES": tmp_path / "web", "BUILT": built}.items():
        monkeypatch.setattr(frontend, name, place)
    monkeypatch.setattr(frontend, "MODULES", tmp_path / "node_modules")
    monkeypatch.setattr(frontend, "LOCKS", [tmp_path / "package-lock.json"])
    (tmp_path / "package-lock.json").write_text("{}")
    ran = []

    def run(command, _node):
        ran.append("npm ci" if "ci" in command else "esbuild")
        (tmp_path / "node_modules").mkdir(exist_ok=True)
        built.mkdir(exist_ok=True)

    monkeypatch.setattr(frontend, "_run", run)
    monkeypatch.setattr(frontend, "_find_node", lambda: ("node", ["npm"]))
    return tmp_path, ran


def test_each_part_runs_only_when_its_input_changed(project):
    folder, ran = project
    assert frontend.build()
    assert ran == ["npm ci", "esbuild"]
    assert not frontend.build()
    (folder / "web" / "src" / "a.ts").write_text("export const a = 1")
    assert frontend.build()
    assert ran == ["npm ci", "esbuild", "esbuild"]
    (folder / "package-lock.json").write_text('{"changed": true}')
    assert frontend.build()
    assert ran[3:] == ["npm ci", "esbuild"]


def test_failed_build_is_told_and_tried_again(project, monkeypatch):
    def fails(*_arguments):
        raise Stopped("坏", "broken")

    frontend.build()
    (project[0] / "web" / "src" / "b.ts").write_text("nonsense")
    with monkeypatch.context() as broken, pytest.raises(Stopped):
        broken.setattr(frontend, "_run", fails)
        frontend.build()
    assert frontend.build()


def test_lock_files_name_no_machine_of_ours():
    assert "resolved" not in (PROJECT / "package-lock.json").read_text()
    hosts = set(re.findall(r"https?://([^/\"]+)", (PROJECT / "uv.lock").read_text()))
    assert hosts <= {"pypi.org", "files.pythonhosted.org"}
