"""Bytes are kept once, whole, verified, and only of the kinds allowed."""

import hashlib
import io
import stat
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as tries
from hypothesis import strategies as some
from PIL import Image

from mingjing.kernel.time import now
from mingjing.kernel.verdict import Refusal
from mingjing.ledger.models import Entry
from mingjing.media import files, pictures, rules, store
from mingjing.media.models import Blob
from mingjing.media.vocab import BlobKind

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def put(data, by, kind=BlobKind.PHOTOGRAPH, content_type=""):
    """Kept, and adopted as at the end of a transaction that stands."""
    blob = store.put(data, kind=kind, content_type=content_type, log="610921-centre", by=by, at=now())
    files.adopt(blob.sha256)
    return blob


def test_bytes_come_back_as_they_went_in_under_their_hash(officers, picture):
    data = picture()
    blob = put(data, officers[0].acting())
    assert blob.sha256 == hashlib.sha256(data).hexdigest()
    assert (blob.size, blob.content_type, blob.width, blob.height) == (len(data), "image/png", 40, 30)
    assert store.open_bytes(blob) == data


def test_the_same_bytes_are_kept_once_and_entered_once_per_author(officers, picture):
    first, second = (o.acting() for o in officers)
    for by in (first, first, second):
        put(picture(), by)
    assert Blob.objects.count() == 1
    assert list(Entry.objects.values_list("actor_id", flat=True)) == [first.id, second.id]


def test_files_are_private_and_lie_by_hash(officers, picture):
    blob = put(picture(), officers[0].acting())
    place = files.place(blob.sha256)
    assert stat.S_IMODE(place.stat().st_mode) == 0o600
    assert place.parent.name == blob.sha256[2:4]
    assert [p.name for p in place.parent.iterdir()] == [blob.sha256]


def test_changed_bytes_are_refused(officers, picture):
    blob = put(picture(), officers[0].acting())
    files.place(blob.sha256).write_bytes(picture(colour="blue"))
    with pytest.raises(Refusal) as refused:
        store.open_bytes(blob)
    assert refused.value.code == "media.tainted"


def test_missing_bytes_are_refused_and_mended_by_storing_again(officers, picture):
    blob = put(picture(), officers[0].acting())
    files.place(blob.sha256).unlink()
    with pytest.raises(Refusal) as refused:
        store.open_bytes(blob)
    assert refused.value.code == "media.missing"
    put(picture(), officers[0].acting())
    assert store.open_bytes(blob) == picture()


@pytest.mark.parametrize("name", ["../../etc/passwd", "A" * 64, "0" * 63, "", "0" * 65, "0" * 64 + "\n"])
def test_only_a_hash_names_a_file(name):
    with pytest.raises(ValueError):
        files.place(name)


