"""Watching over a person: checks, care, contacts, visits."""

from django.db import models
from django.db.models import F, Q

from mingjing.custody.models.piece import Piece
from mingjing.custody.vocab import CareKind, ContactKind, Finding, NotHeld, Observation, VisitKind


class ObservationLevel(Piece):
    """The level in force from `since` until the next one."""

    KIND = "observation"

    level = models.CharField(max_length=12, choices=Observation.choices)
    since = models.DateTimeField()
    reason = models.CharField(max_length=240, blank=True)

    class Meta:
        default_related_name = "observation_levels"
        ordering = ["since"]


class Check(Piece):
    """Somebody looked and saw this."""

    KIND = "check"

    at = models.DateTimeField()
    finding = models.CharField(max_length=8, choices=Finding.choices)
    note = models.CharField(max_length=240, blank=True)

    class Meta:
        default_related_name = "checks"
        ordering = ["at"]


class CareAct(Piece):
    """Something offered, and whether he took it. `ended_at` for rest and other things that last."""

    KIND = "care_act"

    kind = models.CharField(max_length=12, choices=CareKind.choices)
    offered_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    accepted = models.BooleanField()
    what = models.CharField(max_length=96, blank=True)
    note = models.CharField(max_length=240, blank=True)

    class Meta:
        default_related_name = "care_acts"
        ordering = ["offered_at"]
        indexes = [models.Index(fields=["stay", "kind", "offered_at"], name="care_kind")]


class MedicalVisit(Piece):
    """An examination or treatment. What was found is for those who need to know: `findings` is shown to medics and
    custody officers, `advice` to everybody who cares for him."""

    KIND = "medical_visit"

    at = models.DateTimeField()
    reason = models.CharField(max_length=240)
    medic = models.CharField(max_length=64)
    place = models.CharField(max_length=96, blank=True)
    findings = models.CharField(max_length=480, blank=True)
    advice = models.CharField(max_length=240, blank=True)
    fit = models.BooleanField(null=True)

    class Meta:
        default_related_name = "medical_visits"
        ordering = ["at"]


class Contact(Piece):
    """Somebody was told, called or asked for."""

    KIND = "contact"

    kind = models.CharField(max_length=24, choices=ContactKind.choices)
    at = models.DateTimeField()
    name = models.CharField(max_length=64, blank=True)
    relation = models.CharField(max_length=32, blank=True)
    means = models.CharField(max_length=64, blank=True)
    note = models.CharField(max_length=240, blank=True)

    class Meta:
        default_related_name = "contacts"
        ordering = ["at"]


class Visit(Piece):
    """A visitor from asking to leaving. A lawyer's talk is confidential: no recording, no officer in the room. What was
    asked for and did not take place is `closed_at` with `not_held`."""

    KIND = "visit"

    kind = models.CharField(max_length=20, choices=VisitKind.choices)
    name = models.CharField(max_length=64)
    relation = models.CharField(max_length=32, blank=True)
    document = models.CharField(max_length=64, blank=True)
    papers_shown = models.BooleanField(null=True)
    requested_at = models.DateTimeField()
    arrived_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    not_held = models.CharField(max_length=12, blank=True, choices=NotHeld.choices)
    room = models.ForeignKey("org.Room", null=True, on_delete=models.PROTECT, related_name="+")
    remote = models.BooleanField(default=False)
    confidential = models.BooleanField(default=False)
    note = models.CharField(max_length=240, blank=True)

    class Meta:
        default_related_name = "visits"
        ordering = ["requested_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(arrived_at__isnull=False, ended_at__gte=F("arrived_at")),
                name="visit_ends_after_arrival",
            )
        ]
