"""Loading books: faults are refused with file and rule; overlays only tighten; nothing of law stands in the code."""

import shutil
import tokenize
from datetime import date
from pathlib import Path

import pytest
import yaml

from mingjing.law import books
from mingjing.law.books import BookError
from mingjing.law.citations import articles, check_citations, number
from mingjing.law.coverage import gaps, overstated, reason, rows_of
from mingjing.law.engine import Event, evaluate
from mingjing.law.rule import Certainty, Severity
from mingjing.law.shelf import SHIPPED
from mingjing.law.typecheck import check_types

SUMMONS = "cn.questioning.criminal_summons"
FRAME = ["book", "laws", "ranks", "facts", "tags"]
RULE = """
concept: {zh: 试, en: trial}
domain: trial
rules:
  - kind: duty
    id: cn.trial.one
    facts: [XX-01]
    title: {zh: 试, en: trial}
    certainty: article_read
    explain: {zh: 试, en: trial}
    starts: [{event: custody.stay.arrived, when: person.age < 18}]
    done: [{event: custody.stay.meal}]
    values:
      2020-01-01: {value: 2h, basis: PSL 97}
    role: custody_guard
"""


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    """A folder with the shipped vocabulary and one rule."""
    for name in FRAME:
        shutil.copy(SHIPPED / f"{name}.yaml", tmp_path)
    (tmp_path / "trial").mkdir()
    (tmp_path / "trial" / "one.yaml").write_text(RULE)
    return tmp_path


def refused(shelf: Path, old: str, new: str) -> str:
    text = (shelf / "trial" / "one.yaml").read_text()
    assert old in text
    (shelf / "trial" / "one.yaml").write_text(text.replace(old, new))
    with pytest.raises(BookError) as error:
        books.load(shelf)
    return str(error.value)


def test_the_trial_rule_itself_is_fine(shelf: Path):
    assert list(books.load(shelf).rules) == ["cn.trial.one"]


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("person.age < 18", "person.height < 18", "no fact is called person.height"),
        ("person.age < 18", 'person.age == "18"', "cannot equal"),
        ("event: custody.stay.meal", "event: custody.stay.eaten", "no event tag is called custody.stay.eaten"),
        ("basis: PSL 97", "basis: XYZ 97", "no law is called XYZ"),
        ("value: 2h", "value: 2 hours", "does not match"),
        ("done:", "lift:", "Additional properties"),
        ("certainty: article_read", "certainty: unconfirmed\n    severity: block", "warns and never blocks"),
        ("{value: 2h, basis: PSL 97}", "{value: 2h, basis: PSL 97, expected: true}", "no value is in force"),
        ("role: custody_guard", "role: 3", "not of type 'string'"),
        ("title: {zh: 试, en: trial}", "title: {zh: 试}", "'en' is a required property"),
        ("kind: duty", "kind: wish", "is not one of"),
        ("kind: duty", "kind: gate", "'actions' is a required property"),
    ],
)
def test_a_fault_is_refused_with_file_and_rule(shelf: Path, old: str, new: str, why: str):
    said = refused(shelf, old, new)
    assert why in said
    assert "trial/one.yaml" in said


def test_all_faults_come_at_once_and_an_id_is_used_once(shelf: Path):
    (shelf / "trial" / "two.yaml").write_text(RULE)
    (shelf / "trial" / "three.yaml").write_text(RULE.replace("trial.one", "trial.three").replace("PSL 97", "XYZ 1"))
    with pytest.raises(BookError) as error:
        books.load(shelf)
    assert "already used" in str(error.value)
    assert "no law is called XYZ" in str(error.value)


def test_a_gate_names_a_demand_and_a_clock_a_limit(shelf: Path):
    assert "'ends' is a required property" in refused(shelf, "kind: duty", "kind: clock")


def test_a_new_value_changes_version_and_digest(shelf: Path):
    before = books.load(shelf)
    text = (shelf / "trial" / "one.yaml").read_text()
    (shelf / "trial" / "one.yaml").write_text(text.replace("2h", "3h"))
    after = books.load(shelf)
    assert before.digest != after.digest
    assert before.version.split("+")[0] == after.version.split("+")[0]


def test_an_expected_value_is_kept_but_not_applied(shelf: Path):
    text = (shelf / "trial" / "one.yaml").read_text()
    later = text.replace(
        "basis: PSL 97}", "basis: PSL 97}\n      2021-01-01: {value: 1h, basis: PSL 97, expected: true}"
    )
    (shelf / "trial" / "one.yaml").write_text(later)
    rule = books.load(shelf).rules["cn.trial.one"]
    assert str(rule.version(date(2026, 1, 1)).period) == "2h"
    assert [str(v.period) for _, v in rule.versions.expected] == ["1h"]


