"""Instruments as rows, their files, and the counters of their numbers."""

from django.db import models
from django.db.models import Q

from mingjing.documents import scopes
from mingjing.documents.vocab import FileKind, InkKind, InstrumentState, ServiceOutcome, ServiceWay, VersionState
from mingjing.kernel.ids import new_id
from mingjing.kernel.ref import Ref
from mingjing.kernel.text import Text
from mingjing.org.access import holds
from mingjing.org.models import Officer, Unit

VIEW = "documents:instrument:view"


class InstrumentQuerySet(models.QuerySet["Instrument"]):
    def visible_to(self, officer: Officer) -> "InstrumentQuerySet":
        """Instruments about what he sees: the app that owns the subject answers, sealed and recused cases included."""
        return self.filter(scopes.reach(officer)) if holds(officer, VIEW) else self.none()

    def about(self, ref: Ref) -> "InstrumentQuerySet":
        """Of this subject, and those that name it."""
        named = InstrumentRef.objects.filter(kind=ref.kind, ref_id=ref.id).values("instrument")
        return self.filter(Q(subject_kind=ref.kind, subject_id=ref.id) | Q(pk__in=named))


class Instrument(models.Model):
    """One instrument about one subject. `values`: what hands filled in; `data`: every field as the final one says it.
    `digest` names the version of the template; `sha256` the bytes in force, the last of its files."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    template = models.CharField(max_length=48)
    title_zh = models.CharField(max_length=64)
    title_en = models.CharField(max_length=120)
    digest = models.CharField(max_length=64)
    subject_kind = models.CharField(max_length=24)
    subject_id = models.UUIDField()
    about = models.CharField(max_length=160, blank=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    log = models.CharField(max_length=64)
    state = models.CharField(max_length=8, choices=InstrumentState.choices, default=InstrumentState.DRAFT)
    values = models.JSONField(default=dict)
    data = models.JSONField(default=dict)
    number = models.CharField(max_length=96, blank=True)
    series = models.CharField(max_length=64, blank=True)
    sequence = models.PositiveIntegerField(null=True)
    code = models.CharField(max_length=19, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    places = models.JSONField(default=list)
    drafted_at = models.DateTimeField()
    drafted_by = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+")
    finalised_at = models.DateTimeField(null=True)
    finalised_by = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+")
    voided_at = models.DateTimeField(null=True)
    void_reason = models.CharField(max_length=200, blank=True)

    objects = InstrumentQuerySet.as_manager()

    class Meta:
        ordering = ["-drafted_at", "-id"]
        indexes = [
            models.Index(fields=["subject_kind", "subject_id", "-drafted_at"], name="instrument_subject"),
            models.Index(fields=["unit", "state", "-drafted_at"], name="instrument_unit_state"),
            models.Index(fields=["number"], name="instrument_number"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["series", "sequence"], condition=~Q(series=""), name="instrument_number_once"
            ),
            models.UniqueConstraint(fields=["code"], condition=~Q(code=""), name="instrument_code_once"),
            models.CheckConstraint(
                condition=~Q(state="final") | (Q(finalised_at__isnull=False) & ~Q(sha256="") & ~Q(code="")),
                name="instrument_final_is_fixed",
            ),
            models.CheckConstraint(
                condition=~Q(state="void") | (Q(voided_at__isnull=False) & ~Q(void_reason="")),
                name="instrument_void_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.number or self.title_zh

    @property
    def ref(self) -> Ref:
        return Ref("instrument", str(self.id))

    @property
    def subject(self) -> Ref:
        return Ref(self.subject_kind, str(self.subject_id))

    @property
    def title(self) -> Text:
        return Text(self.title_zh, self.title_en)


class InstrumentRef(models.Model):
    """A thing the instrument names beside its subject: the person it concerns, a stay, items, a measure."""

    id = models.BigAutoField(primary_key=True)
    instrument = models.ForeignKey(Instrument, on_delete=models.PROTECT, related_name="refs")
    kind = models.CharField(max_length=24)
    ref_id = models.CharField(max_length=64)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["kind", "ref_id"], name="instrument_ref")]
        constraints = [models.UniqueConstraint(fields=["instrument", "kind", "ref_id"], name="instrument_names_once")]

    @property
    def ref(self) -> Ref:
        return Ref(self.kind, self.ref_id)


class InstrumentFile(models.Model):
    """Bytes of a final instrument, each following from the one before: as made, signed by hand, digitally signed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    instrument = models.ForeignKey(Instrument, on_delete=models.PROTECT, related_name="files")
    kind = models.CharField(max_length=12, choices=FileKind.choices)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=64)

    class Meta:
        ordering = ["made_at", "id"]


class SeriesCounter(models.Model):
    """The last number given in a series; its row is the lock that keeps numbers apart."""

    key = models.CharField(max_length=64, primary_key=True)
    last = models.PositiveIntegerField(default=0)


class Ink(models.Model):
    """What a hand put to a place: the strokes with their times and pressures, or the picture of a fingerprint."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    instrument = models.ForeignKey(Instrument, on_delete=models.PROTECT, related_name="inks")
    place = models.CharField(max_length=48)
    name = models.CharField(max_length=64)
    kind = models.CharField(max_length=12, choices=InkKind.choices)
    strokes = models.JSONField(default=list)
    blob = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]


class Service(models.Model):
    """One service, or one that was tried. `photos` are hashes; `strokes` the signature on the receipt."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    instrument = models.ForeignKey(Instrument, on_delete=models.PROTECT, related_name="services")
    way = models.CharField(max_length=12, choices=ServiceWay.choices)
    outcome = models.CharField(max_length=8, choices=ServiceOutcome.choices)
    recipient = models.CharField(max_length=96)
    relation = models.CharField(max_length=96, blank=True)
    place = models.CharField(max_length=160, blank=True)
    refusal = models.CharField(max_length=200, blank=True)
    witnesses = models.CharField(max_length=200, blank=True)
    consent = models.BooleanField(default=False)
    tried = models.CharField(max_length=200, blank=True)
    strokes = models.JSONField(default=list)
    photos = models.JSONField(default=list)
    at = models.DateTimeField()
    by = models.CharField(max_length=64)

    class Meta:
        ordering = ["at", "id"]


class TemplateVersion(models.Model):
    """A version of a template made in the browser. At most one of a template is in force; with none, the one that came
    with the program is."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    template = models.CharField(max_length=48)
    number = models.PositiveIntegerField()
    title_zh = models.CharField(max_length=64)
    title_en = models.CharField(max_length=120)
    spec = models.TextField()
    body = models.TextField()
    digest = models.CharField(max_length=64)
    note = models.CharField(max_length=200)
    state = models.CharField(max_length=12, choices=VersionState.choices, default=VersionState.WAITING)
    made_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    signed_by = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-made_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["template", "number"], name="template_version_once"),
            models.UniqueConstraint(
                fields=["template"], condition=Q(state=VersionState.IN_FORCE), name="template_one_in_force"
            ),
            models.CheckConstraint(
                condition=~Q(state=VersionState.IN_FORCE) | Q(signed_by__isnull=False),
                name="template_in_force_is_signed",
            ),
        ]

    @property
    def ref(self) -> Ref:
        return Ref("template", str(self.id))

    @property
    def title(self) -> Text:
        return Text(self.title_zh, self.title_en)
