"""What the database itself refuses in the ledger's tables, and the little it lets pass.

A change of this file needs a migration that calls `triggers.set_up` again; the doctor compares the database with it.
"""

from mingjing.ledger.triggers import TRUNCATE, Condition, Guard

# Only a number given out moves the head of a log.
GROWS = "NEW.size > OLD.size AND NEW.log = OLD.log"

# An order of erasure stands as an entry of the log, about this very entry.
ORDERED = {
    "sqlite": """EXISTS (SELECT 1 FROM ledger_entry o, ledger_entrycontent c, ledger_entry e
 WHERE o.id = NEW.ordered_by_id AND c.entry_id = o.id AND e.id = NEW.entry_id AND o.tag = 'ledger.fields.erased'
 AND json_extract(c.fields, '$."body.of"[1]') = e.log || '#' || e.seq)""",
    "postgresql": """EXISTS (SELECT 1 FROM ledger_entry o, ledger_entrycontent c, ledger_entry e
 WHERE o.id = NEW.ordered_by_id AND c.entry_id = o.id AND e.id = NEW.entry_id AND o.tag = 'ledger.fields.erased'
 AND c.fields->'body.of'->>1 = e.log || '#' || e.seq)""",
}

# Fields that an order names lose salt and value and keep a digest; all others stay as they are, and none comes or goes.
ERASED = {
    "sqlite": """NEW.entry_id = OLD.entry_id
 AND EXISTS (SELECT 1 FROM ledger_erasure e WHERE e.entry_id = OLD.entry_id)
 AND (SELECT count(*) FROM json_each(OLD.fields)) = (SELECT count(*) FROM json_each(NEW.fields))
 AND NOT EXISTS (SELECT 1 FROM json_each(OLD.fields) o LEFT JOIN json_each(NEW.fields) n ON n.key = o.key
 WHERE n.value IS NOT o.value AND (n.type = 'array' AND json_array_length(n.value) = 2
 AND json_type(o.value, '$[0]') = 'text' AND json_type(n.value, '$[0]') = 'null' AND json_type(n.value, '$[1]') = 'text'
 AND length(json_extract(n.value, '$[1]')) = 64 AND json_extract(n.value, '$[1]') NOT GLOB '*[^0-9a-f]*'
 AND EXISTS (SELECT 1 FROM ledger_erasure e, json_each(e.fields) f
 WHERE e.entry_id = OLD.entry_id AND f.value = o.key)) IS NOT TRUE)""",
    "postgresql": """NEW.entry_id = OLD.entry_id
 AND EXISTS (SELECT 1 FROM ledger_erasure e WHERE e.entry_id = OLD.entry_id)
 AND NOT EXISTS (SELECT 1 FROM jsonb_each(OLD.fields) o FULL JOIN jsonb_each(NEW.fields) n ON n.key = o.key
 WHERE n.value IS DISTINCT FROM o.value AND (jsonb_typeof(n.value) = 'array' AND n.value->2 IS NULL
 AND jsonb_typeof(o.value->0) = 'string' AND jsonb_typeof(n.value->0) = 'null' AND jsonb_typeof(n.value->1) = 'string'
 AND n.value->>1 ~ '^[0-9a-f]{64}$'
 AND EXISTS (SELECT 1 FROM ledger_erasure e, jsonb_array_elements_text(e.fields) f
 WHERE e.entry_id = OLD.entry_id AND f = o.key)) IS NOT TRUE)""",
}

KEYS = {
    "ledger_entry": (("id",), ("log", "seq")),
    "ledger_entrycontent": (("entry_id",),),
    "ledger_entryref": (("id",), ("kind", "ref_id", "entry_id")),
    "ledger_erasure": (("id",),),
    "ledger_loghead": (("rowid",), ("log",)),
    "ledger_checkpoint": (("id",),),
}
PASSES: dict[tuple[str, str], Condition] = {
    ("ledger_entrycontent", "UPDATE"): ERASED,
    ("ledger_loghead", "UPDATE"): GROWS,
}


def _nothing_there(table: str) -> str:
    same = (" AND ".join(f"{name} = NEW.{name}" for name in key) for key in KEYS[table])
    taken = " OR ".join(f"({each})" for each in same)
    return f"NOT EXISTS (SELECT 1 FROM {table} WHERE {taken})"  # noqa: S608  names of our own


def _inserting(table: str) -> Condition:
    fresh = _nothing_there(table)
    if table != "ledger_erasure":
        return {"sqlite": fresh}
    return {"sqlite": f"{fresh} AND {ORDERED['sqlite']}", "postgresql": ORDERED["postgresql"]}


GUARDS: tuple[Guard, ...] = tuple(
    guard
    for table in KEYS
    for guard in (
        *(Guard(table, event, PASSES.get((table, event), "")) for event in ("UPDATE", "DELETE", TRUNCATE)),
        Guard(table, "INSERT", _inserting(table)),
    )
)
