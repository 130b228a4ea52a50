"""A penalty from the proposal over notice, statement, hearing and decision to payment and execution."""

from datetime import date
from decimal import Decimal

import pytest

from mingjing.kernel.time import now
from mingjing.kernel.verdict import Refusal
from mingjing.measures import facts as known
from mingjing.measures.actions import happening, hearing, payment, penalty
from mingjing.measures.models import Hearing, Measure, Payment, Penalty
from mingjing.org.models import Officer
from tests.measures.test_moving import codes

pytestmark = pytest.mark.django_db

FIGHT = {"way": "ordinary", "grade": "51/usual", "detention_days": 7, "fine": 800, "reasons": "事实清楚"}
RECORD, DECISION = {"penalty_notice_record": "告1"}, {"penalty_decision": "罚1"}


@pytest.fixture
def put(measure_of, lead):
    """put(**told): a measure of penalty with what is put forward."""

    def make(**told):
        measure = measure_of("penalty")
        penalty.put_forward(measure.pk, by=lead.acting(), at=now(), **{**FIGHT, **told})
        return measure

    return make


def test_what_is_outside_the_range_is_refused_with_the_article(measure_of, lead):
    measure = measure_of("penalty")
    with pytest.raises(Refusal) as refused:
        penalty.put_forward(measure.pk, by=lead.acting(), at=now(), **FIGHT | {"detention_days": 12})
    [verdict] = refused.value.verdicts
    assert (verdict.code, verdict.basis) == ("measures.penalty.range", "PSL 51")
    assert not Penalty.objects.exists()


def test_below_the_range_only_with_a_ground_of_mitigation(measure_of, lead):
    measure, told = measure_of("penalty"), FIGHT | {"detention_days": 3, "fine": 200}
    with pytest.raises(Refusal):
        penalty.put_forward(measure.pk, by=lead.acting(), at=now(), **told)
    with pytest.raises(Refusal) as refused:
        penalty.put_forward(measure.pk, by=lead.acting(), at=now(), mitigated=True, **told)
    assert refused.value.verdicts[0].field == "circumstances"
    row = penalty.put_forward(measure.pk, by=lead.acting(), at=now(), mitigated=True, circumstances="取得谅解", **told)
    assert (row.detention_days, row.mitigated) == (3, True)


@pytest.mark.parametrize(("told", "rank"), [
    ({}, "county_chief"),
    ({"grade": "58/usual", "detention_days": 0, "fine": 1000}, "station_head"),
    ({"grade": "58/usual", "detention_days": 0, "fine": 1001}, "county_chief"),
])  # fmt: skip
def test_the_graph_says_who_decides(put, told, rank):
    assert put(**told).penalty.decides == rank


def test_another_penalty_than_he_was_told_of_is_known_as_such(put, step, lead):
    measure = put()
    step(measure, "notify", numbers=RECORD)
    assert known.of(measure, now())["penalty.noticed_as_is"] is True
    penalty.put_forward(measure.pk, by=lead.acting(), at=now(), **FIGHT | {"detention_days": 9})
    told = known.of(Measure.objects.get(pk=measure.pk), now())
    assert (told["penalty.noticed_as_is"], told["penalty.heavier_than_noticed"]) == (False, True)
    step(measure, "notify_again", numbers=RECORD)
    assert known.of(measure, now())["penalty.noticed_as_is"] is True


def test_a_hearing_from_the_wish_to_the_report(put, step, lead, staff, later):
    measure, legal = put(), staff("legal_officer", name="法制")
    step(measure, "notify", numbers=RECORD)
    asked = step(measure, "ask_hearing")
    assert asked.state == "hearing_asked"
    with pytest.raises(Refusal) as refused:
        hearing.reply(measure.pk, by=legal.acting(), at=now(), accepted=False)
    assert refused.value.verdicts[0].field == "words"
    hearing.reply(measure.pk, by=legal.acting(), at=now(), accepted=True)
    told = {"place": "听证室", "closed_doors": False, "members": "李四", "clerk": "王五"}
    with later(days=8):
        held = now()
    with pytest.raises(Refusal) as refused:
        hearing.call(measure.pk, by=legal.acting(), at=now(), planned_at=held, chair=lead.name, **told)
    assert codes(refused) == {"measures.hearing.investigator"}
    hearing.call(measure.pk, by=legal.acting(), at=now(), planned_at=held, chair=legal.name, **told)
    with later(days=8, hours=2):
        hearing.hold(measure.pk, by=legal.acting(), at=held, ended_at=now(), report="事实清楚，建议维持")
    assert Hearing.objects.get().held_at == held
    assert known.of(measure, now())["hearing.reported"] is True


