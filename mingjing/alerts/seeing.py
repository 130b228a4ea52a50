"""What other floors ask of alarms: may this officer see that one, and hear of it."""

from collections.abc import Iterable

from mingjing.alerts.models import Alarm
from mingjing.live import topics
from mingjing.org.models import Officer
from mingjing.org.seeing import may_see, sees


@sees("alarm")
def alarms_seen(officer: Officer, ids: list[str]) -> Iterable[object]:
    return Alarm.objects.visible_to(officer).filter(pk__in=ids).values_list("pk", flat=True)


topics.register("alarm", may_see)
