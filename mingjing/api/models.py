"""Integrations, the answers kept for their keys, and where entries are delivered to."""

from datetime import datetime

from django.db import models
from django.db.models import Q

from mingjing.api.vocab import Standing
from mingjing.kernel.ids import new_id
from mingjing.kernel.ref import Ref
from mingjing.kernel.time import now
from mingjing.org.models import Officer, Posting, Unit


class IntegrationQuerySet(models.QuerySet["Integration"]):
    def visible_to(self, officer: Officer) -> "IntegrationQuerySet":
        """Those of units where the officer holds a post and below, and those that act for him."""
        return self.filter(Q(unit__in=Unit.objects.visible_to(officer)) | Q(posting__officer=officer))

    def waiting_for(self, officer: Officer) -> "IntegrationQuerySet":
        """Those that want his agreement."""
        return self.filter(posting__officer=officer, confirmed_at__isnull=True, revoked_at__isnull=True)


class Integration(models.Model):
    """A program that acts for the officer of `posting`, at that post, at `unit` and below, within `scopes`. It does
    nothing before he has agreed. `key` names the token; its two halves are kept only as hashes."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=24)
    purpose = models.CharField(max_length=200)
    posting = models.ForeignKey(Posting, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    scopes = models.JSONField(default=list)
    key = models.CharField(max_length=16, unique=True)
    first_half = models.CharField(max_length=64)
    second_half = models.CharField(max_length=64, blank=True)
    opened_by = models.CharField(max_length=64)
    opened_name = models.CharField(max_length=64)
    opened_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)

    objects = IntegrationQuerySet.as_manager()

    class Meta:
        ordering = ["-opened_at", "-id"]

    @property
    def ref(self) -> Ref:
        return Ref("integration", str(self.id))

    def standing_at(self, at: datetime) -> Standing:
        """Whether it is good at an instant, and if not why."""
        if self.revoked_at:
            return Standing.REVOKED
        if self.expires_at <= at:
            return Standing.EXPIRED
        return Standing.OPEN if self.confirmed_at else Standing.WAITING

    @property
    def standing(self) -> Standing:
        return self.standing_at(now())


class KeptAnswer(models.Model):
    """What was answered to an act sent with an idempotency key; swept away after two days."""

    id = models.BigAutoField(primary_key=True)
    integration = models.ForeignKey(Integration, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=80)
    fingerprint = models.CharField(max_length=64)
    body = models.JSONField(default=dict)
    kept_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["integration", "key"], name="answer_once_per_key")]


class EndpointQuerySet(models.QuerySet["Endpoint"]):
    def visible_to(self, officer: Officer) -> "EndpointQuerySet":
        """Those of the integrations he sees."""
        return self.filter(integration__in=Integration.objects.visible_to(officer))

    def due(self, at: datetime) -> "EndpointQuerySet":
        return self.filter(Q(next_at__isnull=True) | Q(next_at__lte=at), removed_at__isnull=True)


class Endpoint(models.Model):
    """Where entries of one log are delivered to. `cursor`: the number of the last entry that was taken there, -1 before
    the first; `kinds`: beginnings of tags, none for all; `secret` signs what is sent and is encrypted at rest; after
    `failures` in a row it waits until `next_at`."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    integration = models.ForeignKey(Integration, on_delete=models.PROTECT, related_name="endpoints")
    url = models.CharField(max_length=200)
    log = models.CharField(max_length=64)
    kinds = models.JSONField(default=list)
    secret = models.BinaryField()
    cursor = models.BigIntegerField(default=-1)
    failures = models.PositiveIntegerField(default=0)
    last_status = models.CharField(max_length=80, blank=True)
    next_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    registered_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    objects = EndpointQuerySet.as_manager()

    class Meta:
        ordering = ["registered_at"]

    @property
    def ref(self) -> Ref:
        return Ref("endpoint", str(self.id))
