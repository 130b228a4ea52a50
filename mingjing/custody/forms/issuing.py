"""What is asked before a copy of the record leaves the house."""

from typing import Any

from mingjing.custody.actions import record
from mingjing.custody.forms.stayform import one_of, several, words
from mingjing.custody.models import IssuedRecord, Stay
from mingjing.custody.vocab import Kept, Purpose
from mingjing.kernel.actor import Actor
from mingjing.kernel.text import Text
from mingjing.kernel.time import now
from mingjing.webkit.forms import Form

TITLE = Text("签发在区记录", "Issue a copy of the record")


class Issue(Form):
    made_for = words("领取人或单位", "To whom", required=True, most=96)
    purpose = one_of("用途", "Purpose", choices=Purpose.choices)
    withhold = several("不提供的内容", "What is kept back", required=False, choices=Kept.choices)

    def do(self, stay: Stay, by: Actor, said: dict[str, Any]) -> IssuedRecord:
        return record.issue_record(stay.pk, by=by, at=now(), **said)
