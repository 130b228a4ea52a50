"""What rules found in readings, and the files the readings lie in."""

from datetime import UTC, datetime

from django.db import models

from mingjing.alerts.models import Alarm
from mingjing.kernel.ids import new_id
from mingjing.kernel.ref import Ref
from mingjing.org.access import reach
from mingjing.org.models import Officer, Site, Unit
from mingjing.presence.vocab import FindingState

VIEW = "presence:finding:view"


class FindingQuerySet(models.QuerySet["Finding"]):
    def visible_to(self, officer: Officer) -> "FindingQuerySet":
        """What was found at the sites of the units in the officer's reach: it is about people."""
        return self.filter(site__unit__in=Unit.objects.within(*reach(officer, VIEW)))


class Finding(models.Model):
    """One thing a rule found, once: `at` is the time of the reading, in milliseconds. `subject` is the number of the
    device, or the joint subject of a rule about several; `holder` who wore it then, if anybody."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="findings")
    rule = models.CharField(max_length=48)
    subject = models.CharField(max_length=160)
    at = models.BigIntegerField()
    began = models.BooleanField()
    value = models.CharField(max_length=64, blank=True)
    holder_kind = models.CharField(max_length=24, blank=True)
    holder_id = models.CharField(max_length=64, blank=True)
    state = models.CharField(max_length=12, choices=FindingState.choices, default=FindingState.PROVISIONAL)
    alarm = models.ForeignKey(Alarm, null=True, on_delete=models.PROTECT, related_name="findings")
    told_at = models.DateTimeField()

    objects = FindingQuerySet.as_manager()

    class Meta:
        ordering = ["-at"]
        constraints = [
            models.UniqueConstraint(fields=["site", "subject", "rule", "at", "began"], name="finding_once"),
        ]

    @property
    def ref(self) -> Ref:
        return Ref("finding", str(self.id))

    @property
    def holder(self) -> Ref | None:
        return Ref(self.holder_kind, self.holder_id) if self.holder_kind else None

    @property
    def device(self) -> str:
        """Number of the device; empty when it was found about people, whom the subject names instead."""
        return "" if self.subject.startswith("stay:") else self.subject

    @property
    def happened_at(self) -> datetime:
        return datetime.fromtimestamp(self.at / 1000, UTC)


class Segment(models.Model):
    """A closed file of readings: `sha256` of its records is in the ledger. `first` and `last`: when its first and last
    message were received, in milliseconds."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="reading_segments")
    name = models.CharField(max_length=64)
    first = models.BigIntegerField()
    last = models.BigIntegerField()
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["first"]
        constraints = [models.UniqueConstraint(fields=["site", "name"], name="segment_once")]

    @property
    def ref(self) -> Ref:
        return Ref("segment", str(self.id))
