"""Bytes of an act that was refused: no row, no entry, and soon no file."""

import os
from datetime import timedelta

import pytest
from django.db import transaction

from mingjing.kernel.time import now
from mingjing.kernel.verdict import Refusal, no
from mingjing.ledger.models import Entry
from mingjing.media import files, store, sweeping
from mingjing.media.models import Blob
from mingjing.media.vocab import BlobKind

pytestmark = pytest.mark.django_db


def put(data, by):
    return store.put(data, kind=BlobKind.INJURY, content_type="", log="610921-centre", by=by.acting(), at=now())


def put_and_refused(data, by):
    with pytest.raises(Refusal), transaction.atomic():
        put(data, by)
        raise Refusal(no("test.no", "不行", "No"))


def an_hour_ago(sha256):
    then = (now() - sweeping.LEFT_ALONE - timedelta(minutes=1)).timestamp()
    os.utime(files.draft(sha256), (then, then))


def test_of_a_refused_act_nothing_remains_but_a_draft_and_that_is_swept(officers, picture):
    data, sha256 = picture(), files.digest(picture())
    put_and_refused(data, officers[0])
    assert not Blob.objects.exists()
    assert not Entry.objects.exists()
    assert not files.place(sha256).exists()
    assert sweeping.tick(now()) == 0, "an act under way keeps its bytes"
    an_hour_ago(sha256)
    assert sweeping.tick(now()) == 1
    assert not files.draft(sha256).exists()


def test_bytes_of_an_act_that_stands_move_to_their_place(officers, picture, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        blob = put(picture(), officers[0])
        assert store.open_bytes(blob) == picture(), "the act itself reads them too"
    assert files.place(blob.sha256).exists()
    assert not files.draft(blob.sha256).exists()


def test_a_crash_between_the_act_and_the_move_loses_nothing(officers, picture):
    blob = put(picture(), officers[0])
    an_hour_ago(blob.sha256)
    sweeping.tick(now())
    assert files.place(blob.sha256).exists()
    assert store.open_bytes(blob) == picture()


def test_a_refused_act_takes_nothing_from_one_that_stood(officers, picture):
    blob = put(picture(), officers[0])
    files.adopt(blob.sha256)
    put_and_refused(picture(), officers[1])
    assert store.open_bytes(blob) == picture()
    assert list(Entry.objects.values_list("actor_id", flat=True)) == [str(officers[0].pk)]


def test_what_is_no_draft_is_left_alone(officers, picture):
    files.draft("0" * 64).parent.mkdir(parents=True)
    odd = files.draft("0" * 64).with_name("notes.txt")
    odd.write_text("x")
    os.utime(odd, (0, 0))
    assert sweeping.tick(now()) == 0
    assert odd.exists()
