"""Devices, who wears them, and what was last heard of them."""

from typing import Any

from django.db import models
from django.db.models import Case, CharField, F, Q, Value, When
from django.urls import reverse

from mingjing.kernel.ids import new_id
from mingjing.kernel.ref import Ref
from mingjing.kernel.text import Text
from mingjing.org.access import reach
from mingjing.org.models import Officer, Room, Site
from mingjing.presence.vocab import OUT, WORN, DeviceKind, DeviceState, Standing

VIEW = "presence:device:view"


class DeviceQuerySet(models.QuerySet["Device"]):
    def visible_to(self, officer: Officer) -> "DeviceQuerySet":
        """Devices of the sites whose unit lies in the officer's reach."""
        wanted = Q(pk__in=[])
        for path in reach(officer, VIEW):
            wanted |= Q(site__unit__path__startswith=path)
        return self.filter(wanted)

    def bands(self) -> "DeviceQuerySet":
        return self.filter(kind=DeviceKind.BAND)

    def standing(self) -> "DeviceQuerySet":
        """With `stands`, as `Device.standing`, to filter and to sort by."""
        fixed = ~Q(kind__in=WORN) & Q(state=DeviceState.STOCK)
        placed = When(fixed & Q(room__isnull=False), then=Value(Standing.MOUNTED.value))
        loose = When(fixed, then=Value(Standing.UNMOUNTED.value))
        return self.annotate(stands=Case(placed, loose, default=F("state"), output_field=CharField()))


class Device(models.Model):
    """`number` is printed on it and sent by it; no two in the prefecture share one. `room` is where a fixed device is
    mounted. `state` tells the life of what is worn; fixed devices stay in stock or are retired."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=64, unique=True)
    kind = models.CharField(max_length=8, choices=DeviceKind.choices)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="devices")
    state = models.CharField(max_length=8, choices=DeviceState.choices, default=DeviceState.STOCK)
    state_since = models.DateTimeField()
    room = models.ForeignKey(Room, null=True, blank=True, on_delete=models.PROTECT, related_name="devices")

    objects = DeviceQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        indexes = [models.Index(fields=["site", "kind", "state"], name="device_shelf")]

    def __str__(self) -> str:
        return self.number

    @property
    def ref(self) -> Ref:
        return Ref("device", str(self.id))

    @property
    def url(self) -> str:
        return reverse("presence:device", args=[self.pk])

    @property
    def standing(self) -> Standing:
        """What screens call its state: what is fixed to a place is installed there or not, never in stock."""
        if self.kind in WORN or self.state != DeviceState.STOCK:
            return Standing(self.state)
        return Standing.MOUNTED if self.room_id else Standing.UNMOUNTED

    @property
    def standing_text(self) -> Text:
        """In words, with the place."""
        if self.standing is Standing.MOUNTED and self.room:
            return Text("安装于{room}", "Installed in {room}").format(room=self.room.text)
        return self.standing.text


class BindingQuerySet(models.QuerySet["Binding"]):
    def visible_to(self, officer: Officer) -> "BindingQuerySet":
        """What belongs to a device is seen with the device."""
        return self.filter(device__in=Device.objects.visible_to(officer))

    def open(self) -> "BindingQuerySet":
        return self.filter(until__isnull=True)

    def of(self, holder: Ref) -> "BindingQuerySet":
        return self.filter(holder_kind=holder.kind, holder_id=holder.id)


class Binding(models.Model):
    """A device and its holder (a stay or an officer) from `since` until `until`. `fitted_at`: seen on the wrist."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="bindings")
    holder_kind = models.CharField(max_length=24)
    holder_id = models.CharField(max_length=64)
    since = models.DateTimeField()
    fitted_at = models.DateTimeField(null=True)
    until = models.DateTimeField(null=True)

    objects = BindingQuerySet.as_manager()

    class Meta:
        ordering = ["since"]
        constraints = [
            models.UniqueConstraint(fields=["device"], condition=Q(until__isnull=True), name="device_held_once"),
            models.UniqueConstraint(
                fields=["holder_kind", "holder_id"], condition=Q(until__isnull=True), name="holder_has_one_device"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="binding_ends_after_start"
            ),
        ]
        indexes = [models.Index(fields=["holder_kind", "holder_id", "since"], name="binding_holder")]

    @property
    def holder(self) -> Ref:
        return Ref(self.holder_kind, self.holder_id)


class Heard(models.Model):
    """The last a device said of itself. Not a record: the readings are; this row is made anew from them."""

    device = models.OneToOneField(Device, primary_key=True, on_delete=models.CASCADE, related_name="heard")
    at = models.DateTimeField()
    battery = models.PositiveSmallIntegerField(null=True)
    worn = models.BooleanField(null=True)
    room = models.ForeignKey(Room, null=True, on_delete=models.SET_NULL, related_name="+")


def is_out(device: Device) -> bool:
    """Whether somebody has it."""
    return device.state in OUT


def wearing(site_id: Any) -> dict[str, Ref]:
    """Number of every device worn at the site now → who wears it."""
    rows = Binding.objects.open().filter(device__site_id=site_id).select_related("device")
    return {row.device.number: row.holder for row in rows}
