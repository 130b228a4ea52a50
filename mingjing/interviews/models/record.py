"""The record of an interview: a draft with its revisions, then what was fixed, corrected, signed and added."""

from django.db import models
from django.db.models import Q

from mingjing.interviews.models.interview import Interview
from mingjing.interviews.vocab import Reading, Signer
from mingjing.kernel.ids import new_id
from mingjing.org.models import Officer


class Record(models.Model):
    """`head`: what stands above the lines, by name. `lines`: [{id, kind, text, item, at, rev}] in order; `rev` is the
    revision that last changed the line. `digest` chains every revision to the one before. `pages` of the paper as it
    was fixed; `sha256` of the final PDF in the store of bytes."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    interview = models.OneToOneField(Interview, on_delete=models.PROTECT, related_name="record")
    set_version = models.CharField(max_length=80)
    head = models.JSONField(default=dict)
    lines = models.JSONField(default=list)
    revision = models.PositiveIntegerField(default=0)
    digest = models.CharField(max_length=64, blank=True)
    saved_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)
    told_by = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+")
    fixed_at = models.DateTimeField(null=True)
    fixed_digest = models.CharField(max_length=64, blank=True)
    pages = models.PositiveSmallIntegerField(default=0)
    electronic = models.BooleanField(default=True)
    sha256 = models.CharField(max_length=64, blank=True)
    closing = models.CharField(max_length=200, blank=True)


class Revision(models.Model):
    """One saving of the draft: which lines were set and dropped, and the digest of all so far."""

    id = models.BigAutoField(primary_key=True)
    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField()
    at = models.DateTimeField()
    by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    changes = models.JSONField()
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["record", "number"], name="revision_once")]


class Correction(models.Model):
    """What he had changed or added when the record was read back, with his mark (signature or fingerprint)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="corrections")
    line = models.CharField(max_length=24)
    before = models.TextField(blank=True)
    after = models.TextField()
    at = models.DateTimeField()
    mark = models.CharField(max_length=64, blank=True)
    refused = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["at", "id"]


class Check(models.Model):
    """That somebody checked the record, himself or read to, and whether he says it is right."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="checks")
    signer = models.CharField(max_length=8, choices=Signer.choices)
    name = models.CharField(max_length=96)
    how = models.CharField(max_length=8, choices=Reading.choices)
    agrees = models.BooleanField()
    note = models.CharField(max_length=400, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]


class Signature(models.Model):
    """One name under one page: the drawing's hash in the store of bytes, or why there is none."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="signatures")
    signer = models.CharField(max_length=8, choices=Signer.choices)
    name = models.CharField(max_length=96)
    who = models.CharField(max_length=40)
    page = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    sha256 = models.CharField(max_length=64, blank=True)
    refused = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["page", "at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["record", "who", "page"], name="signature_once_a_page"),
            models.CheckConstraint(condition=~Q(sha256="") | ~Q(refused=""), name="signature_or_reason"),
        ]


class Supplement(models.Model):
    """What was added to a closed record; the record itself stays as it is."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="supplements")
    text = models.TextField()
    reason = models.CharField(max_length=200)
    at = models.DateTimeField()
    by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["at", "id"]
