"""The transaction of one action: lock → permit → gate → move → write → enter, six visible calls in this order."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, is_dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, TypeVar
from uuid import UUID

from django.conf import settings
from django.db import models, transaction
from django.utils.module_loading import import_string

from mingjing.kernel import machine as machines
from mingjing.kernel.actor import Actor
from mingjing.kernel.ref import Ref
from mingjing.kernel.time import iso, now, trim
from mingjing.kernel.verdict import Refusal, Verdict, no, require
from mingjing.kernel.vocab import Vocab
from mingjing.law import books
from mingjing.law.engine import check
from mingjing.ledger import holding, numbering
from mingjing.ledger.content import seal_fields
from mingjing.ledger.models import Entry

M = TypeVar("M", bound=models.Model)


class Act:
    """One action under way. Nothing it wrote remains when any of its steps refuses. `verb`: which move it is, once its
    app has said so; `reason`: why it is entered as it is, for every entry of the act that has no reason of its own."""

    def __init__(self, by: Actor, at: datetime) -> None:
        self.by = by
        self.at = trim(at)
        self.recorded_at = now()
        self.rules: dict[str, str] = {}
        self.warnings: list[Verdict] = []
        self.verb = ""
        self.reason = ""

    def lock(self, model: type[M], pk: object) -> M:
        """The row, locked until the end of the action. Raises Refusal when there is none."""
        try:
            return model._default_manager.select_for_update().get(pk=pk)
        except (model.DoesNotExist, ValueError) as why:  # type: ignore[attr-defined]
            raise Refusal(no("record.unknown", "找不到这条记录。", "There is no such record.")) from why

    def hold(self, *refs: Ref) -> None:
        """Be the only one to work on what hangs on these (their clocks, their alarms) until the end of the action."""
        holding.hold(refs)

    def permit(self, *verdicts: Verdict) -> None:
        """Who may. Raises Refusal with every verdict that says no."""
        require(verdicts)

    def gate(self, action: str, facts: Mapping[str, Any]) -> None:
        """What the law demands before this action on the day it happens. Blocking gates raise Refusal; warnings are
        kept in `self.warnings` and written into the entry, with the version of the book that decided."""
        book = books.current()
        self.rules["book"] = book.version
        verdicts = check(book, action, facts, self.at)
        require(verdicts)
        self.warnings += [v for v in verdicts if not v.ok]

    def move(self, table: machines.Machine, verb: str, state: str) -> str:
        """What the state allows. Returns the state that follows; raises Refusal."""
        return table.after(verb, state)

    def enter(
        self,
        tag: Vocab,
        *,
        log: str,
        subject: Ref,
        body: object,
        refs: Iterable[Ref] = (),
        facts: Mapping[str, Any] | None = None,
        amends: Entry | None = None,
        reason: str = "",
    ) -> Entry:
        """Write the entry, number it, and let the followers named in settings act in the same transaction.

        `body` is an instance of the dataclass registered for `tag`; `facts` are the named law facts it establishes;
        `refs` every other thing it is about. Raises Refusal when it would lie in the future.
        """
        if self.at > self.recorded_at:
            raise Refusal(no("entry.future", "发生时间不能晚于现在。", "It cannot have happened later than now."))
        named = dict.fromkeys([subject, *refs])
        self.hold(*holding.followed(subject, named))  # followers write it after the number
        fields = self._fields(tag, subject, body, facts or {}, reason or self.reason, amends)
        if len(named) > 1:  # sealed too, or an entry could be made to vanish from a person's or an item's history
            fields["refs"] = sorted(str(r) for r in named if r != subject)
        content, digest = seal_fields(fields)
        written = Entry(
            log=log,
            tag=tag.value,
            occurred_at=self.at,
            recorded_at=self.recorded_at,
            subject_kind=subject.kind,
            subject_id=subject.id,
            actor_kind=self.by.kind,
            actor_id=self.by.id,
            actor_name=self.by.name,
            amends=amends,
            digest=digest,
        )
        numbering.write(written, content, named)
        for follow in _followers():
            follow(written)
        return written

    def _fields(
        self, tag: Vocab, subject: Ref, body: object, facts: Mapping[str, Any], reason: str, amends: Entry | None
    ) -> dict[str, Any]:
        if not is_dataclass(body) or isinstance(body, type):
            raise TypeError(f"the body of {tag.value} must be a dataclass instance")
        fields: dict[str, Any] = {
            "tag": tag.value,
            "occurred_at": iso(self.at),
            "recorded_at": iso(self.recorded_at),
            "subject": str(subject),
            "actor": self.by.as_json(),
        }
        if self.rules:
            fields["rule"] = dict(self.rules)
        if self.warnings:
            fields["warnings"] = [{"code": v.code, "basis": v.basis} for v in self.warnings]
        if reason:
            fields["reason"] = reason
        if amends:
            fields["amends"] = f"{amends.log}#{amends.seq}"
        fields |= {f"body.{name}": _json(value) for name, value in asdict(body).items()}
        fields |= {f"fact.{name}": _json(value) for name, value in facts.items()}
        return fields


@contextmanager
def act(*, by: Actor, at: datetime) -> Iterator[Act]:
    """Open the one transaction of an action. `by` is who acts, `at` when it happened (aware; entered time is now)."""
    with transaction.atomic():
        yield Act(by, at)


def _json(value: Any) -> Any:
    if isinstance(value, datetime):
        return iso(value)
    if isinstance(value, Ref):
        return str(value)
    if isinstance(value, (list, tuple)):
        return [_json(v) for v in value]
    if isinstance(value, dict):
        return {k: _json(v) for k, v in value.items()}
    if isinstance(value, (str, date, UUID)):
        return str(value)
    return value


@cache
def _followers() -> tuple[Any, ...]:
    return tuple(import_string(path) for path in settings.LEDGER_FOLLOWERS)
