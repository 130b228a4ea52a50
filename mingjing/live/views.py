"""Who may hear what, as an ordinary answer; `mingjing.live.stream` asks it before it streams."""

from django.http import JsonResponse
from django.views.decorators.http import require_GET

from mingjing.live.topics import permitted
from mingjing.org.guard import OfficerRequest, open_to_all_officers


@open_to_all_officers
@require_GET
def live(request: OfficerRequest) -> JsonResponse:
    """`{"topics": […], "who": …}`: those of `?topics=a,b` that he may hear, and he himself, whose stream ends when he
    may hear less. Without any topic he still hears the server's clock."""
    asked = [t for t in request.GET.get("topics", "").split(",") if t]
    return JsonResponse({"topics": permitted(request.user, asked), "who": str(request.user.ref)})
