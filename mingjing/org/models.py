"""Units, sites, rooms, officers, posts and shifts as rows."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q

from mingjing.kernel.actor import Actor
from mingjing.kernel.ids import new_id
from mingjing.kernel.ref import Ref
from mingjing.org.vocab import RoomKind, RoomSex, Sex, SiteKind, UnitKind, ZoneKind


class UnitQuerySet(models.QuerySet["Unit"]):
    def within(self, *paths: str) -> "UnitQuerySet":
        """Units at or below any of these paths."""
        wanted = Q(pk__in=[])
        for path in paths:
            wanted |= Q(path__startswith=path)
        return self.filter(wanted)


class Unit(models.Model):
    """A bureau, department or station. `path` is its place in the tree: the codes from the root, each ended by `/`."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.CharField(max_length=12, unique=True)
    name = models.CharField(max_length=64)
    name_en = models.CharField(max_length=96, blank=True)
    kind = models.CharField(max_length=16, choices=UnitKind.choices)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    path = models.CharField(max_length=160, unique=True)

    objects = UnitQuerySet.as_manager()

    class Meta:
        ordering = ["path"]

    def __str__(self) -> str:
        return self.name

    @property
    def ref(self) -> Ref:
        return Ref("unit", str(self.id))


class Site(models.Model):
    """A centre or a station's case-handling area. Each has one log, named by `code`; `parent` is the level above that
    witnesses the log."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.SlugField(max_length=32, unique=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="sites")
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    kind = models.CharField(max_length=16, choices=SiteKind.choices)
    name = models.CharField(max_length=64)
    name_en = models.CharField(max_length=96, blank=True)
    template = models.CharField(max_length=48, blank=True)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name

    @property
    def ref(self) -> Ref:
        return Ref("site", str(self.id))


class Zone(models.Model):
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="zones")
    kind = models.CharField(max_length=24, choices=ZoneKind.choices)
    name = models.CharField(max_length=48)
    name_en = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["site", "name"], name="zone_name_once_per_site")]


class Room(models.Model):
    """A room with what the law and the rules ask of it. `certified_until` is the last day of its acceptance; a room out
    of service has a reason and a since."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
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

    def __str__(self) -> str:
        return self.name

    @property
    def ref(self) -> Ref:
        return Ref("room", str(self.id))


class OfficerManager(BaseUserManager["Officer"]):
    def get_by_natural_key(self, username: str | None) -> "Officer":
        return self.get(number=username)


class Officer(AbstractBaseUser):
    """A member of staff and his account: the police number signs in. `auxiliary` staff may not question or decide."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=16, unique=True)
    name = models.CharField(max_length=32)
    sex = models.CharField(max_length=8, choices=Sex.choices)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="officers")
    auxiliary = models.BooleanField(default=False)
    legal_exam = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    language = models.CharField(max_length=8, blank=True)

    USERNAME_FIELD = "number"
    objects = OfficerManager()

    def __str__(self) -> str:
        return self.name

    @property
    def ref(self) -> Ref:
        return Ref("officer", str(self.id))

    def acting(self, post: str = "") -> Actor:
        """This officer as the author of an act, at `post` (or unnamed post)."""
        return Actor("officer", str(self.id), self.name, post, self.unit.code)


class Posting(models.Model):
    """An officer holds a post at a unit from `since` until `until` (open when null)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="postings")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="postings")
    post = models.CharField(max_length=32)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["officer", "unit", "post"], condition=Q(until__isnull=True), name="post_held_once"
            )
        ]


class Shift(models.Model):
    """A planned turn of duty at a site; `handed_over_at` closes it with notes in the entry."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="shifts")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    handed_over_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["starts_at"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=models.F("starts_at")), name="shift_ends_after_start"),
            models.UniqueConstraint(fields=["site", "starts_at"], name="shift_start_once_per_site"),
        ]

    @property
    def ref(self) -> Ref:
        return Ref("shift", str(self.id))


class ShiftPlace(models.Model):
    """One officer on a shift at one post; `rank` orders whom an alarm reaches first."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    shift = models.ForeignKey(Shift, on_delete=models.PROTECT, related_name="places")
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="shift_places")
    post = models.CharField(max_length=32)
    rank = models.PositiveSmallIntegerField(default=1)

    class Meta:
        ordering = ["rank"]
        constraints = [models.UniqueConstraint(fields=["shift", "officer", "post"], name="place_once_per_shift")]
