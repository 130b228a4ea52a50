"""Whoever does not see a stay finds none of its addresses; a guard does not read medical findings."""

import pytest
from django.urls import reverse

from mingjing.custody.actions import care
from mingjing.custody.amendable import AMENDABLE
from mingjing.custody.entries.words import FIELDS
from mingjing.custody.tasks import FORMS
from mingjing.custody.urls import urlpatterns

pytestmark = pytest.mark.django_db


def addresses(stay):
    one_copy = "00000000-0000-7000-8000-000000000000"
    told = {"part": "head", "task": "check", "what": "look", "seq": "1", "copy_id": one_copy}
    for pattern in urlpatterns:
        name = pattern.name
        kwargs = {k: told[k] for k in pattern.pattern.converters if k in told}
        if "stay_id" in pattern.pattern.converters:
            yield name, kwargs


def test_an_officer_of_another_county_finds_nothing(centre, web, entered):
    one = centre.received()
    stranger = web("custody_officer", name="邻县", where=centre.beside)
    before, asked = entered(), list(addresses(one))
    assert len(asked) >= 7
    for name, kwargs in asked:
        address = reverse(f"custody:{name}", kwargs={"stay_id": one.pk, **kwargs})
        assert stranger.get(address).status_code == 404, name
        assert stranger.post(address).status_code == 404, name
    for task in FORMS:
        assert stranger.get(f"/stays/{one.pk}/do/{task}").status_code == 404, task
    assert one.person.name not in stranger.get("/stays/").content.decode()
    assert one.person.name not in stranger.get("/stays/past/").content.decode()
    assert entered() == before


def test_every_amendable_field_has_a_label():
    assert {name for known in AMENDABLE.values() for name in known.fields} <= set(FIELDS)


def test_no_page_shows_findings(centre, web):
    one = centre.received()
    care.medical(
        one.pk, by=centre.by("medic"), at=centre.at(5),
        reason="头痛", medic="令狐医生", findings="疑似脑震荡", advice="观察",
    )  # fmt: skip
    for page in ("", "record/"):
        assert "疑似脑震荡" not in web("custody_guard").get(f"/stays/{one.pk}/{page}").content.decode()


@pytest.mark.parametrize(("post", "status"), [("case_officer", 404), ("custody_officer", 200)])
def test_findings_are_not_read_by_amending_them(centre, web, post, status):
    one = centre.received()
    written = care.medical(
        one.pk, by=centre.by("medic"), at=centre.at(5), reason="头痛", medic="令狐医生", findings="疑似脑震荡",
    )  # fmt: skip
    assert web(post).get(f"/stays/{one.pk}/amend/{written.seq}").status_code == status
