"""`./mj models` and `./mj compare`, as they are typed."""

import subprocess

import pytest
from django.core.management import CommandError, call_command

from mingjing.config.console import PROJECT
from mingjing.faces import weights
from mingjing.faces.actions import camera
from mingjing.faces.models import FaceModel, Measurement
from mingjing.faces.vocab import Tag
from mingjing.ledger.models import Entry
from tests.faces.machine import CONSOLE, add_models
from tests.faces.pictures import person
from tests.faces.toy import detector, recogniser


@pytest.fixture(autouse=True)
def _own_folders(settings, tmp_path):
    settings.MODEL_STORE = tmp_path / "models"


@pytest.fixture
def files(tmp_path):
    made = {"detector": tmp_path / "d.onnx", "recogniser": tmp_path / "r.onnx"}
    made["detector"].write_bytes(detector())
    made["recogniser"].write_bytes(recogniser())
    return made


def add(files, kind, licence="Apache-2.0"):
    call_command("models", "add", str(files[kind]), "--kind", kind, "--licence", licence)


def test_weights_are_added_listed_and_checked(centre, files, capsys):
    add(files, "detector")
    add(files, "recogniser")
    capsys.readouterr()
    call_command("models", "list")
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 2
    assert all("使用中" in line and "Apache-2.0" in line for line in lines)
    weights.place(FaceModel.objects.get(kind="detector").sha256).write_bytes(b"other")
    call_command("models", "list")
    assert "被改动" in capsys.readouterr().out


def test_adding_again_replaces_and_the_log_keeps_both(centre, files):
    add(files, "recogniser")
    files["recogniser"].write_bytes(recogniser(9))
    add(files, "recogniser")
    assert FaceModel.objects.filter(kind="recogniser", in_use=True).count() == 1
    assert Entry.objects.filter(tag=Tag.MODEL_ADDED).count() == 2


@pytest.mark.parametrize(
    ("data", "licence"),
    [(b"version https://git-lfs.github.com/spec/v1\n", "MIT"), (b"", "MIT"), (detector(), "  ")],
    ids=["pointer", "empty", "no licence"],
)
def test_what_is_no_model_or_has_no_licence_is_refused_in_a_sentence(centre, files, data, licence):
    files["detector"].write_bytes(data)
    with pytest.raises(CommandError):
        add(files, "detector", licence)
    assert not FaceModel.objects.exists()


def test_what_cannot_be_loaded_does_not_take_the_place_of_what_works(centre, files):
    add(files, "detector")
    add(files, "recogniser")
    files["recogniser"].write_bytes(b"\x08\x08 nonsense")
    with pytest.raises(CommandError):
        add(files, "recogniser")
    assert FaceModel.objects.get(kind="recogniser").in_use


@pytest.fixture
def labelled(tmp_path):
    """Twelve people, two pictures each."""
    folder = tmp_path / "set"
    folder.mkdir()
    for seed in range(12):
        (folder / f"{seed}a.png").write_bytes(person(seed))
        (folder / f"{seed}b.jpg").write_bytes(person(seed, blur=1.2, form="JPEG"))
    (folder / "nobody.png").write_bytes(person(99, faces=()))
    rows = [f"{seed}a.png,{seed}b.jpg,yes" for seed in range(12)]
    rows += [f"{seed}a.png,{(seed + 1) % 12}b.jpg,no" for seed in range(12)]
    (folder / "pairs.csv").write_text("\n".join(["left,right,same", *rows, "nobody.png,0b.jpg,no"]))
    return folder


def test_a_labelled_set_becomes_scores_of_one_camera(centre, labelled):
    add_models(centre.at(1))
    one = camera.set_up(by=CONSOLE, at=centre.at(2), site_id=centre.site.pk, code="A1", name="出入口")
    call_command("models", "measure", str(labelled), "--camera", f"{centre.site.code}/A1")
    row = Measurement.objects.get(camera=one)
    assert (len(row.same), len(row.different), row.refused) == (12, 12, 1)
    assert min(row.same) > max(row.different)
    [told] = Entry.objects.about(one.ref).filter(tag=Tag.MEASURED).with_content()
    assert (told.body["pairs"], told.body["same"]) == (row.pairs, 12)


@pytest.mark.parametrize(
    "line", ["0a.png,0b.jpg,perhaps", "0a.png,,yes", "0a.png,gone.jpg,no", "0a.png,../../etc/passwd,no"], ids=str
)
def test_a_set_that_cannot_be_read_is_refused_by_its_line(centre, labelled, line):
    add_models(centre.at(1))
    camera.set_up(by=CONSOLE, at=centre.at(2), site_id=centre.site.pk, code="A1", name="出入口")
    (labelled / "pairs.csv").write_text(f"left,right,same\n{line}\n")
    with pytest.raises(CommandError):
        call_command("models", "measure", str(labelled), "--camera", f"{centre.site.code}/A1")
    assert not Measurement.objects.exists()


def test_one_round_of_the_process(centre, capsys):
    call_command("compare", "--once")
    assert "0 项" in capsys.readouterr().out


def test_neither_demonstration_nor_web_server_needs_opencv():
    """A start of the whole application imports nothing of it."""
    code = (
        "import sys; import django; django.setup(); import mingjing.config.urls; "
        "sys.exit(any(name in sys.modules for name in ('cv2', 'numpy')))"
    )
    environment = {"DJANGO_SETTINGS_MODULE": "mingjing.config.settings", "PYTHONPATH": str(PROJECT)}
    import os
    import sys

    done = subprocess.run([sys.executable, "-c", code], env={**os.environ, **environment}, check=False)
    assert done.returncode == 0
