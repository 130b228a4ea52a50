import subprocess
import sys

import pytest

from mingjing.config import cli
from mingjing.config.console import PROJECT
from mingjing.kernel import text


@pytest.fixture(autouse=True)
def _the_language_of_other_tests_stays(monkeypatch):
    monkeypatch.setattr(text, "_ask", list(text._ask))


def test_every_command_names_a_module_and_says_what_it_does_in_both_languages():
    for command in cli.COMMANDS.values():
        module, _, function = command.target.partition(":")
        assert module.split(".")[0] in {"mingjing", "mingjing_verify"}
        assert function.isidentifier()
        assert command.summary.zh != command.summary.en


def test_unknown_command_prints_the_help_and_answers_2(capsys):
    assert cli.main(["frobnicate"]) == 2
    printed = capsys.readouterr()
    assert "frobnicate" in printed.err
    assert "./mj demo" in printed.out


@pytest.mark.parametrize(("locale", "word"), [("zh_CN.UTF-8", "用法"), ("en_GB.UTF-8", "usage"), ("", "usage")])
def test_help_speaks_the_language_of_the_terminal(locale, word, capsys, monkeypatch):
    monkeypatch.delenv("LC_ALL", raising=False)
    monkeypatch.delenv("LC_MESSAGES", raising=False)
    monkeypatch.setenv("LANG", locale)
    assert cli.main(["help"]) == 0
    assert word in capsys.readouterr().out


def test_help_loads_neither_the_web_framework_nor_any_command():
    """The command line answers in a tenth of a second because it loads only what it runs."""
    script = "import sys; from mingjing.config.cli import main; main(['help']); print('django' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd=PROJECT, check=True)
    assert done.stdout.splitlines()[-1] == "False"


@pytest.mark.parametrize("name", cli.COMMANDS)
def test_every_command_is_documented(name):
    assert f"./mj {name}`" in (PROJECT / "docs" / "reference" / "commands.md").read_text()


@pytest.mark.parametrize("arguments", [["law", "list"], ["help"], ["manage", "help"]])
def test_a_reader_who_has_enough_is_no_error(arguments):
    """As by `./mj law list | head -0`: the pipe is closed before the first line is written."""
    command = [sys.executable, "-m", "mingjing.config.cli", *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=PROJECT) as process:
        process.stdout.close()
        told = process.stderr.read()
    assert process.returncode == 141
    assert told == ""
