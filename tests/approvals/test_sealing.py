"""What was decided about a sealed case stands in no list; what waits still reaches who decides."""

import pytest

from mingjing.approvals import selectors
from mingjing.approvals.actions.request import ask, decide
from mingjing.approvals.models import Request
from mingjing.cases.actions import case as cases
from tests.watched import NOON

pytestmark = pytest.mark.usefixtures("quiet_clocks")


@pytest.fixture
def case(centre):
    return cases.register(
        by=centre.acting("legal"), at=NOON, log=centre.site.code, kind="public_order", cause="殴打他人",
        unit=centre.units["county"],
    )  # fmt: skip


def asked(centre, case, kind):
    return ask(
        by=centre.acting("investigator"), at=NOON, log=centre.site.code, subject=case.ref, kind=kind,
        rank="county_chief", unit=centre.units["county"], reason="呈请",
    )  # fmt: skip


def test_decided_requests_close_with_the_case_and_open_with_it(centre, case):
    done, waiting = asked(centre, case, "case.a"), asked(centre, case, "case.b")
    decide(done.pk, by=centre.acting("chief"), at=NOON, granted=True, reason="同意")
    listed = lambda who: set(Request.objects.visible_to(centre.people[who]))  # noqa: E731 - asked four times
    assert listed("chief") == {done, waiting}
    cases.seal(case.pk, by=centre.acting("legal"), at=NOON, basis="PSL 136")
    assert listed("chief") == listed("investigator") == {waiting}
    assert selectors.visible(centre.investigator, done.pk) is None
    assert selectors.pending_for(centre.chief) == [waiting]
    cases.unseal(case.pk, by=centre.acting("legal"), at=NOON, basis="x")
    assert listed("chief") == {done, waiting}
