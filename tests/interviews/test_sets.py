"""The question sets as data: whole, in both languages, linked to laws the books know, following only what they hold."""

import re

import pytest

from mingjing.interviews import sets
from mingjing.interviews.rules.drafting import HEAD
from mingjing.law import books

HAN = re.compile(r"[\u4e00-\u9fff]")
EVERY = sets.every()
OFFENCES = {
    "theft", "fraud", "injury", "drunk_driving", "drugs", "gambling", "robbery", "picking_quarrels",
    "illegal_detention", "cyber_aid",
}  # fmt: skip


def test_what_must_be_there_is_there():
    assert {
        "first_interrogation",
        "first_questioning",
        "victim",
        "witness",
        "minor",
        "general",
        *OFFENCES,
    } == EVERY.keys()


@pytest.mark.parametrize("name", sorted(EVERY))
def test_a_set_is_whole(name):
    one = EVERY[name]
    assert one.id == name
    assert one.kinds
    assert one.roles
    for basis in one.law:
        law, _, article = basis.partition(" ")
        assert law in books.current().laws
        assert article.isdigit()
    for thing in (one, *one.elements.values(), *one.questions.values()):
        text = getattr(thing, "title", None) or thing.text
        assert HAN.search(text.zh)
        assert text.en
        assert not HAN.search(text.en)
    for element in one.elements.values():
        assert element.seven in {"", *sets.SEVEN}
        assert element.head in {"", *HEAD}
        asked = any(element.id in q.covers for q in one.questions.values())
        assert asked or element.cues, element.id
    for question in one.questions.values():
        assert set(question.covers) <= one.elements.keys()
        assert {ask for b in question.then for ask in b.ask} <= one.questions.keys()


@pytest.mark.parametrize("name", sorted(OFFENCES))
def test_an_offence_asks_for_the_seven_elements_and_has_branches(name):
    one = EVERY[name]
    assert {e.seven for e in one.elements.values()} >= set(sets.SEVEN)
    assert one.causes
    assert any(q.then for q in one.questions.values())
    covered = {c for q in one.questions.values() for c in q.covers}
    assert len(one.elements.keys() - covered) <= 2, one.elements.keys() - covered


def test_a_first_interrogation_asks_all_that_the_article_lists():
    """CPR 203."""
    must = {e.id for e in EVERY["first_interrogation"].elements.values() if e.must}
    assert must == {
        "name", "alias", "birth", "registered", "present", "native_place", "birthplace", "ethnicity", "occupation",
        "education", "political", "employer", "family", "history", "deputy", "sanctions",
    }  # fmt: skip
    asked = {c for q in EVERY["first_interrogation"].questions.values() if q.opening for c in q.covers}
    assert must <= asked


def test_no_question_of_an_offence_is_called_like_one_every_record_begins_with():
    """An answer is found by the name of its question."""
    begun = {q for s in EVERY.values() if s.base for q in s.questions}
    assert not begun & {q for s in EVERY.values() if not s.base for q in s.questions}


@pytest.mark.parametrize(("kind", "role", "minor", "wanted"), [
    ("interrogation", "suspect", False, "first_interrogation"), ("interrogation", "suspect", True, "minor"),
    ("questioning", "suspect", False, "first_questioning"), ("questioning", "suspect", True, "first_questioning"),
    ("interview", "victim", True, "victim"), ("interview", "witness", False, "witness"),
])  # fmt: skip
def test_every_kind_begins_with_its_set(kind, role, minor, wanted):
    assert sets.base_for(kind, role, minor=minor).id == wanted
