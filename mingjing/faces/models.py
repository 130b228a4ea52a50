"""Portraits of stays, comparisons with them, the cameras that took both."""

from django.db import models
from django.db.models import Q

from mingjing.custody.models.piece import Piece
from mingjing.faces.rules.curves import Scores
from mingjing.faces.vocab import ByEye, ComparisonState, Flaw, Held, ModelKind, Occasion, PortraitState
from mingjing.kernel.ids import new_id
from mingjing.kernel.ref import Ref
from mingjing.kernel.text import Text
from mingjing.org.access import reach
from mingjing.org.models import Officer

VIEW_CAMERAS = "faces:camera:view"
UNCONFIRMED = (ComparisonState.WAITING, ComparisonState.BY_EYE, ComparisonState.JUDGED)


class CameraQuerySet(models.QuerySet["Camera"]):
    def visible_to(self, officer: Officer) -> "CameraQuerySet":
        """Cameras of the sites his posts reach."""
        wanted = Q(pk__in=[])
        for path in reach(officer, VIEW_CAMERAS):
            wanted |= Q(site__unit__path__startswith=path)
        return self.filter(wanted)


class Camera(models.Model):
    """A camera that takes portraits or pictures to compare. `threshold`: scores from here on are the same person;
    `floor`: below it different people; both null until chosen, and only good for the recogniser with that SHA-256."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    site = models.ForeignKey("org.Site", on_delete=models.PROTECT, related_name="face_cameras")
    code = models.CharField(max_length=16)
    name = models.CharField(max_length=48)
    threshold = models.FloatField(null=True)
    floor = models.FloatField(null=True)
    recogniser = models.CharField(max_length=64, blank=True)
    chosen_at = models.DateTimeField(null=True)

    objects = CameraQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(fields=["site", "code"], name="face_camera_code_once"),
            models.CheckConstraint(
                condition=Q(threshold__isnull=True, floor__isnull=True, recogniser="")
                | (Q(threshold__isnull=False, floor__lte=models.F("threshold")) & ~Q(recogniser="")),
                name="face_camera_threshold_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    @property
    def ref(self) -> Ref:
        return Ref("face_camera", str(self.id))


class Portrait(Piece):
    """The picture of this stay that later ones are compared with. `picture` is its SHA-256 in the store of bytes,
    `flaws` what is wrong with it (vocab.Flaw), `detector` the SHA-256 of the model that looked for faces."""

    KIND = "portrait"

    picture = models.CharField(max_length=64)
    camera = models.ForeignKey(Camera, null=True, on_delete=models.PROTECT, related_name="+")
    taken_at = models.DateTimeField()
    flaws = models.JSONField(default=list)
    detector = models.CharField(max_length=64, blank=True)
    state = models.CharField(max_length=12, choices=PortraitState.choices, default=PortraitState.TAKEN)
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey("org.Officer", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        default_related_name = "portraits"
        ordering = ["taken_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["stay"], condition=Q(state=PortraitState.ACCEPTED), name="portrait_in_use_once"
            ),
            models.CheckConstraint(
                condition=Q(accepted_by__isnull=False) | ~Q(state=PortraitState.ACCEPTED),
                name="portrait_accepted_by_somebody",
            ),
        ]

    @property
    def wrong(self) -> list[Text]:
        return [Flaw(one).text for one in self.flaws]


class Comparison(Piece):
    """A camera picture beside the portrait of the same stay. `score`, `threshold`, `floor`, `detector` and `recogniser`
    (SHA-256) are what the machine judged by, `machine` what it said, `why` why it said nothing; `held` is the officer's
    word, and the only one that counts."""

    KIND = "comparison"

    portrait = models.ForeignKey(Portrait, on_delete=models.PROTECT, related_name="comparisons")
    occasion = models.CharField(max_length=12, choices=Occasion.choices)
    picture = models.CharField(max_length=64)
    camera = models.ForeignKey(Camera, null=True, on_delete=models.PROTECT, related_name="+")
    taken_at = models.DateTimeField()
    flaws = models.JSONField(default=list)
    state = models.CharField(max_length=12, choices=ComparisonState.choices)
    why = models.CharField(max_length=16, choices=ByEye.choices, blank=True)
    score = models.FloatField(null=True)
    threshold = models.FloatField(null=True)
    floor = models.FloatField(null=True)
    detector = models.CharField(max_length=64, blank=True)
    recogniser = models.CharField(max_length=64, blank=True)
    machine = models.CharField(max_length=12, choices=Held.choices, blank=True)
    held = models.CharField(max_length=12, choices=Held.choices, blank=True)
    reason = models.CharField(max_length=240, blank=True)
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey("org.Officer", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        default_related_name = "comparisons"
        ordering = ["taken_at"]
        constraints = [
            models.UniqueConstraint(fields=["stay"], condition=Q(state__in=UNCONFIRMED), name="comparison_open_once"),
            models.CheckConstraint(
                condition=(Q(state=ComparisonState.CONFIRMED, confirmed_by__isnull=False) & ~Q(held=""))
                | (~Q(state=ComparisonState.CONFIRMED) & Q(confirmed_by__isnull=True, held="")),
                name="comparison_confirmed_by_somebody",
            ),
        ]
        indexes = [
            models.Index(fields=["state"], condition=Q(state=ComparisonState.WAITING), name="comparison_waiting")
        ]

    @property
    def wrong(self) -> list[Text]:
        return [Flaw(one).text for one in self.flaws]


class Template(models.Model):
    """The portrait in use as numbers, sealed for this stay and no other; gone with the stay. `recogniser`: the SHA-256
    of the model that made it. One of a stay, and never asked for but by its stay (`faces.sealed`)."""

    stay = models.OneToOneField(
        "custody.Stay", primary_key=True, on_delete=models.PROTECT, related_name="face_template"
    )
    portrait = models.ForeignKey(Portrait, on_delete=models.PROTECT, related_name="+")
    sealed = models.BinaryField()
    recogniser = models.CharField(max_length=64)
    made_at = models.DateTimeField()


class FaceModel(models.Model):
    """Weights the site supplied. `sha256` names the file they lie in; one of each kind is in use."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    kind = models.CharField(max_length=12, choices=ModelKind.choices)
    name = models.CharField(max_length=120)
    size = models.PositiveBigIntegerField()
    licence = models.CharField(max_length=240)
    added_at = models.DateTimeField()
    in_use = models.BooleanField(default=True)

    class Meta:
        ordering = ["-added_at"]
        constraints = [
            models.UniqueConstraint(fields=["kind"], condition=Q(in_use=True), name="face_model_in_use_once"),
            models.CheckConstraint(condition=~Q(licence=""), name="face_model_has_licence"),
        ]

    @property
    def ref(self) -> Ref:
        return Ref("face_model", self.sha256)


class Measurement(models.Model):
    """Scores of a labelled set of pairs from one camera, in rising order; `refused` pairs had no single face.
    `pairs` is the SHA-256 of the list of pairs with the checksums of its pictures."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    camera = models.ForeignKey(Camera, on_delete=models.PROTECT, related_name="measurements")
    made_at = models.DateTimeField()
    pairs = models.CharField(max_length=64)
    same = models.JSONField()
    different = models.JSONField()
    refused = models.PositiveIntegerField()
    detector = models.CharField(max_length=64)
    recogniser = models.CharField(max_length=64)

    class Meta:
        ordering = ["-made_at"]

    @property
    def ref(self) -> Ref:
        return Ref("face_measurement", str(self.id))

    @property
    def scores(self) -> Scores:
        return Scores(tuple(self.same), tuple(self.different))
