"""The control colour: category and risk by the house's rules, an officer's reason against them."""

import copy
from datetime import date
from pathlib import Path

import pytest
import yaml

from mingjing.cases.vocab import CaseKind
from mingjing.custody import policy as policies
from mingjing.custody.actions import amendment, assessment, stay, vest
from mingjing.custody.panels import coloured
from mingjing.custody.policy import categories, policy
from mingjing.custody.rules.colour import COLUMNS, decide
from mingjing.custody.vocab import Colour, Ground, Risk, Role
from mingjing.ledger.entries import sentence
from mingjing.ledger.models import Entry
from tests.custody.walk import calm

BOOK = Path(policies.__file__).with_name("policy.yaml")


def written():
    return copy.deepcopy(yaml.safe_load(BOOK.read_text(encoding="utf-8"))["colour"])


SUSPECT = {"role": "suspect", "case": "public_order", "ground": "oral_summons", "minor": False}
OF_WHOM = {
    "administrative": {},
    "other": {"case": "none"},
    "criminal": {"case": "criminal"},
    "detained": {"case": "criminal", "ground": "detention"},
    "minor": {"case": "criminal", "minor": True},
    "visitor": {"role": "witness", "ground": "witness", "minor": True},
}


@pytest.mark.parametrize("category", OF_WHOM)
def test_the_first_line_that_fits_is_his_category(category):
    found = decide(policy().colours, **SUSPECT | OF_WHOM[category], risk="")
    assert found.category.code == category


def test_every_category_there_can_be_has_a_colour_for_every_risk():
    for role in Role.values():
        for case in CaseKind.values():
            for ground in Ground.values():
                for minor in (True, False, None):
                    for risk in ("", *Risk.values()):
                        told = {"role": role, "case": case, "ground": ground, "minor": minor, "risk": risk}
                        assert decide(policy().colours, **told).colour in Colour


@pytest.mark.parametrize("line", policy().colours, ids=lambda line: line.code)
def test_more_risk_is_never_a_milder_colour(line):
    order = [Colour.GREEN, Colour.YELLOW, Colour.RED]
    by_risk = [order.index(line.colours[risk]) for risk in Risk.values()]
    assert by_risk == sorted(by_risk)


@pytest.mark.parametrize(
    ("spoil", "error"),
    [
        (lambda lines: lines[-1].update(minor=True), ValueError),
        (lambda lines: lines[0].update(role=["guest"]), ValueError),
        (lambda lines: lines[0].update(colour="green"), ValueError),
        (lambda lines: lines[0].update(low="blue"), ValueError),
        (lambda lines: lines[0].pop("unasked"), KeyError),
        (lambda lines: lines.clear(), ValueError),
    ],
)
def test_rules_that_leave_somebody_without_a_colour_are_not_read(spoil, error):
    lines = written()
    assert len(categories(lines)) == len(lines)
    spoil(lines)
    with pytest.raises(error):
        categories(lines)


def test_columns_are_the_risks_and_who_was_not_asked():
    assert set(COLUMNS) == {"unasked", *Risk.values()}


def of(begun):
    begun.refresh_from_db()
    return begun.colour


def assessed(centre, begun, risk, minutes=10):
    by = centre.by("custody_officer")
    return assessment.assess(begun.pk, by=by, at=centre.at(minutes), answers=calm("male"), risk=risk, note="看到")


def told(begun):
    rows = Entry.objects.about(begun.ref).filter(tag="custody.stay.colour_set").with_content().order_by("id")
    return [sentence(e.tag, e.body).zh for e in rows]


@pytest.mark.django_db
def test_risk_and_category_decide_and_the_record_says_by_what(centre):
    begun = centre.received(case_id=centre.case("criminal").pk)
    assert of(begun) == "yellow"
    assessed(centre, begun, "high")
    assert of(begun) == "red"
    assert told(begun) == ["管控颜色：红色管控（刑事案件嫌疑人，高风险）。"]
    assert str(coloured(begun, centre.at(20)).zh) == "▲ 红色管控（刑事案件嫌疑人，高风险）"


@pytest.mark.django_db
def test_low_risk_in_a_criminal_case_is_not_green(centre):
    criminal = centre.received(case_id=centre.case("criminal").pk)
    other = centre.received(case_id=centre.case().pk)
    for begun in (criminal, other):
        assessed(centre, begun, "low")
    assert (of(criminal), of(other)) == ("yellow", "green")


@pytest.mark.django_db
def test_another_case_or_ground_and_a_minor_change_it(centre):
    begun = centre.received(case_id=centre.case().pk)
    assessed(centre, begun, "low")
    by = centre.officer("case_officer", where=centre.station).acting("case_officer")
    stay.attach_case(begun.pk, by=by, at=centre.at(20), case_id=centre.case("criminal").pk, reason="转刑事")
    assert of(begun) == "yellow"
    assert of(centre.received(centre.person(born=date(2010, 5, 17)), case_id=centre.case().pk)) == "yellow"
    assert of(centre.received(role="witness", ground="witness", declared_facts={})) == "green"


@pytest.mark.django_db
def test_an_officers_colour_stands_until_the_rules_say_something_new(centre):
    begun = centre.received(case_id=centre.case("criminal").pk)
    vest.colour(begun.pk, by=centre.by("custody_officer"), at=centre.at(5), colour="green", reason="孕妇，陪同")
    written = assessed(centre, begun, "low")  # yellow before, yellow now
    assert of(begun) == "green"
    assert "民警设定" in coloured(begun, centre.at(20)).zh
    told = {"by": centre.by("custody_officer"), "at": centre.at(30), "reason": "漏记"}
    amendment.amend(written, **told, changes={"risk": "high"})
    assert of(begun) == "red"
    assert Entry.objects.about(begun.ref).filter(tag="custody.stay.colour_set").count() == 2
