"""The record: saved while it is written, fixed, corrected, checked, signed page by page, closed, supplemented."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from mingjing.custody.actions import questioning
from mingjing.documents.record_sheet import render
from mingjing.interviews import checking, entries, gates, paper
from mingjing.interviews.actions.interview import opened
from mingjing.interviews.entering import enter
from mingjing.interviews.machine import INTERVIEW
from mingjing.interviews.models import Check, Correction, Interview, Record, Revision, Signature, Supplement
from mingjing.interviews.rules import drafting
from mingjing.interviews.vocab import InterviewTag, Reading, Signer
from mingjing.kernel.actor import Actor
from mingjing.kernel.canonical import sha256_hex
from mingjing.kernel.ref import Ref
from mingjing.kernel.time import iso
from mingjing.kernel.verdict import OK, Refusal, Verdict, no
from mingjing.ledger.act import Act, act
from mingjing.media import store


def keep(
    interview_id: object,
    *,
    by: Actor,
    at: datetime,
    base: int,
    lines: Sequence[Mapping[str, str]],
    touched: Sequence[str],
    head: Mapping[str, str],
) -> Record:
    """Keep the draft as it is typed. `base` is the revision the writer last saw, `touched` the lines he changed since:
    one that another officer changed meanwhile is refused and nothing is written; what others wrote elsewhere stays.
    Each saving is a revision whose digest follows from the one before; the ledger learns of the digest at most once
    every few minutes (limits.yaml) and when the writer changes. Raises Refusal."""
    with act(by=by, at=at) as it:
        row = opened(it, interview_id, "keep")
        record = _locked(it, row)
        it.permit(drafting.readable(lines, head), _seen(record, base))
        number = record.revision + 1
        found = drafting.merged(record.lines, [dict(one) for one in lines], set(touched), base, number, iso(it.at))
        it.permit(_unclashed(found.clashes))
        told = drafting.changes(record.lines, found.lines)
        new_head = {**record.head, **head}
        if not told["set"] and len(told) == 1 and new_head == record.head:
            return record
        record.digest = drafting.chained(record.digest, number, told, new_head)
        record.head, record.lines, record.revision, record.saved_at = new_head, found.lines, number, it.at
        due = _digest_due(record, it)
        if due:
            record.told_at, record.told_by_id = it.at, by.id
        record.save()
        kept = {**told, "head": {k: v for k, v in head.items() if v}} if head else told
        Revision.objects.create(record=record, number=number, at=it.at, by_id=by.id, changes=kept, digest=record.digest)
        if due:
            enter(it, InterviewTag.DRAFTED, row, entries.Drafted(number, len(record.lines), record.digest))
        return record


def fix(interview_id: object, *, by: Actor, at: datetime, base: int, electronic: bool = True) -> Interview:
    """The last answer is written; the record is fixed and goes to the person to be checked. What the law wants in it
    is asked first. Raises Refusal."""
    with act(by=by, at=at) as it:
        row = opened(it, interview_id, "fix")
        record = _locked(it, row)
        it.permit(_same(record, base), _not_before(it.at, row))
        row.ended_at = it.at
        it.gate(gates.READ_BACK, checking.record_facts(row, it.at))
        found = checking.findings(row, it.at)
        record.fixed_at, record.electronic = it.at, electronic
        record.fixed_digest = drafting.content(record.head, record.lines)
        record.pages = _pages(row)
        record.save()
        row.state = INTERVIEW["fix"].target or ""
        row.save()
        body = entries.Fixed(
            record.revision, len(record.lines), record.pages, record.fixed_digest, record.digest, record.set_version,
            sorted({one.code for one in found}),
        )  # fmt: skip
        enter(it, InterviewTag.FIXED, row, body)
        return row


def correct(
    interview_id: object, *, by: Actor, at: datetime, line: str, after: str, mark: bytes = b"", refused: str = ""
) -> Correction:
    """He has a line changed or added to, and marks the place; what stood before stays beside it (CPR 206). Signatures
    given before are given again, for the pages are new. Raises Refusal."""
    with act(by=by, at=at) as it:
        row = opened(it, interview_id, "correct")
        record = _locked(it, row)
        old = next((one for one in record.lines if one["id"] == line), None)
        it.permit(_line_there(old), _changed(old, after), _marked(mark, refused))
        blob = _kept(row, mark, by=by, at=at)
        before = old["text"] if old else ""
        made = Correction.objects.create(
            record=record, line=line, before=before, after=after.strip(), at=it.at, mark=blob, refused=refused.strip()
        )
        record.lines = [{**one, "text": made.after} if one["id"] == line else one for one in record.lines]
        record.pages = _pages(row)
        record.save()
        record.signatures.all().delete()
        record.checks.all().delete()
        body = entries.Corrected(
            record.corrections.count(), line, sha256_hex(before.encode()), sha256_hex(made.after.encode()),
            record.pages, blob, made.refused,
        )  # fmt: skip
        enter(it, InterviewTag.CORRECTED, row, body, refs=_blob(blob))
        return made


def read_back(
    interview_id: object, *, by: Actor, at: datetime, signer: str, name: str, how: str, agrees: bool, note: str = ""
) -> Check:
    """The person, or somebody with him, has read the record or heard it read, and says whether it is right. Raises
    Refusal."""
    with act(by=by, at=at) as it:
        row = opened(it, interview_id, "read_back")
        record = _locked(it, row)
        it.permit(
            _listed(signer in Signer.values(), "signer"), _listed(how in Reading.values(), "how"),
            _listed(bool(name.strip()), "name"), _explained(agrees, note), _nobody_signed(record),
        )  # fmt: skip
        made = Check.objects.create(
            record=record, signer=signer, name=name.strip(), how=how, agrees=agrees, note=note.strip(), at=it.at
        )
        record.closing = paper.formula(row)
        record.pages = _pages(row)
        record.save()
        enter(it, InterviewTag.READ_BACK, row, entries.ReadBack(signer, made.name, how, agrees, made.note))
        return made


def sign(
    interview_id: object,
    *,
    by: Actor,
    at: datetime,
    who: str,
    pages: Sequence[int],
    drawn: bytes = b"",
    refused: str = "",
) -> list[Signature]:
    """One hand under these pages: `who` is `person`, the id of an officer who asks, or of a helper; `drawn` the drawing
    (SVG), or `refused` why there is none. An electronic signature needs the recording to run. Raises Refusal."""
    with act(by=by, at=at) as it:
        row = opened(it, interview_id, "sign")
        record = _locked(it, row)
        signer, name = _signer(row, who)
        wanted = sorted(set(pages))
        it.permit(
            _paged(record, wanted), _drawn(drawn, refused), _unsigned(record, who, wanted), _checked(record, signer)
        )
        it.gate(gates.SIGN, checking.record_facts(row, it.at))
        blob = _kept(row, drawn, by=by, at=at)
        made = [
            Signature(
                record=record, signer=signer, name=name, who=who, page=page, at=it.at, sha256=blob,
                refused=refused.strip(),
            )
            for page in wanted
        ]  # fmt: skip
        Signature.objects.bulk_create(made)
        told = "、".join(map(str, wanted))
        body = entries.Signed(signer.value, name, told, blob, refused.strip(), record.electronic)
        enter(it, InterviewTag.SIGNED, row, body, refs=_blob(blob))
        return made


def finish(interview_id: object, *, by: Actor, at: datetime) -> Interview:
    """Everybody who must has signed, or refused: the questioning ends in the custody record, and with it the
    recording. Raises Refusal with everything that lacks."""
    with act(by=by, at=at) as it:
        row = opened(it, interview_id, "finish")
        it.gate(gates.CLOSE, checking.record_facts(row, it.at))
        if row.questioning and row.questioning.ended_at is None:
            questioning.end(row.questioning_id, by=by, at=at)
        row.state = INTERVIEW["finish"].target or ""
        row.save()
        refusals = row.record.signatures.exclude(refused="").count()
        enter(it, InterviewTag.SIGNED_ALL, row, entries.SignedAll(row.record.signatures.count(), refusals))
        return row


def close(interview_id: object, *, by: Actor, at: datetime) -> Interview:
    """The final paper is made, with every signature under its page, kept, and fixed by its hash. Raises Refusal."""
    with act(by=by, at=at) as it:
        row = opened(it, interview_id, "close")
        record = _locked(it, row)
        made, pages = render(paper.sheet(row, final=True))
        it.permit(_same_pages(pages, record.pages))
        blob = store.put(made, kind="document", content_type="application/pdf", log=row.log, by=by, at=at)
        record.sha256 = blob.sha256
        record.save()
        row.state, row.closed_at = INTERVIEW["close"].target or "", it.at
        row.save()
        body = entries.Closed(record.sha256, pages, record.corrections.count())
        enter(it, InterviewTag.CLOSED, row, body, refs=_blob(record.sha256))
        return row


def supplement(interview_id: object, *, by: Actor, at: datetime, text: str, reason: str) -> Supplement:
    """Something is added to a closed record; the record stays as it was signed. Raises Refusal."""
    with act(by=by, at=at) as it:
        row = opened(it, interview_id, "supplement")
        it.permit(_listed(bool(text.strip()), "text"), _listed(bool(reason.strip()), "reason"))
        made = Supplement.objects.create(
            record=row.record, text=text.strip(), reason=reason.strip(), at=it.at, by_id=by.id
        )
        body = entries.Supplemented(made.reason, sha256_hex(made.text.encode()))
        enter(it, InterviewTag.SUPPLEMENTED, row, body)
        return made


def _digest_due(record: Record, it: Act) -> bool:
    """Whether this saving tells the ledger the digest; nothing is written."""
    if record.told_at is None or str(record.told_by_id) != it.by.id:
        return True
    return it.at - record.told_at >= timedelta(minutes=checking.house()["digest"])


def _locked(it: Act, row: Interview) -> Record:
    """The record, locked, and the one the interview speaks of from now on."""
    row.record = it.lock(Record, row.record.pk)
    return row.record


def _pages(row: Interview) -> int:
    _, pages = render(paper.sheet(row, final=False))
    return pages


def _kept(row: Interview, drawn: bytes, *, by: Actor, at: datetime) -> str:
    """The hash of a drawing kept in the store; the entry is the caller's."""
    if not drawn:
        return ""
    return str(store.put(drawn, kind="signature", content_type="", log=row.log, by=by, at=at).sha256)


