"""Every write is an action: who and when are said, it opens an act, asks before it writes, and an entry tells of it."""

import ast

import pytest

from tests.arch import spine
from tests.arch.spine import PACKAGE, Place

ACTIONS = list(spine.actions())
EACH = pytest.mark.parametrize("place", ACTIONS, ids=str)

# What an action writes after its last entry, and why nothing more needs to be told. A line that is not needed fails.
UNTOLD = {
    "clocks.actions.rereading.reread": {
        "clocks.actions.rereading: change.save": "how far it has come; the books' change and its end have entries",
        "clocks.actions.rereading: BookMoved.objects.bulk_create": "the list of what the entry tells",
    },
    "approvals.actions.request.attend": {
        "approvals.actions.request: request.save": "moves on its own next look; nothing was decided",
    },
    "approvals.actions.request.note_oral": {
        "approvals.actions.request: request.save": "its next look, by the duty to confirm that this entry has begun",
    },
    "clocks.actions.timed.attend": {
        "clocks.actions.timed: row.save": "the next hour to look at; what changes is announced before",
    },
    "custody.actions.temp_exit.ask": {
        "custody.actions.temp_exit: row.save": "the number of the request, whose own entry names this exit",
    },
    "custody.actions.visit.arrive": {
        "custody.actions.visit: Visit.objects.create": "admitting it, the next call, enters all that was created",
    },
    "imports.actions.file.judge": {
        "imports.actions.file: ImportRow.objects.bulk_update": "no case is written; the end of the check is told",
        "imports.actions.file: batch.save": "words nobody knew, for the page",
    },
    "imports.actions.run.end_row": {
        "imports.actions.run: row.save": "the case it became names the import and the row",
    },
    "ledger.actions.erasure.erase": {
        "ledger.actions.erasure: Erasure.objects.create": "points to the entry of the order, so it comes after",
        "ledger.actions.erasure: EntryContent.objects.filter(entry=entry).update": "carries out the order just entered",
    },
    "org.actions.session.begin": {
        "org.actions.session: SignIn.objects.create": "the sign-in that was just entered",
    },
    "org.actions.session.failed": {
        "org.actions.session: officer.save": "a counter of wrong passwords; the lock-out itself is entered",
    },
    "interviews.actions.record.keep": {
        "interviews.actions.record: record.save": "a draft; its digest is entered every few minutes",
        "interviews.actions.record: Revision.objects.create": "one saving of a draft, chained by its digest",
    },
    "presence.actions.device.register": {
        "presence.actions.device: Device.objects.create": "one entry for each, in the next loop",
    },
    "presence.actions.finding.tell": {
        "presence.actions.finding: row.save": "what the engine found, not an act; its alarm is entered",
    },
    "presence.actions.finding.finalise": {
        "presence.actions.finding: rows.exclude(state=FindingState.WITHDRAWN).update": "the engine stands by them",
    },
    "presence.actions.finding.settle": {
        "presence.actions.finding: row.save": "an end that is withdrawn again raised no alarm",
    },
    "presence.actions.segment.file": {
        "presence.actions.segment: Segment.objects.get_or_create": "entered when it is new",
    },
}
# Who asks something after he wrote, and why only then.
LATE = {
    "presence.actions.binding.exchange": "whether the holder may wear the new one depends on the old one being off",
}

# Rows written outside of actions, by file, and why. Steps that take the open `Act` belong to their actions.
INFRASTRUCTURE = {
    "cases/numbering.py": "takes a number inside the action that registers the case",
    "intake/numbering.py": "takes a number inside the action that registers the report",
    "interviews/numbering.py": "takes a number inside the action that plans the interview",
    "review/numbering.py": "takes a number inside the action that submits the review",
    "clocks/reckoning.py": "the follower: projections of entries, rebuilt from them at will",
    "custody/amendable.py": "moves neighbours of an amended row, inside the action that amends",
    "documents/numbering.py": "takes a number inside the action that makes an instrument final",
    "ledger/holding.py": "locks only: a subject is held, no row is written",
    "ledger/numbering.py": "the number and the rows of an entry, for the spine",
    "ledger/sealing.py": "checkpoints of the sealer",
    "ledger/triggers.py": "the guards of the ledger's tables, set by migrations",
    "media/store.py": "an action in all but place: opens the act and enters the blob",
    "org/throttle.py": "counts guesses at the door, before anybody is known who could act",
    "presence/hearing.py": "what a screen shows of devices, made anew from the journal",
    "webkit/preferences.py": "a reader's own language; no act, no entry",
    "api/keeping.py": "answers kept for two days for their keys: what was done has its own entry",
    "api/tokens.py": "when a token was last used; no act",
    "api/pushing.py": "how far deliveries have come; what is delivered are entries",
}
# Where those words mean something else: reading and copying whole databases, a condition that is run, a picture.
OTHERWISE = {
    "config/backup.py", "config/restore.py", "config/folder.py", "config/postgres.py", "config/doctor_data.py",
    "law/conditions.py", "media/pictures.py", "demo/pictures.py", "demo/likenesses.py",
    "faces/looking.py", "documents/rendering.py",
}  # fmt: skip


