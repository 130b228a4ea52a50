"""The whole matrix person × case × officers × room × recorder against the books, in both languages."""

from datetime import UTC, datetime
from itertools import product

import pytest

from mingjing.interviews.gates import CUSTODY, ELSEWHERE, OPEN
from mingjing.law import books
from mingjing.law.engine import check
from mingjing.law.rule import Gate

DAY = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
CALM = {
    "person.deaf_mute": False, "person.blind": False, "person.foreign_language": False, "person.intoxicated": False,
    "person.partly_incapable": False, "person.seriously_ill": False, "person.injured": False, "person.disabled": False,
    "person.pregnant": False, "person.in_detention_centre": False, "stay.ground": "summons", "room.occupants": 0,
    "stay.open_clock_breached": False, "room.occupants_co_suspect": False, "room.out_of_service": False,
    "room.recording_works": True, "rights.told": True, "search.done": True, "questioning.by_auxiliary": False,
    "questioning.officer_busy_elsewhere": False, "questioning.female_staff": False, "questioning.adult_present": False,
    "questioning.adult_absence_noted": False, "questioning.interpreter_present": False, "questioning.remote": False,
    "questioning.sign_helper_present": False, "interview.other_part": False, "interview.room_taken": False,
    "interview.resting": False, "interview.unfit": False, "interview.asked_before": False, "interview.place": "centre",
    "interview.booked_in": True, "interview.card_shown": True, "interview.notice_given": True,
    "case.life_or_death_possible": False, "case.major_crime": False, "case.ten_years_possible": False,
}  # fmt: skip
PEOPLE = {
    "adult": {"person.age": 30, "person.sex": "male", "person.role": "suspect"},
    "boy": {"person.age": 17, "person.sex": "male", "person.role": "suspect"},
    "girl": {"person.age": 15, "person.sex": "female", "person.role": "suspect"},
    "eighteen": {"person.age": 18, "person.sex": "male", "person.role": "suspect"},
    "deaf": {"person.age": 30, "person.sex": "male", "person.role": "suspect", "person.deaf_mute": True},
    "foreign": {"person.age": 30, "person.sex": "male", "person.role": "suspect", "person.foreign_language": True},
    "witness": {"person.age": 30, "person.sex": "male", "person.role": "witness"},
    "child": {"person.age": 9, "person.sex": "female", "person.role": "victim",
              "case.sexual_or_violent_against_minor": True},
}  # fmt: skip
CASES = {
    "criminal": {"case.kind": "criminal"},
    "grave": {"case.kind": "criminal", "case.life_or_death_possible": True, "case.ten_years_possible": True},
    "public_order": {"case.kind": "public_order"},
    "administrative": {"case.kind": "administrative"},
}
ROOMS = {
    "interrogation": {"room.kind": "interrogation", "room.certified": True},
    "interview": {"room.kind": "interview", "room.certified": True},
    "uncertified": {"room.kind": "interrogation", "room.certified": False},
    "waiting": {"room.kind": "waiting", "room.certified": True},
    "office": {"room.kind": "office", "room.certified": False},
}
COMBINATIONS = list(product(PEOPLE, CASES, (0, 1, 2, 3), ROOMS, (False, True)))


def kind_of(person, case):
    if person in {"witness", "child"}:
        return "interview"
    return "interrogation" if CASES[case]["case.kind"] == "criminal" else "questioning"


def facts(person, case, officers, room, recording):
    asked = {"questioning.kind": kind_of(person, case), "questioning.officers": officers}
    return {**CALM, **CASES[case], **PEOPLE[person], **ROOMS[room], **asked, "questioning.recording_on": recording}


def refused(person, case, officers, room, recording):
    told, book = facts(person, case, officers, room, recording), books.current()
    judged = [*check(book, OPEN, told, DAY), *check(book, CUSTODY, told, DAY)]
    return [v for v in judged if not v.ok and v.severity == "block"]


