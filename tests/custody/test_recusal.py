"""Whoever is recused from a case does nothing with its people, is named in no act, and decides nothing about them."""

import pytest

from mingjing.approvals.models import Request
from mingjing.approvals.permissions import may_decide
from mingjing.cases.actions import people
from mingjing.custody.actions import incident, questioning, search, temp_exit, watching
from mingjing.custody.machine import STAY
from mingjing.custody.permissions import ALARM_CALLS, may_act
from mingjing.custody.tasks import FORMS
from mingjing.kernel.verdict import Refusal
from mingjing.org.vocab import RoomKind
from tests.custody.walk import calm, placed, settled

pytestmark = pytest.mark.django_db


@pytest.fixture
def barred(centre):
    """barred(post): an officer with that post, recused from the case of the stay; answers (officer, stay)."""
    case = centre.case()
    stay = centre.received(case_id=case.pk)

    def make(post, **who):
        officer = centre.officer(post, **who)
        head = centre.officer("station_head", where=centre.station).acting()
        people.recuse(case.pk, by=head, at=centre.at(1), officer_id=officer.pk, reason="系当事人近亲属")
        return officer, stay

    return make


def test_no_post_of_his_opens_any_act_but_calling_for_help(centre, barred):
    officer, stay = barred("custody_officer")
    for move in STAY:
        said = may_act(officer.acting(), move.verb, stay)
        assert (said.code != "access.recused") is (move.permission in ALARM_CALLS), move.verb
    refused = may_act(officer.acting(), "check", stay)
    assert (refused.basis, "回避" in refused.text.zh) == ("CPR 38", True)
    with pytest.raises(Refusal, match=r"access\.recused"):
        watching.check(stay.pk, by=officer.acting(), at=centre.at(5))
    incident.report(stay.pk, by=officer.acting(), at=centre.at(6), kind="illness", what="突然晕倒")
    assert may_act(officer.acting(), "check", centre.received()), "people of other cases are not concerned"


def test_he_is_neither_offered_nor_accepted_among_the_officers_of_an_act(centre, barred):
    officer, stay = barred("search_officer", name="避甲")
    other = centre.officer("search_officer", name="检乙")
    form = FORMS["search"](stay=stay, officer=other)
    offered = [value for value, _ in form.fields["officer_ids"].choices]
    assert str(officer.pk) not in offered
    assert str(other.pk) in offered
    with pytest.raises(Refusal) as why:
        search.search(
            stay.pk, by=other.acting(), at=centre.at(5), officer_ids=[officer.pk, other.pk],
            room_id=centre.room(RoomKind.SEARCH_ROOM).pk, on_camera=True,
        )  # fmt: skip
    [verdict] = why.value.verdicts
    assert (verdict.code, verdict.basis) == ("custody.officer.recused", "CPR 38")
    assert "避甲" in verdict.text.zh


def test_he_does_not_question_though_he_brought_him(centre, barred):
    officer, stay = barred("case_officer")
    assert stay.brought_by_id == officer.pk
    with pytest.raises(Refusal, match=r"access\.recused"):
        questioning.start(
            stay.pk, by=officer.acting(), at=centre.at(9), kind="questioning", room_id=None, officer_ids=[]
        )


def test_he_decides_no_request_about_them(centre):
    case = centre.case()
    stay = centre.received(case_id=case.pk)
    placed(centre, stay, settled(centre, stay, calm()) + 1)
    pair = [centre.officer("case_officer", name=name).pk for name in ("押甲", "押乙")]
    temp_exit.ask(
        stay.pk, by=centre.by("custody_officer"), at=centre.at(60), purpose="identify_scene", place="河边",
        due_back=centre.at(120), escort_ids=pair, reason="辨认现场",
    )  # fmt: skip
    assert (Request.objects.get().rank, Request.objects.get().basis) == ("department_head", "AREA10 4")
    head, request = centre.officer("station_head", where=centre.station), Request.objects.get()
    assert may_decide(request, head.acting(), centre.at(61))
    chief = centre.officer("county_chief").acting()
    people.recuse(case.pk, by=chief, at=centre.at(62), officer_id=head.pk, reason="系当事人近亲属")
    assert may_decide(request, head.acting(), centre.at(63)).code == "access.recused"
