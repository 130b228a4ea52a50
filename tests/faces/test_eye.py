"""The process that looks, with tiny models in the real classes: what it sees, and what it survives."""

import os
import random
import re
import signal
from pathlib import Path

import pytest

from mingjing.faces.eye import Eye, EyeFailed
from mingjing.faces.frames import Models
from tests.faces.pictures import person
from tests.faces.toy import detector, recogniser

MODELS = Models(detector(), recogniser())


@pytest.fixture(scope="module")
def eye():
    with Eye(MODELS) as one:
        yield one


@pytest.mark.parametrize(
    ("faces", "found"), [((), 0), (((300, 300),), 1), (((150, 150), (450, 450)), 2)], ids=["none", "one", "two"]
)
def test_it_counts_faces_and_makes_a_template_of_exactly_one(eye, faces, found):
    answer = eye.look(person(1, faces=faces))
    assert (len(answer.faces), answer.template is not None, answer.wrong) == (found, found == 1, "")


def test_the_size_of_a_face_is_told_in_pixels_of_the_picture(eye):
    [side] = eye.look(person(1, size=(1280, 1280), faces=((600, 600),))).faces
    assert abs(side - 400) < 20


def test_the_same_person_scores_high_and_another_low(eye):
    mine = eye.look(person(1)).template
    same = eye.compare(person(1, blur=1.5, form="JPEG"), mine).score
    others = [eye.compare(person(seed), mine).score for seed in range(2, 12)]
    assert same > 0.98
    assert max(others) < 0.9


def test_a_template_of_another_size_gives_no_score(eye):
    assert eye.compare(person(1), b"\0" * 64).score is None


@pytest.mark.parametrize(
    "data", [b"", b"no picture", b"\xff\xd8\xff" + b"x" * 99, b"RIFF0000WEBP", b"GIF89a"], ids=repr
)
def test_what_is_no_picture_is_named_and_the_next_one_is_seen(eye, data):
    assert eye.look(data).wrong == "media.broken"
    assert eye.look(person(1)).wrong == ""


def test_pictures_broken_at_random_never_end_it(eye):
    draw, whole = random.Random(5), {form: bytearray(person(1, form=form)) for form in ("JPEG", "PNG", "WEBP")}
    pid = eye.pid
    for form, data in whole.items():
        for _ in range(25):
            bad = bytearray(data)
            for _ in range(draw.randrange(1, 40)):
                bad[draw.randrange(12, len(bad))] = draw.randrange(256)
            answer = eye.look(bytes(bad[: draw.randrange(20, len(bad))] if draw.random() < 0.5 else bad))
            assert answer.wrong in {"", "media.broken", "media.pixels"}, form
    assert eye.pid == pid


@pytest.mark.parametrize("broken", ["detector", "recogniser"])
def test_models_that_are_none_are_told_at_once(broken):
    wrong = {"detector": MODELS.detector, "recogniser": MODELS.recogniser, broken: b"version https://git-lfs"}
    with pytest.raises(EyeFailed):
        Eye(Models(**wrong))


def test_killed_it_fails_and_leaves_nothing_behind():
    with Eye(MODELS) as one:
        os.kill(one.pid, signal.SIGKILL)
        with pytest.raises(EyeFailed):
            one.look(person(1))


def test_stopped_it_is_ended_when_patience_is_over():
    with Eye(MODELS, patience=0.2) as one:
        os.kill(one.pid, signal.SIGSTOP)
        with pytest.raises(EyeFailed):
            one.look(person(1))
        assert one._process.returncode == -signal.SIGKILL


def test_what_it_may_take_is_bounded(eye):
    told = (Path("/proc") / str(eye.pid) / "limits").read_text()
    limits = dict(re.findall(r"^(Max [a-z ]+?)\s{2,}(\S+)", told, re.M))
    assert int(limits["Max address space"]) <= 4 * 1024**3
    assert limits["Max file size"] == "0"
