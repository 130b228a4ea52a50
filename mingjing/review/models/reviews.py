"""Reviews as rows, with the answers of the reviewer and the corrections he gave."""

from django.db import models
from django.db.models import Q

from mingjing.cases.models import Case
from mingjing.kernel.ids import new_id
from mingjing.kernel.ref import Ref
from mingjing.kernel.text import Text
from mingjing.kernel.time import now
from mingjing.org.access import holds
from mingjing.org.models import Officer, Unit
from mingjing.persons.models import Person
from mingjing.review.machine import VIEW
from mingjing.review.rules.checklist import Item, item
from mingjing.review.vocab import OPEN, Answer, CorrectionState, ReviewKind, ReviewState, Severity


class ReviewQuerySet(models.QuerySet["Review"]):
    def visible_to(self, officer: Officer) -> "ReviewQuerySet":
        """Reviews of the cases he sees; of no other is anything listed, counted or exported."""
        if not holds(officer, VIEW):
            return self.none()
        return self.filter(case__in=Case.objects.visible_to(officer))

    def named(self) -> "ReviewQuerySet":
        """With everything a line of a list names."""
        return self.select_related("case__unit", "unit", "person", "submitted_by", "taken_by")


class Review(models.Model):
    """One case looked at before one way out. `person`: whom an arrest or a penalty concerns; none for the transfer of
    the case. `round` counts the looks from 1; `waiting_since` is when the present one was asked for. `book`: version of
    the checklist it began with. `first_passed`: how the first look ended; null before that."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=40, unique=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="reviews")
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=ReviewKind.choices)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    log = models.CharField(max_length=64)
    state = models.CharField(max_length=12, choices=ReviewState.choices, default=ReviewState.SUBMITTED)
    round = models.PositiveSmallIntegerField(default=1)
    book = models.CharField(max_length=10)
    note = models.TextField(blank=True)
    submitted_at = models.DateTimeField()
    submitted_by = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+")
    waiting_since = models.DateTimeField()
    taken_at = models.DateTimeField(null=True)
    taken_by = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+")
    concluded_at = models.DateTimeField(null=True)
    words = models.TextField(blank=True)
    first_passed = models.BooleanField(null=True)
    first_at = models.DateTimeField(null=True)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        ordering = ["waiting_since", "id"]
        indexes = [
            models.Index(fields=["state", "waiting_since"], name="review_waiting"),
            models.Index(fields=["unit", "first_at"], name="review_of_unit"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "kind", "person"], condition=Q(state__in=OPEN, person__isnull=False),
                name="review_open_once",
            ),
            models.UniqueConstraint(
                fields=["case", "kind"], condition=Q(state__in=OPEN, person__isnull=True),
                name="review_of_case_open_once",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["taken", "returned", "passed", "advised"]) | Q(taken_by__isnull=False),
                name="review_has_reviewer",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.number

    @property
    def ref(self) -> Ref:
        return Ref("review", str(self.id))

    @property
    def overdue(self) -> bool:
        """Whether the first clock of its case is over; only of a row that carries `due` (tables.with_due)."""
        due = getattr(self, "due", None)
        return due is not None and self.state in OPEN and due < now()

    @property
    def title(self) -> Text:
        """Its kind, and whom it concerns where it concerns somebody."""
        kind = ReviewKind(self.kind).text
        return Text("{k}：{p}", "{k}: {p}").format(k=kind, p=self.person.shown_name) if self.person else kind


class Mark(models.Model):
    """The answer to one item of a review; one row for each from the beginning. `place` and `words` say of a defect
    where and what; `before` is the answer of the look before this one, `ever_defect` whether it ever was one."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="marks")
    item = models.CharField(max_length=40)
    severity = models.CharField(max_length=8, choices=Severity.choices)
    place_in_book = models.PositiveSmallIntegerField()
    answer = models.CharField(max_length=16, choices=Answer.choices, default=Answer.OPEN)
    before = models.CharField(max_length=16, blank=True)
    place = models.CharField(max_length=200, blank=True)
    words = models.TextField(blank=True)
    ever_defect = models.BooleanField(default=False)
    round = models.PositiveSmallIntegerField(default=1)
    marked_at = models.DateTimeField(null=True)
    marked_by = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["place_in_book"]
        constraints = [models.UniqueConstraint(fields=["review", "item"], name="mark_once")]
        indexes = [models.Index(fields=["item"], name="mark_defects", condition=Q(ever_defect=True))]

    @property
    def asked(self) -> Item | None:
        """The item in the version of the review."""
        return item(self.review.book, self.item)

    @property
    def text(self) -> Text:
        return self.asked.text if self.asked else Text(self.item, self.item)


class CorrectionQuerySet(models.QuerySet["Correction"]):
    def visible_to(self, officer: Officer) -> "CorrectionQuerySet":
        """Those of cases he sees."""
        if not holds(officer, VIEW):
            return self.none()
        return self.filter(review__case__in=Case.objects.visible_to(officer))

    def named(self) -> "CorrectionQuerySet":
        return self.select_related("review__case__unit", "review__person", "mark", "officer", "given_by")


class Correction(models.Model):
    """A defect given to an officer of the case until `due_at`; what he did about it, and when it was closed.
    `told_overdue`: the alarm was raised."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="corrections")
    mark = models.ForeignKey(Mark, on_delete=models.PROTECT, related_name="corrections")
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    place = models.CharField(max_length=200)
    words = models.TextField()
    due_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=CorrectionState.choices, default=CorrectionState.OPEN)
    given_at = models.DateTimeField()
    given_by = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+")
    reply = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    closing = models.TextField(blank=True)
    closed_at = models.DateTimeField(null=True)
    told_overdue = models.BooleanField(default=False)

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        ordering = ["due_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["mark"], condition=~Q(state="closed"), name="correction_open_once")
        ]
        indexes = [models.Index(fields=["officer", "state", "due_at"], name="correction_of_officer")]

    @property
    def ref(self) -> Ref:
        return Ref("correction", str(self.id))

    @property
    def late(self) -> bool:
        """Whether its time is over and it is not closed."""
        return self.state != CorrectionState.CLOSED and self.due_at < now()


class ReviewCounter(models.Model):
    """The last number given for a unit and month; its row is the lock that keeps numbers apart."""

    key = models.CharField(max_length=40, primary_key=True)
    last = models.PositiveIntegerField(default=0)
