"""Who may fetch bytes, and with which headers they come."""

import pytest

from mingjing.kernel.actor import machine
from mingjing.kernel.ref import Ref
from mingjing.kernel.time import now
from mingjing.ledger.act import act
from mingjing.media import selectors, store
from mingjing.media.entries import Stored
from mingjing.media.vocab import BlobKind, Tag
from mingjing.org import seeing

pytestmark = pytest.mark.django_db


@pytest.fixture
def blob(officers, picture):
    return store.put(
        picture(), kind=BlobKind.INJURY, content_type="image/png", log="x", by=officers[0].acting(), at=now()
    )


def name(blob, subject, refs=()):
    with act(by=machine("test"), at=now()) as it:
        body = Stored(blob.sha256, blob.kind, blob.content_type, blob.size)
        it.enter(Tag.BLOB_STORED, log="x", subject=subject, body=body, refs=[blob.ref, *refs])


def test_the_one_who_stored_it_sees_it_and_another_does_not(client, officers, blob):
    client.force_login(officers[0])
    assert client.get(blob.url).status_code == 200
    client.force_login(officers[1])
    assert client.get(blob.url).status_code == 404
    assert client.get(f"/media/{'0' * 64}").status_code == 404


def test_strangers_are_sent_to_sign_in(client, blob):
    assert client.get(blob.url).status_code == 302


def test_whoever_sees_the_subject_of_an_entry_that_names_it_sees_it(client, officers, blob, monkeypatch):
    monkeypatch.setitem(seeing._answers, "stay", lambda officer, ids: ids if officer == officers[1] else [])
    stay = Ref("stay", "01920000-0000-7000-8000-000000000001")
    client.force_login(officers[1])
    name(blob, Ref("room", str(officers[0].pk)), refs=[stay])
    assert client.get(blob.url).status_code == 404  # merely mentioned together
    name(blob, stay)
    assert client.get(blob.url).status_code == 200


def test_a_hash_alone_cannot_be_used_to_open_what_it_stands_for(officers, blob):
    assert selectors.usable(officers[0], blob.sha256)
    assert not selectors.usable(officers[1], blob.sha256)
    assert not selectors.usable(officers[1], "0" * 64)


def test_headers_let_it_be_looked_at_and_nothing_else(client, officers, blob):
    client.force_login(officers[0])
    answer = client.get(blob.url)
    assert answer["Content-Type"] == "image/png"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
    assert answer["Cache-Control"] == "private, no-cache"
    assert answer["Content-Disposition"] == f'inline; filename="{blob.sha256[:12]}.png"'


def test_a_browser_that_has_it_is_told_so_only_while_it_may_see_it(client, officers, blob):
    client.force_login(officers[0])
    mark = client.get(blob.url)["ETag"]
    assert client.get(blob.url, headers={"If-None-Match": mark}).status_code == 304
    client.force_login(officers[1])
    assert client.get(blob.url, headers={"If-None-Match": mark}).status_code == 404


def test_the_small_one_is_a_jpeg_and_papers_have_none(client, officers, blob):
    client.force_login(officers[0])
    assert client.get(f"{blob.url}/small")["Content-Type"] == "image/jpeg"
    by = officers[0].acting()
    paper = store.put(b"%PDF-1.7\n%%EOF", kind=BlobKind.DOCUMENT, content_type="", log="x", by=by, at=now())
    assert client.get(f"{paper.url}/small").status_code == 404
    assert client.get(paper.url)["Content-Disposition"].startswith("attachment")


def test_only_reading(client, officers, blob):
    client.force_login(officers[0])
    assert client.post(blob.url).status_code == 405
