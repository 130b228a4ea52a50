"""Putting bytes in and getting them out."""

from datetime import datetime

from django.db import transaction

from mingjing.kernel.actor import Actor
from mingjing.kernel.ref import Ref
from mingjing.kernel.verdict import require
from mingjing.ledger.act import act
from mingjing.ledger.models import Entry
from mingjing.media import files, pictures
from mingjing.media.entries import Stored
from mingjing.media.models import Blob
from mingjing.media.rules import IMAGES, LIMITS, acceptable, sniff
from mingjing.media.vocab import BlobKind, Tag


def put(data: bytes, *, kind: str, content_type: str, log: str, by: Actor, at: datetime) -> Blob:
    """Keep bytes; the same bytes again give the same blob. Enters `media.blob.stored` once per author and content.

    Inside a transaction of the caller they stand or fall with it: when the act that names them is refused, neither row
    nor entry remains, and the file, never adopted, is swept away (`sweeping`).

    The bytes are kept exactly as they came (decision 0060). Raises Refusal when they are too large, of another type
    than `content_type` says (empty: whatever they are), or a picture that does not decode.
    """
    require(acceptable(kind, content_type, data))
    found = sniff(data, LIMITS[BlobKind(kind)].types)
    width, height = pictures.measure(data) if found in IMAGES else (None, None)
    sha256 = files.write(data)
    with act(by=by, at=at) as it:
        blob = Blob(
            sha256=sha256,
            size=len(data),
            content_type=found,
            kind=BlobKind(kind).value,
            log=log,
            retention=LIMITS[BlobKind(kind)].retention,
            stored_at=it.recorded_at,
            width=width,
            height=height,
        )
        Blob.objects.bulk_create([blob], ignore_conflicts=True)
        if not _stored_before(blob.ref, by):
            it.enter(Tag.BLOB_STORED, log=log, subject=blob.ref, body=Stored(sha256, blob.kind, found, len(data)))
        transaction.on_commit(lambda: files.adopt(sha256))
    return Blob.objects.get(pk=sha256)


def open_bytes(blob: Blob) -> bytes:
    """The bytes of a blob, verified against its hash on every read. Raises Refusal when missing or tainted."""
    return files.read(blob.sha256)


def _stored_before(ref: Ref, by: Actor) -> bool:
    return Entry.objects.about(ref).filter(tag=Tag.BLOB_STORED, actor_kind=by.kind, actor_id=by.id).exists()
