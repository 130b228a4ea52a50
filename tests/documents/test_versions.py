"""Versions of templates: one writes, another signs off, and the shipped one comes back when it is taken back."""

import pytest

from mingjing.documents import shelf
from mingjing.documents.actions import instrument, template
from mingjing.documents.template import shipped
from mingjing.kernel.time import now
from mingjing.kernel.verdict import Refusal
from mingjing.media.models import Blob
from mingjing.media.store import open_bytes
from tests.documents.conftest import APPROVAL
from tests.documents.reading import text_of

pytestmark = pytest.mark.django_db
FORM = shipped()["filing_decision"]
NEW = FORM.body.replace("立案侦查", "立案侦查，并指派专人负责")


@pytest.fixture
def writer(staff):
    return staff("legal_officer")


@pytest.fixture
def reader(staff):
    return staff("legal_officer", name="另一人")


def propose(by, **told):
    told = {"spec": FORM.spec, "body": NEW, "note": "增加专人负责", **told}
    return template.propose(by=by.acting(), at=now(), **told)


def test_it_waits_until_somebody_else_signs_it_off(writer, reader, draft, officer):
    row = propose(writer)
    assert shelf.template("filing_decision").digest == FORM.digest
    with pytest.raises(Refusal) as why:
        template.sign_off(row.pk, by=writer.acting(), at=now())
    assert why.value.code == "documents.template.own"
    template.sign_off(row.pk, by=reader.acting(), at=now())
    assert shelf.template("filing_decision").body == NEW
    made = instrument.finalise(draft().pk, by=officer.acting(), at=now(), approval=APPROVAL)
    assert made.digest == row.digest
    assert "并指派专人负责" in text_of(open_bytes(Blob.objects.get(pk=made.sha256)))


def test_the_next_one_replaces_it_and_taking_back_brings_the_shipped_one(writer, reader):
    first = template.sign_off(propose(writer).pk, by=reader.acting(), at=now())
    second = template.sign_off(propose(reader, body=NEW + "#h(1pt)").pk, by=writer.acting(), at=now())
    first.refresh_from_db()
    assert (first.number, first.state, second.number, second.state) == (1, "replaced", 2, "in_force")
    with pytest.raises(Refusal):
        template.retire(second.pk, by=writer.acting(), at=now(), reason=" ")
    template.retire(second.pk, by=writer.acting(), at=now(), reason="恢复原式样")
    assert shelf.template("filing_decision") == FORM


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({"body": "{nonesuch}"}, "documents.template.unreadable"),
        ({"spec": "id: ["}, "documents.template.unreadable"),
        ({"body": NEW + "#nonesuch()"}, "documents.render"),
        ({"note": " "}, "documents.template.note"),
        ({"ident": "summons"}, "documents.template.id"),
    ],
)
def test_what_cannot_be_used_is_refused(writer, told, code):
    with pytest.raises(Refusal) as why:
        propose(writer, **told)
    assert why.value.code == code


def test_a_template_of_ones_own_is_on_the_shelf_once_signed(writer, reader):
    own = FORM.spec.replace("id: filing_decision", "id: our_notice").replace("立案决定书", "本局通知书")
    row = propose(writer, spec=own, body=FORM.body)
    assert "our_notice" not in shelf.templates()
    template.sign_off(row.pk, by=reader.acting(), at=now())
    assert shelf.templates()["our_notice"].title.zh == "本局通知书"


def test_others_may_not(officer, writer):
    with pytest.raises(Refusal) as why:
        propose(officer)
    assert why.value.code == "access.post"
    row = propose(writer)
    with pytest.raises(Refusal) as why:
        template.sign_off(row.pk, by=officer.acting(), at=now())
    assert why.value.code == "access.post"
