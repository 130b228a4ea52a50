"""One's own account: the post acted at, second factors, sessions."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from mingjing.administration.history import events
from mingjing.kernel.text import Text
from mingjing.kernel.time import now
from mingjing.org import browser_session, selectors
from mingjing.org.access import may
from mingjing.org.actions import session
from mingjing.org.guard import OfficerRequest, needs, open_to_all_officers
from mingjing.org.models import Posting, SignIn
from mingjing.org.signin import factors_of
from mingjing.webkit.views import go


@open_to_all_officers
def page(request: OfficerRequest) -> HttpResponse:
    mine = Posting.objects.in_force().filter(officer=request.user).select_related("unit").order_by("since")
    history = selectors.history_of(request.user).filter(tag__startswith="org.session")
    context = {
        "postings": mine,
        "chosen": request.session.get("posting", ""),
        "display": may(request.actor, "custody:stay:view"),
        "factors": list(factors_of(request.user)),
        "sessions": SignIn.objects.filter(officer=request.user, until__isnull=True),
        "this_one": request.session.get("sign_in"),
        "history": events(history[:20]),
    }
    return render(request, "administration/me.html", context)


@open_to_all_officers
@require_POST
def act_as(request: OfficerRequest) -> HttpResponse:
    """Act at one of one's posts from now on, and see what it sees."""
    chosen = request.POST.get("posting", "")
    if chosen not in {str(p.pk) for p in Posting.objects.in_force().filter(officer=request.user)}:
        raise Http404
    request.session["posting"] = chosen
    return go(request, reverse("org:me"), Text("已切换岗位。", "You act at that post now."))


@needs("custody:stay:view")
@require_POST
def display(request: OfficerRequest) -> HttpResponse:
    """Leave this browser to the wall: it shows from now on and does nothing else."""
    browser_session.become_display(request)
    return go(request, reverse("desks:wall"))


@open_to_all_officers
@require_POST
def end_others(request: OfficerRequest) -> HttpResponse:
    """Sign out everywhere else."""
    kept = request.session.get("sign_in")
    number = session.end_others(request.user.pk, by=request.actor, at=now(), sign_in_id=kept)
    request.session["number"] = number
    return go(request, reverse("org:me"), Text("其他登录已全部结束。", "Every other session has ended."))
