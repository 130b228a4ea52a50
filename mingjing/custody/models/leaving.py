"""How a stay ends."""

from django.db import models

from mingjing.custody.models.piece import Piece, signature
from mingjing.custody.vocab import DepartureKind, Outcome


class Departure(Piece):
    """One attempt to leave: prepared, perhaps cancelled, at last carried out (`departed_at`). `escorts` are ids of
    officers; they count as they stand when he leaves."""

    KIND = "departure"

    kind = models.CharField(max_length=24, choices=DepartureKind.choices)
    outcome = models.CharField(max_length=24, choices=Outcome.choices)
    instrument = models.CharField(max_length=64, blank=True)
    destination = models.CharField(max_length=96, blank=True)
    receiver = models.CharField(max_length=64, blank=True)
    receiver_document = models.CharField(max_length=64, blank=True)
    receiver_signature = signature()
    person_signature = signature()
    refused_to_sign = models.CharField(max_length=240, blank=True)
    escorts = models.JSONField(default=list)
    fetched_by = models.CharField(max_length=64, blank=True)
    escorted_home = models.BooleanField(default=False)
    health_checked = models.BooleanField(null=True)
    note = models.CharField(max_length=240, blank=True)
    prepared_at = models.DateTimeField()
    rechecked_at = models.DateTimeField(null=True)
    departed_at = models.DateTimeField(null=True)

    class Meta:
        default_related_name = "departures"
        ordering = ["prepared_at"]


class ExitSignature(Piece):
    """One of the two officers who answer for the exit: of the centre, and of the case."""

    KIND = "exit_signature"

    departure = models.ForeignKey(Departure, on_delete=models.PROTECT, related_name="signatures")
    side = models.CharField(max_length=8)
    officer = models.ForeignKey("org.Officer", on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField()

    class Meta:
        default_related_name = "exit_signatures"
        ordering = ["signed_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["departure", "side"], condition=models.Q(voided=False), name="exit_side_signs_once"
            ),
            models.UniqueConstraint(
                fields=["departure", "officer"], condition=models.Q(voided=False), name="exit_officer_signs_once"
            ),
        ]
