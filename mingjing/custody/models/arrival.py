"""What is done with a person when he comes in."""

from django.db import models
from django.db.models import Q

from mingjing.custody.models.piece import Piece, signature
from mingjing.custody.rules.money import yuan
from mingjing.custody.vocab import BelongingState, InjuryKind, Occasion, Region, Risk
from mingjing.kernel.ids import new_id
from mingjing.kernel.ref import Ref


class Injury(Piece):
    """One mark on the body map; `x` and `y` are thousandths of the picture's width and height, if pointed at."""

    KIND = "injury"

    region = models.CharField(max_length=12, choices=Region.choices)
    kind = models.CharField(max_length=12, choices=InjuryKind.choices)
    occasion = models.CharField(max_length=8, choices=Occasion.choices)
    found_at = models.DateTimeField()
    note = models.CharField(max_length=240, blank=True)
    cause = models.CharField(max_length=240, blank=True)
    photo = models.CharField(max_length=64, blank=True)
    x = models.PositiveSmallIntegerField(null=True)
    y = models.PositiveSmallIntegerField(null=True)

    class Meta:
        default_related_name = "injuries"
        ordering = ["found_at"]


class Search(Piece):
    """A personal safety search: by whom, where, seen by which camera, what was found."""

    KIND = "search"

    started_at = models.DateTimeField()
    ended_at = models.DateTimeField()
    room = models.ForeignKey("org.Room", null=True, on_delete=models.PROTECT, related_name="+")
    officers = models.ManyToManyField("org.Officer", related_name="+")
    on_camera = models.BooleanField()
    findings = models.CharField(max_length=480, blank=True)
    self_report = models.CharField(max_length=240, blank=True)

    class Meta:
        default_related_name = "searches"
        ordering = ["started_at"]


class Locker(models.Model):
    """A place for belongings at a site."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    site = models.ForeignKey("org.Site", on_delete=models.PROTECT, related_name="lockers")
    code = models.CharField(max_length=16)
    out_of_service = models.BooleanField(default=False)

    class Meta:
        ordering = ["code"]
        constraints = [models.UniqueConstraint(fields=["site", "code"], name="locker_code_once_per_site")]

    def __str__(self) -> str:
        return self.code

    @property
    def ref(self) -> Ref:
        return Ref("locker", str(self.id))


class Belonging(Piece):
    """A thing he carried that has nothing to do with the case. `value` in fen, if told."""

    KIND = "belonging"

    number = models.PositiveSmallIntegerField()
    item = models.CharField(max_length=48)
    description = models.CharField(max_length=240, blank=True)
    quantity = models.PositiveIntegerField(default=1)
    unit = models.CharField(max_length=8, blank=True)
    value = models.BigIntegerField(null=True)
    valuable = models.BooleanField(default=False)
    bag = models.CharField(max_length=32, blank=True)
    photo = models.CharField(max_length=64, blank=True)
    locker = models.ForeignKey(Locker, null=True, on_delete=models.PROTECT, related_name="belongings")
    custodian = models.ForeignKey("org.Officer", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=16, choices=BelongingState.choices, default=BelongingState.KEPT)
    kept_at = models.DateTimeField()
    kept_signature = signature()
    given_at = models.DateTimeField(null=True)
    given_to = models.CharField(max_length=64, blank=True)
    given_signature = signature()
    refused_to_sign = models.CharField(max_length=240, blank=True)

    @property
    def worth(self) -> str:
        """The value in yuan as it is written, or an empty text."""
        return "" if self.value is None else yuan(self.value)

    class Meta:
        default_related_name = "belongings"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["stay", "number"], name="belonging_number_once"),
            models.CheckConstraint(
                condition=Q(state=BelongingState.KEPT, given_at__isnull=True)
                | (~Q(state=BelongingState.KEPT) & Q(given_at__isnull=False)),
                name="belonging_given_has_time",
            ),
        ]


class Assessment(Piece):
    """Answers to one version of a question set, asked afresh every time; a slip is put right by amendment."""

    KIND = "assessment"

    questions = models.CharField(max_length=48)
    answers = models.JSONField()
    risk = models.CharField(max_length=8, choices=Risk.choices)
    needs = models.JSONField(default=list)
    facts = models.JSONField(default=dict)
    note = models.CharField(max_length=480, blank=True)
    assessed_at = models.DateTimeField()

    class Meta:
        default_related_name = "assessments"
        ordering = ["assessed_at"]


class RightsNotice(Piece):
    """What he was told, in which language, whether he understood, and his signature or why there is none."""

    KIND = "rights_notice"

    told_at = models.DateTimeField()
    language = models.CharField(max_length=32)
    understood = models.BooleanField()
    read_aloud = models.BooleanField(default=False)
    interpreter = models.CharField(max_length=64, blank=True)
    guardian = models.CharField(max_length=64, blank=True)
    signature = signature()
    refused_to_sign = models.CharField(max_length=240, blank=True)

    class Meta:
        default_related_name = "rights_notices"
        ordering = ["told_at"]


class Collection(Piece):
    """The checklist of collected information: `{item: {outcome, basis, note}}`."""

    KIND = "collection"

    items = models.JSONField()
    collected_at = models.DateTimeField()

    class Meta:
        default_related_name = "collections"
        ordering = ["collected_at"]
