"""The number of an entry and its rows, written so that the head of the log is locked as short as can be.

On PostgreSQL one statement takes the number and writes all rows, and the commit that follows does not wait for the
disk while others wait for the number: every act is acknowledged only after `on_disk`, whose wait all writers share. On
SQLite there is one writer at a time whatever we do.
"""

from collections.abc import Iterable
from typing import Any

from django.db import connection, transaction

from mingjing.kernel.ref import Ref
from mingjing.ledger.models import Entry, EntryContent, EntryRef, LogHead

ONE_STATEMENT = """
    WITH head AS (UPDATE ledger_loghead SET size = size + 1 WHERE log = %s RETURNING size - 1 AS seq),
    written AS (
        INSERT INTO ledger_entry (seq, {columns}) SELECT head.seq, {values} FROM head RETURNING id, seq
    ),
    held AS (INSERT INTO ledger_entrycontent (entry_id, fields) SELECT id, %s FROM written),
    named AS (
        INSERT INTO ledger_entryref (entry_id, kind, ref_id)
        SELECT written.id, ref.kind, ref.id
        FROM written, unnest(%s::text[], %s::text[]) WITH ORDINALITY AS ref (kind, id, place) ORDER BY place
    )
    SELECT id, seq, set_config('synchronous_commit', 'off', true) FROM written
"""
_NUMBERED = {"id", "seq"}


def write(entry: Entry, content: dict[str, Any], refs: Iterable[Ref]) -> None:
    """Number the entry and write it with its content and references; its log's head stays locked until the transaction
    ends, so a rollback leaves no gap."""
    if connection.vendor == "postgresql":
        _in_one_statement(entry, content, list(refs))
        _acknowledge_once_on_disk()
        entry.content = EntryContent(entry=entry, fields=content)
        return
    entry.seq = _take_number(entry.log)
    entry.save(force_insert=True)
    entry.content = EntryContent.objects.create(entry=entry, fields=content)
    EntryRef.objects.bulk_create(EntryRef(entry=entry, kind=r.kind, ref_id=r.id) for r in refs)


def on_disk() -> None:
    """Return when everything committed before is on the disk; at once where a commit waits for it. Nothing is sealed,
    and no act acknowledged, that could be lost with the power. Within a transaction a connection of its own asks."""
    if connection.vendor != "postgresql":
        return
    asking = connection.copy() if connection.in_atomic_block else connection
    try:
        with asking.cursor() as cursor:
            cursor.execute("SELECT pg_logical_emit_message(true, 'mingjing', '')")  # its commit waits for the disk
    finally:
        if asking is not connection:
            asking.close()


def _in_one_statement(entry: Entry, content: dict[str, Any], refs: list[Ref]) -> None:
    told = [f for f in Entry._meta.local_concrete_fields if f.name not in _NUMBERED]
    columns, marks = (str(f.column) for f in told), ["%s"] * len(told)
    statement = ONE_STATEMENT.format(columns=", ".join(columns), values=", ".join(marks))
    values = [_prepared(f, getattr(entry, f.attname)) for f in told]
    held = _prepared(EntryContent._meta.get_field("fields"), content)
    given = [entry.log, *values, held, [r.kind for r in refs], [r.id for r in refs]]
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        row = cursor.fetchone()
        if row is None:
            LogHead.objects.bulk_create([LogHead(log=entry.log)], ignore_conflicts=True)
            cursor.execute(statement, given)
            row = cursor.fetchone()
    entry.pk, entry.seq = row[:2]
    entry._state.adding, entry._state.db = False, connection.alias


def _prepared(field: Any, value: Any) -> Any:
    return field.get_db_prep_save(value, connection)


def _acknowledge_once_on_disk() -> None:
    if not any(waiting[1] is on_disk for waiting in connection.run_on_commit):
        transaction.on_commit(on_disk)


def _take_number(log: str) -> int:
    statement = "UPDATE ledger_loghead SET size = size + 1 WHERE log = %s RETURNING size"
    with connection.cursor() as cursor:
        cursor.execute(statement, [log])
        row = cursor.fetchone()
        if row is None:
            LogHead.objects.bulk_create([LogHead(log=log)], ignore_conflicts=True)
            cursor.execute(statement, [log])
            row = cursor.fetchone()
    return int(row[0]) - 1
