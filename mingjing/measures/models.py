"""Measures, what is noted under them, and the terms of bail and penalty."""

from typing import Any

from django.db import models
from django.db.models import Q

from mingjing.cases.models import Case
from mingjing.kernel.ids import new_id
from mingjing.kernel.ref import Ref
from mingjing.kernel.text import Text
from mingjing.measures.vocab import (
    BailWay,
    BreachKind,
    Disposal,
    HappeningKind,
    MeasureKind,
    PaymentKind,
    PenaltyWay,
)
from mingjing.org.access import holds, reach
from mingjing.org.models import Officer, Unit
from mingjing.persons.models import Person

VIEW, SEALED = "measures:measure:view", "measures:measure:see_sealed"


class MeasureQuerySet(models.QuerySet["Measure"]):
    def visible_to(self, officer: Officer) -> "MeasureQuerySet":
        """Measures of the cases he sees and of persons whose record is not sealed. A sealed penalty (PSL 136) is seen
        by the officers on its case and by posts named for it, by nobody else."""
        if not holds(officer, VIEW):
            return self.none()
        mine = self.filter(case__in=Case.objects.visible_to(officer), person__sealed=False)
        entitled = Q(sealed=False) | Q(case__officers__officer=officer, case__officers__until__isnull=True)
        for path in reach(officer, SEALED):
            entitled |= Q(unit__path__startswith=path)
        return self.filter(pk__in=mine.filter(entitled).values("pk"))

    def in_force(self) -> "MeasureQuerySet":
        """Neither ended nor refused."""
        return self.filter(ended_at__isnull=True)

    def named(self) -> "MeasureQuerySet":
        """With what every line about a measure shows."""
        return self.select_related("person", "case", "unit")


class Measure(models.Model):
    """What is done to one person in one case. `state` is one of the graph's; `since` when it was reached.

    `facts`: what officers stated about it, by the names of the law's vocabulary. `instruments`: {template: number} of
    the final ones, `instrument` the number of the one that carries it. `grant`: the request the last
    move used up. `replaces`: the measure that ended for this. `refused_at`: when it was refused first.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="measures")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="measures")
    kind = models.CharField(max_length=24, choices=MeasureKind.choices)
    state = models.CharField(max_length=24)
    since = models.DateTimeField()
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    log = models.CharField(max_length=64)
    reason = models.TextField(blank=True)
    place = models.CharField(max_length=200, blank=True)
    instrument = models.CharField(max_length=64, blank=True)
    instruments = models.JSONField(default=dict)
    facts = models.JSONField(default=dict)
    grant = models.CharField(max_length=64, blank=True)
    replaces = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="replaced_by")
    proposed_at = models.DateTimeField()
    proposed_by = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    executed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    refused_at = models.DateTimeField(null=True)
    sealed = models.BooleanField(default=False)

    objects = MeasureQuerySet.as_manager()

    class Meta:
        ordering = ["-proposed_at", "-id"]
        indexes = [
            models.Index(fields=["case", "person"], name="measure_of_person"),
            models.Index(fields=["unit", "-proposed_at"], condition=Q(ended_at__isnull=True), name="measure_in_force"),
            models.Index(fields=["kind", "-proposed_at"], name="measure_kind"),
        ]

    def __str__(self) -> str:
        return f"{MeasureKind(self.kind).text} {self.person.shown_name}"

    @property
    def ref(self) -> Ref:
        return Ref("measure", str(self.id))

    @property
    def title(self) -> Text:
        """What it is called on lists and in requests: kind and person, masked where the record is protected."""
        return Text("{kind}：{who}", "{kind}: {who}").format(
            kind=MeasureKind(self.kind).text, who=self.person.shown_name
        )


class Happening(models.Model):
    """Something noted under a measure; those that ask wait until `answered_at`. `facts` as told to the law."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="happenings")
    kind = models.CharField(max_length=20, choices=HappeningKind.choices)
    breach = models.CharField(max_length=24, choices=BreachKind.choices, blank=True)
    at = models.DateTimeField()
    until = models.DateTimeField(null=True)
    said = models.TextField()
    by_name = models.CharField(max_length=64)
    granted = models.BooleanField(null=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=64, blank=True)
    answer = models.TextField(blank=True)

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, granted__isnull=True)
                | (Q(answered_at__isnull=False, granted__isnull=False) & ~Q(answer="")),
                name="happening_answer_has_reason",
            )
        ]


