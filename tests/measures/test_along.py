"""A public-order case goes along with its penalties: as far as the one that has come least far."""

import pytest

from mingjing.cases.actions import move as moves
from mingjing.cases.models import Case
from mingjing.cases.vocab import Tag
from mingjing.cases.way import strides
from mingjing.kernel.ref import Ref
from mingjing.kernel.time import now
from mingjing.kernel.verdict import Refusal
from mingjing.ledger.models import Entry
from mingjing.measures.actions import hearing, penalty
from mingjing.measures.models import Measure

pytestmark = pytest.mark.django_db

FIGHT = {"way": "ordinary", "grade": "51/usual", "detention_days": 7, "fine": 800, "reasons": "事实清楚"}
RECORD, DECISION = {"penalty_notice_record": "告1"}, {"penalty_decision": "罚1"}


@pytest.fixture
def brawl(case_of, suspect_of, measure_of, lead):
    """brawl(n): a filed public-order case with a penalty put forward against each of n suspects."""

    def make(several=1):
        case = case_of("public_order", "殴打他人")
        case.stage = "filed"
        case.save()
        made = [measure_of("penalty", case, suspect_of(case, f"张{n}")) for n in range(several)]
        for one in made:
            penalty.put_forward(one.pk, by=lead.acting(), at=now(), **FIGHT)
        return case, made

    return make


def stage(case):
    return Case.objects.get(pk=case.pk).stage


def test_the_case_goes_as_far_as_the_penalty_that_has_come_least_far(brawl, step, chief, lead):
    case, (one, two) = brawl(2)
    step(one, "notify", numbers=RECORD)
    assert stage(case) == "filed"
    step(two, "notify", numbers=RECORD)
    assert stage(case) == "noticed"
    for move, after in (("decide", "decided"), ("serve", "served"), ("execute", "executing")):
        for measure, seen in ((one, None), (two, after)):
            ranked, numbers = (chief, DECISION) if move == "decide" else (None, None)
            before = stage(case)
            step(measure, move, ranked=ranked, numbers=numbers)
            assert stage(case) == (seen or before)
    row = Case.objects.get(pk=case.pk)
    assert row.sealed_by_law  # from the decision on (PSL 136)
    assert [s.after for s in strides(row)] == ["noticed", "decided", "served", "executing"]
    entry = Entry.objects.filter(tag=Tag.CASE_MOVED, subject_id=str(case.pk)).order_by("-id").first()
    assert two.ref in {Ref(r.kind, r.ref_id) for r in entry.refs.all()}
    assert entry.facts["case.move"] == "execute"
    moves.carry_out(case.pk, by=lead.acting(), at=now(), move="close")
    assert Case.objects.get(pk=case.pk).closed_at is not None


def test_a_hearing_that_was_called_is_a_hearing_of_the_case(brawl, step, staff, later):
    case, [one] = brawl()
    legal = staff("legal_officer", name="法制")
    step(one, "notify", numbers=RECORD)
    step(one, "ask_hearing")
    hearing.reply(one.pk, by=legal.acting(), at=now(), accepted=True)
    assert stage(case) == "noticed"
    with later(days=8):
        when = now()
    told = {"place": "听证室", "closed_doors": False, "chair": legal.name, "members": "", "clerk": "王五"}
    hearing.call(one.pk, by=legal.acting(), at=now(), planned_at=when, **told)
    assert stage(case) == "hearing"


def test_when_nobody_is_punished_the_case_is_decided_as_such(brawl, step, chief):
    case, (one, two) = brawl(2)
    step(one, "refuse", ranked=chief, numbers={"no_penalty_decision": "不1"})
    assert stage(case) == "filed"  # one is still open
    step(two, "refuse", ranked=chief, numbers={"no_penalty_decision": "不2"})
    assert [s.move.zh for s in strides(Case.objects.get(pk=case.pk))] == ["不予处罚"]


def test_what_is_given_up_does_not_hold_the_others_back(brawl, step, chief):
    case, (one, two) = brawl(2)
    step(one, "notify", numbers=RECORD)
    step(two, "refuse", ranked=chief, numbers={"no_penalty_decision": "不1"})
    assert stage(case) == "noticed"


def test_what_makes_itself_is_not_made_by_hand_and_without_penalties_hands_make_it(brawl, step, lead, case_of):
    case, _ = brawl()
    with pytest.raises(Refusal) as refused:
        moves.propose(case.pk, by=lead.acting(), at=now(), move="notify", reason="告知")
    assert "cases.move.by_itself" in {v.code for v in refused.value.verdicts}
    bare = case_of("public_order", "殴打他人")
    bare.stage = "filed"
    bare.save()
    moves.propose(bare.pk, by=lead.acting(), at=now(), move="notify", reason="告知")
    assert not Measure.objects.filter(case=bare).exists()


def test_a_criminal_case_hears_nothing_of_penalties(case_of, suspect_of, measure_of, lead, step):
    case = case_of()
    one = measure_of("penalty", case, suspect_of(case))
    penalty.put_forward(one.pk, by=lead.acting(), at=now(), **FIGHT)
    step(one, "notify", numbers=RECORD)
    assert stage(case) == "filed"
