"""What the quick search finds of the organisation, and what its places are called where an alarm is about one."""

from collections.abc import Iterator, Mapping

from django.db.models import Case, Q, When
from django.urls import reverse

from mingjing.alerts import naming
from mingjing.org.access import holds
from mingjing.org.models import Officer, Room, Site
from mingjing.webkit.search import Hit


def officers(officer: Officer, typed: str) -> Iterator[Hit]:
    """Staff by number, name or pinyin."""
    if not holds(officer, "org:officer:view"):
        return
    for found in Officer.objects.visible_to(officer).matching(typed).select_related("unit").order_by("number")[:8]:
        yield Hit(f"{found.name} {found.number}", reverse("org:officer", args=[found.pk]), str(found.unit.text))


def rooms(officer: Officer, typed: str) -> Iterator[Hit]:
    """Rooms by code or name, those of the reader's own unit first."""
    if not holds(officer, "org:site:view"):
        return
    own = Case(When(site__unit=officer.unit_id, then=0), default=1)
    named = Q(code__istartswith=typed) | Q(name__icontains=typed) | Q(name_en__icontains=typed)
    for room in Room.objects.visible_to(officer).filter(named).select_related("site").order_by(own, "site", "code")[:8]:
        yield Hit(f"{room.code} {room.text}", reverse("org:room", args=[room.pk]), str(room.site.text))


def named_sites(ids: list[str]) -> Mapping[str, naming.Named]:
    """Sites by name, leading nowhere: not everybody who reads an alarm administers the place."""
    return {str(site.pk): naming.Named(site.text) for site in Site.objects.filter(pk__in=ids)}


naming.register("site", named_sites)
