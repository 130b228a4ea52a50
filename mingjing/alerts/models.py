"""Alarms as rows. The row is what is known now; how it came about is in the entries about it."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import BooleanField, Case, Q, When
from django.urls import reverse

from mingjing.alerts.machine import OPEN, PRESENT, UNACKNOWLEDGED, UNANSWERED
from mingjing.alerts.rules import Rule, guarding, rules
from mingjing.alerts.vocab import AlarmState, Grade, Service
from mingjing.kernel.ids import new_id
from mingjing.kernel.ref import Ref
from mingjing.kernel.text import Text
from mingjing.org import sight
from mingjing.org.access import reach
from mingjing.org.models import Site, Unit
from mingjing.org.recusal import Kept, kept_from

if TYPE_CHECKING:
    from mingjing.org.models import Officer


class AlarmQuerySet(models.QuerySet["Alarm"]):
    def visible_to(self, officer: "Officer") -> "AlarmQuerySet":
        """Alarms of the sites whose unit lies in the officer's reach, and those he was called to; about a case or a
        measure (`sight`) only when he may see it. About whom he is
        recused from, only what guards a body, `withheld`: he must run when somebody falls, and learn no more."""
        units = Unit.objects.within(*reach(officer, "alerts:alarm:view"))
        called = AlarmCall.objects.filter(officer_id=officer.pk).values("alarm_id")
        mine = self.filter(Q(site__unit__in=units) | Q(pk__in=called)).exclude(sight.hidden(officer))
        return mine.withholding(kept_from(officer.pk))

    def withholding(self, kept: Kept) -> "AlarmQuerySet":
        """Without what names such a thing and guards no body; the rest of it is marked `withheld`."""
        naming = Q(pk__in=AlarmRef.objects.filter(kept.rows("kind", "ref_id")).values("alarm_id"))
        mark = Case(When(naming, then=True), default=False, output_field=BooleanField())
        return self.exclude(naming & ~Q(rule__in=guarding())).annotate(withheld=mark)

    def in_full(self) -> "AlarmQuerySet":
        """Of `visible_to`, without what is withheld: a list that is searched must not tell by what it finds."""
        return self.filter(Q(withheld=False))

    def open(self) -> "AlarmQuerySet":
        return self.filter(state__in=OPEN)

    def loud(self) -> "AlarmQuerySet":
        """Open, not answered, and allowed to call: what the bell counts."""
        return self.filter(state__in=UNANSWERED, service=Service.IN_SERVICE, late=False)

    def about(self, ref: Ref) -> "AlarmQuerySet":
        """Alarms that name the thing, as their subject or beside it."""
        named = AlarmRef.objects.filter(kind=ref.kind, ref_id=ref.id).values("alarm_id")
        return self.filter(pk__in=named)

    def of_subject(self, ref: Ref) -> "AlarmQuerySet":
        """Alarms whose subject the thing is."""
        return self.filter(subject_kind=ref.kind, subject_id=ref.id)

    def worst_first(self) -> "AlarmQuerySet":
        return self.order_by("-weight", "raised_at")


class Alarm(models.Model):
    """One rule about one subject until it is closed. `cause` tells apart two alarms of one rule about one subject.

    `late` is an alarm that was already old when it was raised: kept, listed, never called out. `call_at` is when the
    next rung of the ladder is called unless somebody answers first. `untrue`: what raised it was taken back, for what
    was learnt later shows that it was not so.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    rule = models.CharField(max_length=48)
    subject_kind = models.CharField(max_length=24)
    subject_id = models.CharField(max_length=64)
    cause = models.CharField(max_length=160, blank=True)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="alarms")
    log = models.CharField(max_length=64)
    grade = models.CharField(max_length=8, choices=Grade.choices)
    weight = models.PositiveSmallIntegerField()
    text_zh = models.TextField()
    text_en = models.TextField()
    basis = models.CharField(max_length=120, blank=True)
    state = models.CharField(max_length=16, choices=AlarmState.choices, default=AlarmState.UNSEEN)
    late = models.BooleanField(default=False)
    untrue = models.BooleanField(default=False)
    raised_at = models.DateTimeField()
    last_sighting = models.DateTimeField()
    sightings = models.PositiveIntegerField(default=1)
    cleared_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_by = models.CharField(max_length=64, blank=True)
    acknowledged_name = models.CharField(max_length=64, blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=64, blank=True)
    answered_name = models.CharField(max_length=64, blank=True)
    answer = models.CharField(max_length=32, blank=True)
    answer_note = models.TextField(blank=True)
    service = models.CharField(max_length=16, choices=Service.choices, default=Service.IN_SERVICE)
    shelved_until = models.DateTimeField(null=True)
    silenced_by = models.CharField(max_length=64, blank=True)
    silenced_name = models.CharField(max_length=64, blank=True)
    silenced_reason = models.TextField(blank=True)
    level = models.PositiveSmallIntegerField(default=0)
    escalations = models.PositiveIntegerField(default=0)
    escalated_at = models.DateTimeField(null=True)
    call_at = models.DateTimeField(null=True)

    objects = AlarmQuerySet.as_manager()
    withheld = False
    """Set on rows of `visible_to`: the reader may know that it rings and where, not what was written about it."""

    class Meta:
        ordering = ["-raised_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["rule", "subject_kind", "subject_id", "cause"],
                condition=Q(closed_at__isnull=True),
                name="alarm_open_once",
            ),
            models.CheckConstraint(
                condition=Q(state="closed", closed_at__isnull=False) | (~Q(state="closed") & Q(closed_at__isnull=True)),
                name="alarm_closed_has_time",
            ),
            models.CheckConstraint(
                condition=~Q(service="shelved") | (Q(shelved_until__isnull=False) & ~Q(silenced_reason="")),
                name="alarm_shelved_has_end_and_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["call_at"], name="alarm_call_due"),
            models.Index(fields=["site", "state", "-weight"], name="alarm_site_open"),
            models.Index(fields=["site", "raised_at"], name="alarm_site_raised"),
        ]

    @property
    def ref(self) -> Ref:
        return Ref("alarm", str(self.id))

    @property
    def subject(self) -> Ref:
        return Ref(self.subject_kind, self.subject_id)

    @property
    def text(self) -> Text:
        return self.rule_text if self.withheld else self.written

    @property
    def written(self) -> Text:
        return Text(self.text_zh, self.text_en)

    @property
    def known_rule(self) -> Rule:
        """The line of the catalogue. Raises KeyError for a rule of another release."""
        return rules()[self.rule]

    @property
    def colour(self) -> str:
        """The control colour of the screen: red, amber or green."""
        return Grade(self.grade).colour

    @property
    def rule_text(self) -> Text:
        return rules()[self.rule].text if self.rule in rules() else self.written

    def get_absolute_url(self) -> str:
        return reverse("alerts:alarm", args=[self.pk])

    @property
    def active(self) -> bool:
        """Whether the cause is still there."""
        return self.state in PRESENT

    @property
    def latched(self) -> bool:
        """Whether only an answer can end it."""
        return self.known_rule.latch and self.state in UNANSWERED

    @property
    def acknowledged(self) -> bool:
        return self.state not in UNACKNOWLEDGED


