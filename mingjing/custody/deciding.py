"""What of a stay waits for a second person's decision, as the inbox of approvals shows it."""

from django.urls import reverse

from mingjing.approvals import elsewhere
from mingjing.approvals.elsewhere import Matter
from mingjing.custody.entries.words import reasons
from mingjing.custody.models import PlacementOverride
from mingjing.custody.seeing import called
from mingjing.custody.selectors.overrides import waiting_for
from mingjing.kernel.text import Text
from mingjing.kernel.time import now
from mingjing.org.models import Officer
from mingjing.webkit.parts import Deadline

TITLE = Text("例外安置：{room}", "Placement override: {room}")
AGAINST, UNTIL = Text("规则不允许，因为", "The rules forbid it because"), Text("申请有效期", "Asked for until")


def overrides(officer: Officer) -> list[Matter]:
    return [_matter(one) for one in waiting_for(officer, now())]


def _matter(one: PlacementOverride) -> Matter:
    return Matter(
        kind="stay",
        title=TITLE.format(room=one.room.text),
        subject=called(one.stay),
        asked_name=one.asked_by.name,
        asked_at=one.asked_at,
        reason=one.reason,
        facts=((AGAINST, reasons(one.codes)),),
        deadline=Deadline(UNTIL, one.expires_at, started_at=one.asked_at),
        url=reverse("custody:do", args=[one.stay_id, "decide-override"]),
    )


elsewhere.register(overrides)
