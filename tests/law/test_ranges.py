"""The book of penalties: every article is there, nothing outside is inside, its words are those of the law."""

from datetime import date
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from mingjing.law import books, ranges
from mingjing.law.range_citations import check_ranges, chinese, phrase
from mingjing.law.ranges import Sanction, Term, judge

TODAY = date(2026, 11, 23)
GRADES = ranges.offered(TODAY)
CASES = yaml.safe_load((ranges.SHIPPED / "cases" / "psl.yaml").read_text("utf-8"))
NO_PENALTY_OF_ITS_OWN = {60}  # school bullying: by the article the conduct falls under, and by PMC


def test_every_article_of_the_chapter_is_there():
    articles = {int(g.article.partition(".")[0]) for g in GRADES}
    assert articles | NO_PENALTY_OF_ITS_OWN == set(range(26, 90))
    assert not articles & NO_PENALTY_OF_ITS_OWN


def test_the_book_applies_from_its_day():
    assert ranges.offered(date(2025, 12, 31)) == []
    assert ranges.find("58/usual", date(2025, 12, 31)) is None
    assert ranges.find("58/usual", TODAY).basis == "PSL 58"


@pytest.mark.parametrize("case", CASES, ids=lambda c: f"{c['grade']}-{c['is']}-{c['zh']}")
def test_a_lawyers_case(case):
    grade = ranges.find(case["grade"], case.get("day", TODAY))
    sanction = Sanction(case.get("warning", False), case.get("days", 0), case.get("fine", 0))
    said = judge(grade, sanction, mitigated=case.get("mitigated", False))
    assert ("inside" if said.ok else "outside") == case["is"]
    assert said.ok or said.basis == grade.basis


@given(st.sampled_from(GRADES), st.booleans(), st.integers(0, 20), st.integers(0, 6000))
def test_what_is_inside_keeps_every_term_of_one_alternative(grade, warning, days, fine):
    if not judge(grade, Sanction(warning, days, fine), mitigated=False).ok:
        return
    assert any(keeps(terms, warning, days, fine) for terms in grade.alternatives)


@given(st.sampled_from(GRADES), st.integers(1, 20), st.integers(0, 6000))
def test_a_ground_of_mitigation_only_ever_lets_more_through(grade, days, fine):
    sanction = Sanction(False, days, fine)
    assert judge(grade, sanction, mitigated=True).ok or not judge(grade, sanction, mitigated=False).ok


@given(st.sampled_from(GRADES), st.integers(1, 20))
def test_no_detention_above_the_grade_whatever_the_ground(grade, days):
    most = max((t.high for terms in grade.alternatives for t in terms if t.kind == "D"), default=0)
    if days > most:
        assert not judge(grade, Sanction(days=days), mitigated=True).ok


@pytest.mark.parametrize("grade", GRADES, ids=lambda g: g.id)
def test_both_ends_of_every_range_are_inside_and_one_beyond_is_not(grade):
    for terms in grade.alternatives:
        needed = [t for t in terms if not t.may]
        for end in ("low", "high"):
            put = {t.kind: max(1, getattr(t, end)) for t in needed}
            assert judge(grade, sanction_of(put), mitigated=False).ok, (grade.id, put)
    top = {t.kind: t.high for terms in grade.alternatives for t in terms if t.kind == "D"}
    if top:
        assert not judge(grade, Sanction(days=top["D"] + 1), mitigated=False).ok


def test_the_words_of_a_range():
    assert phrase(Term("D", 5, 10, False)) == "五日以上十日以下拘留"
    assert phrase(Term("D", 1, 5, False)) == "五日以下拘留"
    assert phrase(Term("F", 0, 1000, True)) == "一千元以下罚款"
    assert phrase(Term("F", 500, 1000, False)) == "五百元以上一千元以下罚款"
    assert phrase(Term("W", 0, 0, False)) == "警告"
    assert [chinese(n) for n in (1, 10, 15, 20, 105, 2000)] == ["一", "十", "十五", "二十", "一百零五", "二千"]


def test_a_range_the_article_does_not_say_is_found(tmp_path: Path):
    law = books.current().laws["PSL"]
    path = tmp_path / law.file
    path.parent.mkdir(parents=True)
    said = "处五日以下拘留或者一千元以下罚款；情节较重的，处五日以上十日以下拘留"
    path.write_text(f"# 治安管理处罚法\n<!-- INFO END -->\n\n第五十九条 {said}\n")
    _, wrong = check_ranges(books.current(), tmp_path)
    assert [w for w in wrong if " 59/" in w] == ["PSL 59/heavier: does not say 可以并处三千元以下罚款"]
    assert check_ranges(books.current(), tmp_path / "none") == (0, [])


def keeps(terms, warning, days, fine) -> bool:
    given_ = {"W": int(warning), "D": days, "F": fine}
    kinds = {("F" if t.kind == "G" else t.kind) for t in terms}
    held = all(t.may or given_["F" if t.kind == "G" else t.kind] for t in terms)
    within = all(t.low <= given_[t.kind] <= t.high for t in terms if t.kind in "DF" and given_[t.kind])
    return held and within and all(kind in kinds for kind, much in given_.items() if much)


def sanction_of(put) -> Sanction:
    return Sanction("W" in put, put.get("D", 0), put.get("F", put.get("G", 0)))
