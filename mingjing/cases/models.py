"""Cases, and who stands in what relation to them."""

from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import models
from django.db.models import Exists, OuterRef, Q

from mingjing.cases.rules import START, procedure_on
from mingjing.cases.vocab import CaseKind, CaseState, Handing, LinkKind, OfficerRole, PersonRole, TaskState
from mingjing.kernel.ids import new_id
from mingjing.kernel.ref import Ref
from mingjing.kernel.text import Text
from mingjing.kernel.time import now
from mingjing.org.access import holds, reach
from mingjing.org.models import Officer, Unit
from mingjing.persons.like import Among
from mingjing.persons.models import Person
from mingjing.persons.vocab import Protection

if TYPE_CHECKING:
    from mingjing.law.procedure import Procedure

VIEW, PROTECTED = "cases:case:view", "cases:case:protected"
MOST_OWN = 2000  # asked within, the database would look for these few last
ONE_OF = f"pk__{Among.lookup_name}"
NOBODY = (Q(unit__in=set()), Q(**{ONE_OF: []}))
CHILDREN = (PersonRole.SUSPECT, PersonRole.VICTIM)
"""Roles in which a minor makes a case one that is protected."""


class CaseQuerySet(models.QuerySet["Case"]):
    def visible_to(self, officer: Officer) -> "CaseQuerySet":
        """Cases of units his posts oversee (also jointly) and those he is assigned to; none he is recused from, none
        sealed. Cases of minors, and those the law seals by default, are seen by those who handle them and by posts
        that may see protected ones; of anybody else neither lists nor counts nor exports hold them."""
        rows = self.in_reach_of(officer).filter(sealed=False)
        entitled = Q(pk__in=CaseOfficer.objects.in_force().filter(officer=officer).values("case"))
        for path in reach(officer, PROTECTED):
            entitled |= Q(unit__path__startswith=path)
            entitled |= Q(pk__in=CaseUnit.objects.in_force().filter(unit__path__startswith=path).values("case"))
        return rows.filter(entitled | Q(sealed_by_law=False) & ~Exists(of_minors()))

    def shown_of(self, officer: Officer) -> "list[CaseQuerySet]":
        """The same cases as `visible_to`, in parts that may overlap and of which an index serves each: an OR of grounds
        has none, and of a million cases none may be read to leave them out."""
        if not holds(officer, VIEW):
            return [self.none()]
        wide = set(Unit.objects.within(*reach(officer, PROTECTED)).values_list("pk", flat=True))
        units = set(Unit.objects.within(*reach(officer, VIEW)).values_list("pk", flat=True))
        recused = list(Recusal.objects.in_force().filter(officer=officer).values_list("case", flat=True))
        plain = (self.exclude(pk__in=recused) if recused else self).filter(sealed=False)
        open_to_all = plain.filter(~Exists(of_minors()), sealed_by_law=False)
        joint = CaseUnit.objects.in_force()
        grounds = (
            (open_to_all, Q(unit__in=units - wide)),
            (plain, Q(unit__in=units & wide)),
            (plain, _among(CaseOfficer.objects.in_force().filter(officer=officer), MOST_OWN)),
            (open_to_all, _among(joint.filter(unit__in=units - wide))),
            (plain, _among(joint.filter(unit__in=units & wide))),
        )
        return [rows.filter(ground) for rows, ground in grounds if ground not in NOBODY] or [self.none()]

    def in_reach_of(self, officer: Officer) -> "CaseQuerySet":
        """As visible_to, sealed cases included: only for opening them with a purpose."""
        if not holds(officer, VIEW):
            return self.none()
        wanted = Q(pk__in=CaseOfficer.objects.in_force().filter(officer=officer).values("case"))
        for path in reach(officer, VIEW):
            wanted |= Q(unit__path__startswith=path)
            wanted |= Q(pk__in=CaseUnit.objects.in_force().filter(unit__path__startswith=path).values("case"))
        recused = Recusal.objects.in_force().filter(officer=officer).values("case")
        return self.filter(wanted).exclude(pk__in=recused)


def _among(rows: "models.QuerySet[Any]", most: int = 0) -> Q:
    """Their cases; named one by one when there are at most so many."""
    found = list(rows.order_by().values_list("case", flat=True)[: most + 1])
    return Q(**{ONE_OF: found}) if len(found) <= most else Q(pk__in=rows.values("case"))


