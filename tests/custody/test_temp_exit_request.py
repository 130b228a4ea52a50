"""Whoever decides on a temporary exit reads what follows when he does not."""

import pytest

from mingjing.alerts.naming import names
from mingjing.approvals.models import Request
from mingjing.approvals.panels import sheet
from mingjing.custody.actions import temp_exit
from tests.custody.walk import calm, placed, settled

pytestmark = pytest.mark.django_db


def test_the_request_says_what_happens_if_nobody_decides(centre):
    stay = centre.received(case_id=centre.case().pk)
    minutes = settled(centre, stay, calm())
    placed(centre, stay, minutes)
    pair = [centre.officer("case_officer", name=n, where=centre.station).pk for n in ("押甲", "押乙")]
    temp_exit.ask(
        stay.pk, by=centre.by("custody_officer"), at=centre.at(minutes + 5), purpose="identify_scene", place="现场",
        escort_ids=pair, due_back=centre.at(minutes + 120), reason="辨认现场",
    )  # fmt: skip
    asked = Request.objects.get()
    assert sheet(asked, names([asked.subject])[asked.subject]).request.if_late.zh.startswith("未批准不得离区")
