"""How a form is laid out: parts with a heading, each a grid of fields, a table of rows, or questions with follow-ups."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.forms import BaseForm, BoundField

from mingjing.kernel.text import Text

NAMELESS = Text("", "")


@dataclass(frozen=True, slots=True)
class Asked:
    """One question and what is asked further when it is answered yes."""

    field: BoundField
    follow: tuple[BoundField, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a form; of `fields`, `rows` and `questions` one is filled. `only`: the word of the style sheet for when it
    is shown; `more`: what the button for more rows is called."""

    title: Text = NAMELESS
    fields: tuple[BoundField, ...] = ()
    rows: tuple[tuple[BoundField, ...], ...] = ()
    questions: tuple[Asked, ...] = ()
    only: str = ""
    more: Text = NAMELESS

    @property
    def heads(self) -> list[object]:
        return [one.label for one in self.rows[0]] if self.rows else []


def grid(form: BaseForm, title: Text, names: Iterable[str], only: str = "") -> Section:
    """The named fields that the form has."""
    return Section(title, fields=tuple(form[name] for name in names if name in form.fields), only=only)


def rest(form: BaseForm, taken: Sequence[Section], title: Text = NAMELESS) -> Section:
    """Every field that stands in none of the sections."""
    placed = {one.name for section in taken for one in every(section)}
    return grid(form, title, (name for name in form.fields if name not in placed))


def every(section: Section) -> list[BoundField]:
    """The fields of a section in the order they are drawn."""
    asked = [one for question in section.questions for one in (question.field, *question.follow)]
    return [*section.fields, *(one for row in section.rows for one in row), *asked]
