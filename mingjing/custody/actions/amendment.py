"""Amend instead of edit: the first entry stays as it is, a second one says what was wrong and what is right."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from mingjing.custody import entering
from mingjing.custody.actions.vest import recolour
from mingjing.custody.amendable import AMENDABLE, Amendable
from mingjing.custody.entering import said
from mingjing.custody.entries.leaving import Amended
from mingjing.custody.facts import Facts
from mingjing.custody.models import Belonging, Stay
from mingjing.custody.permissions import may_amend
from mingjing.custody.relisting import Things
from mingjing.custody.selectors.colour import decided
from mingjing.custody.selectors.timeline import TIME, VOID, effective
from mingjing.custody.tags import Tag
from mingjing.kernel.actor import Actor
from mingjing.kernel.ref import Ref
from mingjing.kernel.time import iso, parse
from mingjing.kernel.verdict import OK, Refusal, Verdict, no
from mingjing.ledger.act import Act, act
from mingjing.ledger.models import Entry, EntryRef


def amend(entry: Entry, *, by: Actor, at: datetime, reason: str, changes: Mapping[str, Any]) -> Entry:
    """Correct an entry of a stay. `changes`: field of its body → right value; `occurred_at` (ISO, with offset) moves
    the time, `voided: True` takes the act back. What hangs on it (rows, clocks, gaps) is reckoned anew.

    Raises Refusal when the entry cannot be amended so, the new time cannot be, or the amender may not.
    """
    with act(by=by, at=at) as it:
        stay = it.lock(Stay, entry.subject_id)
        known = AMENDABLE.get(entry.tag)
        it.permit(
            may_amend(by, stay, entry.actor_id),
            said(reason, "reason", "理由", "the reason"),
            OK if known else no("custody.amend.not_amendable", "此类记录不能更正，请另作记录。",
                                "Entries of this kind are not amended; enter what is right."),
        )  # fmt: skip
        it.permit(*_faults(known, changes), _standing(entry))
        assert known is not None  # noqa: S101 - permitted before
        row = _row(stay, entry, known)
        changes = known.settle(stay, row, dict(changes))
        it.permit(*_faults(known, changes))
        old = {name: _before(row, known, name) for name in changes}
        shown = decided(stay, it.at)
        facts = _apply(it, stay, row, known, changes)
        body = Amended(entry.seq, entry.tag, {name: [old[name], value] for name, value in changes.items()})
        written = entering.enter(it, stay, Tag.AMENDED, body, *_refs(row), facts=facts, amends=entry, reason=reason)
        recolour(it, stay, shown)
        return written


def _apply(it: Act, stay: Stay, row: Any, known: Amendable, changes: Mapping[str, Any]) -> Facts:
    """Write the row. Returns the facts that what it says now establishes."""
    for name, value in changes.items():
        if name == VOID:
            row.voided = True
        elif name == TIME:
            known.shift(stay, row, _time(it, value))
        else:
            setattr(row, known.fields[name], value)
    _save(row)
    facts = known.changed(it, stay, row) if changes.keys() - {TIME, VOID} else {}
    _save(row)
    return facts


def _save(row: Any) -> None:
    if isinstance(row, Things):
        Belonging.objects.bulk_update(row.rows, row.WRITTEN)
    else:
        row.save()


def _faults(known: Amendable | None, changes: Mapping[str, Any]) -> list[Verdict]:
    if not changes:
        return [no("custody.amend.nothing", "请写明更正内容。", "Say what is right.")]
    assert known is not None  # noqa: S101 - permitted before
    allowed = {*known.fields, TIME} | ({VOID} if known.voidable else set())
    strangers = changes.keys() - allowed
    if VOID in changes and len(changes) > 1:
        return [no("custody.amend.void_alone", "撤销时不能同时更正其他内容。", "Taken back means nothing else.")]
    zh, en = "这些内容不能更正：", "These cannot be amended: "
    names = ", ".join(sorted(strangers))
    return [no("custody.amend.field", zh + names, en + names)] if strangers else []


def _standing(entry: Entry) -> Verdict:
    """What was taken back is not amended any more."""
    if effective(entry):
        return OK
    return no("custody.amend.voided", "该记录已撤销。", "That entry was taken back.")


def _row(stay: Stay, entry: Entry, known: Amendable) -> Any:
    """The row the entry wrote: named among its references. Arrivals wrote the stay itself, a list one row a line."""
    if known.model is Stay:
        return stay
    ids = EntryRef.objects.filter(entry=entry, kind=known.model.KIND).values_list("ref_id", flat=True)
    found = known.model.objects.select_for_update().filter(pk__in=list(ids), stay=stay)
    row = Things(list(found), effective(entry)) if known.model is Belonging else found.first()
    if row is None:
        raise Refusal(no("record.unknown", "找不到这条记录。", "There is no such record."))
    return row


def _before(row: Any, known: Amendable, name: str) -> Any:
    if name == TIME:
        return iso(getattr(row, known.time))
    return False if name == VOID else getattr(row, known.fields[name])


def _time(it: Act, value: str) -> datetime:
    """Raises Refusal for a time that cannot be read or lies in the future."""
    try:
        moved = parse(value)
    except (TypeError, ValueError) as why:
        raise Refusal(no("custody.amend.time", "时间格式有误。", "That is not a time.", field=TIME)) from why
    if moved > it.recorded_at:
        raise Refusal(no("entry.future", "发生时间不能晚于现在。", "That lies in the future.", field=TIME))
    return moved


def _refs(row: Any) -> list[Ref]:
    rows = row.rows if isinstance(row, Things) else [row]
    return [one.ref for one in rows if not isinstance(one, Stay)]
