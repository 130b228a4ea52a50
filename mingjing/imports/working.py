"""The work on imports, a little at a look of the watch: rows judged, then taken over one by one.

Each row is its own transaction. Broken off anywhere, the next look goes on with the next row; a row of which the case
is there already makes nothing.
"""

import logging
from datetime import datetime
from typing import Any

from django.db import transaction

from mingjing.cases.actions.arriving import Origin, Stood, take_over
from mingjing.cases.models import Case, CasePerson
from mingjing.imports.actions import file, run
from mingjing.imports.judged import as_json, number_of, several
from mingjing.imports.models import Import, ImportRow
from mingjing.imports.rules.judging import Fault, Judged, Somebody
from mingjing.imports.vocab import ImportState, RowState
from mingjing.kernel.actor import machine
from mingjing.kernel.text import Text
from mingjing.kernel.time import local
from mingjing.kernel.verdict import Refusal
from mingjing.org.models import Unit
from mingjing.persons.actions import person as persons
from mingjing.persons.models import IdentityDocument
from mingjing.persons.rules import identity_number
from mingjing.persons.vocab import DocumentKind

BY = machine("import")
A_LOOK = 25
"""Rows taken over at one look: clocks that fall due meanwhile wait no longer than these."""
FAILED = Text(
    "导入这一行时程序出错，已记入运行日志，可稍后重试。", "The program failed at this row; its log says how. Try again."
)
_logger = logging.getLogger(__name__)


def tick(now: datetime) -> int:
    """For the watch: go on with the imports at work, the oldest first. Answers how many rows were looked at."""
    at_work = Import.objects.filter(state__in=(ImportState.CHECKING, ImportState.RUNNING)).order_by("read_at")
    return sum(advance(batch, now) for batch in at_work[:3])


def advance(batch: Import, now: datetime, most: int = A_LOOK) -> int:
    """One look at one import. Answers how many rows were looked at."""
    if batch.state == ImportState.CHECKING:
        file.judge(batch.pk, by=BY, at=now)
        return 1
    rows = list(batch.rows.filter(state=RowState.GOOD).order_by("line")[:most])
    for row, found in several(batch, rows, now):
        if not Import.objects.filter(pk=batch.pk, state=ImportState.RUNNING).exists():
            break
        _one(batch, row, found, now)
    return len(rows)


def _one(batch: Import, row: ImportRow, found: Judged, now: datetime) -> None:
    """The row, or why not; one that fails does not stop the others."""
    told: dict[str, Any] = {"by": BY, "at": now}
    try:
        with transaction.atomic():
            if found.made is None:
                state = RowState.KNOWN if found.known else RowState.REFUSED
                run.end_row(row.pk, **told, state=state, faults=as_json(found.faults))
                return
            case = _made(batch, row, found, now)
            run.end_row(row.pk, **told, state=RowState.MADE, case=case, faults=_without_values(found.faults))
            return
    except Refusal as why:
        faults = [Fault(v.field, v.code, v.text) for v in why.verdicts]
    except Exception:
        _logger.exception("row %s of import %s could not be taken over", row.line, batch.pk)
        faults = [Fault("", "imports.failed", FAILED)]
    run.end_row(row.pk, **told, state=RowState.REFUSED, faults=as_json([*found.faults, *faults]))


def _without_values(faults: list[Fault]) -> list[dict[str, Any]]:
    return [one | {"value": ""} for one in as_json(faults)]


def _made(batch: Import, row: ImportRow, found: Judged, now: datetime) -> Case:
    made = dict(found.made or {})
    origin = Origin(batch.source, made["old_number"], batch.blob_id, row.line, batch.pk)
    people = [(_person(batch, origin, one, made["opened_at"]), one.role) for one in found.people]
    stood = Stood(made["stage"], made["since"], made["steps"], made["closed_at"], made["outcome"] or "—")
    return take_over(
        by=BY, at=now, log=batch.log, unit=Unit.objects.get(pk=made["unit"]), kind=made["kind"], cause=made["cause"],
        opened_at=made["opened_at"], origin=origin, stood=stood, number=number_of(made), summary=made["summary"],
        place=made["place"], happened_at=made["happened_at"], lead_id=made["lead_id"], helpers=made["helpers"],
        people=list(dict.fromkeys(people)), sealed_basis=made["sealed_basis"],
    )  # fmt: skip


def _person(batch: Import, origin: Origin, one: Somebody, opened: datetime) -> object:
    """His record: one that came from the same source into the same log, with the same name and number, else a new one.
    Records of the house are never taken: a row would be a way to see them, and who is who is claimed by people."""
    read = identity_number.read(one.number, today=local(opened).date()) if one.number else None
    if read and read.ok:
        came = CasePerson.objects.filter(case__origin__source=batch.source, case__log=batch.log)
        same = IdentityDocument.objects.filter(
            kind=DocumentKind.RESIDENT_ID, number=read.text, person__name=one.name, person__in=came.values("person"),
            person__sealed=False,
        )  # fmt: skip
        found = same.values_list("person", flat=True).first()
        if found:
            return found
    kind = DocumentKind.RESIDENT_ID.value if one.number else ""
    return persons.register(
        by=BY, at=opened, log=batch.log, name=one.name, sex="unknown", document_kind=kind, document_number=one.number,
        refs=[origin.ref],
    ).pk  # fmt: skip
