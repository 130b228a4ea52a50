"""From the picture to the machine's word, through the real process; and everything that leaves it to the eye."""

import os
import signal

import pytest
from django.db import connection

from mingjing.alerts.models import Alarm
from mingjing.faces import weights
from mingjing.faces.actions import comparison, portrait
from mingjing.faces.models import Comparison, FaceModel, Portrait, Template
from mingjing.faces.sealed import template_of
from mingjing.faces.vocab import ByEye, ComparisonState, Flaw, Held, Tag
from mingjing.faces.worker import Worker
from mingjing.kernel.time import now
from mingjing.ledger.models import Entry
from tests.faces import machine
from tests.faces.drawn import compared, taken
from tests.faces.pictures import person


@pytest.fixture(autouse=True)
def _own_folders(settings, tmp_path):
    settings.MODEL_STORE, settings.KEY_STORE = tmp_path / "models", tmp_path / "keys"


@pytest.fixture
def camera(centre, officer):
    machine.add_models(centre.at(1))
    return machine.set_up(centre.site, centre.at(2), officer)


@pytest.fixture
def worker():
    one = Worker()
    yield one
    one.close()


@pytest.fixture
def known(centre, here, officer, camera, worker):
    """His portrait is accepted, looked at and made a template of."""
    row = taken(here, by=officer, at=centre.at(5), data=person(1), camera_id=camera.pk)
    assert worker.tick(now()) == 1
    row.refresh_from_db()
    assert row.flaws == []
    portrait.accept(row.pk, by=officer, at=centre.at(6))
    assert worker.tick(now()) == 1
    assert worker.tick(now()) == 0
    return here


def begun(known, officer, at, camera, data):
    row = compared(known, by=officer, at=at, occasion="release", data=data, camera_id=camera.pk)
    assert row.state == ComparisonState.WAITING
    return row


@pytest.mark.parametrize(
    ("who", "held"), [(person(1, blur=1.2, form="JPEG"), Held.SAME), (person(4), Held.DIFFERENT)], ids=["he", "another"]
)
def test_it_says_what_it_holds_and_decides_nothing(centre, known, officer, camera, worker, who, held):
    row = begun(known, officer, centre.at(20), camera, who)
    assert worker.tick(now()) == 1
    row.refresh_from_db()
    assert (row.state, row.machine, row.held) == (ComparisonState.JUDGED, held, "")
    assert (row.threshold, row.floor) == (machine.THRESHOLD, machine.FLOOR)
    [told] = Entry.objects.about(row.ref).filter(tag=Tag.COMPARISON_JUDGED).with_content()
    models = weights.in_use()
    assert told.body["score"] == f"{row.score:.4f}"
    assert {told.body["detector"], told.body["recogniser"]} == {one.sha256 for one in models.values()}
    assert (told.actor_kind, told.body["camera"]) == ("machine", str(camera))
    done = comparison.confirm(
        row.pk, by=officer, at=centre.at(21), held="same", reason="本人" if held != "same" else ""
    )
    [told] = Entry.objects.about(row.ref).filter(tag=Tag.COMPARISON_CONFIRMED).with_content()
    assert (done.held, told.body["machine"], told.body["officer"]) == (Held.SAME, held, officer.name)


def test_between_the_limits_it_is_unsure(centre, known, officer, camera, worker):
    type(camera).objects.update(threshold=0.9999, floor=-1)
    row = begun(known, officer, centre.at(20), camera, person(4))
    worker.tick(now())
    row.refresh_from_db()
    assert row.machine == Held.UNSURE


@pytest.mark.parametrize(
    ("faces", "flaw"), [((), Flaw.NO_FACE), (((150, 150), (450, 450)), Flaw.SEVERAL_FACES)], ids=["none", "two"]
)
def test_without_exactly_one_face_it_says_why_and_leaves_it(centre, known, officer, camera, worker, faces, flaw):
    row = begun(known, officer, centre.at(20), camera, person(1, faces=faces, form="JPEG"))
    worker.tick(now())
    row.refresh_from_db()
    assert (row.state, row.why, flaw in row.flaws) == (ComparisonState.BY_EYE, ByEye.UNFIT, True)


def test_a_portrait_without_a_face_is_told_and_makes_no_template(centre, here, officer, camera, worker):
    row = taken(here, by=officer, at=centre.at(5), data=person(1, faces=()))
    worker.tick(now())
    row.refresh_from_db()
    assert Flaw.NO_FACE in row.flaws
    portrait.accept(row.pk, by=officer, at=centre.at(6), reason="蒙面")
    assert worker.tick(now()) == 0
    assert not Template.objects.exists()
    one = compared(here, by=officer, at=centre.at(20), occasion="release", data=person(2), camera_id=camera.pk)
    worker.tick(now())
    one.refresh_from_db()
    assert (one.state, one.why) == (ComparisonState.BY_EYE, ByEye.NO_TEMPLATE)


def test_the_officer_need_not_wait_and_the_late_word_of_the_machine_is_dropped(centre, known, officer, camera, worker):
    row = begun(known, officer, centre.at(20), camera, person(4))
    comparison.confirm(row.pk, by=officer, at=centre.at(21), held="same")
    sha = {"detector": "d" * 64, "recogniser": "r" * 64}
    assert comparison.judged(row.pk, by=machine.CONSOLE, at=now(), score=0.1, **sha) is None
    assert worker.tick(now()) == 0
    row.refresh_from_db()
    assert (row.machine, row.held) == ("", Held.SAME)


