"""What other floors ask of instruments: may this officer see that one."""

from collections.abc import Iterable

from mingjing.documents.models import Instrument
from mingjing.org.models import Officer
from mingjing.org.seeing import sees


@sees("instrument")
def instruments_seen(officer: Officer, ids: list[str]) -> Iterable[object]:
    return Instrument.objects.visible_to(officer).filter(pk__in=ids).values_list("pk", flat=True)
