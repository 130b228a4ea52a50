"""The sealer's round finds by itself what somebody changed deep in the past."""

import json
from datetime import timedelta

from mingjing.kernel.time import frozen, now
from mingjing.ledger.audit import audit
from mingjing.ledger.models import EntryContent
from mingjing.ledger.patrol import Patrol
from mingjing.ledger.sealing import seal
from mingjing.ledger.tiles import WIDTH
from tests.ledger.conftest import Ledger
from tests.ledger.test_tamper import told


def reword(cursor, log, seq):
    """What is said changes, the digest stays: the newest entries agree, and the triggers stand again afterwards."""
    fields = EntryContent.objects.get(entry__log=log, entry__seq=seq).fields
    spoilt = fields | {"body.what": [fields["body.what"][0], "没有这件事"]}
    where = f"entry_id = (SELECT id FROM ledger_entry WHERE log = '{log}' AND seq = {seq})"
    cursor.execute(f"UPDATE ledger_entrycontent SET fields = %s WHERE {where}", [json.dumps(spoilt)])


def test_a_round_comes_by_every_entry_of_every_log(ledger):
    other = Ledger("610922-centre")
    for one, count in ((ledger, 2 * WIDTH + 5), (other, 3)):
        one.write(count)
        seal(one.log)
    with ledger.unguarded() as cursor:
        reword(cursor, ledger.log, 7)
        reword(cursor, ledger.log, 2 * WIDTH + 1)
        reword(cursor, other.log, 1)
    assert seal(ledger.log).size == 2 * WIDTH + 5  # the sealer alone notices nothing
    patrol = Patrol()
    found = [(f.log, f.where) for _ in range(4) for f in patrol.step()]
    assert sorted(found) == sorted([(ledger.log, "7"), (ledger.log, str(2 * WIDTH + 1)), (other.log, "1")])


def test_an_honest_log_gives_a_round_without_findings(ledger):
    assert Patrol().step() == []
    ledger.write(WIDTH + 3)
    patrol = Patrol()
    assert [patrol.step() for _ in range(3)] == [[], [], []]  # also what is not sealed yet
    seal(ledger.log)
    ledger.write(2)
    assert [patrol.step() for _ in range(3)] == [[], [], []]


def test_entries_made_while_the_clock_stood_back_are_named(ledger):
    """Stop the watch, put the clock back, enter something, put it right: both times of the entry are lies, its number
    is not."""
    ledger.write(3)
    with frozen(now() - timedelta(hours=3)):
        ledger.write(2)
    ledger.write(2)
    seal(ledger.log)
    [one] = audit(ledger.log)
    assert (one.code.value, one.where) == ("entry.time_back", "3")
    assert told(Patrol().step()) == {"entry.time_back 3"}


def test_a_clock_put_right_by_a_little_is_no_finding(ledger):
    ledger.write(1)
    with frozen(now() - timedelta(minutes=4)):
        ledger.write(1)
    assert list(audit(ledger.log)) == []
