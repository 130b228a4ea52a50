"""Serving: every way of the ladder asks for what it needs, and limits begin with the entry."""

from datetime import timedelta

import pytest

from mingjing.documents.actions import instrument, service
from mingjing.documents.models import Service
from mingjing.documents.vocab import ServiceWay
from mingjing.kernel.time import now
from mingjing.kernel.verdict import Refusal
from mingjing.ledger.models import Entry
from tests.documents.conftest import APPROVAL

pytestmark = pytest.mark.django_db
ENOUGH = {
    "direct": {}, "family": {"relation": "妻子"}, "unit": {"relation": "村民委员会"},
    "left": {"refusal": "拒绝签收", "witnesses": "王某、李某"}, "entrusted": {"relation": "某县公安局"}, "mail": {},
    "electronic": {"consent": True}, "publication": {"tried": "直接、邮寄送达均未成"},
}  # fmt: skip
LACKING = {
    "family": "documents.service.relation", "unit": "documents.service.relation",
    "entrusted": "documents.service.relation", "left": "documents.service.witness",
    "electronic": "documents.service.consent", "publication": "documents.service.tried",
}  # fmt: skip


@pytest.fixture
def final(draft, officer):
    return instrument.finalise(draft().pk, by=officer.acting(), at=now(), approval=APPROVAL)


def serve(made, by, way, **told):
    told = {"recipient": "张伟", "outcome": "served", **told}
    return service.serve(made.pk, by=by.acting(), at=now(), way=way, **told)


@pytest.mark.parametrize("way", ServiceWay.values())
def test_every_way_with_what_it_needs(final, officer, way):
    row = serve(final, officer, way, **ENOUGH[way])
    entry = Entry.objects.about(final.ref).get(tag="documents.instrument.served")
    told = {name: value for name, (_, value) in entry.content.fields.items() if name.startswith("fact.")}
    assert told == {
        "fact.instrument.template": "filing_decision", "fact.instrument.service_way": way,
        "fact.instrument.served": True,
    }  # fmt: skip
    assert (row.way, row.recipient) == (way, "张伟")


@pytest.mark.parametrize("way", LACKING)
def test_every_way_without_what_it_needs(final, officer, way):
    with pytest.raises(Refusal) as why:
        serve(final, officer, way)
    assert LACKING[way] in {v.code for v in why.value.verdicts}
    assert all(v.basis for v in why.value.verdicts)
    assert not Service.objects.exists()


@pytest.mark.parametrize(
    ("told", "field"), [({"recipient": " "}, "recipient"), ({"outcome": "lost"}, "outcome"), ({"way": "pigeon"}, "way")]
)
def test_what_is_not_said_is_asked_for(final, officer, told, field):
    with pytest.raises(Refusal) as why:
        serve(final, officer, **{"way": "direct", **told})
    assert [v.field for v in why.value.verdicts] == [field]


def test_a_trial_starts_no_limit(final, officer):
    serve(final, officer, "direct", outcome="failed", refusal="无人在家")
    assert not Entry.objects.about(final.ref).filter(tag="documents.instrument.served").exists()
    assert Entry.objects.about(final.ref).get(tag="documents.instrument.service_tried")


def test_a_draft_is_not_served_and_nobody_serves_tomorrow(draft, final, officer):
    with pytest.raises(Refusal) as why:
        serve(draft(), officer, "direct")
    assert why.value.code == "instrument.state.serve"
    with pytest.raises(Refusal) as why:
        service.serve(
            final.pk,
            by=officer.acting(),
            at=now() + timedelta(days=1),
            way="direct",
            recipient="张伟",
            outcome="served",
        )
    assert why.value.code == "entry.future"
