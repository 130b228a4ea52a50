"""Screens of alarms: the bell, the list, one alarm, what people do about it, the figures."""

from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from mingjing.alerts import figures as figuring
from mingjing.alerts import panels, selectors, whys
from mingjing.alerts.actions import alarm as acting
from mingjing.alerts.actions import handover, silence
from mingjing.alerts.forms import AnswerForm, HandOverForm, ShelveForm, TakeOutForm
from mingjing.alerts.models import Alarm
from mingjing.alerts.permissions import may_acknowledge, may_answer, may_silence
from mingjing.alerts.tables import alarms_table
from mingjing.kernel.text import Text
from mingjing.kernel.time import local, now
from mingjing.org.guard import OfficerRequest, needs, open_to_all_officers
from mingjing.org.models import Officer
from mingjing.webkit.shell import current_site
from mingjing.webkit.views import act, answer, came_from, go

ACKNOWLEDGED = Text("已确认告警。", "Alarm acknowledged.")
ANSWERED = Text("已登记处置情况。", "The answer is entered.")


@open_to_all_officers
def bell(request: OfficerRequest) -> HttpResponse:
    """The inside of the bell in the top bar: a count, the worst grade, and what must fill the screen."""
    calling = selectors.calling(request.user)[: panels.ON_SCREEN]
    context = {"bell": selectors.bell(request.user), "calling": panels.cards(calling, request.actor)}
    return render(request, "alerts/_bell.html", context)


@needs("alerts:alarm:view")
def alarms(request: OfficerRequest) -> HttpResponse:
    table = alarms_table(request, Alarm.objects.visible_to(request.user).in_full())
    if table.wants_csv:
        return table.csv("alarms")
    site = current_site(request)
    return render(request, "alerts/alarms.html", {"table": table, "site": site, **_open(request)})


@needs("alerts:alarm:view")
def open_panel(request: OfficerRequest) -> HttpResponse:
    """The open alarms of the site the reader works at, with answer buttons; drawn anew when the site rings."""
    return render(request, "alerts/_open.html", _open(request))


@needs("alerts:alarm:view")
def alarm(request: OfficerRequest, alarm_id: object) -> HttpResponse:
    one = _visible(request, alarm_id)
    context = {"alarm": one, "form": AnswerForm(alarm=one), **_drawn(request, one)}
    return render(request, "alerts/alarm.html", context)


@needs("alerts:alarm:acknowledge")
def acknowledge(request: OfficerRequest, alarm_id: object) -> HttpResponse:
    one = _visible(request, alarm_id)
    return act(
        request, lambda: acting.acknowledge(one.pk, by=request.actor, at=now()), to=_back(request, one),
        said=ACKNOWLEDGED,
    )  # fmt: skip


@needs("alerts:alarm:answer")
def ready_answer(request: OfficerRequest, alarm_id: object, code: str) -> HttpResponse:
    one = _visible(request, alarm_id)
    return act(
        request, lambda: acting.answer(one.pk, by=request.actor, at=now(), answer=code), to=_back(request, one),
        said=ANSWERED,
    )  # fmt: skip


@needs("alerts:alarm:answer")
def give_answer(request: OfficerRequest, alarm_id: object) -> HttpResponse:
    one = _visible(request, alarm_id)
    return answer(
        request, AnswerForm(request.POST or None, alarm=one),
        lambda data: acting.answer(one.pk, by=request.actor, at=now(), **data),
        to=_address(one), said=ANSWERED, template="alerts/alarm.html",
        context={"alarm": one, **_drawn(request, one)},
    )  # fmt: skip


@needs("alerts:alarm:shelve")
def shelve(request: OfficerRequest, alarm_id: object) -> HttpResponse:
    one = _visible(request, alarm_id)
    return answer(
        request, ShelveForm(request.POST or None),
        lambda data: silence.shelve(one.pk, by=request.actor, at=now(), **data),
        to=_address(one), template="alerts/silence.html",
        context={"alarm": one, "title": Text("搁置告警", "Shelve the alarm")},
    )  # fmt: skip


