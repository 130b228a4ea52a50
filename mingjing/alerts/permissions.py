"""What may be done with an alarm, apart from who asks."""

from mingjing.alerts.models import Alarm
from mingjing.kernel.text import Text
from mingjing.kernel.verdict import OK, Verdict


def may_be_silenced(alarm: Alarm) -> Verdict:
    """Whether the rule allows quiet at all. What watches a person's body, company or record never falls silent."""
    if alarm.known_rule.shelvable:
        return OK
    said = Text(
        "“{rule}”告警关系人身、分开看管或记录完整，不能搁置或停用。",
        "“{rule}” protects a person or the record; it cannot be shelved or taken out of service.",
    )
    return Verdict(False, "alarm.not_shelvable", said.format(rule=alarm.known_rule.text))
