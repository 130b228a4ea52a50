"""The fields of an amendment that stand for answers or a list, and how they become the value of the entry again."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms

from mingjing.custody.forms.booking import question_field
from mingjing.custody.forms.stayform import several, words
from mingjing.custody.models import Stay
from mingjing.custody.questions import question_set
from mingjing.custody.tags import Tag
from mingjing.custody.vocab import BIOLOGICAL, CollectionItem, CollectionOutcome, Need
from mingjing.kernel.text import Text

Body = dict[str, Any]
Fields = dict[str, forms.Field]


@dataclass(frozen=True, slots=True)
class Part:
    """`fields`: what is asked, filled with what stands; `value`: what was said, as the entry holds it."""

    fields: Callable[[Stay, Body], Fields]
    value: Callable[[Stay, Body, Body], Any]


def _filled(field: forms.Field, value: Any) -> forms.Field:
    field.initial = value
    return field


def _answers(stay: Stay, stands: Body) -> Fields:
    questions = question_set(stands["questions"]).questions
    asked = [q for q in questions if q.sex in {"", stay.person.sex}]
    return {f"q_{q.id}": _filled(question_field(q), stands["answers"].get(q.id)) for q in asked}


def _answered(stay: Stay, stands: Body, said: Body) -> dict[str, str]:
    told = {name[2:]: value for name, value in said.items() if name.startswith("q_") and value}
    put = {q.id for q in question_set(stands["questions"]).asked(told, stay.person.sex)}
    return {name: value for name, value in told.items() if name in put}


def _needs(_: Stay, stands: Body) -> Fields:
    return {"needs": _filled(several("需要", "Needs", required=False, choices=Need.choices), stands["needs"])}


def _needed(_: Stay, stands: Body, said: Body) -> list[str]:
    """In the order they stood in; the order alone is no change."""
    return [
        *(n for n in stands["needs"] if n in said["needs"]),
        *(n for n in said["needs"] if n not in stands["needs"]),
    ]


def _samples(_: Stay, stands: Body) -> Fields:
    found: Fields = {}
    for item in map(CollectionItem, stands["items"]):
        line = stands["items"][item.value]
        found[f"i_{item}"] = _filled(
            forms.ChoiceField(label=item.text, choices=CollectionOutcome.choices), line["outcome"]
        )
        if item in BIOLOGICAL:
            basis = Text("{what}：法律依据或批准", "{what}: lawful basis").format(what=item.text)
            found[f"b_{item}"] = _filled(words(basis.zh, basis.en), line["basis"])
    return found


def _sampled(_: Stay, stands: Body, said: Body) -> Body:
    return {
        name: {**line, "outcome": said[f"i_{name}"], "basis": said.get(f"b_{name}", line["basis"])}
        for name, line in stands["items"].items()
    }


def _things(_: Stay, stands: Body) -> Fields:
    found: Fields = {}
    for n, line in enumerate(stands["items"], 1):
        found |= {
            f"item_{n}": _filled(words(f"第 {n} 项：物品", f"{n}: item", required=True, most=48), line["item"]),
            f"quantity_{n}": forms.IntegerField(
                label=Text("数量（没有该物品填 0）", "Quantity (0: was never there)"), min_value=0, max_value=1_000_000,
                initial=line["quantity"],
            ),
            f"unit_{n}": _filled(words("单位", "Unit", most=8), line["unit"]),
            f"description_{n}": _filled(words("特征", "Description", most=120), line["description"]),
            f"value_{n}": forms.DecimalField(
                label=Text("价值（元）", "Value (CNY)"), required=False, min_value=0, max_digits=12, decimal_places=2,
                initial=None if line["value"] is None else f"{line['value'] // 100}.{line['value'] % 100:02d}",
            ),
            f"bag_{n}": _filled(words("封装袋号（贵重物品）", "Sealed bag (valuables)", most=32), line["bag"]),
        }  # fmt: skip
    return found


def _thing_said(line: Body, said: Body, n: int) -> Body:
    plain = {name: said[f"{name}_{n}"] for name in ("item", "quantity", "unit", "description", "bag")}
    yuan = said[f"value_{n}"]
    return {**line, **plain, "value": None if yuan is None else int(yuan * 100)}


def _things_said(_: Stay, stands: Body, said: Body) -> list[Body]:
    return [_thing_said(line, said, n) for n, line in enumerate(stands["items"], 1)]


PARTS: dict[tuple[str, str], Part] = {
    (Tag.ASSESSED, "answers"): Part(_answers, _answered),
    (Tag.ASSESSED, "needs"): Part(_needs, _needed),
    (Tag.COLLECTED, "items"): Part(_samples, _sampled),
    (Tag.BELONGINGS_LISTED, "items"): Part(_things, _things_said),
}
"""Tag and field of its body → the part of the form; every other field is the one of its column."""
FOLLOWS = {(Tag.BELONGINGS_LISTED, "count")}
"""What nobody fills in: it follows from the others."""
