"""Entries, append-only: database triggers refuse UPDATE and DELETE on both engines (`guards`)."""

from collections.abc import Iterable
from typing import Any

from django.db import models

from mingjing.kernel.ref import Ref


class LogHead(models.Model):
    """The next free number of each log. Its row is the lock that makes numbers gap-free under concurrent writers."""

    log = models.CharField(max_length=64, primary_key=True)
    size = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(size__gte=0), name="log_size_not_negative")]


class EntryQuerySet(models.QuerySet["Entry"]):
    def about(self, ref: Ref) -> "EntryQuerySet":
        """Every entry that names the thing, oldest first by number."""
        return self.filter(refs__kind=ref.kind, refs__ref_id=ref.id).order_by("id")

    def with_content(self) -> "EntryQuerySet":
        return self.select_related("content")


class Entry(models.Model):
    """One act, once. `log`/`seq` number it without gaps from 0; `digest` is what the sealed leaf commits to.

    `occurred_at` is when it happened, `recorded_at` when it was entered. What it says is in `content`.
    """

    id = models.BigAutoField(primary_key=True)
    log = models.CharField(max_length=64)
    seq = models.BigIntegerField()
    tag = models.CharField(max_length=64, db_index=True)
    occurred_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    subject_kind = models.CharField(max_length=24)
    subject_id = models.CharField(max_length=64)
    actor_kind = models.CharField(max_length=16)
    actor_id = models.CharField(max_length=64)
    actor_name = models.CharField(max_length=64)
    amends = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="amended_by")
    digest = models.CharField(max_length=64)

    objects = EntryQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["log", "seq"], name="entry_number_once")]
        indexes = [
            # the followers' question: what is new in this log since that hour
            models.Index(fields=["log", "recorded_at"], name="entry_log_recorded"),
            models.Index(fields=["actor_kind", "actor_id", "recorded_at"], name="entry_actor"),
        ]

    @property
    def subject(self) -> Ref:
        return Ref(self.subject_kind, self.subject_id)

    @property
    def fields(self) -> dict[str, Any]:
        """Field name → value, without salts; an erased field is absent."""
        return {name: held[1] for name, held in self.content.fields.items() if held[0] is not None}

    @property
    def body(self) -> dict[str, Any]:
        return {n[5:]: v for n, v in self.fields.items() if n.startswith("body.")}

    @property
    def facts(self) -> dict[str, Any]:
        return {n[5:]: v for n, v in self.fields.items() if n.startswith("fact.")}


class EntryContent(models.Model):
    """What the entry says: `{field: [salt hex, value]}`. Apart from the entry, so that a field can be erased."""

    entry = models.OneToOneField(Entry, primary_key=True, on_delete=models.PROTECT, related_name="content")
    fields = models.JSONField()


class EntryRef(models.Model):
    """One thing an entry is about, so that every trace can be followed from either end."""

    id = models.BigAutoField(primary_key=True)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="refs")
    kind = models.CharField(max_length=24)
    ref_id = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "ref_id", "entry"], name="entry_names_thing_once")]


class Erasure(models.Model):
    """An order to erase fields of one entry: the triggers let these lose their values, and nothing else change."""

    id = models.BigAutoField(primary_key=True)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="erasures")
    ordered_by = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="orders_erasure_of")
    fields = models.JSONField()


def facts_until(entries: Iterable[Entry]) -> dict[str, Any]:
    """The facts that hold after these entries, later ones overriding earlier ones."""
    merged: dict[str, Any] = {}
    for entry in entries:
        merged.update(entry.facts)
    return merged


class Checkpoint(models.Model):
    """A tree head this site has signed: the first `size` entries of `log` lie under `root`.

    `note` is the signed note to the byte, `cosigners` counts the witnesses on it: 0 is sealed, more is published.
    """

    id = models.BigAutoField(primary_key=True)
    log = models.CharField(max_length=64)
    size = models.BigIntegerField()
    root = models.CharField(max_length=64)
    cosigners = models.PositiveSmallIntegerField()
    note = models.TextField()
    signed_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["log", "size"], name="checkpoint_log_size")]