def test_a_wish_taken_back_is_no_hearing(put, step, staff):
    measure = put()
    step(measure, "notify", numbers=RECORD)
    step(measure, "ask_hearing")
    assert step(measure, "withdraw_hearing").state == "noticed"
    with pytest.raises(Refusal):
        hearing.reply(measure.pk, by=staff("legal_officer").acting(), at=now(), accepted=True)


def decided(put, step, chief, **told):
    measure = put(**told)
    step(measure, "notify", numbers=RECORD)
    happening.note(measure.pk, by=measure.proposed_by.acting(), at=now(), kind="statement", said_words="无异议")
    step(measure, "decide", ranked=chief, numbers=DECISION)
    step(measure, "serve")
    return Measure.objects.get(pk=measure.pk)


def test_from_the_decision_on_it_is_sealed_for_all_but_those_entitled(put, step, chief, staff, lead):
    measure = decided(put, step, chief)
    assert measure.sealed
    keeper, legal = staff("case_file_keeper"), staff("legal_officer")
    sees = {o.number: Measure.objects.visible_to(Officer.objects.get(pk=o.pk)).exists() for o in (lead, legal, keeper)}
    assert sees == {lead.number: True, legal.number: True, keeper.number: False}


def test_days_served_are_those_imposed_without_those_set_off(put, step, chief):
    measure = decided(put, step, chief, set_off_days=2)
    step(measure, "execute")
    row = Penalty.objects.get()
    assert (row.executed_from, row.executed_until) == (date(2026, 11, 23), date(2026, 11, 28))


def test_a_fine_is_paid_by_receipts_and_never_more_than_it_is(put, step, chief, lead):
    measure, by = decided(put, step, chief), lead.acting()
    payment.pay(measure.pk, by=by, at=now(), kind="fine", amount=Decimal(500), receipt="A1")
    for told, code in (({"amount": Decimal(301), "receipt": "A2"}, "measures.payment.too_much"),
                       ({"amount": Decimal(300), "receipt": "A1"}, "measures.payment.receipt"),
                       ({"amount": Decimal(0), "receipt": "A3"}, "measures.payment.amount")):  # fmt: skip
        with pytest.raises(Refusal) as refused:
            payment.pay(measure.pk, by=by, at=now(), kind="fine", **told)
        assert code in codes(refused)
    assert known.of(measure, now())["penalty.fine_paid"] is False
    payment.pay(measure.pk, by=by, at=now(), kind="fine", amount=Decimal(300), receipt="A2")
    assert known.of(measure, now())["penalty.fine_paid"] is True
    assert Payment.objects.count() == 2


def test_what_is_asked_for_is_answered_by_somebody_else(put, step, chief, lead, staff):
    measure = decided(put, step, chief)
    row = happening.note(measure.pk, by=lead.acting(), at=now(), kind="instalments_asked", said_words="经济困难")
    with pytest.raises(Refusal) as refused:
        happening.answer(row.pk, by=lead.acting(), at=now(), granted=True, words="同意")
    assert refused.value.code == "access.post"
    answered = happening.answer(row.pk, by=staff("legal_officer").acting(), at=now(), granted=True, words="同意分两期")
    assert answered.granted
    with pytest.raises(Refusal) as refused:
        happening.answer(row.pk, by=chief.acting(), at=now(), granted=False, words="x")
    assert codes(refused) == {"measures.answer.none"}
