"""A file of cases: read and kept, its columns matched, every row judged, dropped. Nothing of a case is written here."""

from collections.abc import Mapping
from datetime import datetime

from mingjing.imports import entries, judged, reading
from mingjing.imports.machine import BATCH, IMPORT
from mingjing.imports.models import Import, ImportRow, Matching
from mingjing.imports.permissions import mine
from mingjing.imports.rules import words
from mingjing.imports.vocab import RowState, Tag
from mingjing.kernel.actor import Actor
from mingjing.kernel.verdict import OK, Refusal, Verdict, no
from mingjing.ledger.act import act
from mingjing.media import store
from mingjing.media.vocab import BlobKind
from mingjing.org.access import may
from mingjing.org.models import Officer, Unit

A_LOOK = 1000
"""Rows judged at one look."""


def read(
    *, by: Actor, at: datetime, log: str, unit: Unit, source: str, name: str, data: bytes, basis: str,
    mends_id: object = None,
) -> Import:  # fmt: skip
    """Read a table of cases of another system and keep it. `unit` bounds where its cases may go, `source` names the
    system it comes from; a matching kept for that is used again. Raises Refusal for bytes that are no table."""
    with act(by=by, at=at) as it:
        it.permit(may(by, IMPORT, unit=unit), _given(source, "source"), _given(basis, "basis"))
        sheet = reading.read(data)
        blob = store.put(data, kind=BlobKind.TABLE, content_type="", log=log, by=by, at=it.at)
        kept = _kept(unit, source)
        made = Import.objects.create(
            name=name[-120:], source=source.strip(), basis=basis.strip(), unit=unit, log=log, blob=blob,
            officer=Officer.objects.get(pk=by.id), kind=sheet.kind, encoding=sheet.encoding, columns=sheet.columns,
            matching=words.guessed(sheet.columns) | (words.by_header(sheet.columns, kept.headers) if kept else {}),
            meanings=kept.meanings if kept else {}, options=kept.options if kept else {}, lines=len(sheet.rows),
            mends=Import.objects.filter(pk=str(mends_id), officer_id=by.id).first() if mends_id else None,
            read_at=it.at,
        )  # fmt: skip
        ImportRow.objects.bulk_create(
            [ImportRow(batch=made, line=line, cells=cells) for line, cells in sheet.rows], batch_size=500
        )
        body = entries.Read(made.name, made.source, blob.sha256, made.lines, made.basis)
        it.enter(Tag.FILE_READ, log=log, subject=made.ref, body=body, refs=[unit.ref, blob.ref])
        return made


def match(
    import_id: object,
    *,
    by: Actor,
    at: datetime,
    columns: Mapping[str, int],
    meanings: Mapping[str, Mapping[str, str]] | None = None,
    options: Mapping[str, bool] | None = None,
    keep: bool = False,
) -> Import:
    """Say which column is which field and what words mean, and have every row judged (`judge`). `keep` it for the next
    file of this source. Raises Refusal while a field that must be there has no column."""
    with act(by=by, at=at) as it:
        batch = it.lock(Import, import_id)
        it.permit(mine(by, batch), *_whole(batch, columns))
        batch.state = it.move(BATCH, "check", batch.state)
        batch.matching, batch.options, batch.unread = dict(columns), dict(options or {}), {}
        batch.reasons = {}
        batch.meanings = {name: dict(one) for name, one in (meanings or {}).items()}
        batch.good = batch.refused = batch.known = 0
        batch.save()
        batch.rows.update(state=RowState.WAITING, faults=[], key="")
        headers = {name: batch.columns[at_] for name, at_ in batch.matching.items()}
        it.enter(
            Tag.FILE_MATCHED,
            log=batch.log,
            subject=batch.ref,
            body=entries.Matched(len(columns), headers, batch.options),
        )
        if keep:
            told = {"headers": headers, "meanings": batch.meanings, "options": batch.options, "kept_at": it.at}
            row, _ = Matching.objects.update_or_create(unit=batch.unit, source=batch.source, defaults=told)
            body = entries.Kept(batch.source, batch.unit.name, headers)
            it.enter(Tag.MATCHING_KEPT, log=batch.log, subject=row.ref, body=body, refs=[batch.unit.ref])
        return batch


def judge(import_id: object, *, by: Actor, at: datetime) -> Import | None:
    """Judge the next rows that wait; with the last one the check ends. None when it is not being checked."""
    with act(by=by, at=at) as it:
        batch = it.lock(Import, import_id)
        if not BATCH.allows("judged", batch.state):
            return None
        rows = list(batch.rows.filter(state=RowState.WAITING).order_by("line")[:A_LOOK])
        for row, found in judged.several(batch, rows, it.at):
            judged.note(row, found)
            judged.gather(batch.unread, batch.reasons, found)
        ImportRow.objects.bulk_update(rows, ["key", "state", "faults"], batch_size=500)
        batch.save(update_fields=["unread", "reasons"])
        if len(rows) == A_LOOK:
            return batch
        _count(batch)
        batch.state = it.move(BATCH, "judged", batch.state)
        batch.save()
        body = entries.Checked(batch.good, batch.refused, batch.known)
        it.enter(Tag.FILE_CHECKED, log=batch.log, subject=batch.ref, body=body)
        return batch


def drop(import_id: object, *, by: Actor, at: datetime, reason: str) -> Import:
    """Give an import up before it ran; what its rows said is forgotten, the file stays kept. Raises Refusal."""
    with act(by=by, at=at) as it:
        batch = it.lock(Import, import_id)
        it.permit(mine(by, batch), _given(reason, "reason"))
        batch.state, batch.ended_at, batch.unread, batch.meanings = it.move(BATCH, "drop", batch.state), it.at, {}, {}
        batch.save()
        batch.rows.update(cells=[], faults=[], key="")
        it.enter(Tag.FILE_DROPPED, log=batch.log, subject=batch.ref, body=entries.Dropped(reason.strip()))
        return batch


def _count(batch: Import) -> None:
    """On the row; the entry is the caller's."""
    told = batch.counted()
    batch.good, batch.refused, batch.known = told[RowState.GOOD], told[RowState.REFUSED], told[RowState.KNOWN]


def _kept(unit: Unit, source: str) -> Matching | None:
    """The matching of this source that is nearest: the unit's own, else that of one above."""
    above = [unit.path[:n] for n in range(len(unit.path) + 1) if unit.path[:n].endswith("/")]
    return Matching.objects.filter(unit__path__in=above, source=source.strip()).order_by("-unit__path").first()


def _whole(batch: Import, columns: Mapping[str, int]) -> list[Verdict]:
    known = words.fields()
    wrong = [n for n in columns.values() if not 0 <= n < len(batch.columns)]
    if wrong or columns.keys() - known.keys():
        raise Refusal(no("imports.match.column", "没有这一列或者这一项。", "No such column or field."))
    lacking = [one for one in known.values() if one.required and one.name not in columns]
    return [
        no(
            "imports.match.missing",
            f"请指定“{one.text.zh}”所在的列。",
            f"Say which column is: {one.text.en}.",
            field=one.name,
        )
        for one in lacking
    ]


def _given(said: str, field: str) -> Verdict:
    return OK if said.strip() else no("imports.said.missing", "请写明。", "This must be said.", field=field)
