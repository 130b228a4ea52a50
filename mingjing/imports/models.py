"""Files of cases, their rows, and matchings kept for the next file."""

from typing import Any

from django.db import models
from django.db.models import Q

from mingjing.cases.models import Case
from mingjing.imports.machine import IMPORT
from mingjing.imports.vocab import ImportState, RowState
from mingjing.kernel.ids import new_id
from mingjing.kernel.ref import Ref
from mingjing.media.models import Blob
from mingjing.org.access import reach
from mingjing.org.models import Officer, Unit


class ImportQuerySet(models.QuerySet["Import"]):
    def visible_to(self, officer: Officer) -> "ImportQuerySet":
        """Imports into units his posts cover: who, when and how many, never what the rows say."""
        within = Q(pk__in=[])
        for path in reach(officer, IMPORT):
            within |= Q(unit__path__startswith=path)
        return self.filter(within)

    def handled_by(self, officer: Officer) -> "ImportQuerySet":
        """Those he may open: rows tell of minors and of sealed cases, so only his own."""
        return self.visible_to(officer).filter(officer=officer)


class Import(models.Model):
    """One file. `unit` bounds it: rows go into this unit and those below. `columns` are the headers, `matching` which
    column is which field, `meanings` what words mean (field → word → meaning), `options` what is let pass, `unread`
    words the last check did not know (field → word → rows), `reasons` what it found (code → zh, en, rows, field).
    `mends` is the import whose refused rows this file holds."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=120)
    source = models.CharField(max_length=40)
    basis = models.CharField(max_length=200)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    blob = models.ForeignKey(Blob, on_delete=models.PROTECT, related_name="+")
    log = models.CharField(max_length=64)
    kind = models.CharField(max_length=8)
    encoding = models.CharField(max_length=16, blank=True)
    columns = models.JSONField(default=list)
    matching = models.JSONField(default=dict)
    meanings = models.JSONField(default=dict)
    options = models.JSONField(default=dict)
    unread = models.JSONField(default=dict)
    reasons = models.JSONField(default=dict)
    state = models.CharField(max_length=12, choices=ImportState.choices, default=ImportState.READ)
    lines = models.PositiveIntegerField()
    mends = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="mended_by")
    read_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    good = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    known = models.PositiveIntegerField(default=0)
    made = models.PositiveIntegerField(default=0)

    objects = ImportQuerySet.as_manager()

    class Meta:
        ordering = ["-read_at"]
        indexes = [
            models.Index(
                fields=["read_at"],
                name="import_at_work",
                condition=Q(state__in=(ImportState.CHECKING, ImportState.RUNNING)),
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def ref(self) -> Ref:
        return Ref("import", str(self.id))

    def counted(self) -> dict[str, int]:
        """How many rows stand in each state now."""
        told: dict[str, int] = dict.fromkeys(RowState.values(), 0)
        found: Any = self.rows.order_by().values_list("state").annotate(n=models.Count("pk"))
        return told | dict(found)


class ImportRow(models.Model):
    """One row: `line` is its number in the table, `cells` what stands there (nothing once it was taken over), `key` its
    number in the old system, folded, `faults` why it is refused and what one should know."""

    id = models.BigAutoField(primary_key=True)
    batch = models.ForeignKey(Import, on_delete=models.PROTECT, related_name="rows")
    line = models.PositiveIntegerField()
    cells = models.JSONField(default=list)
    key = models.CharField(max_length=64, blank=True)
    state = models.CharField(max_length=8, choices=RowState.choices, default=RowState.WAITING)
    faults = models.JSONField(default=list)
    case = models.ForeignKey(Case, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["line"]
        indexes = [
            models.Index(fields=["batch", "state", "line"], name="import_row_state"),
            models.Index(fields=["batch", "key"], name="import_row_key"),
        ]
        constraints = [models.UniqueConstraint(fields=["batch", "line"], name="import_row_once")]


class Matching(models.Model):
    """A matching kept for files of one source, by the names of the headers: of a unit, for everybody there."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    source = models.CharField(max_length=40)
    headers = models.JSONField(default=dict)
    meanings = models.JSONField(default=dict)
    options = models.JSONField(default=dict)
    kept_at = models.DateTimeField()

    class Meta:
        ordering = ["source"]
        constraints = [models.UniqueConstraint(fields=["unit", "source"], name="matching_once_for_source")]

    @property
    def ref(self) -> Ref:
        return Ref("matching", str(self.id))
