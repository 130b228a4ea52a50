"""A field can be erased, and every digest still holds; nothing else can be changed under that cover."""

import json

import pytest
from django.db import DatabaseError, connection, transaction

from mingjing.kernel.actor import machine
from mingjing.kernel.time import now
from mingjing.kernel.verdict import Refusal
from mingjing.ledger.act import act
from mingjing.ledger.actions.erasure import erase
from mingjing.ledger.bodies import FieldsErased
from mingjing.ledger.content import KEPT, digests_of, entry_digest
from mingjing.ledger.models import Entry, EntryContent, Erasure
from mingjing.ledger.vocab import Tag
from tests.ledger.test_act import note

pytestmark = pytest.mark.django_db
BY = machine("retention")


@pytest.fixture(autouse=True)
def _no_followers(monkeypatch):
    monkeypatch.setattr("mingjing.ledger.act._followers", lambda: ())


def test_the_value_is_gone_and_the_digest_stays():
    written = note("门开了")
    order = erase(written.id, ["body.what"], by=BY, at=now(), basis="MPL 103")
    again = Entry.objects.with_content().get(pk=written.id)
    assert "what" not in again.body
    assert "门开了" not in str(again.content.fields)
    assert entry_digest(digests_of(again.content.fields)) == written.digest
    assert order.body == {"of": f"{written.log}#{written.seq}", "names": "body.what", "basis": "MPL 103"}


@pytest.mark.parametrize("names", [[], ["body.nothing"], *([[n] for n in sorted(KEPT)])])
def test_what_cannot_be_erased_is_refused_and_nothing_is_entered(names):
    written = note()
    with pytest.raises(Refusal):
        erase(written.id, names, by=BY, at=now(), basis="x")
    assert Entry.objects.count() == 1


def test_a_field_is_erased_once():
    written = note()
    erase(written.id, ["body.what"], by=BY, at=now(), basis="x")
    with pytest.raises(Refusal):
        erase(written.id, ["body.what"], by=BY, at=now(), basis="x")


def test_an_order_of_erasure_stays_readable():
    written = note()
    order = erase(written.id, ["body.what"], by=BY, at=now(), basis="x")
    with pytest.raises(Refusal):
        erase(order.id, ["body.names"], by=BY, at=now(), basis="x")


def _order_for(entry):
    """The entry that orders it, without the erasing that follows."""
    with act(by=BY, at=now()) as it:
        body = FieldsErased(f"{entry.log}#{entry.seq}", "body.what", "x")
        return it.enter(Tag.FIELDS_ERASED, log=entry.log, subject=entry.subject, body=body)


def _fields(entry):
    return EntryContent.objects.get(entry=entry).fields


def _write(entry, fields):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE ledger_entrycontent SET fields = %s WHERE entry_id = %s", [json.dumps(fields), entry.id])


# what somebody writes into the content of an entry of which `body.what` was ordered to be erased
UNDER_COVER = {
    "another value": lambda f: f | {"body.what": [f["body.what"][0], "没有这件事"]},
    "another field": lambda f: f | {"fact.a.b": [f["fact.a.b"][0], False]},
    "another field erased": lambda f: f | {"fact.a.b": [None, "0" * 64]},
    "both at once": lambda f: f | {"body.what": [None, "0" * 64], "fact.a.b": [None, "0" * 64]},
    "a field more": lambda f: f | {"body.more": ["00" * 16, "x"]},
    "a field less": lambda f: {k: v for k, v in f.items() if k != "body.what"},
    "a field renamed": lambda f: {k if k != "body.what" else "body.x": v for k, v in f.items()},
    "no digest": lambda f: f | {"body.what": [None, None]},
    "a digest that is none": lambda f: f | {"body.what": [None, "X" * 64]},
    "more than a digest": lambda f: f | {"body.what": [None, "0" * 64, "没有这件事"]},
    "nothing at all": lambda f: f | {"body.what": None},
    "an object": lambda f: f | {"body.what": {"0": None, "1": "0" * 64}},
    "an empty content": lambda _: {},
    "no content": lambda _: None,
    "a list": lambda f: [f],
}


@pytest.mark.parametrize("case", UNDER_COVER)
def test_under_an_order_nothing_but_the_named_fields_can_go(case):
    written = note()
    order = _order_for(written)
    Erasure.objects.create(entry=written, ordered_by=order, fields=["body.what"])
    before = _fields(written)
    with pytest.raises(DatabaseError):
        _write(written, UNDER_COVER[case](before))
    assert _fields(written) == before
    _write(written, before | {"body.what": [None, digests_of(before)["body.what"]]})


@pytest.mark.parametrize("case", ["another value", "another field", "restored"])
def test_what_was_erased_stays_erased(case):
    written = note()
    before = _fields(written)
    erase(written.id, ["body.what"], by=BY, at=now(), basis="x")
    after = _fields(written)
    spoilt = before if case == "restored" else UNDER_COVER[case](after | {"body.what": before["body.what"]})
    with pytest.raises(DatabaseError, match="append-only"):
        _write(written, spoilt)
    assert _fields(written) == after


def test_an_order_must_be_an_entry_about_this_entry():
    first, second = note(), note()
    order = erase(first.id, ["body.what"], by=BY, at=now(), basis="x")
    for ordered_by in (order, second):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            Erasure.objects.create(entry=second, ordered_by=ordered_by, fields=["body.what"])