class Case(models.Model):
    """A case. `circumstances`: {value of Circumstance: true or false} as far as stated. `unit` handles it.
    `procedure` is the rule of the law books that draws its way, `stage` where it stands there since `stage_since`;
    `told` are facts its moves told, by their names in the books. `sealed` by a decision; `sealed_by_law` by default.
    `place` and `happened_at` say where and when it happened, as far as known."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=32, unique=True)
    kind = models.CharField(max_length=16, choices=CaseKind.choices)
    cause = models.CharField(max_length=120)
    summary = models.TextField(blank=True)
    place = models.CharField(max_length=200, blank=True)
    happened_at = models.DateTimeField(null=True, blank=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, choices=CaseState.choices, default=CaseState.OPEN)
    procedure = models.CharField(max_length=48)
    stage = models.CharField(max_length=24, default=START)
    stage_since = models.DateTimeField()
    told = models.JSONField(default=dict)
    circumstances = models.JSONField(default=dict)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    sealed = models.BooleanField(default=False)
    sealed_basis = models.CharField(max_length=120, blank=True)
    sealed_by_law = models.BooleanField(default=False)
    log = models.CharField(max_length=64)

    objects = CaseQuerySet.as_manager()

    class Meta:
        ordering = ["-opened_at", "-id"]
        indexes = [  # each serves an order or a choice of the list (cases.listing); migration 0005 adds those for words
            models.Index(fields=["unit", "state", "-opened_at"], name="case_unit_state"),
            models.Index(fields=["-opened_at", "-id"], name="case_opened"),
            models.Index(fields=["unit", "-opened_at", "-id"], name="case_unit_opened"),
            models.Index(fields=["state", "-opened_at", "-id"], name="case_state_opened"),
            models.Index(fields=["stage", "-opened_at", "-id"], name="case_stage_opened"),
            models.Index(fields=["kind", "-opened_at", "-id"], name="case_kind_opened"),
            models.Index(fields=["happened_at"], name="case_happened"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=CaseState.CLOSED, closed_at__isnull=False)
                | Q(state=CaseState.OPEN, closed_at__isnull=True),
                name="case_closed_has_time",
            ),
            models.CheckConstraint(condition=Q(sealed=False) | ~Q(sealed_basis=""), name="case_seal_has_basis"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def ref(self) -> Ref:
        return Ref("case", str(self.id))

    def graph(self, at: datetime) -> "Procedure | None":
        """Its procedure as in force on that day; None when the law then had none."""
        return procedure_on(self.procedure, at)

    @property
    def of_minors(self) -> bool:
        """Whether a minor is a suspect or a victim of it."""
        return of_minors(self.pk).exists()

    @property
    def stage_text(self) -> Text:
        """What the law calls the stage."""
        graph = self.graph(now())
        known = graph.states.get(self.stage) if graph else None
        return known.title if known else Text(self.stage, self.stage)

    @property
    def lead(self) -> Officer | None:
        """The lead investigator now; read from `officers` so that a prefetch serves it."""
        held = (o for o in self.officers.all() if o.until is None and o.role == OfficerRole.LEAD_INVESTIGATOR)
        return next((o.officer for o in held), None)

    @property
    def came_from(self) -> "CaseOrigin | None":
        """The record of another system it was taken over from."""
        return getattr(self, "origin", None)

    def facts(self) -> dict[str, Any]:
        """The `case.*` facts of the law books that this record establishes; what was not stated is absent."""
        return {"case.kind": self.kind, **{f"case.{name}": told for name, told in self.circumstances.items()}}


class InForce(models.QuerySet[Any]):
    def in_force(self) -> "InForce":
        """Rows that have not ended."""
        return self.filter(until__isnull=True)


class CaseOfficer(models.Model):
    """An officer on the case from `since` until `until` (open when null), in one role at a time."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="officers")
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=20, choices=OfficerRole.choices)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

    objects = InForce.as_manager()

    class Meta:
        ordering = ["since"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "officer"], condition=Q(until__isnull=True), name="officer_once_on_case"
            ),
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(until__isnull=True, role=OfficerRole.LEAD_INVESTIGATOR),
                name="one_lead_per_case",
            ),
        ]


