"""The roster of a site: who is on duty, the week, planning, starting, handing over."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from mingjing.administration import handing
from mingjing.administration.forms.roster import (
    ON_THE_ROSTER,
    ChangeShiftForm,
    OfferForm,
    RelieveForm,
    ShiftForm,
    WeekForm,
)
from mingjing.kernel.ref import Ref
from mingjing.kernel.text import Text
from mingjing.kernel.time import local, now
from mingjing.org import selectors
from mingjing.org.access import may
from mingjing.org.actions import shift as actions
from mingjing.org.guard import OfficerRequest, needs
from mingjing.org.handover import may_offer, may_relieve
from mingjing.org.models import Shift, Site
from mingjing.org.turn_patterns import turn_patterns
from mingjing.webkit.shell import current_site
from mingjing.webkit.views import act, answer

YEARS_SHOWN = 100


@needs("org:shift:view")
def here(request: OfficerRequest) -> HttpResponse:
    """The roster of the site chosen in the top bar."""
    site = current_site(request)
    return redirect("org:roster", site.pk) if site else redirect("org:sites")


@needs("org:shift:view")
def week(request: OfficerRequest, site_id: UUID) -> HttpResponse:
    site = _site(request, site_id)
    monday = _monday(request.GET.get("week", ""))
    context = {
        **_duty(request, site),
        "days": selectors.week_of(site, monday),
        "monday": monday,
        "before": monday - timedelta(days=7),
        "after": monday + timedelta(days=7),
        "today": local(now()).date(),
        "plan": may(request.actor, "org:shift:plan", unit=site.unit),
    }
    return render(request, "administration/roster.html", context)


@needs("org:shift:view")
def duty(request: OfficerRequest, site_id: UUID) -> HttpResponse:
    """The panel of who is on duty now."""
    return render(request, "administration/_duty.html", _duty(request, _site(request, site_id)))


@needs("org:shift:plan")
def new(request: OfficerRequest, site_id: UUID) -> HttpResponse:
    site = _site(request, site_id)
    form = ShiftForm(selectors.candidates(site, ON_THE_ROSTER), request.POST or None)

    def do(data: dict[str, Any]) -> Shift:
        return actions.plan(
            by=request.actor,
            at=now(),
            site=site,
            starts_at=data["starts_at"],
            ends_at=data["ends_at"],
            places=form.places(),
        )

    return _ask(request, form, do, Text("排班", "Plan a shift"), site)


@needs("org:shift:plan")
def plan_week(request: OfficerRequest, site_id: UUID) -> HttpResponse:
    """Go on with the crews of the last shifts, for a week."""
    site = _site(request, site_id)
    initial = {"monday": selectors.first_unplanned_monday(site, now()), "crews": 4}

    def do(data: dict[str, Any]) -> list[Shift]:
        turns = turn_patterns()[data["pattern"]].turns
        crews = selectors.crews_to_follow(site, data["crews"], data["monday"], len(turns))
        return actions.plan_week(by=request.actor, at=now(), site=site, monday=data["monday"], turns=turns, crews=crews)

    said = Text("已排好一周。", "The week is planned.")
    return _ask(
        request, WeekForm(request.POST or None, initial=initial), do, Text("排一周的班", "Plan a week"), site, said
    )


@needs("org:shift:plan")
def change(request: OfficerRequest, shift_id: UUID) -> HttpResponse:
    shift = _shift(request, shift_id)
    initial: dict[str, Any] = {"starts_at": shift.starts_at, "ends_at": shift.ends_at}
    initial |= {post: [] for post in ON_THE_ROSTER} | shift.by_post
    form = ChangeShiftForm(selectors.candidates(shift.site, ON_THE_ROSTER), request.POST or None, initial=initial)
    for name in ("starts_at", "ends_at"):
        form.fields[name].disabled = True
    return _ask(
        request,
        form,
        lambda data: actions.change(shift.pk, by=request.actor, at=now(), places=form.places(), seen=data["seen"]),
        Text("调班", "Change the shift"),
        shift.site,
    )


@needs("org:shift:hand_over")
def start(request: OfficerRequest, shift_id: UUID) -> HttpResponse:
    shift = _shift(request, shift_id)
    said = Text("已接班。", "The shift has started.")
    return act(request, lambda: actions.start(shift.pk, by=request.actor, at=now()), to=_url(shift.site), said=said)


@needs("org:shift:hand_over")
def offer(request: OfficerRequest, shift_id: UUID) -> HttpResponse:
    """Write the notes; everybody here, the open alarms and what falls due stand in the entry."""
    shift = _shift(request, shift_id)
    left = handing.left_at(shift.site, request.user)
    form = OfferForm(request.POST or None, people=[(str(s.pk), handing.label(s)) for s in left.stays])

    def do(data: dict[str, Any]) -> object:
        about = [(Ref("stay", ident), note) for ident, note in form.about()]
        told = actions.Open(about, [a.ref for a in left.alarms], [str(d.text.zh) for d in left.due])
        signed = handing.signed(shift.site, request.actor, data["signature"])
        return actions.offer(shift.pk, by=request.actor, at=now(), notes=data["notes"], left=told, signature=signed)

    return answer(
        request,
        form,
        do,
        to=_url(shift.site),
        said=Text("已提出交班，等待接班人确认。", "Offered; waiting for the relief to accept."),
        template="administration/offer.html",
        context={"shift": shift, "left": left, "back": _url(shift.site)},
    )


@needs("org:shift:hand_over")
def relieve(request: OfficerRequest, shift_id: UUID) -> HttpResponse:
    """Read what is handed over, sign; the next planned shift begins."""
    shift = _shift(request, shift_id)
    following = selectors.next_shift(shift.site, now())
    next_id = following.pk if following else shift.pk
    left = handing.left_at(shift.site, request.user)

    def do(data: dict[str, Any]) -> object:
        signed = handing.signed(shift.site, request.actor, data["signature"])
        return actions.relieve(
            shift.pk, by=request.actor, at=now(), next_id=next_id, remarks=data["remarks"], signature=signed
        )

    return answer(
        request,
        RelieveForm(request.POST or None),
        do,
        to=_url(shift.site),
        said=Text("已接班。", "You are on duty."),
        template="administration/relieve.html",
        context={
            "shift": shift,
            "left": left,
            "told": handing.told(shift, left),
            "back": _url(shift.site),
        },
    )


def _duty(request: OfficerRequest, site: Site) -> dict[str, Any]:
    running, following = selectors.running_shift(site), selectors.next_shift(site, now())
    allowed = may(request.actor, "org:shift:hand_over", unit=site.unit)
    by = request.actor
    return {
        "site": site,
        "running": running,
        "next": following,
        "may_offer": may_offer(by, running) if running else allowed,
        "may_relieve": may_relieve(by, running, following) if running and following else allowed,
        "may_start": may_offer(by, following) if following else allowed,
        "notes": running.notes if running and allowed else "",  # they name people: for those who take over
        "now": now(),
    }


def _site(request: OfficerRequest, site_id: UUID) -> Site:
    return get_object_or_404(Site.objects.visible_to(request.user).select_related("unit"), pk=site_id)


def _shift(request: OfficerRequest, shift_id: UUID) -> Shift:
    return get_object_or_404(Shift.objects.visible_to(request.user).select_related("site__unit"), pk=shift_id)


def _url(site: Site) -> str:
    return reverse("org:roster", args=[site.pk])


def _monday(asked: str) -> date:
    """The Monday of the week asked for; of this week when it cannot be read, or lies where no calendar goes."""
    today = local(now()).date()
    try:
        day = date.fromisoformat(asked)
    except ValueError:
        day = today
    if abs(day.year - today.year) > YEARS_SHOWN:
        day = today
    return day - timedelta(days=day.weekday())


def _ask(
    request: OfficerRequest, form: Any, do: Any, title: Text, site: Site, said: Text | None = None
) -> HttpResponse:
    context = {"title": title, "back": _url(site)}
    return answer(request, form, do, to=_url(site), said=said, template="administration/ask.html", context=context)