def test_a_camera_without_a_threshold_is_compared_by_eye(centre, known, officer, camera):
    row = compared(known, by=officer, at=centre.at(20), occasion="release", data=person(1, form="JPEG"))
    assert (row.state, row.why) == (ComparisonState.BY_EYE, ByEye.NO_CAMERA)
    comparison.confirm(row.pk, by=officer, at=centre.at(21), held="same")
    type(camera).objects.update(threshold=None, floor=None, recogniser="")
    row = compared(known, by=officer, at=centre.at(22), occasion="release", data=person(2), camera_id=camera.pk)
    assert (row.state, row.why) == (ComparisonState.BY_EYE, ByEye.NO_THRESHOLD)


def test_another_recogniser_makes_thresholds_void_and_templates_anew(centre, known, officer, camera, worker):
    before = Template.objects.get().recogniser
    machine.add_models(centre.at(30), seed=8)
    row = compared(known, by=officer, at=centre.at(31), occasion="release", data=person(2), camera_id=camera.pk)
    assert row.why == ByEye.NO_THRESHOLD
    worker.tick(now())
    after = Template.objects.get().recogniser
    assert before != after == weights.in_use()["recogniser"].sha256


@pytest.mark.parametrize("kind", ["detector", "recogniser"])
@pytest.mark.parametrize("how", ["changed", "missing"])
def test_weights_that_are_not_what_was_added_are_refused_and_an_alarm_says_so(
    centre, known, officer, camera, worker, kind, how
):
    worker.close()
    place = weights.place(weights.in_use()[kind].sha256)
    place.write_bytes(place.read_bytes()[:-1] + b"\1") if how == "changed" else place.unlink()
    row = begun(known, officer, centre.at(20), camera, person(1, form="JPEG"))
    worker.tick(now())
    row.refresh_from_db()
    assert (row.state, row.why, row.machine) == (ComparisonState.BY_EYE, ByEye.TAMPERED, "")
    assert Alarm.objects.filter(rule="integrity.model_changed").exists()
    assert worker.eye is None


def test_the_process_that_looks_is_killed_and_only_that_picture_is_left_to_the_eye(
    centre, known, officer, camera, worker, monkeypatch
):
    pid = worker.eye.pid
    os.kill(pid, signal.SIGKILL)
    row = begun(known, officer, centre.at(20), camera, person(1, form="JPEG"))
    worker.tick(now())
    row.refresh_from_db()
    assert (row.state, row.why) == (ComparisonState.BY_EYE, ByEye.FAILED)
    comparison.confirm(row.pk, by=officer, at=centre.at(21), held="same")
    row = begun(known, officer, centre.at(22), camera, person(1, form="WEBP"))
    worker.tick(now())
    row.refresh_from_db()
    assert (row.state, worker.eye.pid != pid) == (ComparisonState.JUDGED, True)


def test_the_worker_is_killed_and_nothing_is_lost(centre, known, officer, camera, worker):
    """What it did not reach waits, is confirmed by eye meanwhile, or is judged by the next worker."""
    row = begun(known, officer, centre.at(20), camera, person(1, form="JPEG"))
    worker.close()
    assert Comparison.objects.get().state == ComparisonState.WAITING
    other = Worker()
    try:
        other.tick(now())
    finally:
        other.close()
    row.refresh_from_db()
    assert row.state == ComparisonState.JUDGED


def test_a_template_is_sealed_and_opens_for_its_own_stay_only(centre, known, officer, camera):
    row, mine = Template.objects.get(), Portrait.objects.get()
    plain = template_of(mine, row.recogniser)
    assert plain
    assert plain not in bytes(row.sealed)
    assert template_of(mine, "0" * 64) is None
    other = centre.received(minutes=1)
    theirs = Portrait.objects.create(stay=other, picture=mine.picture, taken_at=centre.at(7))
    Template.objects.create(
        stay=other, portrait=theirs, sealed=row.sealed, recogniser=row.recogniser, made_at=row.made_at
    )
    assert template_of(theirs, row.recogniser) is None


def test_without_the_key_a_template_is_noise_and_is_no_error(centre, known, settings, tmp_path):
    row = Template.objects.get()
    settings.KEY_STORE = tmp_path / "other"
    assert template_of(Portrait.objects.get(), row.recogniser) is None


def test_what_was_added_stands_in_the_log_of_the_bureau_with_licence_and_checksum(centre, camera):
    told = Entry.objects.filter(tag=Tag.MODEL_ADDED).with_content()
    assert {one.log for one in told} == {"610900-org"}
    assert {one.body["sha256"] for one in told} == set(FaceModel.objects.values_list("pk", flat=True))
    assert all(one.body["licence"] and one.body["account"] for one in told)


def test_a_database_dump_holds_no_template_in_plain(centre, known):
    plain = template_of(Portrait.objects.get(), Template.objects.get().recogniser)
    with connection.cursor() as cursor:
        cursor.execute("SELECT sealed FROM faces_template")
        [(sealed,)] = cursor.fetchall()
    assert plain[:16] not in bytes(sealed)
