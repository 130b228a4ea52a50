"""What went over to the procuratorate, its receipt, and what came back."""

from typing import Any

from django.db import models
from django.db.models import Q

from mingjing.cases.models import Case
from mingjing.kernel.ids import new_id
from mingjing.kernel.ref import Ref
from mingjing.org.access import holds
from mingjing.org.models import Officer, Unit
from mingjing.review.machine import PROSECUTION
from mingjing.review.vocab import Goes, OutcomeKind


class OfCases(models.QuerySet[Any]):
    def visible_to(self, officer: Officer) -> "OfCases":
        """Rows of the cases he sees."""
        if not holds(officer, PROSECUTION):
            return self.none()
        return self.filter(case__in=Case.objects.visible_to(officer))


class Transfer(models.Model):
    """What was handed over at one time. `persons` and `instruments` are ids, `things` lines as they were typed; `nth`
    counts what went over of this kind in the case. The receipt comes later: number, who signed, which day."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="transfers")
    goes = models.CharField(max_length=12, choices=Goes.choices)
    nth = models.PositiveSmallIntegerField()
    body = models.CharField(max_length=96)
    persons = models.JSONField(default=list)
    instruments = models.JSONField(default=list)
    things = models.JSONField(default=list)
    handed_by = models.CharField(max_length=64)
    sent_at = models.DateTimeField()
    receipt = models.CharField(max_length=64, blank=True)
    received_by = models.CharField(max_length=64, blank=True)
    received_on = models.DateField(null=True)

    objects = OfCases.as_manager()

    class Meta:
        ordering = ["-sent_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["case", "goes", "nth"], name="transfer_once"),
            models.CheckConstraint(
                condition=Q(received_on__isnull=True) | ~Q(receipt="") & ~Q(received_by=""), name="receipt_is_whole"
            ),
        ]

    @property
    def ref(self) -> Ref:
        return Ref("transfer", str(self.id))


class Outcome(models.Model):
    """What procuratorate or court decided about the case. `reason` is the class of a return, or the kind of a
    non-prosecution; `count` says which return it was."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="outcomes")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=24, choices=OutcomeKind.choices)
    count = models.PositiveSmallIntegerField(default=1)
    reason = models.CharField(max_length=16, blank=True)
    paper = models.CharField(max_length=64)
    decided_on = models.DateField()
    note = models.TextField(blank=True)
    entered_at = models.DateTimeField()
    entered_by = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+")

    objects = OfCases.as_manager()

    class Meta:
        ordering = ["-decided_on", "-entered_at"]
        constraints = [models.UniqueConstraint(fields=["case", "kind", "count"], name="outcome_once")]
        indexes = [models.Index(fields=["unit", "decided_on"], name="outcome_of_unit")]
