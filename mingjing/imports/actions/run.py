"""The run: started, stopped, gone on with; each row ends by itself."""

from collections.abc import Sequence
from datetime import datetime

from mingjing.cases.models import Case
from mingjing.imports import entries
from mingjing.imports.machine import BATCH
from mingjing.imports.models import Import, ImportRow
from mingjing.imports.permissions import mine
from mingjing.imports.vocab import RowState, Tag
from mingjing.kernel.actor import Actor
from mingjing.kernel.verdict import OK, Verdict, no
from mingjing.ledger.act import Act, act

NOTHING = no("imports.run.nothing", "没有可以导入的行。", "There is no row to take over.")


def start(import_id: object, *, by: Actor, at: datetime) -> Import:
    """Have every good row taken over, or go on where it was broken off. Raises Refusal."""
    with act(by=by, at=at) as it:
        batch = it.lock(Import, import_id)
        left = batch.rows.filter(state=RowState.GOOD).count()
        it.permit(mine(by, batch), BATCH.allows("start", batch.state), _some(left))
        batch.state = it.move(BATCH, "start", batch.state)
        batch.started_at = batch.started_at or it.at
        batch.save()
        it.enter(Tag.RUN_STARTED, log=batch.log, subject=batch.ref, body=entries.Started(left))
        return batch


def stop(import_id: object, *, by: Actor, at: datetime) -> Import:
    """Break the run off after the row under way; what was made stays. Raises Refusal."""
    with act(by=by, at=at) as it:
        batch = it.lock(Import, import_id)
        it.permit(mine(by, batch))
        batch.state = it.move(BATCH, "stop", batch.state)
        batch.made = batch.rows.filter(state=RowState.MADE).count()
        batch.save()
        it.enter(Tag.RUN_STOPPED, log=batch.log, subject=batch.ref, body=entries.Stopped(batch.made))
        return batch


def end_row(
    row_id: object, *, by: Actor, at: datetime, state: str, case: Case | None = None, faults: Sequence[object] = ()
) -> ImportRow:
    """What became of a row; what it said is forgotten once a case says it. With the last row the run ends."""
    with act(by=by, at=at) as it:
        row = it.lock(ImportRow, row_id)
        batch = it.lock(Import, row.batch_id)
        row.state, row.case, row.faults = RowState(state).value, case, list(faults)
        row.cells = [] if state in {RowState.MADE, RowState.KNOWN} else row.cells
        row.save()
        if not batch.rows.filter(state=RowState.GOOD).exists():
            _finish(it, batch)
        return row


def _finish(it: Act, batch: Import) -> None:
    told = batch.counted()
    batch.good, batch.refused = 0, told[RowState.REFUSED]
    batch.made, batch.known = told[RowState.MADE], told[RowState.KNOWN]
    batch.state, batch.ended_at = it.move(BATCH, "finish", batch.state), it.at
    batch.save()
    body = entries.Finished(batch.made, batch.refused, batch.known)
    it.enter(Tag.RUN_FINISHED, log=batch.log, subject=batch.ref, body=body)


def _some(left: int) -> Verdict:
    return OK if left else NOTHING
