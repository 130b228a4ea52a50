"""Force, restraint, incidents and trips outside."""

from django.db import models
from django.db.models import F, Q

from mingjing.custody.models.piece import Piece
from mingjing.custody.vocab import Device, ExitPurpose, IncidentKind, TempExitState


class Force(Piece):
    """Force was used: what, why, by whom; each of them owes a statement."""

    KIND = "force"

    at = models.DateTimeField()
    what = models.CharField(max_length=240)
    reason = models.CharField(max_length=240)
    officers = models.ManyToManyField("org.Officer", related_name="+")

    class Meta:
        default_related_name = "uses_of_force"
        ordering = ["at"]


class Restraint(Piece):
    """A device on the body from `since` until `until`; `sobering` when it protects a drunk person until sober."""

    KIND = "restraint"

    device = models.CharField(max_length=16, choices=Device.choices)
    sobering = models.BooleanField(default=False)
    reason = models.CharField(max_length=240)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    guard = models.ForeignKey("org.Officer", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        default_related_name = "restraints"
        ordering = ["since"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="restraint_ends_after_start"
            )
        ]


class Incident(Piece):
    """Something happened to him; open until somebody says how it ended, or he leaves."""

    KIND = "incident"

    kind = models.CharField(max_length=16, choices=IncidentKind.choices)
    at = models.DateTimeField()
    what = models.CharField(max_length=480)
    measures = models.CharField(max_length=480, blank=True)
    closed_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=480, blank=True)

    class Meta:
        default_related_name = "incidents"
        ordering = ["at"]


class TempExit(Piece):
    """A trip out of the area: why, by whose leave, with whom, until when."""

    KIND = "temp_exit"

    purpose = models.CharField(max_length=16, choices=ExitPurpose.choices)
    place = models.CharField(max_length=96)
    reason = models.CharField(max_length=240, blank=True)
    state = models.CharField(max_length=12, choices=TempExitState.choices, default=TempExitState.ASKED)
    approval = models.UUIDField(null=True)
    escorts = models.ManyToManyField("org.Officer", related_name="+")
    bodycam = models.BooleanField(default=False)
    asked_at = models.DateTimeField()
    due_back = models.DateTimeField()
    out_at = models.DateTimeField(null=True)
    back_at = models.DateTimeField(null=True)

    class Meta:
        default_related_name = "temp_exits"
        ordering = ["asked_at"]
        constraints = [
            models.UniqueConstraint(fields=["stay"], condition=Q(state=TempExitState.OUT), name="temp_exit_one_out"),
            models.CheckConstraint(
                condition=Q(back_at__isnull=True) | Q(out_at__isnull=False, back_at__gte=F("out_at")),
                name="temp_exit_back_after_out",
            ),
        ]