def _blob(sha256: str) -> list[Ref]:
    return [Ref("blob", sha256)] if sha256 else []


def _signer(row: Interview, who: str) -> tuple[Signer, str]:
    if who == Signer.PERSON:
        return Signer.PERSON, row.record.head.get("name") or row.person.shown_name
    asker = next((a.officer for a in row.askers.select_related("officer") if str(a.officer_id) == who), None)
    if asker:
        return Signer.OFFICER, asker.name
    helper = next((h for h in row.helpers.all() if str(h.pk) == who), None)
    if helper is None:
        raise Refusal(no("interviews.sign.who", "此人不在场。", "He is not among those present.", field="who"))
    return Signer.HELPER, helper.name


def _seen(record: Record, base: int) -> Verdict:
    """He cannot have seen what was never written."""
    if 0 <= base <= record.revision:
        return OK
    return no("interviews.draft.base", "版本不对，请刷新页面。", "No such revision; reload the page.")


def _same(record: Record, base: int) -> Verdict:
    if base == record.revision:
        return OK
    zh, en = "笔录又有改动，请看过再交付核对。", "The record has changed meanwhile; look at it before you fix it."
    return no("interviews.draft.stale", zh, en)


def _unclashed(clashes: Sequence[str]) -> Verdict:
    if not clashes:
        return OK
    zh, en = (
        "另一名民警刚改过同一行，请合并后再保存。",
        "Another officer has just changed the same line; settle it and save.",
    )
    return no("interviews.draft.clash", zh, en, field=",".join(clashes))


