"""Belongings as they are listed in the browser: what they are worth, and a photograph each."""

import io
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from mingjing.custody.models import Locker
from mingjing.ledger.models import Entry

pytestmark = pytest.mark.django_db
SIGNED = json.dumps({"strokes": [[[10, 10, 0, 0.5], [40, 30, 20, 0.5], [80, 12, 40, 0.5]]]})


def picture(colour):
    held = io.BytesIO()
    Image.new("RGB", (40, 30), colour).save(held, "JPEG")
    return SimpleUploadedFile("thing.jpg", held.getvalue(), content_type="image/jpeg")


@pytest.fixture
def told():
    locker = Locker.objects.first().pk
    return {
        "item_1": "手机", "value_1": "1200.5", "photo_1": picture("red"), "item_2": "现金",
        "quantity_2": 300, "unit_2": "元", "value_2": "300", "bag_2": "B1", "item_3": "钥匙", "photo": picture("blue"),
        "locker_id": locker, "signature": SIGNED,
    }  # fmt: skip


def test_each_thing_keeps_its_value_and_its_own_photograph(centre, web, told):
    stay = centre.received()
    client = web("search_officer", name="检甲")
    assert client.post(f"/stays/{stay.pk}/do/belongings", told).status_code == 302
    phone, cash, key = stay.belongings.all()
    assert [one.value for one in (phone, cash, key)] == [120050, 30000, None]
    assert len({phone.photo, cash.photo}) == 2
    assert cash.photo == key.photo, "without one of its own it is on the photograph of all"
    entry = Entry.objects.get(tag="custody.stay.belongings_listed")
    assert {str(ref.ref_id) for ref in entry.refs.filter(kind="blob")} >= {phone.photo, cash.photo}
    page = client.get(f"/stays/{stay.pk}/").content.decode()
    assert "手机×1件 ¥1,200.50、现金×300元 ¥300.00、钥匙×1件" in page
    assert f'href="/media/{phone.photo}"' in page
    assert client.get(f"/media/{phone.photo}").status_code == 200


NO_PICTURE = SimpleUploadedFile("x.jpg", b"<svg>", content_type="image/jpeg")


@pytest.mark.parametrize(
    "wrong", [*({"value_1": one} for one in ("-1", "许多", "1.234", "1" * 13)), {"photo_1": NO_PICTURE}]
)
def test_a_wrong_value_or_picture_writes_nothing_and_loses_no_word(centre, web, entered, told, wrong):
    stay = centre.received()
    before = entered()
    answer = web("search_officer", name="检甲").post(f"/stays/{stay.pk}/do/belongings", told | wrong)
    assert answer.status_code == 422
    assert "现金" in answer.content.decode()
    assert (entered(), stay.belongings.count()) == (before, 0)


NAMELESS = ({"value_4": "50"}, {"bag_4": "B9"}, {"quantity_4": 2}, {"photo_4": picture("green")})


@pytest.mark.parametrize("typed", NAMELESS)
def test_a_line_that_names_no_thing_is_never_dropped(centre, web, entered, told, typed):
    stay = centre.received()
    before = entered()
    answer = web("search_officer", name="检甲").post(f"/stays/{stay.pk}/do/belongings", told | typed)
    assert answer.status_code == 422
    assert "请写明物品" in answer.content.decode()
    assert (entered(), stay.belongings.count()) == (before, 0)
