"""Judging a signed checkpoint: by whose key, vouched for by whom."""

from mingjing_verify.encoding import Malformed
from mingjing_verify.findings import Cosigned, Head, Report
from mingjing_verify.note import BadSignature, Checkpoint, Key, Note, read_checkpoint, read_note, signed


def judge(report: Report, raw: bytes, key: Key, witnesses: list[Key], *, demanded: bool) -> Checkpoint | None:
    """Verify the checkpoint in `raw` and file it in the report. None when there is nothing to go on with.

    `demanded` witnesses must have signed; witnesses only named beside the data give a notice when they have not.
    """
    try:
        note = read_note(raw)
        point = read_checkpoint(note.text)
    except Malformed as why:
        report.find("checkpoint.malformed", why)
        return None
    head = Head(point.origin, point.size, point.root.hex(), f"{key.name}+{key.ident.hex()}")
    report.heads.append(head)
    _by_the_log(report, note, key, point)
    _by_witnesses(report, note, witnesses, head, demanded=demanded)
    return point


def _by_the_log(report: Report, note: Note, key: Key, point: Checkpoint) -> None:
    try:
        if signed(note, key) is None:
            report.find("checkpoint.wrong_key", f"{key.name}+{key.ident.hex()}")
    except BadSignature:
        report.find("checkpoint.signature_invalid", key.name)
    if point.origin != key.name:
        report.find("checkpoint.wrong_log", point.origin)


def _by_witnesses(report: Report, note: Note, witnesses: list[Key], head: Head, *, demanded: bool) -> None:
    for witness in witnesses:
        try:
            at = signed(note, witness)
        except BadSignature:
            report.find("cosignature.invalid", witness.name)
            continue
        if at is not None:
            head.cosigned.append(Cosigned(witness.name, at))
        elif demanded:
            report.find("cosignature.missing", witness.name)
    if not head.cosigned and not demanded:
        report.notice("witness.none", head.origin)
