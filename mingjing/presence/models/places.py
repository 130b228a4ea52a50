"""Floor plans by version, and the pieces of tracks kept outside the database."""

from django.db import models
from django.db.models import Q

from mingjing.kernel.ids import new_id
from mingjing.kernel.ref import Ref
from mingjing.org.access import reach
from mingjing.org.models import Officer, Site, Unit
from mingjing.presence.plan import Plan, read
from mingjing.presence.tracks import closed_name
from mingjing.presence.vocab import PlanState


class FloorPlanQuerySet(models.QuerySet["FloorPlan"]):
    def visible_to(self, officer: Officer) -> "FloorPlanQuerySet":
        """Plans of the sites the officer may see: a plan says nothing of people."""
        return self.filter(site__in=Site.objects.visible_to(officer))

    def in_force(self) -> "FloorPlanQuerySet":
        return self.filter(state=PlanState.IN_FORCE)


class FloorPlan(models.Model):
    """One version of a site's floor plan. `content` is what `plan.write` answers and `digest` its SHA-256 in canonical
    form; neither ever changes: a change is the next version."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    site = models.ForeignKey("org.Site", on_delete=models.PROTECT, related_name="floor_plans")
    version = models.PositiveIntegerField()
    state = models.CharField(max_length=12, choices=PlanState.choices, default=PlanState.DRAWN)
    content = models.JSONField()
    digest = models.CharField(max_length=64)
    note = models.CharField(max_length=240, blank=True)
    drawn_by = models.ForeignKey("org.Officer", null=True, on_delete=models.PROTECT, related_name="+")
    drawn_at = models.DateTimeField()
    in_force_since = models.DateTimeField(null=True)
    in_force_until = models.DateTimeField(null=True)

    objects = FloorPlanQuerySet.as_manager()

    class Meta:
        ordering = ["site", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["site", "version"], name="floor_plan_version_once"),
            models.UniqueConstraint(
                fields=["site"], condition=Q(state=PlanState.IN_FORCE), name="floor_plan_one_in_force"
            ),
        ]

    @property
    def ref(self) -> Ref:
        return Ref("floor_plan", str(self.id))

    @property
    def plan(self) -> Plan:
        return read(self.content)


class TrackSegmentQuerySet(models.QuerySet["TrackSegment"]):
    def visible_to(self, officer: Officer) -> "TrackSegmentQuerySet":
        """Pieces of the sites whose tracks the officer may replay."""
        return self.filter(site__unit__in=Unit.objects.within(*reach(officer, "presence:track:replay")))


class TrackSegment(models.Model):
    """Where the devices of a site were from `since` to `until`, in a file outside the database. `sha256` names its
    bytes and stands in the log; `plan` is the version they were placed on. `destroyed_at`: the file is gone, the row
    stays."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    site = models.ForeignKey("org.Site", on_delete=models.PROTECT, related_name="track_segments")
    plan = models.ForeignKey(FloorPlan, on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField()
    until = models.DateTimeField()
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    records = models.PositiveIntegerField()
    devices = models.PositiveIntegerField()
    retention = models.CharField(max_length=48)
    destroyed_at = models.DateTimeField(null=True)

    objects = TrackSegmentQuerySet.as_manager()

    class Meta:
        ordering = ["site", "since"]
        constraints = [models.UniqueConstraint(fields=["site", "since"], name="track_segment_once")]
        indexes = [models.Index(fields=["site", "until"], name="track_segment_until")]

    @property
    def ref(self) -> Ref:
        return Ref("track_segment", str(self.id))

    @property
    def name(self) -> str:
        """Of the file."""
        return closed_name(round(self.since.timestamp() * 1000))
