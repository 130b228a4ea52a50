"""Handing out the record: a copy is kept for good, and who got it for what is an entry."""

from collections.abc import Collection
from datetime import datetime

from mingjing.custody import entering
from mingjing.custody.entering import chosen, officers, said
from mingjing.custody.entries.leaving import RecordIssued
from mingjing.custody.models import IssuedRecord, Stay
from mingjing.custody.permissions import may_issue, may_touch
from mingjing.custody.recording import made
from mingjing.custody.tags import Tag
from mingjing.custody.vocab import Kept, Purpose
from mingjing.kernel.actor import Actor
from mingjing.kernel.verdict import Refusal, no, require
from mingjing.ledger import record
from mingjing.ledger.act import act
from mingjing.media import store
from mingjing.media.vocab import BlobKind


def issue_record(
    stay_id: object, *, by: Actor, at: datetime, made_for: str, purpose: str, withhold: Collection[str] = ()
) -> IssuedRecord:
    """Issue a copy of the record as it stands: to whom, for what, and which groups (vocab.Kept) it keeps back. Health
    content is kept back from an issuer who may not read it himself, whatever is asked. Raises Refusal."""
    stay = Stay.objects.filter(pk=str(stay_id)).select_related("site__unit", "person", "case").first()
    if stay is None:
        raise Refusal(no("record.unknown", "找不到这条记录。", "There is no such record."))
    asked = [
        may_issue(by, stay), said(made_for, "made_for", "领取人或单位", "to whom"), chosen(Purpose, purpose, "purpose"),
        *(chosen(Kept, one, "withhold") for one in withhold),
    ]  # fmt: skip
    require(asked)
    groups = _groups(by, stay, withhold)
    # sealed and written before the action: the entry about the copy cannot be in the copy, and sealing is not undone
    file = made(stay, by, made_for, purpose, groups)
    with act(by=by, at=at) as it:
        it.permit(*asked)
        stay, [officer] = it.lock(Stay, stay.pk), officers([by.id])
        blob = store.put(file, kind=BlobKind.RECORD, content_type="", log=stay.site.code, by=by, at=at)
        row = IssuedRecord.objects.create(
            stay=stay, number=stay.issued_records.count() + 1, code=record.code(file), sha256=blob.sha256,
            size=len(file), log_size=record.Terms.of(file).size(stay.site.code), entries=len(record.listed(file)),
            made_for=made_for, purpose=purpose, withheld=groups, issued_by=officer, issued_at=it.at,
        )  # fmt: skip
        body = RecordIssued(row.number, row.code, row.sha256, row.log_size, row.entries, made_for, purpose, groups)
        entering.enter(it, stay, Tag.RECORD_ISSUED, body, row.ref)
        return row


def _groups(by: Actor, stay: Stay, withhold: Collection[str]) -> list[str]:
    forced = set() if may_touch(by, "custody:medical:view", stay) else {Kept.HEALTH.value}
    return sorted({*withhold, *forced})
