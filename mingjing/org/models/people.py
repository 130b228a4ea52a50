"""Officers, their posts, their accounts."""

from datetime import datetime

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q

from mingjing.kernel.actor import Actor
from mingjing.kernel.ids import new_id
from mingjing.kernel.ref import Ref
from mingjing.kernel.text import Text
from mingjing.kernel.time import now
from mingjing.org import remembered
from mingjing.org.models.places import Unit
from mingjing.org.posts import posts
from mingjing.org.vocab import Sex


class OfficerQuerySet(models.QuerySet["Officer"]):
    def visible_to(self, officer: "Officer") -> "OfficerQuerySet":
        """Himself and the staff of every unit where he holds a post and of those below, at home or posted there."""
        units = Unit.objects.visible_to(officer)
        return self.filter(
            Q(unit__in=units) | Q(postings__in=Posting.objects.filter(unit__in=units)) | Q(pk=officer.pk)
        ).distinct()

    def matching(self, words: str) -> "OfficerQuerySet":
        """Every word must begin the number, or stand in the name, or begin a word of the pinyin."""
        found = self
        for word in words.lower().split():
            found = found.filter(
                Q(number__istartswith=word)
                | Q(name__icontains=word)
                | Q(pinyin__startswith=word)
                | Q(pinyin__contains=f" {word}")
            )
        return found


class OfficerManager(BaseUserManager["Officer"].from_queryset(OfficerQuerySet)):  # type: ignore[misc]
    def get_by_natural_key(self, username: str | None) -> "Officer":
        return self.get(number=username)


class Officer(AbstractBaseUser):
    """A member of staff and his account: the police number signs in. `auxiliary` staff may not question or decide.

    `pinyin` is for searching (`wanghai wh`). Without a usable password he waits for his `activation`. `reset_by` names
    the administrator whose reset the officer has not yet followed by a password of his own: nobody may reset both
    password and second factor. `locked_since`: too many failed sign-ins; it shuts out machines he never signed in at.
    A session that does not carry `session_number` is over.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=16, unique=True)
    name = models.CharField(max_length=32)
    sex = models.CharField(max_length=8, choices=Sex.choices)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="officers")
    auxiliary = models.BooleanField(default=False)
    legal_exam = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    language = models.CharField(max_length=8, blank=True)
    pinyin = models.CharField(max_length=128, blank=True)
    reset_by = models.CharField(max_length=64, blank=True)
    session_number = models.PositiveIntegerField(default=0)
    failed_sign_ins = models.PositiveSmallIntegerField(default=0)
    locked_since = models.DateTimeField(null=True, blank=True)

    USERNAME_FIELD = "number"
    objects = OfficerManager()

    def __str__(self) -> str:
        return self.name

    @property
    def ref(self) -> Ref:
        return Ref("officer", str(self.id))

    def acting(self, post: str = "") -> Actor:
        """This officer as the author of an act, at `post` (or unnamed post)."""
        return Actor("officer", str(self.id), self.name, post, self.unit.code)


class PostingQuerySet(models.QuerySet["Posting"]):
    def in_force(self, at: datetime | None = None) -> "PostingQuerySet":
        """Postings of active officers that hold at an instant (None: now)."""
        then = at or now()
        return self.filter(Q(until__isnull=True) | Q(until__gt=then), officer__is_active=True, since__lte=then)

    def held_by(self, officer_id: str) -> list[tuple[str, str]]:
        """(post, path of the unit) of every posting in force now; read once per request."""
        return remembered.postings(officer_id, lambda: self._read(officer_id))

    def _read(self, officer_id: str) -> list[tuple[str, str]]:
        return list(self.in_force().filter(officer_id=officer_id).values_list("post", "unit__path"))

    def paths_of(self, officer: Officer) -> list[str]:
        """Paths of the units where the officer holds any post now."""
        return [path for _, path in self.held_by(str(officer.pk))]


class Posting(models.Model):
    """An officer holds a post at a unit from `since` until `until` (open when null)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="postings")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="postings")
    post = models.CharField(max_length=32)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

    objects = PostingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["officer", "unit", "post"], condition=Q(until__isnull=True), name="post_held_once"
            )
        ]

    @property
    def text(self) -> Text:
        """The post in both languages."""
        return posts()[self.post].text


class ProposalQuerySet(models.QuerySet["Proposal"]):
    def visible_to(self, officer: Officer) -> "ProposalQuerySet":
        """Proposals for units where the officer holds a post and below, and his own."""
        return self.filter(Q(unit__in=Unit.objects.visible_to(officer)) | Q(asked_by=str(officer.pk)))

    def waiting(self) -> "ProposalQuerySet":
        return self.filter(settled_at__isnull=True)


class Proposal(models.Model):
    """A post proposed by one person for an officer; it grants nothing until another confirms it, which makes a
    `Posting`. `settled_by` confirmed or declined it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="proposals")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="proposals")
    post = models.CharField(max_length=32)
    until = models.DateTimeField(null=True, blank=True)
    asked_by = models.CharField(max_length=64)
    asked_name = models.CharField(max_length=64)
    asked_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.CharField(max_length=64, blank=True)
    confirmed = models.BooleanField(default=False)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["officer", "unit", "post"],
                condition=Q(settled_at__isnull=True),
                name="post_proposed_once",
            )
        ]

    @property
    def text(self) -> Text:
        """The post in both languages."""
        return posts()[self.post].text


class Activation(models.Model):
    """What an officer without a password needs to choose one: a code in two halves, each known to another person and
    kept here only as a hash. There is none once he has chosen. `until` is set by whoever confirms."""

    officer = models.OneToOneField(Officer, primary_key=True, on_delete=models.PROTECT, related_name="activation")
    opened_by = models.CharField(max_length=64)
    opened_at = models.DateTimeField()
    first_half = models.CharField(max_length=128)
    confirmed_by = models.CharField(max_length=64, blank=True)
    second_half = models.CharField(max_length=128, blank=True)
    until = models.DateTimeField(null=True, blank=True)


class Throttle(models.Model):
    """How often one thing was tried by one source lately; `throttle` alone reads and writes it."""

    key = models.CharField(max_length=64, primary_key=True)
    count = models.PositiveIntegerField(default=0)
    until = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(db_index=True)


class SignIn(models.Model):
    """One session of an officer, so that he can see his sessions and end them everywhere; `until` is when it ended."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="sign_ins")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
    address = models.CharField(max_length=45, blank=True)
    agent = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-since"]
