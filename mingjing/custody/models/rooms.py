"""Where a person is, was, and by whose leave."""

from django.db import models
from django.db.models import F, Q

from mingjing.custody.models.piece import Piece


class PlacementOverride(Piece):
    """Leave to place against the rules: asked by one, granted by another, for a time. The alarm stays on."""

    KIND = "override"

    room = models.ForeignKey("org.Room", on_delete=models.PROTECT, related_name="+")
    codes = models.JSONField()
    reason = models.CharField(max_length=240)
    asked_by = models.ForeignKey("org.Officer", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey("org.Officer", null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    granted = models.BooleanField(null=True)
    expires_at = models.DateTimeField()

    class Meta:
        default_related_name = "overrides"
        ordering = ["asked_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("asked_by")), name="override_second_person"
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True, decided_at__isnull=True, granted__isnull=True)
                | Q(decided_by__isnull=False, decided_at__isnull=False, granted__isnull=False),
                name="override_decided_whole",
            ),
        ]


class Occupancy(Piece):
    """A person in a room from `since` until `until` (null: still there)."""

    KIND = "occupancy"

    room = models.ForeignKey("org.Room", on_delete=models.PROTECT, related_name="occupancies")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    escorts = models.ManyToManyField("org.Officer", related_name="+")
    override = models.ForeignKey(PlacementOverride, null=True, on_delete=models.PROTECT, related_name="occupancies")

    class Meta:
        default_related_name = "occupancies"
        ordering = ["since"]
        constraints = [
            models.UniqueConstraint(
                fields=["stay"], condition=Q(until__isnull=True, voided=False), name="occupancy_one_open_per_stay"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="occupancy_ends_after_start"
            ),
        ]
        indexes = [
            # who is in this room now
            models.Index(fields=["room"], condition=Q(until__isnull=True, voided=False), name="occupancy_now"),
        ]
