"""People, their names, papers, contacts and photographs, and claims that two records are one person."""

from datetime import date, datetime
from typing import Any

from django.db import models
from django.db.models import F, Q

from mingjing.kernel.ids import new_id
from mingjing.kernel.ref import Ref
from mingjing.kernel.text import Text
from mingjing.media.models import Blob
from mingjing.org.models import Officer
from mingjing.persons import scopes
from mingjing.persons.rules.facts import HOME_NATIONALITY, age_on, law_facts
from mingjing.persons.rules.names import masked
from mingjing.persons.vocab import Confidence, ContactKind, DocumentKind, Held, NameKind, PhotoKind, Protection, Sex


class PersonQuerySet(models.QuerySet["Person"]):
    def visible_to(self, officer: Officer) -> "PersonQuerySet":
        """Persons of the cases and stays the officer sees, and those he registered; sealed records never."""
        return self.in_reach_of(officer).filter(sealed=False)

    def in_reach_of(self, officer: Officer) -> "PersonQuerySet":
        """As visible_to, sealed records included: only for opening them with a purpose."""
        return self.filter(scopes.reach(officer))


class Person(models.Model):
    """One record of one human being, known or not.

    `identity_known` is a legal state: while it is false `name` is how the record calls him ("unknown man 1"),
    `age_about` the estimated age in years on `described_on`. `nationality` is the three-letter code of ISO 3166, empty
    when not established. `photo` is the portrait in use. `registered_by` is the officer's id, `unit` his unit's code.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=96)
    sex = models.CharField(max_length=8, choices=Sex.choices)
    birth_date = models.DateField(null=True, blank=True)
    identity_known = models.BooleanField()
    name_withheld = models.BooleanField(default=False)
    age_about = models.PositiveSmallIntegerField(null=True, blank=True)
    described_on = models.DateField(null=True, blank=True)
    features = models.TextField(blank=True)
    nationality = models.CharField(max_length=3, blank=True, default=HOME_NATIONALITY)
    ethnicity = models.CharField(max_length=32, blank=True)
    photo = models.ForeignKey(Blob, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    protection = models.CharField(max_length=16, choices=Protection.choices, blank=True)
    sealed = models.BooleanField(default=False)
    sealed_basis = models.CharField(max_length=120, blank=True)
    registered_by = models.CharField(max_length=64)
    registered_at = models.DateTimeField()
    unit = models.CharField(max_length=12, blank=True)
    log = models.CharField(max_length=64)

    objects = PersonQuerySet.as_manager()

    class Meta:
        ordering = ["-registered_at"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="person_is_called_something"),
            models.CheckConstraint(condition=Q(sealed=False) | ~Q(sealed_basis=""), name="person_seal_has_basis"),
            models.CheckConstraint(
                condition=Q(age_about__isnull=True) | Q(described_on__isnull=False), name="person_age_about_has_day"
            ),
        ]
        indexes = [models.Index(fields=["registered_by"], name="person_registered_by")]

    def __str__(self) -> str:
        return self.name

    @property
    def ref(self) -> Ref:
        return Ref("person", str(self.id))

    @property
    def shown_name(self) -> str:
        """The name as records about other things print it: of protected and sealed persons the masked one."""
        return masked(self.name) if self.hidden else self.name

    @property
    def hidden(self) -> bool:
        """Whether the record stands masked where nobody was asked for a purpose."""
        return self.protected or self.sealed

    @property
    def protected(self) -> bool:
        return bool(self.protection)

    def age_group_on(self, day: date) -> Text | None:
        """The age to ten years: with sex and hour an exact one names whom the masked name does not."""
        age = self.age_on(day)
        if age is None:
            return None
        tens = age // 10 * 10
        return Text("不满 10 岁", "under 10") if tens == 0 else Text(f"{tens} 余岁", f"{tens}s")

    def age_on(self, day: date) -> int | None:
        """Age in completed years on a day of Asia/Shanghai; from the estimate when the birth date is not known."""
        return age_on(day, self.birth_date, self.age_about, self.described_on)

    def facts_on(self, at: datetime) -> dict[str, Any]:
        """The `person.*` facts of the law books that this record establishes at that instant; the unknown is absent."""
        return law_facts(self, at)


class PersonName(models.Model):
    """A name the person is or was known by, with the keys it is found by (persons/rules/names.py)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="names")
    kind = models.CharField(max_length=8, choices=NameKind.choices)
    text = models.CharField(max_length=96)
    folded = models.CharField(max_length=96)
    pinyin = models.CharField(max_length=192)
    initials = models.CharField(max_length=48)
    sound = models.CharField(max_length=192)
    shape = models.CharField(max_length=96)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["person", "kind", "text"], name="person_name_once")]
        indexes = [  # each serves one block of persons.selectors.candidates
            models.Index(fields=["folded"], name="name_folded"),
            models.Index(fields=["pinyin"], name="name_pinyin"),
            models.Index(fields=["initials"], name="name_initials"),
            models.Index(fields=["sound"], name="name_sound"),
            models.Index(fields=["shape"], name="name_shape"),
        ]

    def __str__(self) -> str:
        return self.text


