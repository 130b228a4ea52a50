"""Templates die with the stay, by the law books, with an entry."""

from datetime import timedelta

import pytest

from mingjing.custody.models import Stay
from mingjing.faces.actions import template
from mingjing.faces.models import Template
from mingjing.faces.vocab import Tag
from mingjing.faces.watching import tick
from mingjing.kernel.time import frozen
from mingjing.kernel.verdict import Refusal
from mingjing.law import books
from mingjing.law.counting import due
from mingjing.ledger.models import Entry
from tests.faces.drawn import accepted, face
from tests.faces.machine import CONSOLE

NUMBERS = b"\0" * 512


@pytest.fixture(autouse=True)
def _own_keys(settings, tmp_path):
    settings.KEY_STORE = tmp_path / "keys"


@pytest.fixture
def made(centre, here, officer):
    row = accepted(here, by=officer, at=centre.at(5))
    return template.make(row.pk, by=CONSOLE, at=centre.at(6), numbers=NUMBERS, recogniser="r" * 64)


def left(stay, at):
    Stay.objects.filter(pk=stay.pk).update(state="departed", departed_at=at, outcome="no_case")


def test_while_he_is_here_it_stays(centre, made):
    with frozen(centre.at(60 * 24 * 30)):
        assert tick(centre.at(60 * 24 * 30)) == 0


def test_after_the_departure_it_is_kept_as_long_as_the_books_say_and_then_erased_with_an_entry(centre, here, made):
    book = books.current()
    end = due(centre.at(60), book.value(template.RULE).period, book.days).at
    assert timedelta(hours=12) < end - centre.at(60) < timedelta(days=3)
    left(here, centre.at(60))
    with frozen(end + timedelta(days=2)):
        assert tick(end - timedelta(minutes=1)) == 0
        assert tick(end) == 1
        assert tick(end) == 0
    assert not Template.objects.exists()
    [told] = Entry.objects.about(here.ref).filter(tag=Tag.TEMPLATE_ERASED).with_content()
    assert told.body["rule"] == template.RULE


def test_of_a_stay_entered_in_error_it_goes_at_once(centre, here, made):
    Stay.objects.filter(pk=here.pk).update(state="in_error")
    assert tick(centre.at(70)) == 1


def test_a_stay_has_one_template_and_a_new_portrait_replaces_it(centre, here, officer, made):
    again = accepted(here, by=officer, at=centre.at(9), data=face(5))
    template.make(again.pk, by=CONSOLE, at=centre.at(10), numbers=NUMBERS, recogniser="r" * 64)
    assert [one.portrait for one in Template.objects.all()] == [again]


def test_of_a_portrait_not_in_use_none_is_made(centre, here, officer, made):
    accepted(here, by=officer, at=centre.at(9), data=face(5))
    with pytest.raises(Refusal):
        template.make(made.portrait_id, by=CONSOLE, at=centre.at(10), numbers=NUMBERS, recogniser="r" * 64)
