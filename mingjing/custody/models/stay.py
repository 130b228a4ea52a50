"""One visit of one person, from arrival to departure."""

from django.db import models
from django.db.models import Q

from mingjing.custody.vocab import INSIDE, PRESENT, Colour, Ground, Mode, Observation, Outcome, Role, StayState
from mingjing.kernel.ids import new_id
from mingjing.kernel.ref import Ref
from mingjing.kernel.text import Text
from mingjing.org.access import reach
from mingjing.org.models import Officer, Unit

RECEPTION = Text("接待区", "Reception")


class StayQuerySet(models.QuerySet["Stay"]):
    def visible_to(self, officer: Officer) -> "StayQuerySet":
        """Stays at sites and of cases the officer's posts reach, of cases he is assigned to, and those he brought; none
        of a case he is recused from."""
        from mingjing.cases.selectors import assigned, recusals  # noqa: PLC0415  selectors import models

        wanted = Q(brought_by=officer) | Q(case_id__in=assigned(officer))
        for path in reach(officer, "custody:stay:view"):
            wanted |= Q(site__unit__path__startswith=path) | Q(case__unit__path__startswith=path)
        return self.filter(wanted).exclude(case__in=recusals(officer))

    def kept_from(self, officer: Officer) -> "StayQuerySet":
        """Those in custody where the officer's post may call for help, of cases he is recused from: that they are
        there, and where, is all he learns of them."""
        from mingjing.cases.selectors import recusals  # noqa: PLC0415  as above

        there = Unit.objects.within(*reach(officer, "custody:incident:report"))
        return self.present().filter(case__in=recusals(officer), site__unit__in=there)

    def present(self) -> "StayQuerySet":
        """Neither departed nor recorded in error; those temporarily out count as present."""
        return self.filter(state__in=PRESENT)

    def named(self) -> "StayQuerySet":
        """With what every line about a stay shows."""
        return self.select_related("person", "case", "site__unit", "room", "brought_by", "brought_unit")


class Stay(models.Model):
    """`day` and `seq` make the number printed on the record, counted per site and local day from 1. `room` repeats the
    open occupancy, `observation` the level in force. `band` is empty until bands are issued. `held_since`: when he was
    taken, or came into the hands of the police, where that was before he arrived here."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    site = models.ForeignKey("org.Site", on_delete=models.PROTECT, related_name="stays")
    day = models.DateField()
    seq = models.PositiveSmallIntegerField()
    person = models.ForeignKey("persons.Person", on_delete=models.PROTECT, related_name="stays")
    case = models.ForeignKey("cases.Case", null=True, on_delete=models.PROTECT, related_name="stays")
    state = models.CharField(max_length=20, choices=StayState.choices, default=StayState.ARRIVED)
    role = models.CharField(max_length=12, choices=Role.choices)
    ground = models.CharField(max_length=32, choices=Ground.choices)
    ground_since = models.DateTimeField()
    instrument = models.CharField(max_length=64, blank=True)
    mode = models.CharField(max_length=16, choices=Mode.choices)
    brought_by = models.ForeignKey("org.Officer", null=True, on_delete=models.PROTECT, related_name="+")
    brought_unit = models.ForeignKey("org.Unit", null=True, on_delete=models.PROTECT, related_name="+")
    condition = models.CharField(max_length=240, blank=True)
    held_since = models.DateTimeField(null=True)
    arrived_at = models.DateTimeField()
    colour = models.CharField(max_length=8, choices=Colour.choices, default=Colour.YELLOW)
    observation = models.CharField(max_length=12, choices=Observation.choices, default=Observation.GENERAL)
    vest = models.CharField(max_length=16, blank=True)
    band = models.CharField(max_length=64, blank=True)
    room = models.ForeignKey("org.Room", null=True, on_delete=models.PROTECT, related_name="stays_now")
    departed_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=24, choices=Outcome.choices, blank=True)

    objects = StayQuerySet.as_manager()

    class Meta:
        ordering = ["arrived_at"]
        constraints = [
            models.UniqueConstraint(fields=["site", "day", "seq"], name="stay_number_once"),
            models.UniqueConstraint(fields=["person"], condition=Q(state__in=PRESENT), name="stay_present_once"),
            models.UniqueConstraint(
                fields=["site", "vest"], condition=Q(state__in=PRESENT) & ~Q(vest=""), name="stay_vest_worn_once"
            ),
            models.CheckConstraint(
                condition=Q(departed_at__isnull=False, state=StayState.DEPARTED)
                | (Q(departed_at__isnull=True) & ~Q(state=StayState.DEPARTED)),
                name="stay_departed_has_time",
            ),
        ]
        indexes = [
            # the desks' question: who is here now
            models.Index(fields=["site", "arrived_at"], condition=Q(state__in=PRESENT), name="stay_present"),
            models.Index(fields=["person", "arrived_at"], name="stay_person"),
            models.Index(fields=["site", "departed_at"], name="stay_departed"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def place(self) -> Text:
        """Where he is, in the words of every screen: his room, the reception, or that he is not here."""
        if self.room:
            return self.room.text
        return RECEPTION if self.state in INSIDE else StayState(self.state).text

    @property
    def number(self) -> str:
        """As printed: site code, day, number of the day."""
        return f"{self.site.code}-{self.day:%Y%m%d}-{self.seq:03d}"

    @property
    def ref(self) -> Ref:
        return Ref("stay", str(self.id))

    @property
    def present(self) -> bool:
        return self.state in PRESENT
