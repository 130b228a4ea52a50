"""What the custody record tells the rules of presence."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mingjing.cases.actions import case as cases
from mingjing.presence import record
from mingjing.presence.actions import binding
from mingjing.presence.rules.situation import Talk, Who

pytestmark = pytest.mark.django_db


def told(centre, minutes=100):
    return record.by_key(record.recorded(centre.site, centre.at(minutes)))


def test_suspects_of_one_case_are_kept_from_each_other_and_from_nobody_else(centre):
    case = centre.case()
    one, two = (centre.received(case_id=case.pk) for _ in range(2))
    other = centre.received()
    said = told(centre)
    assert said[f"Who {one.ref}"].kept_from == (str(two.ref),)
    assert said[f"Who {two.ref}"].kept_from == (str(one.ref),)
    assert said[f"Who {other.ref}"].kept_from == ()


def test_co_suspects_by_the_case_file_are_kept_apart_though_brought_in_for_another(centre):
    case = centre.case()
    one, two = centre.received(), centre.received()
    for stay in (one, two):
        cases.add_person(
            case.pk, by=centre.by("custody_officer"), at=centre.at(2), person_id=stay.person_id, role="suspect"
        )
    assert told(centre)[f"Who {one.ref}"].kept_from == (str(two.ref),)


def test_queries_do_not_grow_with_people(centre):
    def asked():
        with CaptureQueriesContext(connection) as found:
            told(centre)
        return len(found)

    centre.received()
    few = asked()
    for _ in range(5):
        centre.received()
    assert asked() == few


def test_officers_with_a_card_are_known(centre, cards):
    guard = centre.officer("custody_guard")
    binding.issue(cards[0].pk, by=centre.by("reception"), at=centre.at(1), holder=guard.ref)
    assert told(centre)[f"Who {guard.ref}"] == Who(record.millis(centre.at(100)), str(guard.ref), "officer")


def test_only_what_changed_is_told_and_whoever_went_is_gone(centre):
    one = centre.received()
    before = told(centre, 100)
    assert list(record.changed(before, record.recorded(centre.site, centre.at(101)), centre.at(101))) == []
    two = centre.received(minutes=50)
    fresh = list(record.changed(before, record.recorded(centre.site, centre.at(102)), centre.at(102)))
    assert [h.who for h in fresh] == [str(two.ref)]
    gone = list(record.changed(before, [], centre.at(103)))
    assert gone == [Who(record.millis(centre.at(103)), str(one.ref), "stay", here=False)]
    talk = {"Talk x": Talk(1, "stay:x", "I1", 2)}
    assert list(record.changed(talk, [], centre.at(103))) == [Talk(record.millis(centre.at(103)), "stay:x", "")]
