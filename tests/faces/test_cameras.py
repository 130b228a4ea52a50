"""The page of a camera: curves, numbers, and the threshold somebody answers for."""

import pytest
from django.urls import reverse

from mingjing.faces.actions import camera
from mingjing.faces.curve_panels import drawn, proposed
from mingjing.faces.models import Camera
from mingjing.faces.rules.curves import Scores
from mingjing.faces.vocab import Tag
from mingjing.kernel.verdict import Refusal
from mingjing.ledger.models import Entry
from tests.faces.machine import CONSOLE, add_models, measured


@pytest.fixture(autouse=True)
def _own_folders(settings, tmp_path):
    settings.MODEL_STORE = tmp_path / "models"


@pytest.fixture
def one(centre):
    return camera.set_up(by=CONSOLE, at=centre.at(1), site_id=centre.site.pk, code="A1", name="出入口")


def chosen(centre, one, row, **changed):
    told = {"measurement_id": row.pk, "threshold": 0.9, "floor": 0.8, "reason": "误认率低", **changed}
    return camera.choose(one.pk, by=centre.by("legal_officer"), at=centre.at(9), **told)


def test_registered_measured_chosen_and_every_step_is_an_entry(centre, one):
    add_models(centre.at(2))
    row = measured(one, centre.at(3))
    found = chosen(centre, one, row)
    assert (found.threshold, found.floor, found.recogniser) == (0.9, 0.8, row.recogniser)
    told = {e.tag: e.body for e in Entry.objects.about(one.ref).with_content()}
    assert told.keys() == {Tag.CAMERA_SET_UP, Tag.MEASURED, Tag.THRESHOLD_CHOSEN}
    assert told[Tag.THRESHOLD_CHOSEN]["reason"] == "误认率低"
    assert told[Tag.THRESHOLD_CHOSEN]["fmr"] == "0.00%"


@pytest.mark.parametrize(
    ("changed", "code"),
    [({"reason": " "}, "custody.missing.reason"), ({"floor": 0.95}, "faces.threshold.order")],
    ids=["no reason", "crossed"],
)
def test_a_threshold_is_refused(centre, one, changed, code):
    add_models(centre.at(2))
    with pytest.raises(Refusal) as why:
        chosen(centre, one, measured(one, centre.at(3)), **changed)
    assert code in [v.code for v in why.value.verdicts]


def test_neither_few_pairs_nor_those_of_another_camera_will_do(centre, one):
    add_models(centre.at(2))
    with pytest.raises(Refusal) as why:
        chosen(centre, one, measured(one, centre.at(3), pairs=99))
    assert why.value.code == "faces.threshold.few"
    other = camera.set_up(by=CONSOLE, at=centre.at(4), site_id=centre.site.pk, code="A2", name="讯问室")
    with pytest.raises(Refusal) as why:
        chosen(centre, one, measured(other, centre.at(5)))
    assert why.value.code == "faces.threshold.foreign"


def test_a_code_stands_once(centre, one):
    with pytest.raises(Refusal) as why:
        camera.set_up(by=CONSOLE, at=centre.at(2), site_id=centre.site.pk, code="A1", name="另一台")
    assert why.value.code == "faces.camera.taken"


def test_the_browser_proposes_what_the_policy_allows_and_keeps_what_was_typed(centre, one, web):
    add_models(centre.at(2))
    row = measured(one, centre.at(3))
    officer = web(centre.officer("legal_officer"))
    to = reverse("faces:choose", args=[one.pk])
    page = officer.get(to)
    assert page.context["form"].initial["threshold"] == pytest.approx(proposed(row.scores)[0], abs=1e-4)
    refused = officer.post(to, {"threshold": "0.7", "floor": "0.8", "reason": "试"})
    assert refused.status_code == 409
    assert 'value="0.7"' in refused.content.decode()
    assert officer.post(to, {"threshold": "0.9", "floor": "0.8", "reason": "试"}).status_code == 302
    assert Camera.objects.get().threshold == 0.9


def test_the_page_draws_both_curves_and_says_the_numbers(centre, one, web):
    add_models(centre.at(2))
    chosen(centre, one, measured(one, centre.at(3)))
    page = web(centre.officer("custody_officer")).get(reverse("faces:camera", args=[one.pk])).content.decode()
    assert page.count("<polyline") == 2
    assert "误拒率" in page
    assert "3.00%" in page  # none of a hundred


def test_the_curve_runs_from_the_left_to_the_right():
    found = drawn(Scores.of([0.8, 0.9], [0.1, 0.2]), Camera(threshold=0.5, floor=0.5))
    assert found.fmr.split()[0] == "0.0,0.0"
    assert found.fmr.split()[-1] == "720.0,300.0"
    assert found.fnmr.split()[0] == "0.0,300.0"
    assert 0 < found.threshold < 720


def test_before_anything_is_measured_the_page_says_how(centre, one, web):
    officer = web(centre.officer("custody_officer"))
    assert "./mj models measure" in officer.get(reverse("faces:camera", args=[one.pk])).content.decode()
    assert officer.get(reverse("faces:choose", args=[one.pk])).status_code == 404
    assert "A1" in officer.get(reverse("faces:cameras")).content.decode()


def test_an_administrator_registers_cameras_and_chooses_nothing(centre, one, web):
    admin = web(centre.officer("administrator"))
    assert admin.post(reverse("faces:register"), {"code": "A9", "name": "大厅"}).status_code == 302
    assert admin.get(reverse("faces:choose", args=[one.pk])).status_code == 403


def test_an_administrator_sees_the_camera_he_registers(centre, web):
    client = web(centre.officer("administrator"))
    made = client.post(reverse("faces:register"), {"code": "A7", "name": "登记台"}, follow=True)
    assert made.status_code == 200
    assert "A7" in client.get(reverse("faces:cameras")).content.decode()
