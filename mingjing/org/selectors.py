"""Named reads of the organisation."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db.models import Count, Prefetch, Q

from mingjing.kernel.text import Text
from mingjing.kernel.time import SHANGHAI, local, midnight
from mingjing.kernel.verdict import Refusal, no
from mingjing.ledger.models import Entry, EntryQuerySet
from mingjing.org.actions.shift import Place
from mingjing.org.models import (
    Officer,
    OfficerQuerySet,
    Posting,
    Room,
    Shift,
    ShiftPlace,
    Site,
    SiteQuerySet,
    Unit,
    UnitQuerySet,
    Zone,
)
from mingjing.org.rules import in_rotation
from mingjing.org.vocab import ShiftState


def on_duty(site: Site, at: datetime) -> list[ShiftPlace]:
    """Who is on duty at a site at an instant, first whom an alarm reaches first; empty when nobody is.

    The shift that was really on duty counts; where none had been started, the one planned for that hour.
    """
    began = Q(started_at__lte=at) & (Q(handed_over_at__isnull=True) | Q(handed_over_at__gt=at))
    planned = Q(state=ShiftState.PLANNED, starts_at__lte=at, ends_at__gt=at)
    shifts = Shift.objects.filter(began | planned, site=site)
    shift = min(shifts, key=lambda s: (s.started_at is None, s.starts_at), default=None)
    return list(shift.places.select_related("officer__unit")) if shift else []


def witness_of(log: str) -> str | None:
    """The code of the site above the one whose log this is: it cosigns the log (`LEDGER_WITNESS_OF` in settings)."""
    return Site.objects.filter(code=log).values_list("parent__code", flat=True).first()


def sites_visible_to(officer: Officer) -> SiteQuerySet:
    """Sites in the order of the tree of units, with their unit."""
    return Site.objects.visible_to(officer).select_related("unit").order_by("unit__path", "code")


def with_room_counts(sites: SiteQuerySet) -> SiteQuerySet:
    """Adds `room_count` and `closed_count`."""
    closed = Count("rooms", filter=Q(rooms__out_of_service_since__isnull=False))
    return sites.annotate(room_count=Count("rooms"), closed_count=closed)


def unit_called(code: str) -> Text | str:
    """What the unit of a code is called; the code where there is none."""
    unit = Unit.objects.filter(code=code).first()
    return unit.text if unit else code


def units_with_counts(officer: Officer) -> UnitQuerySet:
    """The units he sees in the order of the tree; adds `site_count` and `officer_count`."""
    counts = {"site_count": Count("sites", distinct=True), "officer_count": Count("officers", distinct=True)}
    return Unit.objects.visible_to(officer).annotate(**counts).order_by("path")


def zones_with_rooms(site: Site) -> list[Zone]:
    """The zones of a site, each with its rooms by code."""
    rooms = Prefetch("rooms", Room.objects.order_by("code"))
    return list(site.zones.prefetch_related(rooms).order_by("id"))


def running_shift(site: Site) -> Shift | None:
    return Shift.objects.on_duty_at(site).prefetch_related("places__officer").first()


def next_shift(site: Site, after: datetime) -> Shift | None:
    """The next planned shift that has not ended by `after`."""
    coming = Shift.objects.filter(site=site, state=ShiftState.PLANNED, ends_at__gt=after)
    return coming.prefetch_related("places__officer").order_by("starts_at").first()


def week_of(site: Site, monday: date) -> list[tuple[date, list[Shift]]]:
    """The seven days from `monday` on the wall clock of Asia/Shanghai, each with the shifts that start on it."""
    start = midnight(monday)
    shifts = (
        Shift.objects.filter(site=site, starts_at__gte=start, starts_at__lt=start + timedelta(days=7))
        .prefetch_related("places__officer")
        .order_by("starts_at")
    )
    days = [monday + timedelta(days=n) for n in range(7)]
    return [(day, [s for s in shifts if s.starts_at.astimezone(SHANGHAI).date() == day]) for day in days]


def staff(officer: Officer) -> OfficerQuerySet:
    """Staff the officer may see, by unit and number, with `in_post`: their postings in force."""
    held = Posting.objects.in_force().select_related("unit")
    found = Officer.objects.visible_to(officer).select_related("unit").order_by("unit__path", "number")
    return found.prefetch_related(Prefetch("postings", held, to_attr="in_post"))


def history_of(officer: Officer) -> EntryQuerySet:
    """Every entry about an officer's account and posts, latest first."""
    return Entry.objects.about(officer.ref).filter(tag__startswith="org.").with_content().order_by("-id")


def candidates(site: Site, posts: Iterable[str]) -> dict[str, list[Officer]]:
    """Post → officers who hold it at the site's unit or above, by number."""
    wanted = set(posts)
    held = (
        Posting.objects.in_force().filter(post__in=wanted).select_related("officer", "unit").order_by("officer__number")
    )
    found: dict[str, list[Officer]] = {}
    for posting in held:
        if site.unit.path.startswith(posting.unit.path):
            found.setdefault(posting.post, []).append(posting.officer)
    return found


def first_unplanned_monday(site: Site, at: datetime) -> date:
    """The Monday after the last planned shift, or of the coming week."""
    last = Shift.objects.filter(site=site).order_by("-starts_at").values_list("starts_at", flat=True).first()
    day = local(max(last, at) if last else at).date()
    return day + timedelta(days=7 - day.weekday())


def crews_to_follow(site: Site, number: int, monday: date, turns_a_day: int) -> list[list[Place]]:
    """The crews of the last `number` shifts before `monday`, arranged so that the first of them comes first then."""
    before = midnight(monday)
    shifts = Shift.objects.filter(site=site, starts_at__lt=before).order_by("-starts_at")
    last = list(shifts.prefetch_related("places__officer")[:number])[::-1]
    if not last:
        said = "请先逐班排好一轮，再按此顺序续排。", "Plan one round shift by shift first; weeks then follow it."
        raise Refusal(no("org.shift.no_pattern", *said, field="crews"))
    crews = [[Place(place.officer, place.post) for place in shift.places.all()] for shift in last]
    return in_rotation(crews, monday, turns_a_day)
