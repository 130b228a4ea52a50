"""What other floors ask of alarms: may this officer see that one, and hear of it."""

from collections.abc import Iterable, Mapping

from mingjing.alerts import naming
from mingjing.alerts.models import Alarm
from mingjing.alerts.naming import Named
from mingjing.live import topics
from mingjing.org.models import Officer
from mingjing.org.seeing import may_see, sees


@sees("alarm")
def alarms_seen(officer: Officer, ids: list[str]) -> Iterable[object]:
    return Alarm.objects.visible_to(officer).filter(pk__in=ids).values_list("pk", flat=True)


def officers_named(ids: list[str]) -> Mapping[str, Named]:
    """Whoever an alarm calls must know which colleague cries for help."""
    return {str(one.pk): Named(f"{one.name} {one.number}") for one in Officer.objects.filter(pk__in=ids)}


naming.register("officer", officers_named)
topics.register("alarm", may_see)
