"""What comes with a report: evidence handed in, recordings, and the receipt for the reporter."""

import re
from datetime import datetime

from mingjing.intake import entries
from mingjing.intake.entering import enter
from mingjing.intake.machine import HANDLE, REPORT
from mingjing.intake.models import Evidence, Recording, Report
from mingjing.intake.permissions import may_act_on
from mingjing.intake.vocab import ReceiptState, RecordingKind, Tag
from mingjing.kernel.actor import Actor
from mingjing.kernel.ref import Ref
from mingjing.kernel.verdict import OK, Refusal, Verdict, no
from mingjing.ledger.act import Act, act
from mingjing.media import store
from mingjing.media.models import Blob

SHA256 = re.compile(r"[0-9a-f]{64}")


def take_evidence(
    report_id: object,
    *,
    by: Actor,
    at: datetime,
    name: str,
    quantity: str,
    handed_by: str,
    features: str = "",
    photo: bytes = b"",
) -> Evidence:
    """Put one thing on the list of evidence received, photographed when needed (CPR 170). Raises Refusal."""
    with act(by=by, at=at) as it:
        report = _open(it, report_id, "take_evidence")
        it.permit(_given(name, "name"), _given(quantity, "quantity"), _given(handed_by, "handed_by"))
        blob = _kept(it, report, photo)
        row = Evidence.objects.create(
            report=report, place=report.evidence.count() + 1, name=name.strip(), quantity=quantity.strip(),
            features=features.strip(), handed_by=handed_by.strip(), photo=blob, received_at=it.at,
            received_by_id=by.id,
        )  # fmt: skip
        secret = report.identity_secret
        told = "" if secret else row.handed_by
        body = entries.EvidenceReceived(
            row.place, row.name, row.quantity, row.features, told, blob.sha256 if blob else "", secret
        )
        enter(it, Tag.EVIDENCE, report, body, refs=[blob.ref] if blob else [])
        return row


def link_recording(
    report_id: object,
    *,
    by: Actor,
    at: datetime,
    kind: str,
    reference: str,
    sha256: str = "",
    started_at: datetime | None = None,
) -> Recording:
    """Name a recording of the call, the contact or the scene by its reference, and its hash when known. Raises
    Refusal when it is linked already."""
    with act(by=by, at=at) as it:
        report = _open(it, report_id, "link_recording")
        it.permit(_given(reference, "reference"), _hash(sha256), _kind(kind))
        if report.recordings.filter(reference=reference.strip()).exists():
            raise Refusal(
                no("intake.recording.again", "该录音录像已经关联。", "It is linked already.", field="reference")
            )
        row = Recording.objects.create(
            report=report, kind=kind, reference=reference.strip(), sha256=sha256.strip().lower(),
            started_at=started_at, linked_at=it.at,
        )  # fmt: skip
        body = entries.RecordingLinked(row.kind, row.reference, row.sha256, row.started_at)
        enter(it, Tag.RECORDING, report, body, refs=[Ref("recording", str(row.pk))])
        return row


def give_receipt(
    report_id: object, *, by: Actor, at: datetime, handed: bool, note: str = "", signature: bytes = b""
) -> Report:
    """The receipt was handed to the reporter, who may sign for it, or why it was not (CPR 171). Raises Refusal."""
    with act(by=by, at=at) as it:
        report = _open(it, report_id, "give_receipt")
        it.permit(OK if handed else _given(note, "note"))
        blob = (
            store.put(signature, kind="signature", content_type="", log=report.log, by=by, at=it.at)
            if signature
            else None
        )
        report.receipt = (ReceiptState.HANDED if handed else ReceiptState.NOTED).value
        report.receipt_at, report.receipt_note = it.at, note.strip()
        report.save()
        body = entries.ReceiptGiven(report.receipt, report.receipt_note, blob.sha256 if blob else "")
        enter(it, Tag.RECEIPT, report, body, refs=[blob.ref] if blob else [])
        return report


def _open(it: Act, report_id: object, verb: str) -> Report:
    report = it.lock(Report, report_id)
    it.permit(may_act_on(it.by, HANDLE, report))
    it.move(REPORT, verb, report.state)
    return report


def _kept(it: Act, report: Report, photo: bytes) -> Blob | None:
    if not photo:
        return None
    return store.put(photo, kind="document", content_type="", log=report.log, by=it.by, at=it.at)


def _given(words: str, field: str) -> Verdict:
    if words.strip():
        return OK
    return no(f"intake.{field}.missing", "请填写。", "Please fill this in.", field=field)


def _kind(kind: str) -> Verdict:
    if kind in RecordingKind.values():
        return OK
    return no("intake.kind.missing", "请从列表中选择。", "Choose from the list.", field="kind")


def _hash(sha256: str) -> Verdict:
    if not sha256.strip() or SHA256.fullmatch(sha256.strip().lower()):
        return OK
    return no(
        "intake.recording.hash",
        "校验值应为 64 位十六进制数字，请核对。",
        "The hash has 64 hexadecimal digits; please check.",
        field="sha256",
    )
