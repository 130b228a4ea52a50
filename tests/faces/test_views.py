import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from mingjing.faces.models import Comparison, Portrait
from mingjing.faces.vocab import Held, PortraitState
from tests.faces.drawn import accepted, compared, face


@pytest.fixture
def duty(centre, web):
    """A browser of the custody officer."""
    return web(centre.officer("custody_officer"))


def upload(data: bytes, name="face.png", kind="image/png"):
    return SimpleUploadedFile(name, data, kind)


def test_from_the_page_of_the_stay_to_an_accepted_portrait(centre, here, duty):
    page = duty.get(reverse("custody:stay", args=[here.pk])).content.decode()
    to = reverse("faces:portrait", args=[here.pk])
    assert to in page
    answer = duty.post(to, {"picture": upload(face())}, follow=True)
    assert "清晰度、光线、大小合格" in answer.content.decode()
    [row] = Portrait.objects.all()
    answer = duty.post(reverse("faces:accept", args=[here.pk, row.pk]), {"reason": ""}, follow=True)
    row.refresh_from_db()
    assert row.state == PortraitState.ACCEPTED
    assert f"/media/{row.picture}/small" in answer.content.decode()


def test_flaws_are_told_in_words_and_the_reason_is_asked_for(centre, here, duty):
    answer = duty.post(reverse("faces:portrait", args=[here.pk]), {"picture": upload(face(light=0.2))}, follow=True)
    assert "光线太暗" in answer.content.decode()
    [row] = Portrait.objects.all()
    answer = duty.post(reverse("faces:accept", args=[here.pk, row.pk]), {"reason": ""})
    assert answer.status_code == 409
    assert "仍然采用的理由" in answer.content.decode()


def test_two_pictures_side_by_side_and_a_word_about_them(centre, here, officer, duty):
    mine = accepted(here, by=officer, at=centre.at(5))
    answer = duty.post(
        reverse("faces:compare", args=[here.pk, "interview"]),
        {"picture": upload(face(form="JPEG"), "x.jpg", "image/jpeg")},
        follow=True,
    )
    [row] = Comparison.objects.all()
    page = answer.content.decode()
    assert f"/media/{mine.picture}" in page
    assert f"/media/{row.picture}" in page
    to = reverse("faces:comparison", args=[here.pk, row.pk])
    told = duty.post(to, {"held": "different", "reason": ""})
    assert told.status_code == 409
    assert 'value="different"' in told.content.decode()
    assert duty.post(to, {"held": "different", "reason": "痣的位置不同"}).status_code == 302
    row.refresh_from_db()
    assert row.held == Held.DIFFERENT
    assert "痣的位置不同" in duty.get(to).content.decode()
    assert "痣的位置不同" in duty.get(reverse("faces:stay", args=[here.pk])).content.decode()


def test_what_is_no_picture_is_refused_and_nothing_remains(here, duty):
    to = reverse("faces:portrait", args=[here.pk])
    assert duty.post(to, {}).status_code == 422
    assert duty.post(to, {"picture": upload(b"GIF89a no")}).status_code == 422
    assert duty.post(to, {"picture": upload(b"\x89PNG\r\n\x1a\n" + b"x" * 99)}).status_code == 409
    assert not Portrait.objects.exists()


def test_who_may_not_confirm_is_told_why(centre, here, officer, web):
    accepted(here, by=officer, at=centre.at(5))
    row = compared(here, by=officer, at=centre.at(6), occasion="return")
    guard = web(centre.officer("custody_guard"))
    page = guard.get(reverse("faces:comparison", args=[here.pk, row.pk])).content.decode()
    assert 'name="held"' not in page
    assert 'class="why"' in page


def test_the_form_of_the_move_says_what_comes_first(centre, here, duty):
    page = duty.get(reverse("custody:do", args=[here.pk, "question"]))
    assert "先行核验" in page.content.decode()
    assert reverse("faces:stay", args=[here.pk]) in page.content.decode()


def test_the_machine_part_is_one_address(centre, here, officer, duty):
    accepted(here, by=officer, at=centre.at(5))
    row = compared(here, by=officer, at=centre.at(6), occasion="return")
    page = duty.get(reverse("faces:machine", args=[here.pk, row.pk])).content.decode()
    assert "未安装人脸模型" in page


@pytest.mark.parametrize("name", ["stay", "portrait", "compare"])
def test_every_page_is_there_in_english(centre, here, officer, duty, name):
    accepted(here, by=officer, at=centre.at(5))
    duty.cookies["mingjing_language"] = "en"
    args = [here.pk, "interview"] if name == "compare" else [here.pk]
    page = duty.get(reverse(f"faces:{name}", args=args))
    assert page.status_code == 200
    assert 'lang="en"' in page.content.decode()


def test_a_stay_of_another_county_is_not_found(centre, here, web):
    stranger = centre.officer("custody_officer", name="外县", where=centre.beside)
    for name, args in (("stay", []), ("portrait", []), ("compare", ["interview"])):
        assert web(stranger).get(reverse(f"faces:{name}", args=[here.pk, *args])).status_code == 404
