"""The database's own guard: entry tables accept INSERT and nothing else, on SQLite and on PostgreSQL alike.

What is guarded, and what may pass, is said in `guards`. PostgreSQL empties a table by TRUNCATE, which passes every
row's trigger: it has a guard of its own. SQLite replaces rows by `INSERT OR REPLACE`, which passes the triggers of
DELETE: there an INSERT over a row that exists is refused before it begins.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.backends.base.base import BaseDatabaseWrapper

UPDATE_AND_DELETE = ("UPDATE", "DELETE")
TRUNCATE = "TRUNCATE"

Condition = str | Mapping[str, str]
"""SQL over OLD and NEW; a mapping gives one for each vendor. An empty one never holds."""


@dataclass(frozen=True, slots=True)
class Guard:
    """Refuse `event` on `table` for every row for which `unless` does not hold."""

    table: str
    event: str
    unless: Condition = ""

    @property
    def name(self) -> str:
        return f"guard_{self.table}_{self.event.lower()}"

    def exists_on(self, vendor: str) -> bool:
        if self.event == "INSERT":
            return bool(self.condition(vendor))
        return self.event != TRUNCATE or vendor == "postgresql"

    def condition(self, vendor: str) -> str:
        return self.unless if isinstance(self.unless, str) else self.unless.get(vendor, "")

    @property
    def refusal(self) -> str:
        return f"{self.table} is append-only: {self.event} refused"


def guard(
    connection: BaseDatabaseWrapper, table: str, events: tuple[str, ...] = UPDATE_AND_DELETE, unless: str = ""
) -> None:
    """Set up plain guards: refuse `events` on `table` for every row for which `unless` does not hold."""
    set_up(connection, [Guard(table, event, unless) for event in events])


def unguard(connection: BaseDatabaseWrapper, table: str, events: tuple[str, ...] = UPDATE_AND_DELETE) -> None:
    """Take the guard away: for reversing a migration and for emptying test databases, nothing else."""
    take_down(connection, [Guard(table, event) for event in events])


def set_up(connection: BaseDatabaseWrapper, guards: Iterable[Guard]) -> None:
    """Put the guards in place, instead of those of the same names."""
    chosen = [each for each in guards if each.exists_on(connection.vendor)]
    take_down(connection, chosen)
    with connection.cursor() as cursor:
        for each in chosen:
            for statement in _statements(connection.vendor, each):
                cursor.execute(statement)


def take_down(connection: BaseDatabaseWrapper, guards: Iterable[Guard]) -> None:
    with connection.cursor() as cursor:
        for each in guards:
            where = f" ON {each.table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {each.name}{where}")


def names(connection: BaseDatabaseWrapper, guards: Iterable[Guard]) -> list[str]:
    """Names of the triggers of these guards on this engine."""
    return [each.name for each in guards if each.exists_on(connection.vendor)]


def missing(connection: BaseDatabaseWrapper, guards: Iterable[Guard]) -> list[str]:
    """Names of the triggers that are gone, switched off, or no longer say what the guard says."""
    present = _present(connection)
    chosen = [each for each in guards if each.exists_on(connection.vendor)]
    return [each.name for each in chosen if present.get((each.table, each.name)) != _body(connection.vendor, each)]


def _present(connection: BaseDatabaseWrapper) -> dict[tuple[str, str], str]:
    """What every trigger that fires says, by table and name."""
    query = (
        "SELECT tbl_name, name, sql FROM sqlite_master WHERE type = 'trigger'"
        if connection.vendor == "sqlite"
        else "SELECT c.relname, t.tgname, p.prosrc FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
        "JOIN pg_proc p ON p.oid = t.tgfoid "
        "WHERE NOT t.tgisinternal AND t.tgenabled IN ('O', 'A') AND t.tgqual IS NULL AND pg_table_is_visible(c.oid)"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        return {(table, name): said for table, name, said in cursor.fetchall()}


def _statements(vendor: str, guard: Guard) -> list[str]:
    body = _body(vendor, guard)
    if vendor == "sqlite":
        return [body]
    each = "STATEMENT" if guard.event == TRUNCATE else "ROW"
    return [
        f"CREATE OR REPLACE FUNCTION {guard.name}() RETURNS trigger LANGUAGE plpgsql AS $guard${body}$guard$",
        f"CREATE TRIGGER {guard.name} BEFORE {guard.event} ON {guard.table} "
        f"FOR EACH {each} EXECUTE FUNCTION {guard.name}()",
    ]


def _body(vendor: str, guard: Guard) -> str:
    """The trigger itself on SQLite, its function's body on PostgreSQL. A condition that is NULL does not hold."""
    unless = guard.condition(vendor)
    if vendor == "sqlite":
        when = f"WHEN ({unless}) IS NOT TRUE " if unless else ""
        head = f"CREATE TRIGGER {guard.name} BEFORE {guard.event} ON {guard.table}"
        return f"{head} {when}BEGIN SELECT RAISE(ABORT, '{guard.refusal}'); END"
    keep = "OLD" if guard.event == "DELETE" else "NEW"
    condition = f"IF ({unless}) THEN RETURN {keep}; END IF; " if unless else ""
    return f" BEGIN {condition}RAISE EXCEPTION '{guard.refusal}'; END "
