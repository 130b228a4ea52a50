"""The book of penalties checks what an officer typed; it never decides."""

from datetime import date

import pytest

from mingjing.law import ranges
from mingjing.law.ranges import Sanction, find, judge, offered

DAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("key", "sanction", "mitigated", "ok"),
    [
        ("58/usual", Sanction(days=5), False, True),
        ("58/usual", Sanction(days=10), False, True),
        ("58/usual", Sanction(days=11), False, False),
        ("58/usual", Sanction(days=4), False, False),
        ("58/usual", Sanction(days=4), True, True),
        ("58/usual", Sanction(days=11), True, False),
        ("58/usual", Sanction(fine=2000), False, True),
        ("58/usual", Sanction(fine=2001), False, False),
        ("58/usual", Sanction(days=5, fine=500), False, False),  # or, never both
        ("58/heavier", Sanction(days=15, fine=3000), False, True),
        ("58/heavier", Sanction(days=10), False, True),  # the fine may be added
        ("58/heavier", Sanction(fine=3000), False, False),
        ("51/usual", Sanction(days=5, fine=500), False, True),
        ("51/usual", Sanction(days=5), False, False),  # the fine must be added
        ("51/usual", Sanction(days=5, fine=499), False, False),
        ("51/usual", Sanction(days=5, fine=499), True, True),
        ("51/lighter", Sanction(fine=1000), False, True),
        ("26/usual", Sanction(warning=True), False, True),
        ("26/usual", Sanction(warning=True, fine=200), False, False),
        ("26/heavier", Sanction(warning=True), True, True),
        ("27/usual", Sanction(fine=40_000), False, True),
        ("66/usual", Sanction(fine=500), False, False),
        ("66/usual", Sanction(), False, False),
    ],
)
def test_what_lies_within(key, sanction, mitigated, ok):
    assert judge(find(key, DAY), sanction, mitigated=mitigated).ok is ok


def test_a_refusal_says_the_range_and_the_article():
    said = judge(find("58/usual", DAY), Sanction(days=11), mitigated=False)
    assert said.basis == "PSL 58"
    assert "5–10 日" in said.text.zh
    assert "2000" in said.text.en


def test_before_the_law_applies_the_book_has_nothing():
    assert offered(date(2025, 12, 31)) == []
    assert find("58/usual", date(2025, 12, 31)) is None


def test_every_article_of_the_chapter_that_names_a_penalty_of_its_own_is_there():
    """Article 60 refers to other articles and has no range."""
    articles = {int(grade.article.partition(".")[0]) for grade in offered(DAY)}
    assert articles == set(range(26, 90)) - {60}


@pytest.mark.parametrize("grade", offered(DAY), ids=lambda g: g.id)
def test_every_grade_reads_in_both_languages_and_keeps_the_law_s_steps(grade):
    assert "{" not in grade.label.zh + grade.label.en
    for terms in grade.alternatives:
        for term in terms:
            assert term.low <= term.high
            if term.kind == "D":
                assert {term.low, term.high} <= {1, 5, 10, 15}


def test_what_is_written_wrongly_is_not_read():
    with pytest.raises(ValueError, match="no range"):
        ranges._read("99", "D5-10 nonsense")