def expected(person, case, officers, room, recording):
    """What the articles say, written down a second time."""
    kind, law = kind_of(person, case), CASES[case]["case.kind"]
    minor, found = PEOPLE[person]["person.age"] < 18, set()
    alone = officers == 1 and ROOMS[room]["room.certified"] and recording and law == "public_order"  # PSL 108
    if kind == "interrogation":
        found |= {"cn.interrogation.two_officers"} if officers < 2 else set()  # CPL 118
        found |= {"cn.interrogation.place"} if room in {"interview", "waiting", "office"} else set()  # CPR 198
        found |= {"cn.recording.life_or_death"} if case == "grave" and not recording else set()  # CPL 123
        found |= {"cn.recording.ten_years"} if case == "grave" and not recording else set()  # AVR14 4
        found |= {"cn.minors.adult_at_interrogation"} if minor else set()  # CPL 281
        found |= {"cn.minors.female_staff"} if person == "girl" else set()
    if kind == "questioning":
        few = officers < 2 and not alone
        found |= {f"cn.questioning.{law}_officers"} if few else set()  # APR 52
        found |= {"cn.questioning.public_order_recording"} if law == "public_order" and not recording else set()  # 97
        found |= {"cn.questioning.place_administrative"} if room in {"waiting", "office"} else set()  # APR 71
        found |= {f"cn.minors.adult_at_{law}_questioning"} if minor else set()  # PSL 98, APR 75
    if kind == "interview":
        few = officers < 2 and not alone and law != "criminal"
        found |= {"cn.interview.officers_administrative"} if few else set()
        if person == "child":
            found |= {"cn.minors.victim_recording"} if not recording else set()  # MPL 112
            found |= {"cn.minors.girl_victim_female_staff"}
            found |= {"cn.minors.adult_at_interview"} if law == "criminal" else set()
    found |= {"cn.questioning.sign_language"} if person == "deaf" else set()
    found |= {"cn.questioning.interpreter"} if person == "foreign" else set()
    found |= {"cn.place.not_in_office"} if room == "office" else set()
    return found


@pytest.mark.parametrize(("person", "case"), list(product(PEOPLE, CASES)))
def test_the_books_refuse_what_the_articles_refuse(person, case):
    for combination in (c for c in COMBINATIONS if c[:2] == (person, case)):
        found = refused(*combination)
        assert {v.code for v in found} == expected(*combination), combination
        assert all(v.text.zh and v.text.en and v.text.zh != v.text.en and v.basis for v in found)


def test_the_matrix_is_whole_and_its_ends_differ():
    assert len(COMBINATIONS) == 8 * 4 * 4 * 5 * 2
    assert not refused("adult", "criminal", 2, "interrogation", True)
    assert not refused("adult", "public_order", 1, "interrogation", True)
    assert refused("adult", "public_order", 1, "uncertified", True)


@pytest.mark.parametrize("recording", [False, True])
def test_what_is_not_confirmed_only_warns(recording):
    told, book = facts("adult", "criminal", 2, "interrogation", recording), books.current()
    told |= {"interview.unfit": True, "search.done": False}
    warned = {v.code for a in (OPEN, CUSTODY) for v in check(book, a, told, DAY) if not v.ok and v.severity == "warn"}
    assert {"cn.interview.fit", "cn.search.before_placing"} <= warned
    assert ("cn.recording.all_interrogations" in warned) is not recording
    sure = {"article_read", "excerpt"}
    gates = [r for r in book.rules.values() if isinstance(r, Gate) and r.id.startswith(("cn.interview.", "cn.record."))]
    assert len(gates) > 20
    assert all(r.severity == "warn" for r in gates if r.certainty not in sure)


@pytest.mark.parametrize(("place", "more", "wanted"), [
    ("scene", {}, {"cn.interview.place_of_interrogation"}),
    ("scene", {"interview.urgent": True}, set()),
    ("hospital", {"person.injured": True}, set()),
    ("hospital", {}, {"cn.interview.place_of_interrogation"}),
    ("serving", {}, set()),
    ("detention_centre", {"person.in_detention_centre": True}, set()),
    ("serving", {"person.in_detention_centre": True}, {"cn.interview.place_after_delivery"}),
])  # fmt: skip
def test_where_a_suspect_is_interrogated_outside_the_centre(place, more, wanted):
    told = (
        facts("adult", "criminal", 2, "interrogation", True) | {"interview.place": place, "stay.ground": "other"} | more
    )
    judged = [*check(books.current(), OPEN, told, DAY), *check(books.current(), ELSEWHERE, told, DAY)]
    assert {v.code for v in judged if not v.ok and v.severity == "block"} == wanted
