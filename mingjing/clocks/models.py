"""Clocks and duties as rows: what the law engine answered last, and what the watch has announced."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q

from mingjing.clocks.hearing import STAY
from mingjing.clocks.vocab import Kind, Phase, Shift, Told
from mingjing.kernel.ids import new_id
from mingjing.kernel.ref import Ref
from mingjing.kernel.text import Text
from mingjing.kernel.time import parse
from mingjing.ledger.models import Entry
from mingjing.org import sight
from mingjing.org.access import holds, reach
from mingjing.org.models import Site, Unit
from mingjing.org.recusal import kept_from

if TYPE_CHECKING:
    from mingjing.org.models import Officer


VIEW = "clocks:clock:view"


class TimedQuerySet(models.QuerySet["Timed"]):
    def visible_to(self, officer: "Officer") -> "TimedQuerySet":
        """Rows about stays of the sites whose unit lies in the officer's reach, and about what else he may see
        (`sight`); none about what he is recused from."""
        seen = Q(subject_kind=STAY, site__unit__in=Unit.objects.within(*reach(officer, VIEW)))
        if holds(officer, VIEW):
            for kind, ids in sight.answers(officer):
                seen |= Q(subject_kind=kind, about__in=ids)
        return self.filter(seen).exclude(kept_from(officer.pk).rows())

    def of(self, ref: Ref) -> "TimedQuerySet":
        return self.filter(subject_kind=ref.kind, subject_id=ref.id)

    def open(self) -> "TimedQuerySet":
        return self.filter(ended_at__isnull=True).exclude(state=Phase.WITHDRAWN)

    def by_due(self) -> "TimedQuerySet":
        """What is due first stands first; what rests, and what has no limit, stands last."""
        rests = models.Case(models.When(state=Phase.PAUSED, then=1), default=0)
        return self.order_by(rests, models.F("due_at").asc(nulls_last=True), "started_at", "rule")


class Timed(models.Model):
    """One run of one clock, or one occurrence of one duty, about one subject. `about` is the subject's id once more, as
    the databases compare ids, where it is one.

    `due_at` is the limit by elapsed time, `due_by_other_reading` the later reading of an hour limit (information only).
    `warn_at` are instants in RFC 3339. `attend_at` is when the watch must look at the row; null when nothing can change
    by itself. `reckoned_at` is when the law engine last answered what stands here. `extensions` is what could be, or
    has been, asked for: see `law.outcome.ExtensionState`.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    subject_kind = models.CharField(max_length=24)
    subject_id = models.CharField(max_length=64)
    about = models.UUIDField(null=True, editable=False)
    site = models.ForeignKey(Site, null=True, on_delete=models.PROTECT, related_name="timed")
    log = models.CharField(max_length=64)
    rule = models.CharField(max_length=96)
    number = models.PositiveIntegerField()
    title_zh = models.TextField()
    title_en = models.TextField()
    basis = models.CharField(max_length=240, blank=True)
    certainty = models.CharField(max_length=16)
    severity = models.CharField(max_length=8)
    confirm = models.BooleanField(default=False)
    role = models.CharField(max_length=32, blank=True)
    started_at = models.DateTimeField()
    limit_zh = models.CharField(max_length=64, blank=True)
    limit_en = models.CharField(max_length=64, blank=True)
    due_at = models.DateTimeField(null=True)
    due_by_other_reading = models.DateTimeField(null=True)
    warn_at = models.JSONField(default=list)
    state = models.CharField(max_length=16, choices=Phase.choices)
    ended_at = models.DateTimeField(null=True)
    breach_zh = models.TextField(blank=True)
    breach_en = models.TextField(blank=True)
    explain_zh = models.TextField(blank=True)
    explain_en = models.TextField(blank=True)
    note_zh = models.TextField(blank=True)
    note_en = models.TextField(blank=True)
    extensions = models.JSONField(default=list)
    book = models.CharField(max_length=64)
    reckoned_at = models.DateTimeField()
    told = models.CharField(max_length=8, choices=Told.choices, default=Told.NOTHING)
    attend_at = models.DateTimeField(null=True)
    opened_by = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="opened_timed")

    objects = TimedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject_kind", "subject_id", "kind", "rule", "number"], name="timed_run_once"
            )
        ]
        indexes = [
            models.Index(fields=["attend_at"], name="timed_attend"),
            models.Index(fields=["site", "ended_at", "due_at"], name="timed_site_due"),
            models.Index(fields=["subject_kind", "due_at"], name="timed_open_due", condition=Q(ended_at__isnull=True)),
        ]

    @property
    def ref(self) -> Ref:
        return Ref(self.kind, str(self.id))

    @property
    def subject(self) -> Ref:
        return Ref(self.subject_kind, self.subject_id)

    @property
    def title(self) -> Text:
        return Text(self.title_zh, self.title_en)

    @property
    def limit(self) -> Text:
        return Text(self.limit_zh, self.limit_en)

    @property
    def breach(self) -> Text:
        """What follows when the limit has passed."""
        return Text(self.breach_zh, self.breach_en)

    @property
    def explain(self) -> Text:
        return Text(self.explain_zh, self.explain_en)

    @property
    def note(self) -> Text:
        return Text(self.note_zh, self.note_en)

    @property
    def is_open(self) -> bool:
        return self.ended_at is None and self.state != Phase.WITHDRAWN

    @property
    def warnings(self) -> list[datetime]:
        return [parse(at) for at in self.warn_at]

    @property
    def available_extensions(self) -> list[dict[str, Any]]:
        """Extensions that can be asked for now."""
        return [e for e in self.extensions if e["available"]]


