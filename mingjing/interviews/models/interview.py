"""One interview of one person in a case, who is in the room, and when it stood still."""

from django.db import models
from django.db.models import F, Q

from mingjing.cases.models import Case, Recusal
from mingjing.custody.models import Questioning, Stay
from mingjing.custody.vocab import QuestioningKind, Role
from mingjing.interviews.machine import VIEW
from mingjing.interviews.vocab import HelperKind, InterviewState, Part, RecorderState, Where, Why
from mingjing.kernel.ids import new_id
from mingjing.kernel.ref import Ref
from mingjing.org.access import holds
from mingjing.org.models import Officer, Room, Unit
from mingjing.persons.models import Person


class InterviewQuerySet(models.QuerySet["Interview"]):
    def visible_to(self, officer: Officer) -> "InterviewQuerySet":
        """Interviews in cases he sees, and those he holds himself; none of a case he is recused from or that is
        sealed."""
        if not holds(officer, VIEW):
            return self.none()
        recused = Recusal.objects.in_force().filter(officer=officer).values("case")
        mine = Asker.objects.filter(officer=officer).values("interview")
        rows = self.filter(Q(case__in=Case.objects.visible_to(officer)) | Q(pk__in=mine))
        return rows.exclude(case__in=recused).exclude(case__sealed=True)

    def shown_of(self, officer: Officer) -> "list[InterviewQuerySet]":
        """The same interviews as `visible_to`, in parts that may overlap and of which an index serves each."""
        if not holds(officer, VIEW):
            return [self.none()]
        recused = list(Recusal.objects.in_force().filter(officer=officer).values_list("case", flat=True))
        mine = self.filter(pk__in=Asker.objects.filter(officer=officer).values("interview"), case__sealed=False)
        parts = [self.filter(case__in=part.order_by().values("pk")) for part in Case.objects.shown_of(officer)]
        return [*parts, mine.exclude(case__in=recused)]


class Interview(models.Model):
    """`told`: facts of the law books an officer stated when he planned it elsewhere than with a stay. `ordinal`: the
    how-many-th of its kind with this person in this case, from when it was opened. `questioning`: the same in the
    custody record, of which room, officers, times and recording are the truth there. `recorder` speaks only of
    interviews without one. `ended_at`: when the last answer was written."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=32, unique=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="interviews")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="interviews")
    stay = models.ForeignKey(Stay, null=True, on_delete=models.PROTECT, related_name="interviews")
    role = models.CharField(max_length=12, choices=Role.choices)
    kind = models.CharField(max_length=16, choices=QuestioningKind.choices)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    log = models.CharField(max_length=64)
    where = models.CharField(max_length=16, choices=Where.choices)
    place = models.CharField(max_length=200, blank=True)
    room = models.ForeignKey(Room, null=True, on_delete=models.PROTECT, related_name="+")
    remote = models.BooleanField(default=False)
    told = models.JSONField(default=dict)
    question_set = models.CharField(max_length=48)
    state = models.CharField(max_length=12, choices=InterviewState.choices, default=InterviewState.PLANNED)
    planned_for = models.DateTimeField()
    planned_by = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    ordinal = models.PositiveSmallIntegerField(null=True)
    questioning = models.OneToOneField(Questioning, null=True, on_delete=models.PROTECT, related_name="+")
    recorder = models.CharField(max_length=8, choices=RecorderState.choices, default=RecorderState.UNKNOWN)
    recorder_note = models.CharField(max_length=200, blank=True)
    reason = models.CharField(max_length=200, blank=True)

    objects = InterviewQuerySet.as_manager()

    class Meta:
        ordering = ["-planned_for", "-id"]
        indexes = [
            models.Index(fields=["-planned_for", "-id"], name="interview_planned"),
            models.Index(fields=["state", "-planned_for"], name="interview_state"),
            models.Index(fields=["case", "-planned_for"], name="interview_case"),
            models.Index(fields=["room", "state"], name="interview_room"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["planned", "called_off"]) | Q(opened_at__isnull=False),
                name="interview_opened_has_time",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("opened_at")), name="interview_ends_after"
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def ref(self) -> Ref:
        return Ref("interview", str(self.id))

    @property
    def first(self) -> bool:
        """Whether it is the first of its kind with him in this case."""
        return self.ordinal == 1


class Asker(models.Model):
    """An officer in the room, in the order in which the record names them."""

    id = models.BigAutoField(primary_key=True)
    interview = models.ForeignKey(Interview, on_delete=models.PROTECT, related_name="askers")
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    part = models.CharField(max_length=8, choices=Part.choices)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["interview", "officer"], name="asker_once")]


class Helper(models.Model):
    """Somebody who is there for the person, with what the record must say of him (CPR 204, APR 76)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    interview = models.ForeignKey(Interview, on_delete=models.PROTECT, related_name="helpers")
    kind = models.CharField(max_length=20, choices=HelperKind.choices)
    name = models.CharField(max_length=96)
    relation = models.CharField(max_length=60, blank=True)
    employer = models.CharField(max_length=120, blank=True)
    contact = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["kind", "id"]
        constraints = [models.UniqueConstraint(fields=["interview", "kind", "name"], name="helper_once")]


class Pause(models.Model):
    """A stretch in which nobody asked, and why."""

    id = models.BigAutoField(primary_key=True)
    interview = models.ForeignKey(Interview, on_delete=models.PROTECT, related_name="pauses")
    why = models.CharField(max_length=12, choices=Why.choices)
    note = models.CharField(max_length=200, blank=True)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        ordering = ["since"]
        constraints = [
            models.UniqueConstraint(fields=["interview"], condition=Q(until__isnull=True), name="pause_one_open"),
            models.CheckConstraint(condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="pause_ends_after"),
        ]


class InterviewCounter(models.Model):
    """The last number given for a unit and month; its row is the lock that keeps numbers apart."""

    key = models.CharField(max_length=40, primary_key=True)
    last = models.PositiveIntegerField(default=0)
