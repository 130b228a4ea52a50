"""The command line, and the JSON it speaks."""

import json
from pathlib import Path

import pytest

from mingjing.kernel.text import speak_with
from mingjing.law.cli import main
from mingjing.law.schema import faults

SAMPLE = Path(__file__).parents[2] / "docs" / "reference" / "law-evaluate.sample.json"


def test_the_documented_sample_evaluates_to_the_documented_shape(capsys):
    assert main(["evaluate", str(SAMPLE), "--json"]) == 0
    out = json.loads(capsys.readouterr().out)
    assert list(faults("evaluate-output", out)) == []
    clock = next(c for c in out["clocks"] if c["rule"] == "cn.questioning.public_order")
    assert clock["basis"] == "PSL 97; APR 70"
    assert {g["code"] for g in out["gates"]} >= {"cn.search.woman_by_woman"}


def test_a_later_now_finds_the_breach_and_says_so_in_the_exit_code(capsys):
    assert main(["--lang", "en", "evaluate", str(SAMPLE), "--now", "2026-11-30T10:00:00+08:00"]) == 1
    assert "breached" in capsys.readouterr().out


@pytest.mark.parametrize(
    "content",
    [
        "no json", '{"events": [{"tag": "x"}]}', '{"event": []}', '{"events": [], "now": "never"}', "[]",
        '{"events": [], "now": "2026-11-23T10:00:00"}',
        '{"events": [], "now": "9999-12-31T23:00:00Z"}',
        '{"events": [{"tag": "custody.stay.arrived", "at": "2026-11-23T10:00:00"}]}',
        '{"events": [{"tag": "custody.stay.arived", "at": "2026-11-23T10:00:00Z"}]}',
        '{"events": [], "facts": {"person.sexx": "male"}}',
        '{"events": [], "action": {"name": "custody.serch"}}',
        '{"events": [], "action": {"name": "custody.search", "facts": {"search.same": true}}}',
    ],
)  # fmt: skip
def test_a_file_of_another_shape_is_a_wrong_call(tmp_path: Path, content: str):
    file = tmp_path / "wrong.json"
    file.write_text(content)
    assert main(["evaluate", str(file)]) == 2


@pytest.mark.parametrize(
    "call", [["list", "--domain", "nowhere"], ["coverage", "--facts", "/gone"], ["evaluate", "/"], ["explain", ""]]
)
def test_what_does_not_exist_is_a_wrong_call(call: list[str]):
    assert main(call) == 2


@pytest.mark.parametrize("option", ["--books", "--overlay"])
def test_a_folder_that_does_not_exist_is_no_law(option: str):
    assert main([option, "/gone", "list"]) == 1


def test_a_fact_with_an_impossible_value_is_a_wrong_call(tmp_path: Path, capsys):
    file = tmp_path / "wrong.json"
    file.write_text('{"events": [], "facts": {"person.sex": "x"}, "now": "2026-11-23T10:00:00Z"}')
    assert main(["evaluate", str(file)]) == 2
    assert "person.sex" in capsys.readouterr().err


def test_explain_speaks_both_languages(capsys):
    assert main(["--lang", "zh", "explain", "cn.search.woman_by_woman"]) == 0
    assert "女性工作人员" in capsys.readouterr().out
    assert main(["--lang", "en", "explain", "cn.search.woman_by_woman", "--on", "2026-11-23"]) == 0
    out = capsys.readouterr().out
    assert "female staff" in out
    assert "2013-01-01" not in out
    assert main(["explain", "cn.search.woman"]) == 2
    assert "cn.search.woman_by_woman" in capsys.readouterr().err


def test_explain_finds_the_rules_of_a_row(capsys):
    """Whoever reads the table of law facts knows its rows, not the names of rules."""
    assert main(["--lang", "en", "explain", "TM-16"]) == 0
    out = capsys.readouterr().out
    assert ("cn.arrest.custody" in out, "cn.identity.establish" in out) == (True, True)
    assert main(["--lang", "en", "explain", "CR-110"]) == 0
    assert "not encoded" in capsys.readouterr().out
    assert main(["explain", "TM-999"]) == 2


def test_diff_shows_the_law_of_2025(capsys):
    assert main(["--lang", "en", "diff", "2025-12-31", "2026-01-01"]) == 0
    out = capsys.readouterr().out
    assert "+ many people involved or identity unknown: 12 hours" in out
    assert main(["--lang", "en", "diff", "2026-11-22", "2026-11-23"]) == 0
    assert "nothing changed" in capsys.readouterr().out


def test_check_list_and_coverage(capsys, tmp_path: Path):
    assert main(["check", "--texts", str(tmp_path / "none")]) == 0
    assert main(["list", "--domain", "lawyers"]) == 0
    assert main(["coverage"]) == 0
    assert "LW-10" in capsys.readouterr().out


def test_a_broken_book_is_named(tmp_path: Path, capsys):
    (tmp_path / "facts.yaml").write_text("x: {type: bool}")
    assert main(["--books", str(tmp_path), "list"]) == 1
    assert "facts.yaml" in capsys.readouterr().err


def test_the_language_of_the_terminal_is_kept_without_lang(capsys):
    speak_with(lambda: "en")
    main(["explain", "cn.search.woman_by_woman"])
    assert "female staff" in capsys.readouterr().out
