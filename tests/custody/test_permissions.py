"""Post × verb, and who sees which stay."""

from itertools import product

import pytest

from mingjing.cases.actions import case as cases
from mingjing.custody.actions import placement, questioning, watching
from mingjing.custody.machine import STAY
from mingjing.custody.models import Check, Stay
from mingjing.custody.permissions import may_act, sees_findings
from mingjing.kernel.verdict import Refusal
from mingjing.org.models import Unit
from mingjing.org.posts import grants, posts
from tests.custody.walk import searched

pytestmark = pytest.mark.django_db


@pytest.fixture
def stay(centre):
    """Brought by somebody else than those the matrix tries."""
    return centre.received(brought_by=centre.officer("case_officer", name="带至人").pk)


def test_post_by_verb_at_the_own_centre(centre, stay):
    """At the centre a post may what its grant says, if it sees the unit; posts that see only assigned cases may not."""
    wrong = []
    for post, move in product(posts().values(), STAY):
        wanted = post.code in grants()[move.permission].posts and post.sees == "subtree"
        if bool(may_act(centre.by(post.code), move.verb, stay)) != wanted:
            wrong.append((post.code, move.verb))
    assert wrong == []


def test_no_post_of_another_county_may_anything(centre, stay):
    for post, move in product(posts(), STAY):
        by = centre.officer(post, name="外县", where=centre.beside).acting()
        assert not may_act(by, move.verb, stay), (post, move.verb)


def test_a_case_officer_may_what_his_post_may_for_his_own_people_only(centre):
    case = centre.case()
    mine = centre.received(case_id=case.pk, brought_by=None)
    other = centre.received(brought_by=None)
    lead = centre.officer("case_officer", where=centre.station).acting()
    assert may_act(lead, "question", mine)
    assert not may_act(lead, "question", other)
    assert not may_act(lead, "check", mine)
    colleague = centre.officer("case_officer", name="协办")
    assert not may_act(colleague.acting(), "question", mine)
    cases.assign(case.pk, by=lead, at=centre.at(1), officer_id=colleague.pk, role="case_officer")
    assert may_act(colleague.acting(), "question", mine)
    assert may_act(
        centre.officer("case_officer", name="带至").acting(),
        "question",
        centre.received(brought_by=centre.officer("case_officer", name="带至").pk),
    )


def test_investigators_do_not_guard_and_guards_do_not_question():
    inside = {"custody:stay:check", "custody:stay:place", "custody:stay:search", "custody:belongings:list"}
    assert all("case_officer" not in grants()[p].posts for p in inside)
    assert grants()["custody:stay:question"].posts == {"case_officer"}


def test_the_refusal_names_who_may(centre, stay):
    said = may_act(centre.by("reception"), "check", stay)
    assert (said.ok, said.code) == (False, "access.post")
    assert "专职看管" in said.text.zh
    assert "Custody guard" in said.text.en


def test_a_refused_act_leaves_nothing(centre, stay):
    with pytest.raises(Refusal):
        watching.check(stay.pk, by=centre.by("reception"), at=centre.at(3))
    with pytest.raises(Refusal):
        placement.place(stay.pk, by=centre.by("case_officer"), at=centre.at(3), room_id=None)
    with pytest.raises(Refusal):
        questioning.start(
            stay.pk, by=centre.by("custody_guard"), at=centre.at(3), kind="questioning", room_id=None, officer_ids=[]
        )
    assert not Check.objects.exists()


def test_who_sees_the_stay(centre):
    case = centre.case()
    stay = centre.received(case_id=case.pk, brought_by=None)
    city = Unit.objects.get(code="610900000000")
    seeing = {
        "reception": centre.county, "custody_guard": centre.county, "inspector": city, "city_chief": city,
        "county_chief": centre.county, "medic": centre.county, "station_head": centre.station,
    }  # fmt: skip
    for post, where in seeing.items():
        officer = centre.officer(post, name=f"看{post}", where=where)
        assert list(Stay.objects.visible_to(officer)) == [stay], post
    blind = {"administrator": city, "analyst": centre.county, "reception": centre.beside, "case_officer": centre.county}
    for post, where in blind.items():
        officer = centre.officer(post, name=f"不看{post}", where=where)
        assert not Stay.objects.visible_to(officer).exists(), post


def test_what_belongs_to_a_stay_is_seen_with_it(centre):
    stay = centre.received()
    searched(centre, stay, 5)
    watching.check(stay.pk, by=centre.by("custody_guard"), at=centre.at(6))
    stranger = centre.officer("custody_guard", name="外县", where=centre.beside)
    assert Check.objects.visible_to(centre.officer("inspector")).count() == 1
    assert Check.objects.visible_to(stranger).count() == 0


@pytest.mark.parametrize(
    ("post", "sees"),
    [
        ("medic", True),
        ("custody_officer", True),
        ("custody_guard", False),
        ("reception", False),
        ("county_chief", False),
    ],
)
def test_medical_findings_are_for_those_who_need_to_know(centre, post, sees):
    assert bool(sees_findings(centre.officer(post), centre.received())) == sees
