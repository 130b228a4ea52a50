"""Units, sites, zones, rooms."""

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q

from mingjing.kernel.ids import new_id
from mingjing.kernel.ref import Ref
from mingjing.kernel.text import Text
from mingjing.org.vocab import RoomKind, RoomSex, SiteKind, UnitKind, ZoneKind

if TYPE_CHECKING:
    from mingjing.org.models.people import Officer


class Named(models.Model):
    """A place with a name in both languages, and what every place has with it. `KIND` is the word of its references."""

    KIND: ClassVar[str]

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=64)
    name_en = models.CharField(max_length=96, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def text(self) -> Text:
        """The name in both languages."""
        return Text(self.name, self.name_en or self.name)

    @property
    def ref(self) -> Ref:
        return Ref(self.KIND, str(self.id))


class UnitQuerySet(models.QuerySet["Unit"]):
    def within(self, *paths: str) -> "UnitQuerySet":
        """Units at or below any of these paths."""
        wanted = Q(pk__in=[])
        for path in paths:
            wanted |= Q(path__startswith=path)
        return self.filter(wanted)

    def on_the_line_of(self, *paths: str) -> "UnitQuerySet":
        """Units at, below or above any of these paths."""
        above = {
            "".join(f"{code}/" for code in path.split("/")[:n]) for path in paths for n in range(1, path.count("/"))
        }
        return self.within(*paths) | self.filter(path__in=above)

    def visible_to(self, officer: "Officer") -> "UnitQuerySet":
        """Units where the officer holds a post and all below."""
        return self.within(*paths_of(officer))


class Unit(Named):
    """A bureau, department or station. `path` is its place in the tree: the codes from the root, each ended by `/`."""

    KIND = "unit"

    code = models.CharField(max_length=12, unique=True)
    kind = models.CharField(max_length=16, choices=UnitKind.choices)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    path = models.CharField(max_length=160, unique=True)

    objects = UnitQuerySet.as_manager()

    class Meta:
        ordering = ["path"]


class SiteQuerySet(models.QuerySet["Site"]):
    def visible_to(self, officer: "Officer") -> "SiteQuerySet":
        """Sites of the units where the officer holds a post, of those below, and of those above on the way to the
        root: a station brings people to the centre of its county."""
        return self.filter(unit__in=Unit.objects.on_the_line_of(*paths_of(officer)))


class Site(Named):
    """A centre or a station's case-handling area. Each has one log, named by `code`; `parent` is the level above that
    witnesses the log."""

    KIND = "site"

    code = models.SlugField(max_length=32, unique=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="sites")
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    kind = models.CharField(max_length=16, choices=SiteKind.choices)
    template = models.CharField(max_length=48, blank=True)

    objects = SiteQuerySet.as_manager()

    class Meta:
        ordering = ["code"]


class Zone(Named):
    KIND = "zone"

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="zones")
    kind = models.CharField(max_length=24, choices=ZoneKind.choices)
    name = models.CharField(max_length=48)
    name_en = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["site", "name"], name="zone_name_once_per_site")]


class RoomQuerySet(models.QuerySet["Room"]):
    def visible_to(self, officer: "Officer") -> "RoomQuerySet":
        return self.filter(site__in=Site.objects.visible_to(officer))

    def in_service(self) -> "RoomQuerySet":
        return self.filter(out_of_service_since__isnull=True)


class Room(Named):
    """A room with what the law and the rules ask of it. `certified_until` is the last day of its acceptance; a room out
    of service has a reason and a since."""

    KIND = "room"

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="rooms")
    zone = models.ForeignKey(Zone, on_delete=models.PROTECT, related_name="rooms")
    code = models.CharField(max_length=16)
    name = models.CharField(max_length=48)
    name_en = models.CharField(max_length=64, blank=True)
    kind = models.CharField(max_length=24, choices=RoomKind.choices)
    capacity = models.PositiveSmallIntegerField(default=1)
    sex = models.CharField(max_length=8, choices=RoomSex.choices, default=RoomSex.ANY)
    juvenile = models.BooleanField(default=False)
    special_care = models.BooleanField(default=False)
    recorded = models.BooleanField(default=True)
    certificate = models.CharField(max_length=48, blank=True)
    certified_until = models.DateField(null=True, blank=True)
    out_of_service_since = models.DateTimeField(null=True, blank=True)
    out_of_service_reason = models.CharField(max_length=120, blank=True)

    objects = RoomQuerySet.as_manager()

    class Meta:
        ordering = ["site", "code"]
        constraints = [
            models.UniqueConstraint(fields=["site", "code"], name="room_code_once_per_site"),
            models.CheckConstraint(
                condition=Q(out_of_service_since__isnull=True, out_of_service_reason="")
                | (Q(out_of_service_since__isnull=False) & ~Q(out_of_service_reason="")),
                name="room_out_of_service_has_reason",
            ),
        ]


def paths_of(officer: "Officer") -> list[str]:
    """Paths of the units where the officer holds a post now."""
    from mingjing.org.models.people import Posting  # noqa: PLC0415 - postings point at units

    return Posting.objects.paths_of(officer)
