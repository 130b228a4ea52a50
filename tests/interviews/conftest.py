"""A suspect settled at the centre, and people beside him."""

import pytest

from mingjing.cases.actions import people
from mingjing.interviews.actions import interview, record
from mingjing.interviews.models import Interview
from mingjing.org.vocab import RoomKind
from tests.custody.conftest import SETUP, START, _now, centre  # noqa: F401 - pytest finds the fixtures here
from tests.custody.walk import calm, placed, settled

DRAWN = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M1 1L8 8"/></svg>'
PARTICULARS = {
    "native_place": "陕西汉阴", "birthplace": "陕西汉阴", "registered": "虚构镇一号", "present": "虚构镇一号",
    "ethnicity": "汉族", "education": "初中", "political": "群众", "occupation": "务工", "employer": "无",
    "family": "父母", "history": "在家务农", "deputy": "否", "sanctions": "无", "alias": "无", "birth": "1990-05-17",
    "id_number": "无",
}  # fmt: skip


@pytest.fixture
def arrived(centre):  # noqa: F811 - the fixture above
    """arrived(case="criminal", **person): somebody in custody, settled and placed, and on the case."""

    def make(kind="criminal", answers=None, **person):
        who, case = centre.person(**person), centre.case(kind)
        people.add_person(case.pk, by=SETUP, at=START, person_id=who.pk, role="suspect")
        stay = centre.received(who, case_id=case.pk)
        settled(centre, stay, answers or calm(who.sex))
        placed(centre, stay, 30)
        return stay

    return make


@pytest.fixture
def planned(centre):  # noqa: F811
    """planned(stay, officers=2, **told): an interview of who is in custody."""

    def make(stay, officers=2, kind="", **told):
        asking = [centre.officer("case_officer", name=n).pk for n in ("", "办二", "办三")][:officers]
        kind = kind or {"criminal": "interrogation"}.get(stay.case.kind, "questioning")
        room = centre.room(RoomKind.INTERROGATION_ROOM if kind == "interrogation" else RoomKind.INTERVIEW_ROOM)
        first = {"room_id": room.pk, "role": "suspect", **told}
        return interview.plan(
            by=centre.by("case_officer"), at=centre.at(50), case_id=stay.case_id, person_id=stay.person_id,
            stay_id=stay.pk, kind=kind, officer_ids=asking, **first,
        )  # fmt: skip

    return make


@pytest.fixture
def begun(centre, arrived, planned):  # noqa: F811
    """begun(): the first interrogation of a suspect, opened at minute 60."""

    def make(stay=None, at=60, **told):
        made = planned(stay or arrived(), **told)
        return interview.begin(made.pk, by=centre.by("case_officer"), at=centre.at(at))

    return make


@pytest.fixture
def written(centre, begun):  # noqa: F811
    """written(): the same with every question answered and the head filled, not yet fixed."""

    def make(row=None, at=90, **head):
        row = row or begun()
        row = Interview.objects.get(pk=row.pk)
        lines = [{k: one[k] for k in ("id", "kind", "text", "item")} for one in row.record.lines]
        for one in lines:
            if one["kind"] == "a":
                one["text"] = ANSWER.get(one["item"], "是的，我听明白了。")
        ids = [one["id"] for one in lines]
        record.keep(
            row.pk, by=centre.by("case_officer"), at=centre.at(at), base=row.record.revision, lines=lines, touched=ids,
            head={**PARTICULARS, **head},
        )  # fmt: skip
        return Interview.objects.get(pk=row.pk)

    return make


ANSWER = {
    "offence": "我承认十一月二十日晚上在虚构镇北街撬开车锁，偷走了一辆电动车，第二天卖了八百元。",
    "health": "身体健康，没有疾病。",
}
