"""Requests as rows."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from mingjing.approvals.vocab import OPEN, RequestState
from mingjing.kernel.ids import new_id
from mingjing.kernel.ref import Ref
from mingjing.kernel.text import Text
from mingjing.org import sight
from mingjing.org.access import reach
from mingjing.org.models import Site, Unit
from mingjing.org.recusal import kept_from

if TYPE_CHECKING:
    from mingjing.org.models import Officer


class RequestQuerySet(models.QuerySet["Request"]):
    def visible_to(self, officer: "Officer") -> "RequestQuerySet":
        """What the officer asked himself, and what units in his reach asked about things he may see (`sight`): a minor
        must not show by a request. Nothing about what he is recused from, and nothing decided about what is sealed;
        what waits about it is decided by whoever may."""
        units = Unit.objects.within(*reach(officer, "approvals:request:view"))
        shown = Q(unit__in=units) & (Q(shut=True) | ~sight.hidden(officer))
        mine = self.filter(shown | Q(asked_by=str(officer.pk)))
        return mine.exclude(kept_from(officer.pk).rows()).exclude(Q(shut=True) & ~Q(state__in=OPEN))

    def about(self, ref: Ref) -> "RequestQuerySet":
        return self.filter(subject_kind=ref.kind, subject_id=ref.id)


class Request(models.Model):
    """One question to a rank. `rank` is the law's word; `unit` is the asking unit; `kind` names what is asked, by the
    value the law engine recognises (`approval.kind`), `each` which of several it is asked about. `side` are ids of the
    officers who must not decide.

    `due_at`: when it lapses. `attend_at`: when the watch must look at it. `oral_*`: who of the rank approved by word
    of mouth, when, and why it could not wait; it counts until it is confirmed or refused in writing.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    subject_kind = models.CharField(max_length=24)
    subject_id = models.CharField(max_length=64)
    kind = models.CharField(max_length=128)
    rank = models.CharField(max_length=32)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="requests")
    site = models.ForeignKey(Site, null=True, on_delete=models.PROTECT, related_name="requests")
    log = models.CharField(max_length=64)
    title_zh = models.TextField(blank=True)
    title_en = models.TextField(blank=True)
    basis = models.CharField(max_length=240, blank=True)
    late_zh = models.TextField(blank=True)
    late_en = models.TextField(blank=True)
    reason = models.TextField()
    facts = models.JSONField(default=dict)
    refs = models.JSONField(default=list)
    each = models.CharField(max_length=64, blank=True)
    side = models.JSONField(default=list)
    state = models.CharField(max_length=16, choices=RequestState.choices, default=RequestState.ASKED)
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=64)
    asked_name = models.CharField(max_length=64)
    due_at = models.DateTimeField(null=True)
    attend_at = models.DateTimeField(null=True)
    oral_at = models.DateTimeField(null=True)
    oral_by = models.CharField(max_length=64, blank=True)
    oral_name = models.CharField(max_length=64, blank=True)
    oral_post = models.CharField(max_length=32, blank=True)
    oral_why = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=64, blank=True)
    decided_name = models.CharField(max_length=64, blank=True)
    decided_post = models.CharField(max_length=32, blank=True)
    decision = models.TextField(blank=True)
    shut = models.BooleanField(default=False)

    objects = RequestQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["subject_kind", "subject_id", "kind", "each"],
                condition=Q(state__in=["asked", "returned", "oral"]),
                name="request_open_once",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["granted", "refused", "returned"])
                | (Q(decided_at__isnull=False) & ~Q(decision="")),
                name="request_decision_has_author_and_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["attend_at"], name="request_attend"),
            models.Index(fields=["state", "due_at"], name="request_waiting"),
        ]

    @property
    def ref(self) -> Ref:
        return Ref("request", str(self.id))

    @property
    def subject(self) -> Ref:
        return Ref(self.subject_kind, self.subject_id)

    @property
    def title(self) -> Text:
        return Text(self.title_zh or self.kind, self.title_en or self.kind)

    @property
    def if_late(self) -> Text:
        return Text(self.late_zh, self.late_en)
