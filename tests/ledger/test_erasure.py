"""A field can be erased, and every digest still holds."""

import pytest

from mingjing.kernel.actor import machine
from mingjing.kernel.time import now
from mingjing.kernel.verdict import Refusal
from mingjing.ledger.actions.erasure import KEPT, erase
from mingjing.ledger.content import digests_of, entry_digest
from mingjing.ledger.models import Entry
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
