"""Stays as other apps meet them: live topics, clocks of a person and a case, quick search, names."""

import pytest

from mingjing.custody.quick import of_persons, offered, typed
from mingjing.kernel.ref import Ref
from mingjing.live import topics
from mingjing.persons import concerned

pytestmark = pytest.mark.django_db


@pytest.fixture
def stranger(centre):
    """A custody officer of the county beside."""
    return centre.officer("custody_officer", name="邻县", where=centre.beside)


def test_only_those_who_may_see_a_stay_may_hear_it(centre, stranger):
    one = centre.received()
    asked = [str(one.ref), "stay:nonsense", str(Ref("stay", str(centre.site.pk)))]
    assert topics.permitted(centre.officer("custody_officer"), asked) == [str(one.ref)]
    assert topics.permitted(stranger, asked) == []


def test_present_stays_hang_on_their_person_and_their_case(centre):
    case = centre.case()
    one = centre.received(case_id=case.pk)
    other = centre.received()
    assert concerned.refs_of(one.person.ref) == [one.ref]
    assert concerned.refs_of(case.ref, other.person.ref) == [one.ref, other.ref]


def test_quick_search_finds_by_number_and_name_within_reach(centre, stranger):
    one = centre.received(centre.person(name="张晓明"))
    here = centre.officer("custody_officer")
    for words in (one.number, "张晓明", "zxm", "zhangxiaoming"):
        assert [hit.url for hit in typed(here, words)] == [f"/stays/{one.pk}/"], words
        assert list(typed(stranger, words)) == []


def test_a_look_may_serve_a_stay_and_the_person_names_it(centre, stranger):
    one = centre.received()
    here = centre.officer("custody_officer")
    assert [ref for ref, _ in offered(here)] == [one.ref]
    assert [m.at for m in of_persons(here, {one.person.pk})] == [one.arrived_at]
    assert (list(offered(stranger)), list(of_persons(stranger, {one.person.pk}))) == ([], [])
