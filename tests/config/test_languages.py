"""Every command speaks the language of the terminal, and only that one: its help, and what it says of a wrong call."""

import re
from itertools import pairwise

import pytest
from django.utils import translation

from mingjing.config import cli, folder
from mingjing.kernel import text

HAN = re.compile(r"[\u3000-\u9fff\uff00-\uffef]")
SENTENCE = re.compile(r"\b[a-z]{2,}(?: [a-z]+){2,}\b")
"""Three English words in a row: no name of an option, no value, no path."""
PARTS = {
    "law": ("evaluate", "explain", "diff", "check", "list", "coverage"),
    "models": ("add", "list", "measure"),
    "verify": ("log", "record"),
    "manage": ("audit", "audit_tracks", "access_matrix"),
}
LINES = [(name,) for name in cli.COMMANDS if name != "manage"]
LINES += [(name, part) for name, parts in PARTS.items() for part in parts]
LOCALES = {"zh_CN.UTF-8": "zh", "en_GB.UTF-8": "en", "C.UTF-8": "en"}
# whoever is handed the verifier is here: where the terminal names no language it is Chinese
ASKED = [(line, to) for line in LINES for to in LOCALES if (line[0], to) != ("verify", "C.UTF-8")]


@pytest.fixture(autouse=True)
def _as_from_a_terminal(monkeypatch, tmp_path):
    """No folder of this machine is opened, and the language of other tests stays."""
    monkeypatch.setattr(text, "_ask", list(text._ask))
    monkeypatch.setattr(folder, "default", lambda: tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    with translation.override(translation.get_language()):
        yield


def told(capsys, monkeypatch, locale, *line):
    """What the command prints, and its exit code."""
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", locale)
    try:
        code = cli.main(list(line))
    except SystemExit as left:
        code = left.code
    printed = capsys.readouterr()
    return code, printed.out + printed.err


def one_language(said, language):
    without_usage = re.sub(r"(?s)^.*?\n\n", "", said, count=1) if said.count("\n\n") else said
    if language == "en":
        return not HAN.search(said)
    return bool(HAN.search(said)) and not SENTENCE.search(without_usage)


def explained(option, after):
    """Beside the option, or, when it is long, on the next line."""
    return re.search(r"\S {2,}\S", option) or re.match(r" {10,}\S", after)


@pytest.mark.parametrize(("line", "locale"), ASKED, ids=lambda one: one if isinstance(one, str) else " ".join(one))
def test_the_help_of_every_command_is_in_the_language_of_the_terminal(line, locale, capsys, monkeypatch):
    code, said = told(capsys, monkeypatch, locale, *line, "--help")
    assert code == 0
    assert one_language(said, LOCALES[locale]), said
    bare = [one for one, after in pairwise(said.splitlines()) if re.match(r"  -\S", one) and not explained(one, after)]
    assert not bare, "every option is explained"


@pytest.mark.parametrize("locale", ["zh_CN.UTF-8", "en_GB.UTF-8"])
@pytest.mark.parametrize("line", [one for one in LINES if one != ("test",)], ids=" ".join)
def test_a_wrong_call_is_named_in_the_language_of_the_terminal(line, locale, capsys, monkeypatch):
    code, said = told(capsys, monkeypatch, locale, *line, "--frobnicate", "1", "2", "3")
    assert code == 2
    last = said.strip().splitlines()[-1]
    assert bool(HAN.search(last)) == (locale == "zh_CN.UTF-8"), said


@pytest.mark.parametrize("locale", ["zh_CN.UTF-8", "en_GB.UTF-8"])
@pytest.mark.parametrize("line", [("simulate",), ("bench",), ("help",), ("frobnicate",)], ids=" ".join)
def test_lists_are_in_the_language_of_the_terminal(line, locale, capsys, monkeypatch):
    _, said = told(capsys, monkeypatch, locale, *line)
    lines = [one for one in said.splitlines() if one.strip() and "./mj" not in one]
    assert len(lines) > 4
    assert {bool(HAN.search(one)) for one in lines if " " in one.strip()} == {locale == "zh_CN.UTF-8"}


def test_one_language_is_told_from_two():
    assert not one_language("usage: x\n\n列出 / list\n", "en")
    assert not one_language("用法：x\n\n列出\n  --data  the data folder of it\n", "zh")