# --- the overlay -----------------------------------------------------------------------------------------------------


def with_overlay(folder: Path, *changes: dict, rules: list | None = None) -> books.Books:
    folder.mkdir(exist_ok=True)
    content = {"domain": "local", "tighten": list(changes)} | ({"rules": rules} if rules else {})
    (folder / "ankang.yaml").write_text(yaml.safe_dump(content, allow_unicode=True))
    return books.load(SHIPPED, folder)


def test_a_shorter_limit_and_an_earlier_warning_are_taken(tmp_path: Path):
    tight = with_overlay(
        tmp_path,
        {
            "rule": SUMMONS,
            "values": {date(2026, 12, 1): {"value": "10h", "basis": "site"}},
            "warn": ["4h", "2h", "30min"],
        },
    )
    rule = tight.rules[SUMMONS]
    assert str(rule.version(date(2026, 11, 30)).period) == "12h"
    assert str(rule.version(date(2026, 12, 1)).period) == "10h"
    assert rule.version(date(2026, 12, 1)).basis_line == "CPL 119; CPR 200; site"
    assert len(rule.warn) == 3
    assert tight.version != books.current().version


@pytest.mark.parametrize(
    ("change", "direction"),
    [
        ({"rule": SUMMONS, "values": {date(2026, 12, 1): {"value": "13h"}}}, "12h → 13h"),
        ({"rule": SUMMONS, "values": {date(2026, 12, 1): {"value": "1d"}}}, "12h → 1d"),
        ({"rule": SUMMONS, "warn": ["30min"]}, "ahead → none"),
        ({"rule": SUMMONS, "extensions": [{"id": "grave", "rank": "officer"}]}, "department_head → officer"),
        (
            {"rule": SUMMONS, "extensions": [{"id": "grave", "values": {date(2026, 12, 1): {"value": "25h"}}}]},
            "24h → 25h",
        ),
        ({"rule": "cn.retention.area_video", "values": {date(2026, 12, 1): {"value": "60d"}}}, "90d → 60d"),
        (
            {"rule": "cn.retention.scene_recording_kept", "values": {date(2026, 12, 1): {"value": "99y"}}},
            "permanent → 99y",
        ),
        (
            {"rule": "cn.minors.age", "values": {date(2026, 12, 1): {"value": "20d"}}},
            "no limit that could be tightened",
        ),
        ({"rule": "cn.search.on_camera", "values": {date(2026, 12, 1): {"value": "20d"}}}, "no limit that could be"),
        ({"rule": "cn.nowhere.at_all"}, "no such rule"),
        ({"rule": "cn.care.meal_interval", "severity": "block"}, "never blocks"),
    ],
)
def test_loosening_is_refused_with_rule_and_direction(tmp_path: Path, change: dict, direction: str):
    with pytest.raises(BookError) as error:
        with_overlay(tmp_path, change)
    assert change["rule"] in str(error.value)
    assert direction in str(error.value)


def test_longer_retention_higher_rank_fewer_extensions_and_a_number_where_there_was_none(tmp_path: Path):
    tight = with_overlay(
        tmp_path,
        {"rule": "cn.retention.area_video", "values": {date(2026, 12, 1): {"value": "180d"}}},
        {"rule": SUMMONS, "extensions": [{"id": "grave", "rank": "county_chief"}]},
        {"rule": "cn.continued.limit", "without_extensions": ["identity_withheld"]},
        {"rule": "cn.care.food", "values": {date(2026, 12, 1): {"value": "5h", "basis": "site"}}},
    )
    assert str(tight.value("cn.retention.area_video", date(2026, 12, 1)).period) == "180d"
    assert tight.rules[SUMMONS].extensions[0].rank == "county_chief"
    assert [e.id for e in tight.rules["cn.continued.limit"].extensions] == ["unproven"]
    assert str(tight.rules["cn.care.food"].version(date(2026, 12, 1)).period) == "5h"


def test_a_local_order_lets_a_warning_refuse(tmp_path: Path):
    order = {"rule": "cn.search.two_officers", "order": "安公通〔2026〕12号", "severity": "block"}
    rule = with_overlay(tmp_path, order).rules["cn.search.two_officers"]
    assert rule.severity is Severity.BLOCK
    assert rule.certainty is Certainty.ORDERED


def local_gate(rule_id: str) -> dict:
    return {
        "kind": "gate", "id": rule_id, "facts": [], "title": {"zh": "试", "en": "trial"}, "certainty": "ordered",
        "explain": {"zh": "试", "en": "trial"}, "actions": ["custody.release"], "refuse": {"zh": "不", "en": "no"},
        "values": {date(2026, 1, 1): {"require": "injuries.rechecked", "basis": "site"}},
    }  # fmt: skip


