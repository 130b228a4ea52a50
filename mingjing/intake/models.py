"""Reports as rows, with what was handed in and what was recorded."""

from typing import Any

from django.db import models
from django.db.models import Q

from mingjing.cases.models import Case, Recusal
from mingjing.intake.vocab import (
    Category,
    Channel,
    Direction,
    Disposition,
    Party,
    ReceiptState,
    RecordingKind,
    ReporterRole,
    ReportState,
    ReviewState,
)
from mingjing.kernel.ids import new_id
from mingjing.kernel.ref import Ref
from mingjing.media.models import Blob
from mingjing.org.access import holds, postings_of, reach
from mingjing.org.models import Officer, Unit
from mingjing.org.posts import grants
from mingjing.persons.models import Person

VIEW = "intake:report:view"


def own_paths(officer: Officer) -> list[str]:
    """Paths of the very units at which the officer holds a post that sees reports."""
    posts = grants()[VIEW].posts
    return [path for post, path in postings_of(str(officer.pk)) if post in posts]


class ReportQuerySet(models.QuerySet["Report"]):
    def visible_to(self, officer: Officer) -> "ReportQuerySet":
        """Reports of units in his reach, of the unit he serves at, and his own (decision 0240); also those sent there.
        None of a case he is recused from, none of a sealed case."""
        if not holds(officer, VIEW):
            return self.none()
        own = own_paths(officer)
        wanted = Q(received_by=officer) | Q(handler=officer) | Q(unit__path__in=own) | Q(to_unit__path__in=own)
        for path in reach(officer, VIEW):
            wanted |= Q(unit__path__startswith=path) | Q(to_unit__path__startswith=path)
        recused = Recusal.objects.in_force().filter(officer=officer).values("case")
        return self.filter(wanted).exclude(case__in=recused).exclude(case__sealed=True)


class Report(models.Model):
    """One call or report. `unit` received it and answers for it; `handler` is the officer it lies with.

    The reporter is a `person` on record, or what he said of himself (`reporter_name`, `reporter_phone`), or nobody who
    gave a name (`anonymous`). `identity_secret`: he asked that his identity be kept secret (CPR 173): it stands in the
    row alone, in no entry, and is opened for a purpose. `origin`: the report another unit transferred here. `missing`:
    what an agency that transferred the matter was told to hand in still (CPR 180).
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=32, unique=True)
    channel = models.CharField(max_length=12, choices=Channel.choices)
    category = models.CharField(max_length=16, choices=Category.choices)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    log = models.CharField(max_length=64)
    received_at = models.DateTimeField()
    received_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    handler = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+")
    happened_from = models.DateTimeField(null=True)
    happened_until = models.DateTimeField(null=True)
    place = models.CharField(max_length=200)
    what = models.TextField()
    urgent = models.BooleanField(default=False)
    difficult = models.BooleanField(default=False)

    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    anonymous = models.BooleanField(default=False)
    reporter_name = models.CharField(max_length=96, blank=True)
    reporter_phone = models.CharField(max_length=40, blank=True)
    reporter_role = models.CharField(max_length=12, choices=ReporterRole.choices)
    identity_secret = models.BooleanField(default=False)
    liability_explained = models.BooleanField(default=False)
    agency = models.CharField(max_length=120, blank=True)
    agency_paper = models.CharField(max_length=120, blank=True)
    origin = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="sent_on")

    missing = models.TextField(blank=True)
    missing_told_at = models.DateTimeField(null=True)
    completed_at = models.DateTimeField(null=True)

    dispatched_at = models.DateTimeField(null=True)
    dispatched_to = models.CharField(max_length=200, blank=True)
    arrived_at = models.DateTimeField(null=True)
    found = models.TextField(blank=True)

    state = models.CharField(max_length=12, choices=ReportState.choices, default=ReportState.RECEIVED)
    disposition = models.CharField(max_length=12, choices=Disposition.choices, blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(blank=True)
    case = models.ForeignKey(Case, null=True, on_delete=models.PROTECT, related_name="reports")
    repeat_of = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="repeats")
    to_unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    to_agency = models.CharField(max_length=120, blank=True)

    receipt = models.CharField(max_length=8, choices=ReceiptState.choices, default=ReceiptState.NONE)
    receipt_code = models.CharField(max_length=32, blank=True)
    receipt_at = models.DateTimeField(null=True)
    receipt_note = models.CharField(max_length=200, blank=True)
    review = models.CharField(max_length=8, choices=ReviewState.choices, default=ReviewState.PENDING)
    reviewed_at = models.DateTimeField(null=True)
    reviewed_by = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+")
    review_note = models.TextField(blank=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ["-received_at", "-id"]
        indexes = [
            models.Index(fields=["unit", "state", "-received_at"], name="report_unit_state"),
            models.Index(fields=["-received_at"], name="report_received"),
            models.Index(fields=["reporter_phone"], name="report_phone"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=ReportState.RECEIVED) | Q(decided_at__isnull=False), name="report_decided_has_time"
            ),
            models.CheckConstraint(
                condition=~Q(state=ReportState.ACCEPTED) | Q(case__isnull=False), name="report_accepted_has_case"
            ),
            models.CheckConstraint(
                condition=Q(anonymous=False) | Q(person__isnull=True, reporter_name=""), name="report_nameless"
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def ref(self) -> Ref:
        return Ref("report", str(self.id))

    def facts(self) -> dict[str, Any]:
        """The `report.*` facts of the law books that the row establishes."""
        return {"report.channel": self.channel, "report.category": self.category, "report.difficult": self.difficult}


class ReportName(models.Model):
    """A name a report is found by, with the keys of persons.rules.names. Of a reporter kept secret there is none."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="names")
    text = models.CharField(max_length=96)
    folded = models.CharField(max_length=96)
    pinyin = models.CharField(max_length=192)
    initials = models.CharField(max_length=48)
    sound = models.CharField(max_length=192)
    shape = models.CharField(max_length=96)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "text"], name="report_name_once")]
        indexes = [
            models.Index(fields=["folded"], name="report_name_folded"),
            models.Index(fields=["pinyin"], name="report_name_pinyin"),
            models.Index(fields=["initials"], name="report_name_initials"),
            models.Index(fields=["sound"], name="report_name_sound"),
            models.Index(fields=["shape"], name="report_name_shape"),
        ]