def _not_before(at: datetime, row: Interview) -> Verdict:
    known = [p.until or p.since for p in row.pauses.all()]
    if row.opened_at and at >= max([row.opened_at, *known]):
        return OK
    return no("interviews.order", "时间早于上一步。", "Earlier than the step before.", field="at")


def _line_there(old: Any) -> Verdict:
    return OK if old else no("interviews.correct.line", "没有这一行。", "There is no such line.", field="line")


def _changed(old: Any, after: str) -> Verdict:
    if old and after.strip() and after.strip() != old["text"] and len(after) <= drafting.MOST_TEXT:
        return OK
    return no("interviews.correct.same", "请写明更正后的内容。", "Say how it reads now.", field="after")


def _marked(mark: bytes, refused: str) -> Verdict:
    """CPR 206: corrections are fingerprinted; who refuses, that is noted."""
    if bool(mark) != bool(refused.strip()):
        return OK
    zh, en = "更正处须本人捺印或签名，或者注明原因。", "He marks the place, or it is noted why he does not."
    return no("interviews.correct.mark", zh, en, basis="CPR 206", field="mark")


def _drawn(drawn: bytes, refused: str) -> Verdict:
    if bool(drawn) != bool(refused.strip()):
        return OK
    zh, en = "须签名，或者注明拒绝签名的原因。", "He signs, or it is noted why he refuses."
    return no("interviews.sign.missing", zh, en, basis="CPR 206", field="drawn")


def _paged(record: Record, pages: Sequence[int]) -> Verdict:
    if pages and all(1 <= page <= record.pages for page in pages):
        return OK
    return no("interviews.sign.page", "没有这一页。", "There is no such page.", field="pages")


def _unsigned(record: Record, who: str, pages: Sequence[int]) -> Verdict:
    if not record.signatures.filter(who=who, page__in=pages).exists():
        return OK
    return no("interviews.sign.twice", "该页已经签过。", "That page is signed already.", field="pages")


def _checked(record: Record, signer: Signer) -> Verdict:
    """The person signs what he has checked."""
    if signer != Signer.PERSON or record.checks.filter(signer=Signer.PERSON).exists():
        return OK
    zh, en = "请先登记本人核对笔录的情况。", "First enter that he has checked the record."
    return no("interviews.sign.unread", zh, en, basis="CPR 206", field="who")


def _nobody_signed(record: Record) -> Verdict:
    """What stands at the foot is on the pages that are signed."""
    if not record.signatures.exists():
        return OK
    zh, en = "已经开始签名，核对情况不能再登记。", "Signing has begun; nobody checks the record any more."
    return no("interviews.check.signed", zh, en)


def _listed(good: bool, field: str) -> Verdict:
    return OK if good else no("interviews.choose", "请填写。", "Fill this in.", field=field)


def _explained(agrees: bool, note: str) -> Verdict:
    if agrees or note.strip():
        return OK
    return no("interviews.check.note", "有异议的，请写明。", "Say what he objects to.", field="note")


def _same_pages(found: int, wanted: int) -> Verdict:
    if found == wanted:
        return OK
    zh, en = "页数与签名时不同，不能定稿。", "The number of pages differs from the one that was signed."
    return no("interviews.close.pages", zh, en)
