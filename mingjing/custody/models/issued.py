"""Copies of the record that left the house."""

from django.db import models

from mingjing.custody.models.piece import Piece
from mingjing.custody.vocab import Purpose


class IssuedRecord(Piece):
    """One copy of the record of a stay, kept for good as the bytes that were handed out (`sha256` in the store of
    bytes). `code` stands on the paper; `log_size`: how many entries the log of the site held when it was issued;
    `withheld`: groups of vocab.Kept; `entries`: how many entries the copy holds."""

    KIND = "issued_record"

    number = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=24, unique=True)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    log_size = models.PositiveBigIntegerField()
    entries = models.PositiveIntegerField()
    made_for = models.CharField(max_length=96)
    purpose = models.CharField(max_length=16, choices=Purpose.choices)
    withheld = models.JSONField(default=list)
    issued_by = models.ForeignKey("org.Officer", on_delete=models.PROTECT, related_name="+")
    issued_at = models.DateTimeField()

    class Meta:
        default_related_name = "issued_records"
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["stay", "number"], name="issued_number_once")]

    @property
    def filename(self) -> str:
        return f"{self.stay.number}-{self.number}.mjr"