@pytest.mark.parametrize(
    ("data", "kind", "content_type", "code"),
    [
        (b"", BlobKind.PHOTOGRAPH, "", "media.empty"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", BlobKind.SIGNATURE, "image/svg+xml", "media.type"),
        (b'<svg onload="x()"><path d="M0 0"/></svg>', BlobKind.SIGNATURE, "", "media.type"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0"/>text</svg>', BlobKind.SIGNATURE, "", "media.type"),
        (b'<svg><image href="http://x/"/></svg>', BlobKind.SIGNATURE, "", "media.type"),
        (b'<svg><path fill="url(http://x)"/></svg>', BlobKind.SIGNATURE, "", "media.type"),
        (b'<!DOCTYPE svg [<!ENTITY a "b">]><svg></svg>', BlobKind.SIGNATURE, "", "media.type"),
        (b'<svg><path d="M0 0"/></svg>', BlobKind.PHOTOGRAPH, "", "media.type"),
        (b"GIF89a....", BlobKind.PHOTOGRAPH, "image/gif", "media.type"),
        (b"<html><script>1</script>", BlobKind.DOCUMENT, "text/html", "media.type"),
        (PDF, BlobKind.PHOTOGRAPH, "application/pdf", "media.type"),
        (PDF, BlobKind.DOCUMENT, "image/png", "media.mismatch"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, BlobKind.PHOTOGRAPH, "", "media.broken"),
        (b"\xff\xd8\xff" + b"\0" * 50, BlobKind.INJURY, "", "media.broken"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * (2 * rules.MIB), BlobKind.SIGNATURE, "", "media.large"),
    ],
)
def test_what_is_not_kept(officers, data, kind, content_type, code):
    with pytest.raises(Refusal) as refused:
        put(data, officers[0].acting(), kind, content_type)
    assert refused.value.code == code
    assert not Blob.objects.exists()
    assert not Entry.objects.exists()


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP"])
def test_pictures_of_every_form_are_kept_and_reduced(officers, picture, form):
    data = picture(form, size=(1000, 500))
    blob = put(data, officers[0].acting())
    reduced = pictures.small(data)
    assert blob.content_type == f"image/{form.lower()}"
    assert pictures.measure(reduced) == (320, 160)


def test_a_picture_cut_short_is_refused(officers, picture):
    with pytest.raises(Refusal) as refused:
        put(picture("JPEG", size=(400, 400))[:-200], officers[0].acting())
    assert refused.value.code == "media.broken"


def test_a_picture_with_too_many_pixels_is_refused_before_it_is_decoded(officers, picture, monkeypatch):
    monkeypatch.setattr(rules, "MOST_PIXELS", 1000)
    with pytest.raises(Refusal) as refused:
        put(picture(size=(40, 30)), officers[0].acting())
    assert refused.value.code == "media.pixels"


def test_papers_are_kept_as_documents(officers):
    blob = put(PDF, officers[0].acting(), BlobKind.DOCUMENT, "application/pdf")
    assert not blob.is_image
    assert blob.filename.endswith(".pdf")


def test_a_signature_drawn_on_the_screen_is_kept_as_drawn(officers):
    drawn = (
        b'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 300 150" '
        b'width="300" height="150"><path d="M 10.5,20.25 C 11,21 -12,22 13.5,1e2" stroke-width="2.5" stroke="#1a1a1a" '
        b'fill="none" stroke-linecap="round"></path><circle r="1.5" cx="9" cy="8" fill="black"></circle></svg>'
    )
    blob = put(drawn, officers[0].acting(), BlobKind.SIGNATURE, "image/svg+xml")
    assert (blob.content_type, blob.is_image) == ("image/svg+xml", True)
    assert store.open_bytes(blob) == drawn


def test_a_long_drawing_is_read_in_good_time():
    stroke = b'<path d="M 1,2 C 3,4 5,6 7,8"' + b" " * 50 + b"/>"
    assert rules.sniff(b"<svg>" + stroke * 10_000 + b"</svg>") == rules.SVG
    assert rules.sniff(b"<svg>" + stroke * 10_000 + b"<x/></svg>") == ""


HEADS = some.sampled_from([b"", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF\0\0\0\0WEBPVP8 ", b"%PDF-1.4"])


@tries(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(head=HEADS, tail=some.binary(max_size=300), kind=some.sampled_from(list(BlobKind)))
def test_random_bytes_are_kept_or_refused_and_never_break(officers, head, tail, kind):
    try:
        blob = put(head + tail, officers[0].acting(), kind)
    except Refusal:  # anything else that is raised fails the test
        return
    assert store.open_bytes(blob) == head + tail


def test_a_page_of_huge_pictures_does_not_take_the_whole_memory(monkeypatch):
    """Eight pages are made at a time; of pictures no more than two are opened at the same moment."""
    together, most, lock = [0], [0], threading.Lock()
    opened = pictures._opened

    @contextmanager
    def counted(data):
        with lock:
            together[0] += 1
            most[0] = max(most[0], together[0])
        waiting.wait(0.2)
        with opened(data) as picture:
            yield picture
        with lock:
            together[0] -= 1

    waiting = threading.Event()
    monkeypatch.setattr(pictures, "_opened", counted)
    out = io.BytesIO()
    Image.new("RGB", (30, 20), "red").save(out, "PNG")
    with ThreadPoolExecutor(8) as several:
        made = list(several.map(pictures.small, [out.getvalue()] * 8))
    assert len(made) == 8
    assert most[0] <= 2
