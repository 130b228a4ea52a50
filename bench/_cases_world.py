"""Fills a migrated PostgreSQL with cases, people and entries as rows, by COPY. Run by bench/cases.py.

The units are those of the demonstration's prefecture. What is said of cases and people is drawn from short lists with
the unevenness of life: a few causes, surnames and places stand nearly everywhere, most stand in few rows."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

import django
import yaml

django.setup()

from django.db import connection  # noqa: E402 - after django.setup()

from mingjing.demo.seed import prefecture  # noqa: E402
from mingjing.kernel.time import now  # noqa: E402
from mingjing.org.models import Officer, Unit  # noqa: E402
from mingjing.org.pinyin import searchable  # noqa: E402
from mingjing.persons.rules.names import keys  # noqa: E402

YEARS = 8
DRAWN = yaml.safe_load(Path(__file__).with_name("_cases_words.yaml").read_text(encoding="utf-8"))
CAUSES = [tuple(line) for line in DRAWN["causes"]]
SURNAMES, GIVEN = DRAWN["surnames"], DRAWN["given"]
PLACES, DETAILS, THINGS = DRAWN["places"], DRAWN["details"], DRAWN["things"]
OFFICERS_EACH, SEED, LOG = 8, 7, "610921-centre"


def main(cases: int, entries_each: int) -> None:
    end, dice = now(), Random(SEED)
    prefecture(end - timedelta(days=60))
    stations = list(Unit.objects.exclude(kind="city_bureau").order_by("path"))
    officers = {unit.pk: _staff(unit, n) for n, unit in enumerate(stations)}
    pool = _names(dice, max(1000, min(200_000, cases // 4)))
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica; SET synchronous_commit = off")
        cursor.execute("SET maintenance_work_mem = '1GB'")
        with _without_indexes(cursor, "cases_case", "cases_caseperson", "persons_person", "persons_personname"):
            made = list(_cases(dice, cases, stations, end))
            with connection.cursor() as at:
                _copy(at, "cases_case", CASE, (row for row, _ in made))
            people = _people(dice, made, pool)
            _copy(cursor, "persons_person", PERSON, (p for p, _, _ in people))
            _copy(cursor, "persons_personname", NAME, (n for _, n, _ in people))
            _copy(cursor, "cases_caseperson", ON_CASE, (c for _, _, c in people))
        _copy(cursor, "cases_caseofficer", LEADS, _leads(dice, made, officers))
        _copy(cursor, "cases_caseunit", JOINT, _joint(dice, made, stations))
        del people, made
        _entries(cursor, entries_each)
        cursor.execute("SET session_replication_role = origin")
        connection.commit() if not connection.get_autocommit() else None
        cursor.execute("VACUUM ANALYZE")
    print(json.dumps({"units": len(stations), "names": len(pool)}))


CASE = (
    "id number kind cause summary place happened_at unit_id state procedure stage stage_since told circumstances"
    " opened_at closed_at sealed sealed_basis sealed_by_law log"
)
PERSON = (
    "id name sex birth_date identity_known name_withheld features nationality ethnicity protection sealed sealed_basis"
    " registered_by registered_at unit log"
)
NAME = "id person_id kind text folded pinyin initials sound shape"
ON_CASE = "id case_id person_id role since until"
LEADS = "id case_id officer_id role since until"
JOINT = "id case_id unit_id reason since until"


def _id(at: datetime, dice: Random) -> UUID:
    """An id of version 7: ordered by time, as ours are."""
    bits = dice.getrandbits(74)
    return UUID(int=int(at.timestamp() * 1000) << 80 | 7 << 76 | (bits >> 62) << 64 | 2 << 62 | bits & (1 << 62) - 1)


def _staff(unit: Unit, n: int) -> list[Any]:
    names = [
        SURNAMES[(n * 7 + k * 13) % len(SURNAMES)] + GIVEN[(n * 11 + k * 5) % len(GIVEN)] for k in range(OFFICERS_EACH)
    ]
    made = [
        Officer(number=f"9{n:04d}{k}", name=name, sex="male", unit=unit, pinyin=searchable(name))
        for k, name in enumerate(names)
    ]
    return [o.pk for o in Officer.objects.bulk_create(made)]


def _names(dice: Random, number: int) -> list[str]:
    weights = [1 / (1 + n) for n in range(len(SURNAMES))]
    first = dice.choices(SURNAMES, weights, k=number)
    return [s + "".join(dice.choices(GIVEN, k=dice.choice((1, 2, 2, 2)))) for s in first]


def _cases(dice: Random, number: int, units: list[Unit], end: datetime) -> Iterator[tuple[tuple[Any, ...], str]]:
    weights = [w for *_, w in CAUSES]
    shares = [3.0 if u.kind == "station" else 1.0 for u in units]
    step = timedelta(days=365 * YEARS) / number
    for n in range(number):
        at = end - step * (number - n)
        (cause, kind, _), unit = dice.choices(CAUSES, weights)[0], dice.choices(units, shares)[0]
        running = dice.random() < (0.6 if end - at < timedelta(days=60) else 0.005)
        stage = dice.choice(("accepted", "filed")) if running else dice.choice(("transferred", "withdrawn", "decided"))
        place = f"{unit.name[:3]}{dice.choice(PLACES)}{dice.randrange(1, 300)}号"
        where, taken = f"{dice.choice(DETAILS)}在{place}{dice.choice(DETAILS)}", dice.choice(THINGS)
        said = f"{where}，涉及{taken}，价值{dice.randrange(100, 90000)}元，编号{n % 9973}"
        ident, law = _id(at, dice), kind == "public_order" and stage == "decided" and dice.random() < 0.05
        happened, closed = at - timedelta(hours=dice.randrange(1, 90)), None if running else at + timedelta(days=40)
        row = (
            ident, f"A{unit.code}{at:%Y%m}{n:07d}", kind, cause, said, place, happened, unit.pk,
            "open" if running else "closed", f"cn.procedure.{kind}", stage, at, "{}", "{}", at, closed,
            dice.random() < 0.005, "刑诉法第二百八十六条", law, LOG,
        )  # fmt: skip
        yield row, unit.code


def _people(dice: Random, made: list[Any], pool: list[str]) -> list[tuple[Any, Any, Any]]:
    found = []
    for row, code in made:
        at = row[14]
        for role in ("suspect",) if dice.random() < 0.75 else ("suspect", "victim"):
            name, ident, minor = dice.choice(pool), _id(at, dice), dice.random() < 0.04
            k = keys(name)
            born = (at - timedelta(days=365 * (15 if minor else dice.randrange(18, 70)))).date()
            found.append((
                (ident, name, dice.choice(("male", "female")), born, True, False, "", "CHN", "",
                 "minor" if minor else "", False, "", "", at, code, LOG),
                (_id(at, dice), ident, "legal", name, k.folded, k.pinyin, k.initials, k.sound, k.shape),
                (_id(at, dice), row[0], ident, role, at, None),
            ))  # fmt: skip
    return found


def _leads(dice: Random, made: list[Any], officers: dict[Any, list[Any]]) -> Iterator[tuple[Any, ...]]:
    for row, _ in made:
        yield (_id(row[14], dice), row[0], dice.choice(officers[row[7]]), "lead_investigator", row[14], None)


def _joint(dice: Random, made: list[Any], units: list[Unit]) -> Iterator[tuple[Any, ...]]:
    for row, _ in made:
        if dice.random() < 0.002:
            yield (_id(row[14], dice), row[0], dice.choice(units).pk, "联合办理", row[14], None)


def _entries(cursor: Any, each: int) -> None:
    """So many entries for every case, with content and references, numbered on from what the log holds."""
    log = LOG
    cursor.execute(
        "SELECT coalesce(max(id), 0), coalesce(max(seq) FILTER (WHERE log = %s), -1) FROM ledger_entry", [log]
    )
    last, seq = cursor.fetchone()
    with _without_indexes(cursor, "ledger_entry", "ledger_entrycontent", "ledger_entryref"):
        cursor.execute(
            """INSERT INTO ledger_entry (id, log, seq, tag, occurred_at, recorded_at, subject_kind, subject_id,
                 actor_kind, actor_id, actor_name, amends_id, digest)
               SELECT %s + n, %s, %s + n, (ARRAY['cases.case.registered', 'cases.officer.assigned',
                 'cases.person.added', 'cases.case.moved', 'cases.case.closed'])[1 + k %% 5], at, at, 'case', id::text,
                 'officer', '9', '警', NULL, md5(n::text) || md5(id::text)
               FROM (SELECT row_number() OVER (ORDER BY k, opened_at) AS n, k, id,
                       opened_at + k * interval '1 hour' AS at
                     FROM cases_case, generate_series(0, %s) AS k) AS told""",
            [last, log, seq, each - 1],
        )
        cursor.execute(
            """INSERT INTO ledger_entrycontent (entry_id, fields)
               SELECT id, jsonb_build_object('tag', jsonb_build_array(substr(digest, 1, 32), tag),
                 'subject', jsonb_build_array(substr(digest, 33), 'case:' || subject_id),
                 'body.note', jsonb_build_array(substr(digest, 9, 32), '办理记录 ' || seq))
               FROM ledger_entry WHERE id > %s""",
            [last],
        )
        cursor.execute(
            """INSERT INTO ledger_entryref (entry_id, kind, ref_id)
               SELECT id, subject_kind, subject_id FROM ledger_entry WHERE id > %s""",
            [last],
        )
    cursor.execute("SELECT setval(pg_get_serial_sequence('ledger_entry', 'id'), (SELECT max(id) FROM ledger_entry))")
    cursor.execute(
        """UPDATE ledger_loghead h SET size = (SELECT max(seq) + 1 FROM ledger_entry e WHERE e.log = h.log)
           WHERE log = %s""",
        [log],
    )


def _copy(cursor: Any, table: str, columns: str, rows: Iterator[tuple[Any, ...]]) -> None:
    with cursor.copy(f"COPY {table} ({columns.replace(' ', ', ')}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


@contextmanager
def _without_indexes(cursor: Any, *tables: str) -> Iterator[None]:
    """Indexes that are no constraints are made anew afterwards: ten times as fast."""
    cursor.execute(
        """SELECT i.indexname, i.indexdef FROM pg_indexes i JOIN pg_class c ON c.relname = i.indexname
           WHERE i.tablename = ANY(%s) AND NOT EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conindid = c.oid)""",
        [list(tables)],
    )
    found = cursor.fetchall()
    for name, _ in found:
        cursor.execute(f'DROP INDEX "{name}"')
    yield
    for _, statement in found:
        cursor.execute(statement)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