class IdentityDocument(models.Model):
    """A paper the person showed or stated. `number` as brought to the plain form; `faults`: what its own form says
    against it (both languages, JSON), empty when well formed; `seen`: an officer had it in his hand."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="documents")
    kind = models.CharField(max_length=24, choices=DocumentKind.choices)
    number = models.CharField(max_length=48, blank=True)
    issued_by = models.CharField(max_length=64, blank=True)
    valid_until = models.DateField(null=True, blank=True)
    seen = models.BooleanField(default=False)
    faults = models.JSONField(default=list)
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["person", "kind", "number"], name="person_document_once")]
        indexes = [models.Index(fields=["number"], name="document_number")]


class Contact(models.Model):
    """A telephone number (digits only, without the country code 86) or an address."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="contacts")
    kind = models.CharField(max_length=12, choices=ContactKind.choices)
    value = models.CharField(max_length=200)
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["person", "kind", "value"], name="person_contact_once")]
        indexes = [models.Index(fields=["kind", "value"], name="contact_value")]


class PersonPhoto(models.Model):
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="photos")
    blob = models.ForeignKey(Blob, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=PhotoKind.choices)
    taken_at = models.DateTimeField()

    class Meta:
        ordering = ["-taken_at"]
        constraints = [models.UniqueConstraint(fields=["person", "blob", "kind"], name="person_photo_once")]


class ClaimQuerySet(models.QuerySet["Claim"]):
    def in_force(self) -> "ClaimQuerySet":
        return self.filter(withdrawn_at__isnull=True)

    def touching(self, person_id: object) -> "ClaimQuerySet":
        """Claims with this record on either side."""
        return self.filter(Q(left_id=person_id) | Q(right_id=person_id))


class Claim(models.Model):
    """What somebody holds about two records (`left` < `right` by id): the same person, different, or maybe.

    Records are never merged: withdrawing a claim restores everything. Several claims about one pair may stand side by
    side; where they contradict each other the conflict is shown, not resolved.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    left = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="claims_left")
    right = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="claims_right")
    held = models.CharField(max_length=12, choices=Held.choices)
    confidence = models.CharField(max_length=12, choices=Confidence.choices)
    rationale = models.TextField()
    made_by = models.CharField(max_length=64)
    made_by_name = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by_name = models.CharField(max_length=64, blank=True)
    withdrawn_reason = models.TextField(blank=True)

    objects = ClaimQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at"]
        constraints = [
            models.CheckConstraint(condition=Q(left__lt=F("right")), name="claim_sides_in_order"),
            models.CheckConstraint(condition=~Q(rationale=""), name="claim_has_rationale"),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_reason="")
                | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_reason="")),
                name="claim_withdrawal_has_reason",
            ),
        ]

    @property
    def ref(self) -> Ref:
        return Ref("claim", str(self.id))

    def other(self, person_id: object) -> "Person":
        """The record on the other side."""
        return self.right if str(self.left_id) == str(person_id) else self.left