class Evidence(models.Model):
    """One line of the list of evidence received (接受证据材料清单, CPR 170)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="evidence")
    place = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=120)
    quantity = models.CharField(max_length=40)
    features = models.CharField(max_length=200, blank=True)
    handed_by = models.CharField(max_length=96)
    photo = models.ForeignKey(Blob, null=True, on_delete=models.PROTECT, related_name="+")
    received_at = models.DateTimeField()
    received_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["place"]
        constraints = [models.UniqueConstraint(fields=["report", "place"], name="evidence_place_once")]


class Recording(models.Model):
    """Sound or video of the contact or the scene, kept where its device keeps it: named by reference and by the SHA-256
    of its bytes when that is known, so that nobody can put another in its place."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="recordings")
    kind = models.CharField(max_length=8, choices=RecordingKind.choices)
    reference = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64, blank=True)
    started_at = models.DateTimeField(null=True)
    linked_at = models.DateTimeField()

    class Meta:
        ordering = ["linked_at", "id"]
        constraints = [models.UniqueConstraint(fields=["report", "reference"], name="recording_linked_once")]


class ExchangeQuerySet(models.QuerySet["Exchange"]):
    def visible_to(self, officer: Officer) -> "ExchangeQuerySet":
        """Of units in his reach and of the unit he serves at; none about a case or report he does not see."""
        if not holds(officer, VIEW):
            return self.none()
        wanted = Q(unit__path__in=own_paths(officer))
        for path in reach(officer, VIEW):
            wanted |= Q(unit__path__startswith=path)
        recused = Recusal.objects.in_force().filter(officer=officer).values("case")
        return self.filter(wanted).exclude(case__in=recused).exclude(case__sealed=True)


class Exchange(models.Model):
    """Papers that came in at, or went out of, the single window: with a procuratorate, a court, another agency."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    log = models.CharField(max_length=64)
    direction = models.CharField(max_length=4, choices=Direction.choices)
    party = models.CharField(max_length=16, choices=Party.choices)
    party_name = models.CharField(max_length=120)
    what = models.CharField(max_length=200)
    paper = models.CharField(max_length=120, blank=True)
    copies = models.PositiveSmallIntegerField(default=1)
    handed_by = models.CharField(max_length=96)
    taken_by = models.CharField(max_length=96)
    at = models.DateTimeField()
    entered_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, null=True, on_delete=models.PROTECT, related_name="exchanges")
    report = models.ForeignKey(Report, null=True, on_delete=models.PROTECT, related_name="exchanges")
    note = models.CharField(max_length=200, blank=True)

    objects = ExchangeQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["unit", "-at"], name="exchange_unit_at")]

    @property
    def ref(self) -> Ref:
        return Ref("exchange", str(self.id))


class ReportCounter(models.Model):
    """The last number given for a unit and month; its row is the lock that keeps numbers apart."""

    key = models.CharField(max_length=40, primary_key=True)
    last = models.PositiveIntegerField(default=0)