def parameters(place):
    return {a.arg: default for a, default in zip(place.node.args.kwonlyargs, place.node.args.kw_defaults, strict=True)}


def test_there_are_actions_to_look_at():
    assert len(ACTIONS) > 100


@EACH
def test_an_action_says_who_and_when(place):
    for wanted in ("by", "at"):
        assert wanted in parameters(place), f"{place} does not ask for {wanted}= by keyword"
        assert parameters(place)[wanted] is None, f"{place} has a default for {wanted}"


@EACH
def test_an_action_promises_something(place):
    assert (ast.get_docstring(place.node) or "").strip(), f"{place} has no docstring"


@EACH
def test_an_action_opens_the_act_asks_then_writes_and_tells(place):
    """On every way through it, also where a branch is not taken and a loop has no round."""
    ways = spine.ways(place)
    assert ways
    assert any(way.entered for way in ways), f"{place} never enters"
    untold = set(UNTOLD.get(str(place), {}))
    done = [way for way in ways if way.entered or way.pending - untold]
    assert all(way.opened for way in done), f"{place} writes on a way on which it opens no act"
    assert bool(set().union(*(way.faults for way in ways))) == (str(place) in LATE)
    assert set().union(*(way.pending for way in ways)) == untold


def test_every_exception_is_of_an_action_that_exists():
    assert UNTOLD.keys() | LATE.keys() <= {str(place) for place in ACTIONS}
    assert all(reason for reasons in UNTOLD.values() for reason in reasons.values())


def written_outside():
    """(file, line) of every call that changes rows in a module that is neither an action nor a step of one."""
    for place in sorted(PACKAGE.rglob("*.py")):
        name = str(place.relative_to(PACKAGE))
        if "migrations" in place.parts or "actions" in place.parts:
            continue
        tree = ast.parse(place.read_text(encoding="utf-8"))
        steps = [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef) and spine.is_part(n)]
        inside = {id(n) for step in steps for n in ast.walk(step)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and id(node) not in inside and (spine.writes(node) or raw_sql(node)):
                yield name, node.lineno


def raw_sql(node):
    return isinstance(node.func, ast.Attribute) and node.func.attr in {"execute", "executemany"}


def test_nothing_else_in_the_package_writes_rows():
    spared = {*INFRASTRUCTURE, *OTHERWISE}
    assert [f"{name}:{line}" for name, line in written_outside() if name not in spared] == []


def test_every_file_spared_still_needs_it():
    assert {*INFRASTRUCTURE, *OTHERWISE} <= {name for name, _ in written_outside()}


# --- the reader itself ------------------------------------------------------------------------------------------------


def reading(source):
    [node] = ast.parse(source).body
    spine.read.cache_clear()
    return spine.ways(Place("mingjing.custody.actions.care", node.name, node))


HEAD = "def do(*, by, at, x):\n    with act(by=by, at=at) as it:\n        "


@pytest.mark.parametrize(
    ("body", "pending", "faults"),
    [
        ("it.permit(x)\n        x.save()\n        it.enter(x)", 0, 0),
        ("x.save()\n        it.permit(x)\n        it.enter(x)", 0, 1),
        ("it.enter(x)\n        x.save()", 1, 0),
        ("x.save()\n        if x:\n            it.enter(x)", 1, 0),
        ("if x:\n            x.save()\n            return x\n        it.enter(x)", 1, 0),
        ("for y in x:\n            y.save()\n            it.enter(y)", 0, 0),
        ("x.save()\n        for y in x:\n            it.enter(y)", 1, 0),
        ("x.things.set([])\n        raise ValueError", 0, 0),
        ("try:\n            it.enter(x)\n        except ValueError:\n            x.save()", 1, 0),
    ],
)
def test_the_reader_follows_every_way(body, pending, faults):
    ways = reading(HEAD + body)
    assert len(set().union(*(w.pending for w in ways))) == pending
    assert len(set().union(*(w.faults for w in ways))) == faults


def test_the_reader_sees_when_no_act_is_opened():
    assert not any(w.opened for w in reading("def do(*, by, at, x):\n    x.save()\n    return x"))
