"""What the house's rules say of the control colour of a stay."""

from datetime import datetime

from mingjing.cases.vocab import CaseKind
from mingjing.custody.facts import minor
from mingjing.custody.models import Stay
from mingjing.custody.policy import policy
from mingjing.custody.rules.colour import Decided, decide


def decided(stay: Stay, at: datetime) -> Decided:
    """As things are now. One query besides what the stay carries."""
    latest = stay.assessments.filter(voided=False).last()
    return decide(
        policy().colours, role=stay.role, case=stay.case.kind if stay.case else CaseKind.NONE.value,
        ground=stay.ground, minor=minor(stay.person, at), risk=latest.risk if latest else "",
    )  # fmt: skip
