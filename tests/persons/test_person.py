"""Registering, identifying, correcting, protecting and sealing persons."""

from datetime import date

import pytest

from mingjing.kernel.ref import Ref
from mingjing.kernel.time import now
from mingjing.kernel.verdict import Refusal
from mingjing.ledger.entries import sentence
from mingjing.ledger.models import Entry
from mingjing.persons.actions import person
from mingjing.persons.models import IdentityDocument, Person
from mingjing.persons.rules.identity_number import check_character

pytestmark = pytest.mark.django_db
NUMBER = "61092119900517001" + check_character("61092119900517001")
STAY = Ref("stay", "01920000-0000-7000-8000-000000000001")


def test_a_registration_is_an_entry_with_the_facts_the_law_asks_for(register):
    made = register(document_kind="resident_id", document_number=NUMBER, alias="阿伟、伟哥", phone="+86 138 0000 0001")
    entry = Entry.objects.about(made.ref).first()
    assert (entry.tag, entry.log) == ("persons.person.registered", "610921-centre")
    assert entry.facts == made.facts_on(now())
    assert entry.facts["person.sex"] == "male"
    assert entry.facts["person.identity_known"] is True
    assert sorted(made.names.values_list("kind", "text")) == [("alias", "伟哥"), ("alias", "阿伟"), ("legal", "张伟")]
    assert made.contacts.get().value == "13800000001"
    assert list(Entry.objects.about(made.ref).values_list("tag", flat=True)) == [
        "persons.person.registered", "persons.person.documented", "persons.person.named", "persons.person.named",
        "persons.person.reached",
    ]  # fmt: skip


def test_sex_and_birth_date_come_from_a_well_formed_number(register):
    made = register(sex="unknown", birth_date=None, document_kind="resident_id", document_number=NUMBER)
    assert (made.sex, made.birth_date) == ("male", date(1990, 5, 17))


def test_a_number_that_contradicts_what_was_recorded_is_refused_with_every_contradiction(register):
    with pytest.raises(Refusal) as refused:
        register(sex="female", birth_date=date(1991, 1, 1), document_kind="resident_id", document_number=NUMBER)
    assert [v.field for v in refused.value.verdicts] == ["document_number", "document_number"]
    assert not Person.objects.exists()


def test_a_number_that_fails_its_own_check_is_kept_and_flagged(register):
    made = register(document_kind="resident_id", document_number=NUMBER[:-1] + ("1" if NUMBER[-1] != "1" else "2"))
    assert len(made.documents.get().faults) == 1


def test_an_old_number_is_found_in_its_new_form(register):
    made = register(document_kind="resident_id", document_number="610921900517001")
    assert made.documents.get().number == NUMBER


def test_everything_missing_is_told_at_once(register):
    with pytest.raises(Refusal) as refused:
        register(name=" ", sex="", birth_date=date(2200, 1, 1), age_about=900)
    assert {v.field for v in refused.value.verdicts} == {"name", "sex", "birth_date", "age_about"}


def test_identity_unknown_is_a_state_that_identifying_ends(register, staff):
    made = register(name="", birth_date=None, identity_known=False, age_about=30, features="左臂有疤")
    assert made.name == "不明身份男子"
    assert made.facts_on(now())["person.identity_known"] is False
    assert made.facts_on(now())["person.age"] == 30
    by = staff("case_officer", "east").acting()
    found = person.identify(
        made.pk, by=by, at=now(), name="欧阳锋", basis="register", birth_date=date(1990, 5, 17),
        document_kind="resident_id", document_number=NUMBER, refs=[STAY],
    )  # fmt: skip
    entry = Entry.objects.about(STAY).get()
    assert entry.tag == "persons.person.identified"
    assert entry.facts["person.identity_known"] is True
    assert found.name == "欧阳锋"
    assert sorted(found.names.values_list("kind", "text")) == [("legal", "欧阳锋"), ("stated", "不明身份男子")]
    assert IdentityDocument.objects.get(person=found).number == NUMBER


def test_a_known_identity_is_not_established_twice(register, staff):
    made = register()
    with pytest.raises(Refusal) as refused:
        person.identify(made.pk, by=staff("case_officer", "east").acting(), at=now(), name="李四", basis="document")
    assert refused.value.code == "persons.known"


def test_identifying_needs_name_sex_and_basis(register, staff):
    made = register(name="", sex="unknown", birth_date=None, identity_known=False)
    with pytest.raises(Refusal) as refused:
        person.identify(made.pk, by=staff("case_officer", "east").acting(), at=now(), name="", basis="guess")
    assert {v.field for v in refused.value.verdicts} == {"name", "sex", "basis"}


def test_a_correction_keeps_what_stood_before(register, staff):
    made = register()
    by = staff("case_officer", "east").acting()
    person.correct(made.pk, by=by, at=now(), reason="户籍核对", name="章伟", birth_date=date(1990, 5, 7))
    entry = Entry.objects.about(made.ref).last()
    assert entry.body == {
        "before": {"name": "张伟", "birth_date": "1990-05-17"},
        "after": {"name": "章伟", "birth_date": "1990-05-07"},
    }
    assert entry.fields["reason"] == "户籍核对"
    assert set(made.names.values_list("kind", "text")) == {("former", "张伟"), ("legal", "章伟")}
    assert sentence(entry.tag, entry.body).en == "Corrected name, birth date"


@pytest.mark.parametrize(("reason", "changes", "code"), [
    ("", {"name": "章伟"}, "persons.reason.missing"),
    ("核对", {"name": "张伟"}, "persons.unchanged"),
    ("核对", {"name": ""}, "persons.name.missing"),
])  # fmt: skip
def test_a_correction_needs_a_reason_a_change_and_a_name(register, staff, reason, changes, code):
    made = register()
    with pytest.raises(Refusal) as refused:
        person.correct(made.pk, by=staff("case_officer", "east").acting(), at=now(), reason=reason, **changes)
    assert refused.value.code == code
    made.refresh_from_db()
    assert made.name == "张伟"


def test_sealing_hides_and_unsealing_shows_again(register, staff):
    made, mine = register(), staff("case_officer", "east")
    by = staff("legal_officer").acting()
    person.seal(made.pk, by=by, at=now(), basis="刑诉法第二百八十六条")
    assert not Person.objects.visible_to(mine).exists()
    with pytest.raises(Refusal):
        person.seal(made.pk, by=by, at=now(), basis="再次")
    person.unseal(made.pk, by=by, at=now(), basis="漏罪数罪并罚超过五年")
    assert Person.objects.visible_to(mine).get() == made


@pytest.mark.parametrize("post", ["reception", "medic", "administrator", "inspector", "case_officer"])
def test_only_named_posts_seal(register, staff, post):
    made = register()
    with pytest.raises(Refusal) as refused:
        person.seal(made.pk, by=staff(post).acting(), at=now(), basis="x")
    assert refused.value.code.startswith("access.")


def test_nobody_touches_a_person_out_of_his_reach(register, staff):
    made = register()
    stranger = staff("case_officer", "west").acting()
    with pytest.raises(Refusal) as refused:
        person.correct(made.pk, by=stranger, at=now(), reason="x", name="李四")
    assert refused.value.code == "access.elsewhere"
