"""What the door shows of cases: nothing to choose for who sees none, and one number at a time."""

import pytest

from mingjing.custody.models import Stay
from mingjing.persons.models import Person

pytestmark = pytest.mark.django_db
DOOR = "/stays/receive/"


def said(centre, **more):
    return {
        "name": "张晓明", "sex": "male", "birth_date": "1990-05-17", "role": "suspect", "ground": "oral_summons",
        "mode": "brought", "brought_by": centre.officer("case_officer").pk, "directly": "yes", **more,
    }  # fmt: skip


def test_reception_sees_no_list_of_cases_and_links_the_one_it_was_told(centre, web):
    case, other = centre.case(), centre.case("criminal")
    door = web("reception")
    page = door.get(DOOR, {"person": "new"}).content.decode()
    assert case.number not in page
    assert other.number not in page
    answer = door.post(DOOR, said(centre, case_number=f" {case.number} "))
    assert answer.status_code == 302, answer.context["form"].errors
    assert Stay.objects.get().case == case


def test_an_unknown_number_is_said_at_its_field_and_nothing_is_lost(centre, web):
    answer = web("reception").post(DOOR, said(centre, case_number="不存在〔2026〕9号"))
    assert answer.status_code == 422
    assert "没有这个案号的在办案件" in answer.content.decode()
    assert answer.context["form"]["case_number"].value() == "不存在〔2026〕9号"
    assert not Person.objects.exists()


def test_sealed_and_closed_cases_and_those_of_others_have_no_number_here(centre, web):
    sealed, closed = centre.case(), centre.case("criminal")
    type(sealed).objects.filter(pk=sealed.pk).update(sealed=True, sealed_basis="CPL 286")
    type(closed).objects.filter(pk=closed.pk).update(state="closed", closed_at=closed.opened_at)
    for case in (sealed, closed):
        assert web("reception").post(DOOR, said(centre, case_number=case.number)).status_code == 422


def test_who_oversees_cases_chooses_among_those_he_sees(centre, web):
    case = centre.case()
    assert f"{case.number} {case.cause}" in web().get(DOOR, {"person": "new"}).content.decode()
