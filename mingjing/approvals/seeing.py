"""What other floors ask of requests: may this officer see that one, and hear of it; and what a request is called."""

from collections.abc import Iterable, Mapping

from django.urls import reverse

from mingjing.alerts import naming
from mingjing.approvals.models import Request
from mingjing.live import topics
from mingjing.org.models import Officer
from mingjing.org.seeing import may_see, sees


@sees("request")
def requests_seen(officer: Officer, ids: list[str]) -> Iterable[object]:
    return Request.objects.visible_to(officer).filter(pk__in=ids).values_list("pk", flat=True)


def named(ids: list[str]) -> Mapping[str, naming.Named]:
    rows = Request.objects.filter(pk__in=ids)
    return {str(r.pk): naming.Named(r.title, reverse("approvals:request", args=[r.pk])) for r in rows}


topics.register("request", may_see)
naming.register("request", named)
