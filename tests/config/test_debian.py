"""The Debian packages the program asks for by name."""

import pytest

from mingjing.config import debian


@pytest.fixture
def asked(monkeypatch):
    found = []
    monkeypatch.delenv("MINGJING_FONTS", raising=False)
    monkeypatch.setattr(debian.shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(debian, "installed", lambda _package: False)
    monkeypatch.setattr(debian, "_as_root", lambda line: found.append(line) or True)
    return found


def test_a_missing_font_is_installed_by_name(asked):
    assert debian.chinese_font()
    assert asked[-1][-1] == "fonts-noto-cjk"


def test_a_font_that_is_there_is_left_alone(asked, monkeypatch):
    monkeypatch.setattr(debian, "installed", lambda _package: True)
    assert debian.chinese_font()
    assert not asked


def test_a_site_with_fonts_of_its_own_is_left_alone(asked, monkeypatch):
    monkeypatch.setenv("MINGJING_FONTS", "/somewhere")
    assert debian.chinese_font()
    assert not asked


def test_who_may_not_install_is_told_the_line_and_goes_on(asked, monkeypatch, capsys):
    monkeypatch.setattr(debian, "_as_root", lambda _line: False)
    assert not debian.chinese_font()
    assert "apt-get install -y --no-install-recommends fonts-noto-cjk" in "".join(capsys.readouterr())