class OfKind(models.Manager.from_queryset(TimedQuerySet)):  # type: ignore[misc]  # a class made at run time
    """Rows of one kind only."""

    def __init__(self, kind: Kind) -> None:
        super().__init__()
        self.kind = kind

    def get_queryset(self) -> TimedQuerySet:
        return super().get_queryset().filter(kind=self.kind)


class Clock(Timed):
    """A limit on how long something may last."""

    objects = OfKind(Kind.CLOCK)  # type: ignore[misc]  # a proxy reads rows of its kind

    class Meta:
        proxy = True


class Duty(Timed):
    """Something that must be done; `due_at` is null when the law gives no number."""

    objects = OfKind(Kind.DUTY)  # type: ignore[misc]  # as above

    class Meta:
        proxy = True


class BookSignOff(models.Model):
    """A legal officer has compared one version of the law books with the law, for his unit and those below. `digest`
    names the version by its content."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    version = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    officer = models.ForeignKey("org.Officer", on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    note = models.CharField(max_length=400, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at"]
        constraints = [models.UniqueConstraint(fields=["digest", "officer"], name="book_signed_once_by_each")]

    @property
    def ref(self) -> Ref:
        return Ref("book_sign_off", str(self.id))


class BookChange(models.Model):
    """Books of another digest came into use at `since`. Every subject that then had an open row is reckoned anew, in
    the order of its reference; `reached` is the last one done, `finished_at` when there were no more. `subjects` and
    `moved` count what was looked at and which rows moved."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    version = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    since = models.DateTimeField()
    reached = models.CharField(max_length=96, blank=True)
    subjects = models.PositiveIntegerField(default=0)
    moved = models.PositiveIntegerField(default=0)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-since", "-id"]

    @property
    def ref(self) -> Ref:
        return Ref("book_change", str(self.id))


class BookMoved(models.Model):
    """One row that stands otherwise since a change of the books."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    change = models.ForeignKey(BookChange, on_delete=models.PROTECT, related_name="rows")
    timed = models.ForeignKey(Timed, on_delete=models.PROTECT, related_name="+")
    shift = models.CharField(max_length=12, choices=Shift.choices)
    due_before = models.DateTimeField(null=True)
    due_after = models.DateTimeField(null=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [models.UniqueConstraint(fields=["change", "timed"], name="book_moved_once")]


OPEN = Q(ended_at__isnull=True) & ~Q(state=Phase.WITHDRAWN)
