"""From an id that was sent to the row it names, as far as the one who asks may see it. What he may not see is answered
like what does not exist; a person's record that wants a purpose is opened only with one, and the look is entered."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from urllib.parse import unquote

from django.apps import apps
from django.db.models import ForeignKey, Model
from django.http import HttpRequest

from mingjing.api.models import Integration
from mingjing.custody.models import Stay
from mingjing.kernel.actor import Actor
from mingjing.kernel.ref import Ref
from mingjing.kernel.time import now
from mingjing.kernel.verdict import Refusal, Verdict, no, require
from mingjing.ledger.looking import look
from mingjing.ledger.models import Entry
from mingjing.measures.models import Measure
from mingjing.org import throttle
from mingjing.org.models import Officer
from mingjing.org.seeing import may_see
from mingjing.persons import opening
from mingjing.persons.models import Person

PURPOSE, CASE, NOTE = "Mingjing-Purpose", "Mingjing-Purpose-Case", "Mingjing-Purpose-Note"
CALLED = {
    "plan": "FloorPlan", "new": "Device", "next": "Shift", "first": "Person", "second": "Person", "lead": "Officer",
    "guard": "Officer", "custodian": "Officer", "escort": "Officer", "brought_by": "Officer",
    "override": "PlacementOverride", "handler": "Officer", "item": "PreservedItem",
    "version": "TemplateVersion", "approver": "Officer", "giver": "Officer", "taker": "Officer", "into": "Case",
    "joint": "CaseUnit", "link": "CaseLink", "task": "CaseTask",
}  # fmt: skip
"""What parameters call a thing → the name of its model, where it is not the word itself."""
WORKING = {"Officer"}
"""Staff is named by id in acts of others' units too; the action asks whether he may."""


@dataclass(slots=True)
class Asker:
    """Who asks, through which integration, and why he says he looks."""

    officer: Officer
    by: Actor
    integration: Integration
    purpose: str = ""
    case: str = ""
    note: str = ""
    opened: set[Ref] = field(default_factory=set)

    @classmethod
    def of(cls, request: HttpRequest) -> "Asker":
        told: Any = request
        purpose, case, note = (request.headers.get(name, "") for name in (PURPOSE, CASE, NOTE))
        return cls(told.user, told.actor, told.integration, purpose, case, note)

    def row(self, of: str | type[Model], ident: object, at_field: str) -> Any:
        """The row of the model, or of what a parameter of that name means. Raises Refusal `record.unknown` at the
        field."""
        model = model_of(of) if isinstance(of, str) else of
        found = visible(self.officer, model, ident)
        if found is None:
            raise Refusal(unknown(at_field))
        self.open(found)
        return found

    def ref(self, text: str, at_field: str) -> Ref:
        """What `kind:id` names, when he may see it."""
        try:
            ref = Ref.parse(text)
        except ValueError as why:
            raise Refusal(unknown(at_field)) from why
        if not may_see(self.officer, ref):
            raise Refusal(unknown(at_field))
        if ref.kind in {"stay", "person"}:
            self.row(ref.kind, ref.id, at_field)
        return ref

    def entry(self, text: str, at_field: str) -> Entry:
        """The entry `log#number`, when he may see what it is about."""
        log, _, number = text.partition("#")
        if not (number.isdecimal() and len(number) < 19):
            raise Refusal(unknown(at_field))
        found = Entry.objects.with_content().filter(log=log, seq=int(number)).first()
        if found is None or not may_see(self.officer, found.subject):
            raise Refusal(unknown(at_field))
        self.ref(str(found.subject), at_field)
        return found

    def open(self, row: Any) -> None:
        """Opens what stands about a person: freely, or with the purpose the headers state. Raises Refusal."""
        person = person_of(row)
        if person is None or person.ref in self.opened:
            return
        self.state(opening.of_person(self.officer, self.by, person))
        self.opened.add(person.ref)

    def state(self, found: opening.Opening) -> None:
        """What stands in the way is opened, with the purpose of the headers where one is asked. Raises Refusal."""
        require(found.allowed)
        if found.ask:
            self._look(found)

    def _look(self, found: opening.Opening) -> None:
        if not self.purpose:
            said = found.why.zh, f"{found.why.en} (header {PURPOSE})"
            raise Refusal(no("access.purpose", *said, field=PURPOSE))
        case = self._case(found.with_case)
        throttle.spend("purpose", self.officer.pk, now())
        note = unquote(self.note)[:200]
        look(by=self.by, at=now(), subject=found.ref, purpose=self.purpose, note=note, case=case)

    def _case(self, wanted: bool) -> Ref | None:
        if not self.case and not wanted:
            return None
        try:
            ref = Ref.parse(self.case)
        except ValueError:
            ref = Ref("none", "none")
        if ref.kind not in {"case", "stay"} or not may_see(self.officer, ref):
            raise Refusal(
                no("look.case", "请选择您办理的案件或在区人员。", "Name a case or stay of yours.", field=CASE)
            )
        return ref


def visible(officer: Officer, model: type[Model], ident: object) -> Any:
    """The row with this id, None when there is none he may see."""
    rows: Any = model._default_manager
    name = model.__name__
    if name in WORKING:
        return rows.filter(pk=ident, is_active=True).first()
    above = belongs_to(model)
    if above:
        row = rows.filter(pk=ident).first()
        over = getattr(row, above, None)
        return row if over is not None and visible(officer, type(over), over.pk) is not None else None
    return rows.visible_to(officer).filter(pk=ident).first()


def person_of(row: Any) -> Person | None:
    """Whose record the row opens: his own, that of his stay, that of a measure against him."""
    if isinstance(row, Person):
        return row
    above = getattr(row, "stay", None) or getattr(row, "measure", None) or row
    return above.person if isinstance(above, (Stay, Measure)) else None


def model_of(name: str, beside: type[Model] | None = None) -> type[Model]:
    """The model a parameter means (`stay_id`, `escort_ids`); where the word is none, what the row `beside` it (the one
    the action makes or changes) calls so. Raises LookupError for a word nobody knows."""
    word = name.removesuffix("_ids").removesuffix("_id")
    known = models().get(CALLED.get(word, "".join(part.title() for part in word.split("_"))))
    if known is None and beside is not None:
        named = {one.name: one.related_model for one in beside._meta.get_fields() if one.is_relation}
        known = models().get(getattr(named.get(word), "__name__", ""))
    if known is None:
        raise LookupError(name)
    return known


@cache
def models() -> dict[str, type[Model]]:
    """Name → model, of those whose rows can be asked for one by one."""
    return {m.__name__: m for m in _ours() if m.__name__ in WORKING or _scoped(m) or belongs_to(m)}


@cache
def belongs_to(model: type[Model]) -> str:
    """A row that nobody is said to see is seen with what it belongs to: the first thing it names that somebody is said
    to see. The field; empty when it is seen by itself, or not at all."""
    if _scoped(model):
        return ""
    above = (one for one in model._meta.fields if isinstance(one, ForeignKey))
    return next((one.name for one in above if _scoped(one.related_model)), "")


def _ours() -> Iterable[type[Model]]:
    return (m for m in apps.get_models() if m.__module__.startswith("mingjing."))


def _scoped(model: Any) -> bool:
    return hasattr(model._default_manager.all(), "visible_to")


def unknown(at_field: str) -> Verdict:
    return no("record.unknown", "找不到这条记录。", "There is no such record.", field=at_field)
