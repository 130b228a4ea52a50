"""The database's own guard: entry tables accept INSERT and nothing else, on SQLite and on PostgreSQL alike.

Used by migrations (`guard`) and by the doctor (`missing`). What may be changed at all is said by `unless`.
PostgreSQL empties a table by TRUNCATE, which passes every row's trigger: it has a guard of its own. SQLite has no such
statement; asked to guard against it, nothing is done there.
"""

from django.db.backends.base.base import BaseDatabaseWrapper

UPDATE_AND_DELETE = ("UPDATE", "DELETE")
TRUNCATE = "TRUNCATE"
EVERYTHING = (*UPDATE_AND_DELETE, TRUNCATE)


def guard(
    connection: BaseDatabaseWrapper, table: str, events: tuple[str, ...] = UPDATE_AND_DELETE, unless: str = ""
) -> None:
    """Refuse `events` on `table` for every row for which the SQL condition `unless` (over OLD, NEW) does not hold."""
    with connection.cursor() as cursor:
        for event in _known(connection, events):
            for statement in _statements(connection.vendor, table, event, unless):
                cursor.execute(statement)


def unguard(connection: BaseDatabaseWrapper, table: str, events: tuple[str, ...] = UPDATE_AND_DELETE) -> None:
    """Take the guard away: for reversing a migration and for emptying test databases, nothing else."""
    with connection.cursor() as cursor:
        for event in _known(connection, events):
            name = _name(table, event)
            where = f" ON {table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{where}")


def missing(connection: BaseDatabaseWrapper, expected: dict[str, tuple[str, ...]]) -> list[str]:
    """Names of the triggers that should exist (table → events) and do not."""
    query = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        if connection.vendor == "sqlite"
        else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        present = {row[0] for row in cursor.fetchall()}
    return [name for name in names(connection, expected) if name not in present]


def names(connection: BaseDatabaseWrapper, expected: dict[str, tuple[str, ...]]) -> list[str]:
    """Names of the triggers of these guards (table → events) on this engine."""
    return [_name(table, event) for table, events in expected.items() for event in _known(connection, events)]


def _known(connection: BaseDatabaseWrapper, events: tuple[str, ...]) -> list[str]:
    """Those of the events that exist on this engine."""
    return [e for e in events if e != TRUNCATE or connection.vendor == "postgresql"]


def _name(table: str, event: str) -> str:
    return f"guard_{table}_{event.lower()}"


def _statements(vendor: str, table: str, event: str, unless: str) -> list[str]:
    name = _name(table, event)
    says = f"{table} is append-only: {event} refused"
    if vendor == "sqlite":
        when = f"WHEN NOT ({unless}) " if unless else ""
        return [f"CREATE TRIGGER {name} BEFORE {event} ON {table} {when}BEGIN SELECT RAISE(ABORT, '{says}'); END"]
    keep = "OLD" if event == "DELETE" else "NEW"
    each = "STATEMENT" if event == TRUNCATE else "ROW"
    condition = f"IF ({unless}) THEN RETURN {keep}; END IF; " if unless else ""
    return [
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$guard$ BEGIN {condition}RAISE EXCEPTION '{says}'; END $guard$",
        f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH {each} EXECUTE FUNCTION {name}()",
    ]
