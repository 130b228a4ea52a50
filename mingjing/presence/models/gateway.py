"""Gateways: how they are let in, how they do, and what was refused."""

from django.db import models

from mingjing.kernel.ref import Ref
from mingjing.org.models import Officer, Site
from mingjing.presence.models.device import Device
from mingjing.presence.vocab import Why


class Connection(models.Model):
    """How a gateway is let in: in which format it speaks, and its secret, encrypted with a key outside the database.
    `secret_before` still opens until the exchange is confirmed."""

    device = models.OneToOneField(Device, primary_key=True, on_delete=models.PROTECT, related_name="connection")
    profile = models.CharField(max_length=48)
    secret = models.BinaryField()
    secret_before = models.BinaryField(null=True)
    since = models.DateTimeField()
    rotated_at = models.DateTimeField(null=True)


class Pulse(models.Model):
    """How a gateway does. Not a record: the journal is; this row is made anew from what comes. `drift_ms`: how far its
    clock is ahead of ours. `online` is what the broker says of its connection, null when it says nothing."""

    device = models.OneToOneField(Device, primary_key=True, on_delete=models.CASCADE, related_name="pulse")
    heard_at = models.DateTimeField(null=True)
    drift_ms = models.IntegerField(null=True)
    online = models.BooleanField(null=True)
    readings = models.BigIntegerField(default=0)
    refused = models.BigIntegerField(default=0)


class RefusedQuerySet(models.QuerySet["Refused"]):
    def visible_to(self, officer: Officer) -> "RefusedQuerySet":
        """What was refused of the gateways the officer may see; of unknown ones, what came to his sites."""
        devices = Device.objects.visible_to(officer)
        return self.filter(models.Q(gateway__in=devices.values("number")) | models.Q(site__in=devices.values("site")))


class Refused(models.Model):
    """What was refused of one gateway for one reason in one minute: how often, the shape of the first of it
    (`beat.turned`) and its digest. The message itself is in the journal of the site, if it was kept; rows go as the
    journal does."""

    site = models.ForeignKey(Site, null=True, on_delete=models.PROTECT, related_name="refused_readings")
    gateway = models.CharField(max_length=64)
    why = models.CharField(max_length=24, choices=Why.choices)
    minute = models.DateTimeField()
    last_at = models.DateTimeField()
    count = models.PositiveIntegerField(default=0)
    shape = models.CharField(max_length=160, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)

    objects = RefusedQuerySet.as_manager()

    class Meta:
        ordering = ["-minute"]
        constraints = [models.UniqueConstraint(fields=["gateway", "why", "minute"], name="refused_once_a_minute")]

    @property
    def ref(self) -> Ref:
        return Ref("refused", str(self.pk))
