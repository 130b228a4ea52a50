"""Looking is an act too: opening a protected record is entered, with its purpose, in a log of its own."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from mingjing.kernel.actor import Actor
from mingjing.kernel.ref import Ref
from mingjing.kernel.time import now
from mingjing.kernel.verdict import Refusal, no
from mingjing.kernel.vocab import Vocab
from mingjing.ledger.act import act
from mingjing.ledger.entries import entry
from mingjing.ledger.models import Entry

REMEMBERED = timedelta(minutes=30)  # how long a stated purpose keeps the same record open to the same officer


class Purpose(Vocab):
    """Why somebody opens a protected record or searches beyond what lies before him."""

    CASE = "case", "办理案件", "Handling a case"
    CUSTODY = "custody", "看管照料", "Custody and care"
    IDENTITY = "identity", "核查身份", "Checking identity"
    REVIEW = "review", "法制审核", "Legal review"
    SUPERVISION = "supervision", "执法监督", "Supervision"
    DISCLOSURE = "disclosure", "依法查询答复", "Answering a lawful request"
    CORRECTION = "correction", "更正记录", "Correcting a record"


class Tag(Vocab):
    RECORD_LOOKED = "ledger.record.looked", "查阅受保护记录", "Protected record opened"


@entry(
    Tag.RECORD_LOOKED,
    zh="查阅受保护记录，目的：{purpose}。{note}",
    en="Opened a protected record; purpose: {purpose}. {note}",
)
@dataclass(frozen=True)
class Looked:
    """`purpose`: a value of Purpose; `note`: the officer's own words; `query`, `found`: of a search."""

    purpose: str
    note: str = ""
    query: str = ""
    found: int | None = None

    @staticmethod
    def words(body: dict[str, Any]) -> dict[str, Any]:
        return {"purpose": next((p.text for p in Purpose if p.value == body.get("purpose")), "—")}


def look(
    *,
    by: Actor,
    at: datetime,
    subject: Ref,
    purpose: str,
    note: str = "",
    case: Ref | None = None,
    query: str = "",
    found: int | None = None,
    refs: tuple[Ref, ...] = (),
) -> Entry:
    """Enter that `by` looked at `subject`, in the log of looks of his unit. `case` is the case or stay it serves.

    Raises Refusal when no purpose of the list is named.
    """
    if purpose not in Purpose.values():
        raise Refusal(no("look.purpose", "请选择查阅目的。", "State the purpose of the look.", field="purpose"))
    with act(by=by, at=at) as it:
        return it.enter(
            Tag.RECORD_LOOKED,
            log=looks_log(by),
            subject=subject,
            body=Looked(purpose, note, query, found),
            refs=[*([case] if case else []), *refs, by.ref],
        )


def looked_lately(by: Actor, subject: Ref) -> bool:
    """Whether the same actor stated a purpose for the same record within the time it is remembered."""
    return (
        Entry.objects.about(subject)
        .filter(
            tag=Tag.RECORD_LOOKED,
            subject_kind=subject.kind,
            subject_id=subject.id,
            actor_kind=by.kind,
            actor_id=by.id,
            recorded_at__gte=now() - REMEMBERED,
        )
        .exists()
    )


def looks_log(by: Actor) -> str:
    """The log of looks of the actor's unit; machines share one."""
    return f"{by.unit or by.kind}.looks"
