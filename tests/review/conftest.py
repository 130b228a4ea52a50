"""The small world of tests/small_world.py, with a case that waits for its legal review."""

from datetime import UTC, datetime, timedelta

import pytest

from mingjing.cases.actions import case as cases
from mingjing.cases.models import Case
from mingjing.kernel.time import frozen, now
from mingjing.review.actions import mark as marking
from mingjing.review.actions import review as reviews
from mingjing.review.models import Review
from tests.small_world import LOG, _alone, bureau, register, staff  # noqa: F401 - pytest finds the fixtures here

EVENING = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
STAGES = {"prosecution": "concluded", "arrest": "filed", "penalty": "noticed"}


@pytest.fixture(autouse=True)
def evening():
    with frozen(EVENING):
        yield


@pytest.fixture
def lead(staff):  # noqa: F811 - the fixtures above
    return staff("case_officer", "east")


@pytest.fixture
def legal(staff):  # noqa: F811 - as above
    return staff("legal_officer")


@pytest.fixture
def case_at(lead, bureau, register):  # noqa: F811 - as above
    """case_at(stage, kind="criminal", **particulars): a case of the east station that stands there, with a suspect."""

    def make(stage="concluded", kind="criminal", **particulars):
        told = {"kind": kind, "cause": "盗窃", "unit": bureau["east"]}
        made = cases.register(by=lead.acting(), at=now(), log=LOG, **told)
        person = register(**particulars)
        cases.add_person(made.pk, by=lead.acting(), at=now(), person_id=person.pk, role="suspect")
        Case.objects.filter(pk=made.pk).update(stage=stage)
        return Case.objects.get(pk=made.pk)

    return make


@pytest.fixture
def submitted(case_at, lead):
    """submitted(kind="prosecution", case=None): a review that waits."""

    def make(kind="prosecution", case=None, person=None, **particulars):
        case_kind = "public_order" if kind == "penalty" else "criminal"
        case = case or case_at(STAGES[kind], case_kind, **particulars)
        person = None if kind == "prosecution" else person or case.people.get().person_id
        return reviews.submit(case.pk, by=lead.acting(), at=now(), kind=kind, person_id=person)

    return make


@pytest.fixture
def taken(submitted, legal):
    """taken(...): as submitted, and taken by the county's legal officer."""

    def make(*args, **told):
        return reviews.take(submitted(*args, **told).pk, by=legal.acting(), at=now())

    return make


@pytest.fixture
def marks(legal, lead):
    """marks(review, but={item: answer}, answer="ok"): every open item answered; a defect goes to the lead officer."""

    def make(review, but=None, answer="ok", by=None):
        for row in review.marks.filter(answer="open"):
            one = (but or {}).get(row.item, answer)
            more = {
                "place": "第一卷第 3 页",
                "words": "时间有误",
                "officer_id": lead.pk,
                "due_at": now() + timedelta(days=2),
            }
            told = more if one == "defect" else {"words": "已核实"}
            marking.mark(review.pk, by=(by or legal).acting(), at=now(), item=row.item, answer=one, **told)
        return Review.objects.get(pk=review.pk)

    return make


@pytest.fixture
def passed(taken, marks, legal):
    """passed(...): as taken, everything in order, and passed."""

    def make(*args, **told):
        review = marks(taken(*args, **told))
        return reviews.conclude(review.pk, by=legal.acting(), at=now())

    return make
