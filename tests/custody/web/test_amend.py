"""Putting an entry right from the line of the record it stands on."""

import pytest

from mingjing.custody.actions import amendment, care, incident, rights, watching
from mingjing.kernel.time import local
from mingjing.ledger.models import Entry
from tests.custody.walk import searched

pytestmark = pytest.mark.django_db


@pytest.fixture
def checked(centre):
    """A stay and the entry of a check by the custody officer."""
    one = centre.received()
    watching.check(one.pk, by=centre.by("custody_officer"), at=centre.at(20), note="安静")
    return one, Entry.objects.get(tag="custody.stay.checked")


def told(entry, **different):
    at = f"{local(entry.occurred_at):%Y-%m-%dT%H:%M}"
    return {**entry.body, "occurred_at": at, "reason": "看错", **different}


def test_the_record_leads_to_the_form_and_back(web, checked):
    stay, entry = checked
    client, address = web(), f"/stays/{stay.pk}/amend/{entry.seq}"
    assert address in client.get(f"/stays/{stay.pk}/").content.decode()
    assert client.get(address).status_code == 200
    answer = client.post(address, told(entry, note="来回走动"))
    assert (answer.status_code, answer["Location"]) == (302, f"/stays/{stay.pk}/")
    later = Entry.objects.latest("id")
    assert (later.amends, later.body["changes"]) == (entry, {"note": ["安静", "来回走动"]})


@pytest.mark.parametrize(
    "different",
    [{"reason": ""}, {"occurred_at": "昨天"}, {"finding": "flying"}, {}, {"occurred_at": "2030-01-01T00:00"}],
)
def test_what_cannot_be_put_right_writes_nothing(web, checked, entered, different):
    stay, entry = checked
    client, before = web(), entered()
    answer = client.post(f"/stays/{stay.pk}/amend/{entry.seq}", told(entry, **different))
    assert answer.status_code in {409, 422}
    assert entered() == before


def test_taken_back_or_foreign_entries_have_no_form(web, checked):
    stay, entry = checked
    client, address = web(), f"/stays/{stay.pk}/amend/{entry.seq}"
    assert client.post(address, told(entry, voided="on")).status_code == 302
    assert client.get(address).status_code == 404
    assert client.get(f"/stays/{stay.pk}/amend/99999").status_code == 404


def test_a_search_is_put_right_and_what_he_said_of_his_health_is_for_few(centre, web):
    one = centre.received()
    searched(centre, one, 10)
    entry = Entry.objects.get(tag="custody.stay.searched")
    address = f"/stays/{one.pk}/amend/{entry.seq}"
    assert {"findings", "self_report"} <= set(web("custody_officer").get(address).context["form"].fields)
    assert "self_report" not in web("legal_officer").get(address).context["form"].fields
    at = f"{local(entry.occurred_at):%Y-%m-%dT%H:%M}"
    said = {"findings": "腰带内藏刀片一枚", "self_report": "", "occurred_at": at, "reason": "漏记"}
    assert web().post(address, said).status_code == 302
    assert one.searches.get().findings == "腰带内藏刀片一枚"
    shown = web("custody_guard").get(f"/stays/{one.pk}/").content.decode()
    assert "检查情况：无违禁品 → 腰带内藏刀片一枚" in shown
    assert "findings：" not in shown


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_an_amendment_says_labels_and_no_health_content(centre, web, language):
    one = centre.received()
    medic = centre.by("medic")
    seen = care.medical(one.pk, by=medic, at=centre.at(5), reason="头痛", medic="令狐", findings="疑似脑震荡")
    amendment.amend(seen, by=centre.by("medic"), at=centre.at(9), reason="复核", changes={"findings": "轻度脑震荡"})
    client = web("custody_officer")
    client.cookies["mingjing_language"] = language
    for page in ("", "record/"):
        assert "脑震荡" not in client.get(f"/stays/{one.pk}/{page}").content.decode()


def test_rights_and_incidents_are_put_right(centre):
    one, by = centre.received(), centre.by("custody_officer")
    told = rights.tell(one.pk, by=by, at=centre.at(5), language="汉语", understood=True, signature="a" * 64)
    amendment.amend(told, by=by, at=centre.at(9), reason="漏记", changes={"interpreter": "买买提"})
    assert one.rights_notices.get().interpreter == "买买提"
    row = incident.report(one.pk, by=by, at=centre.at(20), kind="other", what="争吵")
    entry = Entry.objects.get(tag="custody.stay.incident")
    amendment.amend(entry, by=by, at=centre.at(25), reason="补充", changes={"measures": "已劝开"})
    row.refresh_from_db()
    assert row.measures == "已劝开"