class Recusal(models.Model):
    """An officer is kept from a case, whatever his posts, until the recusal is lifted."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="recusals")
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=200)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

    objects = InForce.as_manager()

    class Meta:
        ordering = ["since"]
        constraints = [
            models.UniqueConstraint(fields=["case", "officer"], condition=Q(until__isnull=True), name="recused_once")
        ]


class CasePerson(models.Model):
    """A person on the case in a role from `since` until `until`; one person may have several roles."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="people")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=12, choices=PersonRole.choices)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

    objects = InForce.as_manager()

    class Meta:
        ordering = ["since", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "person", "role"], condition=Q(until__isnull=True), name="person_once_in_role"
            )
        ]


def of_minors(case: UUID | None = None) -> "models.QuerySet[CasePerson]":
    """Who makes a case one of minors: of this case, or of the one an outer query asks about."""
    rows = CasePerson.objects.filter(until__isnull=True, role__in=CHILDREN, person__protection=Protection.MINOR)
    return rows.filter(case_id=case or OuterRef("pk"))


class CaseOrigin(models.Model):
    """Which record of which other system the case was taken over from: once for each (`source`, `folded`), whatever
    file tells it. `number` as it was written there, `folded` without signs; `stage` where the case then stood; `sha256`
    and `line` of the file; `batch` is the import."""

    case = models.OneToOneField(Case, primary_key=True, on_delete=models.PROTECT, related_name="origin")
    source = models.CharField(max_length=40)
    number = models.CharField(max_length=64)
    folded = models.CharField(max_length=64, db_index=True)
    stage = models.CharField(max_length=24)
    sha256 = models.CharField(max_length=64)
    line = models.PositiveIntegerField()
    batch = models.UUIDField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "folded"], name="taken_over_once")]


class CaseCounter(models.Model):
    """The last number given for a unit and month; its row is the lock that keeps numbers apart."""

    key = models.CharField(max_length=40, primary_key=True)
    last = models.PositiveIntegerField(default=0)


class CaseTask(models.Model):
    """Something an officer has to do for a case by `due_at`. `told_overdue`: the alarm was raised."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="tasks")
    title = models.CharField(max_length=120)
    note = models.CharField(max_length=400, blank=True)
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    due_at = models.DateTimeField()
    state = models.CharField(max_length=12, choices=TaskState.choices, default=TaskState.OPEN)
    given_at = models.DateTimeField()
    given_by = models.CharField(max_length=64)
    ended_at = models.DateTimeField(null=True, blank=True)
    result = models.CharField(max_length=400, blank=True)
    told_overdue = models.BooleanField(default=False)

    class Meta:
        ordering = ["due_at"]
        indexes = [
            models.Index(fields=["due_at"], name="task_open_due", condition=Q(state=TaskState.OPEN)),
            models.Index(fields=["officer", "state", "due_at"], name="task_of_officer"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=TaskState.OPEN, ended_at__isnull=True)
                | (~Q(state=TaskState.OPEN) & Q(ended_at__isnull=False) & ~Q(result="")),
                name="task_ended_says_how",
            )
        ]

    @property
    def ref(self) -> Ref:
        return Ref("task", str(self.id))


class HandOver(models.Model):
    """A case offered by the officer on it to another, in the giver's role; it changes hands when that one accepts. One
    `batch` for each time somebody hands over several."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    batch = models.UUIDField(default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="handings")
    giver = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    taker = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=20, choices=OfficerRole.choices)
    note = models.CharField(max_length=400)
    state = models.CharField(max_length=12, choices=Handing.choices, default=Handing.OFFERED)
    offered_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-offered_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "giver"], condition=Q(state=Handing.OFFERED), name="handed_over_once_at_a_time"
            )
        ]


class CaseUnit(models.Model):
    """A unit that handles the case jointly with the unit of the case: its posts see it as that unit's do."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="joint_units")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=200)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

    objects = InForce.as_manager()

    class Meta:
        ordering = ["since"]
        constraints = [
            models.UniqueConstraint(fields=["case", "unit"], condition=Q(until__isnull=True), name="joint_unit_once")
        ]


class CaseLink(models.Model):
    """`source` was merged into `target`, or `target` was split off from `source`. What it carried (people, entries that
    tell an earlier start) is named, so that it can be undone."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=8, choices=LinkKind.choices)
    source = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="links_out")
    target = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="links_in")
    reason = models.CharField(max_length=200)
    stage = models.CharField(max_length=24)
    people = models.JSONField(default=list)
    entries = models.JSONField(default=list)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

    objects = InForce.as_manager()

    class Meta:
        ordering = ["since"]
        constraints = [
            models.UniqueConstraint(
                fields=["source"], condition=Q(until__isnull=True, kind="merged"), name="merged_into_one"
            )
        ]
