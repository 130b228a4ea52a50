"""Joint meetings of police and procuratorate: what is on the table, who was there, what was decided and who does it."""

from django.db import models
from django.db.models import Q

from mingjing.cases.models import Case
from mingjing.kernel.ids import new_id
from mingjing.kernel.ref import Ref
from mingjing.kernel.time import now
from mingjing.org.access import holds, reach
from mingjing.org.models import Officer, Unit
from mingjing.review.machine import MEETINGS
from mingjing.review.vocab import MeetingState, ResolutionState


class MeetingQuerySet(models.QuerySet["Meeting"]):
    def visible_to(self, officer: Officer) -> "MeetingQuerySet":
        """Meetings of units his posts oversee, and those at which something was given to him to do."""
        if not holds(officer, MEETINGS):
            return self.none()
        wanted = Q(pk__in=Resolution.objects.filter(officer=officer).values("meeting"))
        for path in reach(officer, MEETINGS):
            wanted |= Q(unit__path__startswith=path)
        return self.filter(wanted)


class Meeting(models.Model):
    """One meeting the unit called. `attendance` are names and bodies as written down; `minutes` when it was held."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    log = models.CharField(max_length=64)
    title = models.CharField(max_length=120)
    place = models.CharField(max_length=120)
    planned_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=MeetingState.choices, default=MeetingState.CALLED)
    attendance = models.JSONField(default=list)
    minutes = models.TextField(blank=True)
    held_at = models.DateTimeField(null=True)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        ordering = ["-planned_at", "-id"]

    @property
    def ref(self) -> Ref:
        return Ref("meeting", str(self.id))


class AgendaItem(models.Model):
    """One thing to talk about, with the case it is about; shown with it only to who sees that case."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="items")
    topic = models.CharField(max_length=200)
    case = models.ForeignKey(Case, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]


class Resolution(models.Model):
    """What was decided, who does it until when, and what he says was done."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="resolutions")
    words = models.TextField()
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    due_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=ResolutionState.choices, default=ResolutionState.OPEN)
    result = models.TextField(blank=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["due_at", "id"]

    @property
    def ref(self) -> Ref:
        return Ref("resolution", str(self.id))

    @property
    def late(self) -> bool:
        return self.state == ResolutionState.OPEN and self.due_at < now()
