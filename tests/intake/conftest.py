"""The small world of tests/small_world.py, and a report."""

import pytest

from mingjing.intake.actions import report
from mingjing.kernel.time import now
from tests.small_world import LOG, _alone, bureau, register, staff  # noqa: F401 - pytest finds the fixtures here

TOLD = {
    "channel": "walk_in",
    "category": "criminal",
    "what": "早上发现停在楼下的电动车被盗",
    "place": "虚构镇北街 12 号",
    "reporter_role": "victim",
    "reporter_name": "赵甲子",
    "reporter_phone": "138 0000 0001",
}


@pytest.fixture
def received(staff, bureau):  # noqa: F811 - the fixtures above
    """received(unit="east", by=None, **told): a report at a station, registered by its case officer."""

    def make(unit="east", by=None, at=None, **told):
        officer = by or staff("case_officer", unit)
        return report.receive(by=officer.acting(), at=at or now(), log=LOG, unit=bureau[unit], **{**TOLD, **told})

    return make