class AlarmRef(models.Model):
    """One thing an alarm names: its subject, and what else its page should show it on."""

    id = models.BigAutoField(primary_key=True)
    alarm = models.ForeignKey(Alarm, on_delete=models.CASCADE, related_name="refs")
    kind = models.CharField(max_length=24)
    ref_id = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "ref_id", "alarm"], name="alarm_names_thing_once")]


class AlarmCall(models.Model):
    """An officer whom an alarm reached, and by which rung of the ladder."""

    id = models.BigAutoField(primary_key=True)
    alarm = models.ForeignKey(Alarm, on_delete=models.CASCADE, related_name="calls")
    officer = models.ForeignKey("org.Officer", on_delete=models.PROTECT, related_name="alarm_calls")
    level = models.PositiveSmallIntegerField()
    at = models.DateTimeField()

    @property
    def rung(self) -> int:
        """The rung of the ladder as people count."""
        return self.level + 1

    class Meta:
        ordering = ["at", "id"]
        constraints = [models.UniqueConstraint(fields=["alarm", "officer", "level"], name="called_once_per_level")]


def named_refs(alarm: Alarm, refs: Iterable[Ref]) -> list[AlarmRef]:
    """Rows for the subject and every further ref, each once."""
    return [AlarmRef(alarm=alarm, kind=r.kind, ref_id=r.id) for r in dict.fromkeys([alarm.subject, *refs])]