def test_the_overlay_of_the_installation_is_named_by_the_environment(tmp_path: Path, monkeypatch):
    with_overlay(tmp_path, {"rule": SUMMONS, "warn": ["4h", "2h", "30min"]})
    monkeypatch.setenv("MINGJING_LAW_OVERLAY", str(tmp_path))
    books.current.cache_clear()
    try:
        assert len(books.current().rules[SUMMONS].warn) == 3
    finally:
        books.current.cache_clear()


def test_rules_of_its_own_are_added_under_local_names(tmp_path: Path):
    tight = with_overlay(tmp_path, rules=[local_gate("local.release.injuries")])
    assert "local.release.injuries" in [g.id for g in tight.gates("custody.release")]
    with pytest.raises(BookError, match="begins with local"):
        with_overlay(tmp_path, rules=[local_gate("cn.release.injuries")])


def test_an_overlay_that_is_not_there_is_an_error_and_no_looser_law(tmp_path: Path):
    with pytest.raises(BookError, match="no such folder"):
        books.load(SHIPPED, tmp_path / "gone")


def test_a_folder_that_holds_no_books_is_an_error(tmp_path: Path):
    with pytest.raises(BookError, match=r"book\.yaml: missing"):
        books.load(tmp_path)


def test_a_rule_of_the_book_cannot_be_replaced(tmp_path: Path):
    with pytest.raises(BookError, match="begins with local"):
        with_overlay(tmp_path, rules=[local_gate("cn.release.decided")])


# --- the shipped books -----------------------------------------------------------------------------------------------


def test_unconfirmed_rules_warn_and_never_refuse():
    for rule in books.current().rules.values():
        assert rule.certainty.binds or rule.severity is Severity.WARN, rule.id
        assert rule.certainty is not Certainty.ORDERED, rule.id


def test_every_rule_ends_or_is_a_duty_that_outlives_the_stay():
    of_stays = [r for r in books.current().clocks if any(t.startswith("custody.") for c in r.starts for t in c.tags)]
    ends_with_the_decision = {"cn.penalty.quick"}
    open_ended = {r.id for r in of_stays if "custody.stay.departed" not in r.tags}
    assert open_ended == ends_with_the_decision


def test_every_date_of_a_rule_has_a_basis_with_a_known_law():
    for rule in books.current().rules.values():
        for _, version in rule.versions.entries:
            assert version.basis, rule.id
            assert books.current().citation(version.basis_line).zh


def test_asked_names_what_a_caller_has_to_find_out():
    assert "search.same_sex" in books.current().asked("custody.search")
    assert books.current().asked("custody.nothing") == ()


def test_a_value_outside_its_validity_or_of_another_kind_is_an_error():
    with pytest.raises(KeyError):
        books.current().value("cn.retention.impact_assessment", date(2020, 1, 1))
    with pytest.raises(KeyError):
        books.current().value(SUMMONS)


@pytest.mark.parametrize(("purpose", "needed"), [("medical", False), ("recover_loot", True), (None, True)])
def test_whether_leave_is_needed_follows_from_the_gate(purpose, needed):
    assert books.current().leave_needed("cn.exit.approved", date(2026, 11, 23), {"exit.purpose": purpose}) == needed


def test_no_leave_is_needed_before_the_law_asked_for_it():
    assert not books.current().leave_needed("cn.exit.approved", date(2000, 1, 1), {"exit.purpose": "other"})


def test_a_gate_that_asks_for_leave_names_who_gives_it():
    assert books.current().leave("cn.exit.approved", date(2026, 11, 23)) == ("department_head", "AREA10 4")
    with pytest.raises(KeyError):
        books.current().leave("cn.exit.purpose", date(2026, 11, 23))
    with pytest.raises(KeyError):
        books.current().leave("cn.exit.approved", date(2000, 1, 1))


def test_every_fact_of_the_vocabulary_is_read_or_told():
    read = {n for r in books.current().rules.values() for n in names_of(r)}
    idle = {f.name for f in books.current().facts} - read
    assert idle <= {"approval.kind", "identity.checked", "person.disabled", "person.dangerous", "person.role", *SPINE}


# What the entries of cases, measures and instruments tell; not every one of them is asked for by a rule.
SPINE = (
    "measure.instrument", "measure.granted", "bail.departures", "bail.no_shows", "bail.breach", "hearing.accepted",
    "penalty.warning", "arrest.refusal_reason", "case.termination_ground",
    "instrument.template", "instrument.service_way", "instrument.served",
)  # fmt: skip


