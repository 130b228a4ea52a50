"""Signatures by hand and digital signatures on a final instrument."""

from datetime import datetime
from typing import Any

from mingjing.documents import certifying, stamping
from mingjing.documents.actions.instrument import keep
from mingjing.documents.entries import Certified, Inked
from mingjing.documents.machine import INSTRUMENT
from mingjing.documents.models import Ink, Instrument
from mingjing.documents.permissions import may_act_on
from mingjing.documents.places import all_places, places_of
from mingjing.documents.rendering import Place
from mingjing.documents.seals import seal_of
from mingjing.documents.selectors import named_refs
from mingjing.documents.unit_data import bureau_of
from mingjing.documents.vocab import FileKind, InkKind, Tag
from mingjing.kernel.actor import Actor
from mingjing.kernel.ref import Ref
from mingjing.kernel.verdict import OK, Verdict, no
from mingjing.ledger.act import act
from mingjing.media import store
from mingjing.media.models import Blob
from mingjing.media.vocab import BlobKind

CERTIFIED = no(
    "documents.certified", "已电子签章，文件不能再改动。", "It is digitally signed; the file does not change any more."
)


def sign(
    instrument_id: object,
    *,
    by: Actor,
    at: datetime,
    place: str,
    name: str,
    strokes: list[list[list[float]]] | None = None,
    picture: bytes | None = None,
) -> Ink:
    """Put a signature (strokes of the pad) or a fingerprint (a picture) to a place of a final instrument, at every copy
    and page that has this place. The strokes are kept beside the file. Raises Refusal once it is digitally signed, for
    an unknown place, and when neither or both are given."""
    with act(by=by, at=at) as it:
        made = it.lock(Instrument, instrument_id)
        it.permit(may_act_on(by, "documents:instrument:sign", made))
        it.move(INSTRUMENT, "sign", made.state)
        found = places_of(made, place)
        it.permit(_not_certified(made), *_given(found, name, strokes, picture))
        before = store.open_bytes(Blob.objects.get(pk=made.sha256))
        if strokes:
            file, drawn = stamping.with_strokes(before, found, strokes), b""
        else:
            drawn = picture or b""
            file = stamping.with_picture(before, found, drawn)
        blob = store.put(drawn, kind=BlobKind.SIGNATURE, content_type="", log=made.log, by=by, at=at) if drawn else None
        keep(it, made, file, FileKind.INKED)
        made.save()
        ink = Ink.objects.create(
            instrument=made, place=place, name=name.strip(), kind=InkKind.SIGNATURE if strokes else InkKind.FINGERPRINT,
            strokes=strokes or [], blob=blob.sha256 if blob else "", at=it.at,
        )  # fmt: skip
        body = Inked(made.title_zh, made.title_en, made.number, ink.kind, ink.name, made.sha256)
        refs = [*named_refs(made), Ref("blob", made.sha256), *([blob.ref] if blob else [])]
        it.enter(Tag.INKED, log=made.log, subject=made.ref, body=body, refs=refs)
        return ink


def certify(instrument_id: object, *, by: Actor, at: datetime) -> Instrument:
    """Press the electronic seal, when the house has one, and sign the whole file digitally: from now on one changed
    byte is found. Raises Refusal when it was done before, or token or time-stamp authority cannot be reached."""
    with act(by=by, at=at) as it:
        made = it.lock(Instrument, instrument_id)
        it.permit(may_act_on(by, "documents:instrument:sign", made))
        it.move(INSTRUMENT, "sign", made.state)
        it.permit(_not_certified(made))
        file = store.open_bytes(Blob.objects.get(pk=made.sha256))
        seal, house = seal_of(made.unit), bureau_of(made.unit)
        if seal:
            file = stamping.with_picture(file, [p for p in all_places(made) if p.kind == "seal"], seal)
        signed = certifying.certify(file, log=made.log, house=house.name, reason=f"{made.title_zh} {made.number}")
        keep(it, made, signed, FileKind.CERTIFIED)
        made.save()
        [proof] = certifying.proofs(signed)
        body = Certified(made.title_zh, made.title_en, made.number, proof.who, bool(proof.stamped_at), made.sha256)
        refs = [*named_refs(made), Ref("blob", made.sha256)]
        it.enter(Tag.CERTIFIED, log=made.log, subject=made.ref, body=body, refs=refs)
        return made


def _not_certified(made: Instrument) -> Verdict:
    done = made.files.filter(kind=FileKind.CERTIFIED).exists()
    return CERTIFIED if done else OK


def _given(found: list[Place], name: str, strokes: Any, picture: bytes | None) -> list[Verdict]:
    said = []
    if not found:
        said.append(no("documents.place", "文书上没有这个签名处。", "The paper has no such place.", field="place"))
    if not name.strip():
        said.append(no("documents.name", "请填写签名人。", "Say who signs.", field="name"))
    if bool(strokes) == bool(picture):
        words = (
            "请手写签名，或上传指印图片（二选一）。",
            "Sign by hand, or choose the picture of a fingerprint: one of them.",
        )
        said.append(no("documents.ink", *words, field="strokes"))
    return said
