"""The live map, its replay, why somebody is thought to be where he is, and who met whom."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple
from urllib.parse import unquote

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render

from mingjing.kernel.ref import Ref
from mingjing.kernel.text import Text
from mingjing.kernel.time import now, parse
from mingjing.kernel.verdict import no, require
from mingjing.ledger.looking import looked_lately
from mingjing.org.access import may
from mingjing.org.guard import OfficerRequest, needs
from mingjing.org.models import Site
from mingjing.persons.opening import Opening
from mingjing.persons.purpose import purpose_required
from mingjing.presence import explaining, whereabouts
from mingjing.presence.drawn import drawn, names_of, spots
from mingjing.presence.models import Device
from mingjing.presence.plan import OUT, Plan
from mingjing.presence.rules.limits import limits
from mingjing.presence.watching import heartbeat
from mingjing.presence.whereabouts import Figure
from mingjing.webkit.shell import current_site

MAP, REPLAY = "presence:map:view", "presence:track:replay"
BACK_MINUTES = 24 * 60
SPEEDS = [(n, Text(f"{n} 倍", f"{n} ×")) for n in (1, 10, 60, 600)]
WHY_SPAN = timedelta(minutes=5)


class Group(NamedTuple):
    """A line of the list: a place, who is there by name, and how many officers besides."""

    code: str
    name: Text
    figures: list[Figure]
    nameless: int

    @property
    def rows(self) -> int:
        return len(self.figures) + bool(self.nameless)

    @property
    def people(self) -> int:
        return len(self.figures) + self.nameless


def topic(site: Site) -> Ref:
    """Rings when somebody at the site moved."""
    return Ref("place_map", str(site.pk))


@needs(MAP)
def live(request: OfficerRequest) -> HttpResponse:
    """Everybody on the plan, now; drawn anew when somebody moves."""
    site = _site(request)
    may_replay = may(request.actor, REPLAY, unit=site.unit)
    return render(request, "presence/map.html", _scene(request, site, None) | {"may_replay": may_replay})


@needs(MAP)
def panel(request: OfficerRequest) -> HttpResponse:
    """The plan and the list at an instant. The past is for those who said why they replay it."""
    site = _site(request)
    at = _moment(request.GET.get("at", ""))
    if at is not None:
        _require_purpose(request, site)
    return render(request, "presence/_map.html", _scene(request, site, at))


def _require_purpose(request: OfficerRequest, site: Site) -> None:
    """The past, in whatever form it is shown, is for those who may replay it and said why."""
    require(may(request.actor, REPLAY, unit=site.unit))
    if not looked_lately(request.actor, topic(site)):
        require(no("access.purpose", "请先说明回放目的。", "State the purpose of the replay first."))


def _opening(request: OfficerRequest, **_: Any) -> Opening:
    site = _site(request)
    title = Text("回放轨迹：{site}", "Replay of tracks: {site}").format(site=site.text)
    why = Text("回放显示每个人的行踪，查阅须说明目的。", "A replay shows where everybody was; state the purpose.")
    asked = not looked_lately(request.actor, topic(site))
    return Opening(topic(site), title, may(request.actor, REPLAY, unit=site.unit), asked, False, why)


@needs(REPLAY)
@purpose_required(_opening)
def replay(request: OfficerRequest) -> HttpResponse:
    """The same map with a slider over the last day."""
    site = _site(request)
    at = _moment(request.GET.get("at", ""))
    context = {"replay": True, "speeds": SPEEDS, "back": BACK_MINUTES, "begin": at}
    return render(request, "presence/map.html", _scene(request, site, at) | context)


@needs(MAP)
def why(request: OfficerRequest, device: str) -> HttpResponse:
    """Why a device is thought to be there: every reading of the last minutes, what it weighed, what came of it."""
    site = _site(request)
    found = get_object_or_404(Device.objects.filter(site=site), number=unquote(device)[:64])
    at = _moment(request.GET.get("at", ""))
    if at is not None and now() - at > WHY_SPAN:
        _require_purpose(request, site)
    seen = next((f for f in whereabouts.scene(site, request.user, at).figures if f.device == found.number), None)
    if seen is None:
        raise Http404
    told = explaining.explain(site, found.number, at or now())
    rows = [(at, s, _places(s.before), _places(s.weight), _places(s.after), _word(s.reported)) for at, s in told.steps]
    place = _named(_word(seen.room), names_of(site).get(seen.room))
    context = {"site": site, "device": found, "figure": seen, "place": place, "told": told, "rows": rows}
    return render(request, "presence/why.html", context)


def _stopped(seen: whereabouts.Scene) -> datetime | None:
    """Since when no readings are taken, when somebody is shown by a band; None while all is well."""
    beaten = heartbeat()
    if beaten is None or not any(figure.source == "band" for figure in seen.figures):
        return None
    return beaten if seen.at - beaten > timedelta(milliseconds=limits().sense_stalled_after) else None


def _places(p: Mapping[str, float]) -> list[tuple[Text, float]]:
    return [(_word(code), share) for code, share in p.items()]


def _word(code: str) -> Text:
    """A place as people call it: rooms by their code."""
    told = {whereabouts.UNKNOWN: whereabouts.UNKNOWN_PLACE, OUT: whereabouts.OUTSIDE}
    return told.get(code, Text(code, code))


def _named(code: Text, name: Text | None) -> Text:
    return code if name is None else Text(f"{code.zh} {name.zh}", f"{code.en} {name.en}")


def _scene(request: OfficerRequest, site: Site, at: datetime | None) -> dict[str, Any]:
    seen = whereabouts.scene(site, request.user, at)
    names = names_of(site)
    plan = seen.plan.plan if seen.plan else None
    figures = [replace(f, recorded=str(_named(_word(f.recorded), names.get(f.recorded)))) for f in seen.figures]
    seen = replace(seen, figures=tuple(figures))
    return {
        "site": site,
        "scene": seen,
        "past": at is not None,
        "topic": topic(site),
        "stopped": _stopped(seen) if at is None else None,
        "plan": drawn(plan, names) if plan else None,
        "spots": spots(plan, seen.by_room, names) if plan else [],
        "groups": sorted((_group(code, figures, names, plan) for code, figures in seen.by_room.items()), key=_first),
    }


def _group(code: str, figures: list[Figure], names: Mapping[str, Text], plan: Plan | None) -> Group:
    nameless = sum(1 for f in figures if f.ref == whereabouts.SOMEBODY)
    shown = sorted((f for f in figures if f.ref != whereabouts.SOMEBODY), key=lambda f: f.kind != "stay")
    if code in (whereabouts.UNKNOWN, OUT):
        return Group(code, _word(code), shown, nameless)
    name = names.get(code)
    return Group(code, _named(_word(code), name) if name or not plan else plan.name(code), shown, nameless)


def _first(group: Group) -> tuple[bool, bool, datetime, str]:
    """Where people are in custody: first the places unknown, then by what is due first; then officers by themselves."""
    due = min((f.due for f in group.figures if f.due), default=datetime.max.replace(tzinfo=UTC))
    held = any(f.kind == "stay" for f in group.figures)
    return not held, group.code != whereabouts.UNKNOWN, due, group.code


def _moment(asked: str) -> datetime | None:
    """The instant asked for; None for now, for the future, and for nonsense."""
    try:
        at = parse(asked)
    except ValueError:
        return None
    return at if at < now() else None


def _site(request: OfficerRequest) -> Site:
    site = current_site(request)
    if site is None:
        raise Http404
    return site