def names_of(rule) -> set[str]:
    versions = [v for _, v in rule.versions.entries]
    versions += [v for e in getattr(rule, "extensions", ()) for _, v in e.totals.entries]
    conditions = [c for v in versions for c in (v.when, v.require)]
    clauses = ["starts", "ends", "lifts", "stops", "restarts"]
    conditions += [c.when for name in clauses for c in getattr(rule, name, ())]
    return {n for c in conditions if c is not None for n in check_types(c.source, books.current().facts)} | rule.asks


# Every number the engine is allowed, by file; everything else belongs into the books.
NUMBERS = {
    "citations.py": {"10", "100", "64"},  # numerals of Chinese, texts kept in memory
    "conditions.py": {"4096"},  # answers remembered
    "cases.py": {"3", "2026", "11", "23"},  # cases per rule, the day of cases that name none
    "cli.py": {"2", "1949", "9000"},  # exit code, years an instant may lie in
    "counting.py": {"2", "12", "1.0", "1.4", "30.4", "365.2"},  # a group, months of a year, rough lengths
    "holidays.py": {"5"},  # Saturday
    "range_citations.py": {"10", "100", "1000"},  # numerals of Chinese
    "penalties.py": {"0.01"},  # a per cent
    "procedure_drawing.py": {"132", "44", "64", "24", "20", "8", "2", "3"},  # sizes of a picture
    "shelf.py": {"8"},  # digits of the short digest
}


def test_no_law_number_stands_in_the_engine():
    for path in SHIPPED.parents[1].glob("*.py"):
        with path.open("rb") as file:
            found = {t.string for t in tokenize.tokenize(file.readline) if t.type == tokenize.NUMBER}
        assert found - {"0", "1"} <= NUMBERS.get(path.name, set()), path.name


# --- transition, citations, coverage ---------------------------------------------------------------------------------


@pytest.mark.parametrize(("day", "basis"), [("2025-12-31", "PSL12 83; APR 70"), ("2026-01-01", "PSL 97; APR 70")])
def test_the_day_of_arrival_decides_between_the_old_and_the_new_law(day: str, basis: str):
    from mingjing.kernel.time import parse

    start = parse(f"{day}T23:59:59+08:00") if day == "2025-12-31" else parse(f"{day}T00:00:00+08:00")
    facts = {"case.kind": "public_order", "stay.ground": "summons"}
    outcome = evaluate(books.current(), [Event("custody.stay.arrived", start, facts)], start)
    clock = outcome.clock("cn.questioning.public_order")
    assert clock.basis == basis
    assert [e.id for e in clock.extensions] == (["complex"] if "12 " in basis else ["many_or_unknown", "complex"])


@pytest.mark.parametrize(
    ("chinese", "value"),
    [("一", 1), ("十", 10), ("十二", 12), ("二十", 20), ("一百", 100), ("一百零五", 105), ("三百八十七", 387)],
)
def test_chinese_numerals(chinese: str, value: int):
    assert number(chinese) == value


def test_citations_are_compared_with_a_text(tmp_path: Path):
    law = books.current().laws["LAL"]
    path = tmp_path / law.file
    path.parent.mkdir(parents=True)
    path.write_text(
        "# 法律援助法\n<!-- INFO END -->\n\n第二十五条 未成年人\n\n第三十六 条应当在三日内通知\n\n第三十九条 无关\n"
    )
    assert articles(path)[36] == "应当在三日内通知"
    wrong = {
        f"{f.citation}: {f.what}" for f in check_citations(books.current(), tmp_path)[1] if f.citation.law == "LAL"
    }
    assert wrong == {"LAL 39: does not say 二十四小时内将申请转交"}


def test_every_row_of_the_table_has_a_rule_or_says_why_not_yet():
    shipped = books.current()
    assert len(shipped.rows) > 500
    assert not [row for row in shipped.rows if row not in rows_of(shipped) and reason(shipped, row) is None]
    assert not [row for row in rows_of(shipped) if row not in shipped.rows]


def test_every_reason_is_of_a_row_or_family_that_needs_it():
    shipped, encoded = books.current(), rows_of(books.current())
    left_out = [row for row in shipped.rows if row not in encoded]
    families = {row.split("-")[0] for row in left_out if row not in shipped.coverage}
    assert set(shipped.coverage) == {row for row in shipped.coverage if row in left_out or row in families}


def test_no_rule_is_surer_than_what_was_read():
    assert overstated(books.current()) == []


def test_coverage_finds_rows_that_nobody_accounts_for():
    assert rows_of(books.current())["PS-01"] == ["cn.questioning.public_order"]
    assert gaps(books.current(), "| PS-01 | x |\n| ZZ-01 | y |\n| DP-01 | z |") == ["ZZ-01"]