@needs("alerts:alarm:shelve")
def unshelve(request: OfficerRequest, alarm_id: object) -> HttpResponse:
    one = _visible(request, alarm_id)
    return act(request, lambda: silence.unshelve(one.pk, by=request.actor, at=now()), to=_address(one))


@needs("alerts:alarm:take_out")
def take_out(request: OfficerRequest, alarm_id: object) -> HttpResponse:
    one = _visible(request, alarm_id)
    return answer(
        request, TakeOutForm(request.POST or None),
        lambda data: silence.take_out(one.pk, by=request.actor, at=now(), **data),
        to=_address(one), template="alerts/silence.html",
        context={"alarm": one, "title": Text("停用告警", "Take the alarm out of service")},
    )  # fmt: skip


@needs("alerts:alarm:take_out")
def put_back(request: OfficerRequest, alarm_id: object) -> HttpResponse:
    one = _visible(request, alarm_id)
    return act(request, lambda: silence.put_back(one.pk, by=request.actor, at=now()), to=_address(one))


@needs("alerts:alarm:hand_over")
def hand_over(request: OfficerRequest) -> HttpResponse:
    site = current_site(request)
    if site is None:
        return go(request, reverse("alerts:alarms"))
    officers = Officer.objects.filter(is_active=True, unit__path__startswith=site.unit.path).order_by("name")
    return answer(
        request, HandOverForm(request.POST or None, officers=officers.exclude(pk=request.user.pk)),
        lambda data: handover.hand_over(site.pk, by=request.actor, at=now(), **data),
        to=reverse("alerts:alarms"), said=Text("未结告警已移交。", "The open alarms are handed over."),
        template="alerts/hand_over.html", context={"site": site, **_open(request)},
    )  # fmt: skip


@needs("alerts:figures:view")
def figures(request: OfficerRequest) -> HttpResponse:
    """The last days of what the reader may see; `?days=` says how many."""
    asked = request.GET.get("days", "")
    days = min(int(asked[:3]), 92) if asked.isascii() and asked.isdigit() and int(asked[:3]) else 7
    today = local(now()).date()
    rows = figuring.raised_between(request.user, today - timedelta(days=days - 1), today)
    groups = [
        (Text("按规则", "By rule"), figuring.by_rule(rows)),
        (Text("按场所", "By site"), figuring.by_site(rows)),
        (Text("按日", "By day"), figuring.by_day(rows)),
    ]
    context = {"groups": groups, "floods": figuring.floods(rows), "days": days, "choices": (1, 7, 30, 92)}
    return render(request, "alerts/figures.html", context)


def _visible(request: OfficerRequest, alarm_id: object) -> Alarm:
    rows = Alarm.objects.visible_to(request.user).select_related("site__unit")
    return get_object_or_404(rows, pk=alarm_id)


def _open(request: OfficerRequest) -> dict[str, object]:
    site = current_site(request)
    several = selectors.open_at(site, request.user)[: panels.ON_BOARD] if site else []
    return {"site": site, "cards": panels.cards(several, request.actor)}


def _drawn(request: OfficerRequest, one: Alarm) -> dict[str, object]:
    """What the page of one alarm shows besides the form."""
    by = request.actor
    return {
        "card": panels.cards([one])[0],
        "events": () if one.withheld else panels.history(one.ref),
        "calls": one.calls.select_related("officer"),
        "may_acknowledge": may_acknowledge(one, by),
        "may_answer": may_answer(one, by),
        "silences": panels.silences(one, lambda verb: may_silence(one, verb, by)),
        "ready": panels.ready_answers(one),
        "why": whys.address(request.user, one),
    }


def _address(one: Alarm) -> str:
    return reverse("alerts:alarm", args=[one.pk])


def _back(request: OfficerRequest, one: Alarm) -> str:
    """Where the tap was made: the desk, the list, the alarm's own page."""
    return came_from(request, _address(one))