class Bail(models.Model):
    """The terms of bail: a guarantor or a deposit, never both. Amounts in yuan. `station` watches over it."""

    measure = models.OneToOneField(Measure, primary_key=True, on_delete=models.PROTECT, related_name="bail")
    way = models.CharField(max_length=12, choices=BailWay.choices)
    guarantor = models.CharField(max_length=96, blank=True)
    relation = models.CharField(max_length=32, blank=True)
    phone = models.CharField(max_length=32, blank=True)
    deposit = models.PositiveIntegerField(null=True)
    receipt = models.CharField(max_length=64, blank=True)
    bank = models.CharField(max_length=96, blank=True)
    paid_at = models.DateTimeField(null=True)
    station = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    conditions = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=(Q(way=BailWay.GUARANTOR, deposit__isnull=True) & ~Q(guarantor=""))
                | Q(way=BailWay.DEPOSIT, deposit__isnull=False, guarantor=""),
                name="bail_guarantor_or_deposit",
            )
        ]


class Penalty(models.Model):
    """What an officer puts forward, and what was decided. `article`: of the book of penalties; `grade`: which of its
    grades; `range_zh/en`: what the book allowed on that day, kept as it was read. `decides`: the rank that decides.
    `put_at`: when it was put forward as it stands; a review before that was of another penalty. `noticed`: the facts of
    the penalty as he was told of it; another penalty needs another notice (APR 169)."""

    measure = models.OneToOneField(Measure, primary_key=True, on_delete=models.PROTECT, related_name="penalty")
    way = models.CharField(max_length=12, choices=PenaltyWay.choices)
    article = models.CharField(max_length=32)
    grade = models.CharField(max_length=32)
    range_zh = models.TextField()
    range_en = models.TextField()
    warning = models.BooleanField(default=False)
    detention_days = models.PositiveSmallIntegerField(default=0)
    fine = models.PositiveIntegerField(default=0)
    revocation = models.BooleanField(default=False)
    closure = models.BooleanField(default=False)
    besides = models.CharField(max_length=200, blank=True)
    set_off_days = models.PositiveSmallIntegerField(default=0)
    mitigated = models.BooleanField(default=False)
    circumstances = models.TextField(blank=True)
    reasons = models.TextField()
    decides = models.CharField(max_length=32)
    put_at = models.DateTimeField(null=True)
    noticed = models.JSONField(default=dict)
    not_executed = models.CharField(max_length=200, blank=True)
    executed_from = models.DateField(null=True)
    executed_until = models.DateField(null=True)


class Hearing(models.Model):
    """A hearing before a penalty: asked for, called or refused, held, reported. `course`: what was said there, for its
    record; `report`: what is proposed after it."""

    measure = models.OneToOneField(Measure, primary_key=True, on_delete=models.PROTECT, related_name="hearing")
    asked_at = models.DateTimeField()
    accepted = models.BooleanField(null=True)
    answered_at = models.DateTimeField(null=True)
    answer = models.TextField(blank=True)
    withdrawn_at = models.DateTimeField(null=True)
    notified_at = models.DateTimeField(null=True)
    planned_at = models.DateTimeField(null=True)
    place = models.CharField(max_length=96, blank=True)
    closed_doors = models.BooleanField(null=True)
    chair = models.CharField(max_length=64, blank=True)
    members = models.CharField(max_length=128, blank=True)
    clerk = models.CharField(max_length=64, blank=True)
    held_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    course = models.TextField(blank=True)
    report = models.TextField(blank=True)


class Payment(models.Model):
    """Money that came in or went back under a measure, in yuan with two places; `receipt` is the bank's."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="payments")
    kind = models.CharField(max_length=16, choices=PaymentKind.choices)
    amount = models.DecimalField(max_digits=12, decimal_places=2)
    receipt = models.CharField(max_length=64)
    at = models.DateTimeField()
    by_name = models.CharField(max_length=64)

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="payment_is_something"),
            models.UniqueConstraint(fields=["measure", "receipt"], name="payment_receipt_once"),
        ]


class PreservedItem(models.Model):
    """One thing of a preservation of evidence, until it is dealt with."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="items")
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=96)
    quantity = models.CharField(max_length=32)
    features = models.CharField(max_length=200, blank=True)
    holder = models.CharField(max_length=96, blank=True)
    disposal = models.CharField(max_length=12, choices=Disposal.choices, default=Disposal.KEPT)
    disposed_at = models.DateTimeField(null=True)
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["measure", "number"], name="preserved_item_once")]


def facts_of(measure: Measure) -> dict[str, Any]:
    """The `measure.*` facts and what was stated about it."""
    return {**measure.facts, "measure.kind": measure.kind, "measure.state": measure.state}
