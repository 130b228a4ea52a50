"""The life of an instrument."""

import pytest

from mingjing.cases.actions import case as cases
from mingjing.documents.actions import instrument
from mingjing.documents.models import Instrument, SeriesCounter
from mingjing.documents.selectors import final_ids, in_file, missing
from mingjing.kernel.ref import Ref
from mingjing.kernel.time import now
from mingjing.kernel.verdict import Refusal
from mingjing.ledger.models import Entry
from mingjing.media.models import Blob
from mingjing.media.selectors import may_open
from mingjing.media.store import open_bytes
from tests.documents.conftest import APPROVAL
from tests.documents.reading import text_of

pytestmark = pytest.mark.django_db


def final(made, by, **how):
    return instrument.finalise(made.pk, by=by.acting(), at=now(), approval=how.pop("approval", APPROVAL), **how)


def test_what_the_case_knows_is_not_asked_again(draft, case):
    made = draft("filing_decision")
    assert missing(made) == []
    assert made.about == f"盗窃 · {case.number}"
    assert made.state == "draft"
    assert not made.number


def test_a_final_one_has_number_code_bytes_and_an_entry(draft, officer, case):
    made = final(draft("filing_decision"), officer)
    assert made.number == "汉公（east）立字〔2026〕1号"
    said = text_of(open_bytes(Blob.objects.get(pk=made.sha256)))
    words = [made.number, made.code, case.number, "盗窃", "立案决定书", "第1页共1页", "汉阴县公安局", "存根", "正本"]
    assert [one for one in words if one not in said] == []
    assert "草稿" not in said
    entry = Entry.objects.about(made.ref).get(tag="documents.instrument.finalised")
    assert {Ref(r.kind, r.ref_id) for r in entry.refs.all()} >= {made.ref, case.ref, Ref("blob", made.sha256)}
    assert may_open(officer, made.sha256)
    assert final_ids(case.ref) == {"filing_decision"}


def test_a_required_field_is_never_printed_blank(draft, officer):
    made = draft("summons", place="办案中心")
    wanted = {"姓名", "性别", "到案时间"}
    assert {t.zh for t in missing(made)} == wanted
    with pytest.raises(Refusal) as why:
        final(made, officer)
    assert {v.code for v in why.value.verdicts} == {"documents.missing"}
    assert len(why.value.verdicts) == len(wanted)
    assert not SeriesCounter.objects.exists()


def test_hands_fill_in_what_nobody_knows(draft, officer, suspect):
    made = draft("summons", refs=[suspect.ref], place="办案中心")
    assert {t.zh for t in missing(made)} == {"到案时间"}
    filled = {"id_number": "610921199005170011", "address": "城关镇", "appear_by": "2026-11-21T01:00:00+00:00"}
    made = instrument.complete(made.pk, by=officer.acting(), at=now(), values=filled)
    assert missing(made) == []
    said = text_of(open_bytes(Blob.objects.get(pk=final(made, officer).sha256)))
    for words in ("张伟", "男", "1990年5月17日", "610921199005170011", "城关镇", "2026年11月21日9时0分", "办案中心"):
        assert words in said, words
    told = Entry.objects.about(made.ref).get(tag="documents.instrument.completed")
    assert "610921199005170011" not in str(told.content.fields)


def test_an_emptied_field_goes_back_to_its_source(draft, officer):
    made = draft("filing_decision", case_cause="抢劫")
    assert made.values == {"case_cause": "抢劫"}
    made = instrument.complete(made.pk, by=officer.acting(), at=now(), values={"case_cause": " "})
    assert made.values == {}


def test_numbers_have_no_gap_and_stay_with_void_ones(draft, officer, staff):
    first, second = draft("filing_decision"), draft("filing_decision")
    refused = draft("summons")
    with pytest.raises(Refusal):
        final(refused, officer)
    first = final(first, officer)
    void = instrument.void(first.pk, by=officer.acting(), at=now(), reason="误写案由")
    second = final(second, officer)
    assert (first.sequence, second.sequence) == (1, 2)
    assert (void.state, void.number, void.sha256) == ("void", first.number, first.sha256)
    entry = Entry.objects.about(first.ref).get(tag="documents.instrument.voided")
    assert entry.content.fields["reason"]


@pytest.mark.parametrize("verb", ["complete", "finalise"])
def test_a_final_one_never_changes(draft, officer, verb):
    made = final(draft("filing_decision"), officer)
    with pytest.raises(Refusal) as why:
        if verb == "complete":
            instrument.complete(made.pk, by=officer.acting(), at=now(), values={"case_cause": "抢劫"})
        else:
            final(made, officer)
    assert why.value.code == f"instrument.state.{verb}"


def test_without_the_leaders_approval_it_stays_a_draft(draft, officer, monkeypatch):
    monkeypatch.setattr("mingjing.documents.approved._answers", [])
    with pytest.raises(Refusal) as why:
        final(draft("filing_decision"), officer, approval=None)
    assert why.value.code == "documents.approval"


def test_void_needs_a_reason(draft, officer):
    with pytest.raises(Refusal) as why:
        instrument.void(draft().pk, by=officer.acting(), at=now(), reason=" ")
    assert why.value.verdicts[0].field == "reason"


def test_only_who_sees_the_case_sees_its_instruments(draft, officer, staff, case):
    made = draft()
    stranger, legal, west = staff("case_officer", "west"), staff("legal_officer"), staff("station_head", "west")
    seen = {o: list(Instrument.objects.visible_to(o)) for o in (officer, stranger, legal, west)}
    assert seen == {officer: [made], stranger: [], legal: [made], west: []}
    assert list(in_file(case.ref, legal)) == [made]
    for verb in (
        lambda: instrument.complete(made.pk, by=stranger.acting(), at=now(), values={}),
        lambda: instrument.void(made.pk, by=stranger.acting(), at=now(), reason="x"),
        lambda: draft(by=stranger),
    ):
        with pytest.raises(Refusal) as why:
            verb()
        assert why.value.code == "access.subject"


def test_sealed_and_recused_cases_take_their_instruments_along(draft, officer, staff, case):
    draft()
    legal = staff("legal_officer")
    cases.recuse(case.pk, by=legal.acting(), at=now(), officer_id=officer.pk, reason="近亲属")
    assert not Instrument.objects.visible_to(officer).exists()
    cases.seal(case.pk, by=legal.acting(), at=now(), basis="CPL 286")
    assert not Instrument.objects.visible_to(legal).exists()


def test_nobody_names_a_person_he_does_not_reach(draft, staff, register):
    other = register("李娜", by=staff("case_officer", "west"))
    with pytest.raises(Refusal) as why:
        draft("summons", refs=[other.ref])
    assert why.value.code == "access.elsewhere"


def test_lists_print_the_masked_name_of_a_protected_person(draft, officer, register):
    child = register("王小明", by=officer, protection="minor")
    assert "王小明" not in draft("summons", refs=[child.ref]).about


def test_an_unknown_template_or_field_is_refused(draft, officer):
    with pytest.raises(Refusal) as why:
        draft("no_such_paper")
    assert why.value.code == "documents.template.unknown"
    with pytest.raises(Refusal) as why:
        draft("filing_decision", colour="红")
    assert why.value.code == "documents.field.unknown"
