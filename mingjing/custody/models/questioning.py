"""The bare facts of an interview: room, officers, times, and whether it was recorded."""

from django.db import models
from django.db.models import F, Q

from mingjing.custody.models.piece import Piece
from mingjing.custody.vocab import QuestioningKind


class Questioning(Piece):
    KIND = "questioning"

    kind = models.CharField(max_length=16, choices=QuestioningKind.choices)
    room = models.ForeignKey("org.Room", on_delete=models.PROTECT, related_name="+")
    officers = models.ManyToManyField("org.Officer", related_name="questionings")
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    first = models.BooleanField()
    remote = models.BooleanField(default=False)

    class Meta:
        default_related_name = "questionings"
        ordering = ["started_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["stay"], condition=Q(ended_at__isnull=True, voided=False), name="questioning_one_open_per_stay"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("started_at")),
                name="questioning_ends_after_start",
            ),
        ]


class RecordingSpan(Piece):
    """One stretch of recording; `failure` says why it broke off."""

    KIND = "recording"

    questioning = models.ForeignKey(Questioning, on_delete=models.PROTECT, related_name="recordings")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    failure = models.CharField(max_length=240, blank=True)
    device = models.CharField(max_length=64, blank=True)

    class Meta:
        default_related_name = "recordings"
        ordering = ["since"]
        constraints = [
            models.UniqueConstraint(
                fields=["questioning"], condition=Q(until__isnull=True, voided=False), name="recording_one_open"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="recording_ends_after_start"
            ),
        ]
