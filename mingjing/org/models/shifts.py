"""Turns of duty and who stands where."""

from django.db import models
from django.db.models import Q

from mingjing.kernel.ids import new_id
from mingjing.kernel.ref import Ref
from mingjing.kernel.text import Text
from mingjing.org.models.people import Officer
from mingjing.org.models.places import Site
from mingjing.org.posts import posts
from mingjing.org.vocab import ShiftState


class ShiftQuerySet(models.QuerySet["Shift"]):
    def visible_to(self, officer: Officer) -> "ShiftQuerySet":
        """Rosters of the sites the officer may see."""
        return self.filter(site__in=Site.objects.visible_to(officer))

    def on_duty_at(self, site: Site) -> "ShiftQuerySet":
        """The shift on duty at a site now, if any."""
        return self.filter(site=site, state__in=[ShiftState.RUNNING, ShiftState.OFFERED])


class Shift(models.Model):
    """A planned turn of duty at a site. Whoever goes off duty offers it with `notes`; whoever relieves him accepts, and
    that moment is `handed_over_at`. At most one shift of a site is on duty."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="shifts")
    state = models.CharField(max_length=16, choices=ShiftState.choices, default=ShiftState.PLANNED)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    offered_by = models.ForeignKey(Officer, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    notes = models.TextField(blank=True)
    handed_over_at = models.DateTimeField(null=True, blank=True)

    objects = ShiftQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=models.F("starts_at")), name="shift_ends_after_start"),
            models.UniqueConstraint(fields=["site", "starts_at"], name="shift_start_once_per_site"),
            models.UniqueConstraint(
                fields=["site"],
                condition=Q(state__in=[ShiftState.RUNNING, ShiftState.OFFERED]),
                name="one_shift_on_duty_per_site",
            ),
        ]

    @property
    def ref(self) -> Ref:
        return Ref("shift", str(self.id))

    @property
    def by_post(self) -> dict[str, list[str]]:
        """Post → ids of the officers who stand there, in the order in which alarms reach them."""
        found: dict[str, list[str]] = {}
        for post, officer in self.places.order_by("rank").values_list("post", "officer_id"):
            found.setdefault(post, []).append(str(officer))
        return found


class ShiftPlace(models.Model):
    """One officer on a shift at one post; `rank` orders whom an alarm reaches first."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    shift = models.ForeignKey(Shift, on_delete=models.PROTECT, related_name="places")
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="shift_places")
    post = models.CharField(max_length=32)
    rank = models.PositiveSmallIntegerField(default=1)

    class Meta:
        ordering = ["rank"]
        constraints = [models.UniqueConstraint(fields=["shift", "officer", "post"], name="place_once_per_shift")]

    @property
    def text(self) -> Text:
        """The post in both languages."""
        return posts()[self.post].text
