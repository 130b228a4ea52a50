"""Template tags of the house; docs/reference/components.md shows each with an example.

`{% t "中文" "English" %}` speaks the reader's language.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from django import template
from django.forms import BaseForm, BoundField
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from mingjing.kernel.ref import Ref
from mingjing.kernel.text import EN, Text, language
from mingjing.kernel.time import iso
from mingjing.kernel.verdict import Verdict
from mingjing.webkit import cells, chips, parts, spans
from mingjing.webkit.icons import ICONS
from mingjing.webkit.shell import shell_of

register = template.Library()


@register.simple_tag
def t(zh: str, en: str, **values: object) -> SafeString:
    """The sentence in the reader's language; named values fill its placeholders."""
    said = _escaped(en if language() == EN else zh)
    return format_html(said, **values) if values else said


@lru_cache(maxsize=8192)
def _escaped(sentence: str) -> SafeString:
    """Sentences of templates: a few thousand, each met again on every page."""
    return conditional_escape(sentence)


@register.simple_tag
def built(name: str) -> str:
    """Address of a bundle, with the version of its sources: an upgraded page never meets yesterday's script."""
    return f"{static(f'built/{name}')}{_version()}"


@cache
def _version() -> str:
    stamp = Path(__file__).parents[1] / "static" / "built" / ".stamp"
    return f"?v={stamp.read_text()[:10]}" if stamp.exists() else ""


@register.simple_tag
def icon(name: str, size: int = 20) -> SafeString:
    """A line icon, silent for screen readers: words stand beside it."""
    return _icon(name, size)


@cache
def _icon(name: str, size: int) -> SafeString:
    return format_html(
        '<svg class="icon" viewBox="0 0 24 24" width="{0}" height="{0}" aria-hidden="true">{1}</svg>',
        size,
        mark_safe(ICONS[name]),  # noqa: S308 - our own drawings
    )


@register.filter
def clock(at: datetime | None) -> SafeString | str:
    """`22:20`, or with the date when it is not today; the full instant on hover."""
    return chips.moment(at) if at else "—"


@register.filter
def stamp(at: datetime | None) -> SafeString | str:
    """`2026-11-23 22:20`"""
    return format_html('<time datetime="{}">{}</time>', iso(at), spans.stamp(at)) if at else "—"


@register.filter
def span(length: timedelta | None) -> str:
    """`1 小时 20 分`"""
    return str(spans.span(length)) if length is not None else "—"


@register.filter
def sign(colour: str) -> str:
    """▲ ■ ● of a control colour or grade."""
    return parts.SIGNS.get(colour, "○")


@register.filter
def colour_word(colour: str) -> str:
    return str(parts.COLOUR_WORDS.get(colour, parts.COLOUR_WORDS[""]))


@register.filter
def law(basis: str) -> str:
    """`PSL 97; CPR 200` as it stands on a chip; what no law says is said in words."""
    return chips.law(basis)


@register.filter
def is_moment(value: object) -> bool:
    return isinstance(value, datetime)


@register.simple_tag
def since(at: datetime | None) -> SafeString:
    """The time elapsed since `at`, ticking."""
    return chips.since(at)


@register.simple_tag
def deadline(due: parts.Deadline | None, compact: bool = False) -> SafeString:
    """A deadline chip: elapsed, remaining, due at; it ticks and changes its state by itself."""
    return chips.deadline(due, compact=compact)


@register.inclusion_tag("webkit/parts/identity.html")
def identity(who: parts.Identity) -> dict[str, Any]:
    """The identity strip of one person."""
    return {"who": who}


@register.inclusion_tag("webkit/parts/person.html")
def person_card(who: parts.Identity) -> dict[str, Any]:
    return {"who": who}


@register.inclusion_tag("webkit/parts/card.html")
def item_card(card: parts.Card) -> dict[str, Any]:
    return {"card": card}


@register.inclusion_tag("webkit/parts/tile.html")
def room_tile(tile: parts.Tile) -> dict[str, Any]:
    return {"tile": tile, "full": tile.held >= tile.capacity}


@register.inclusion_tag("webkit/parts/alarm.html", takes_context=True)
def alarm_card(context: template.Context, alarm: parts.AlarmCard) -> dict[str, Any]:
    return {"alarm": alarm, "csrf_token": context.get("csrf_token")}


@register.inclusion_tag("webkit/parts/timeline.html")
def timeline(events: Iterable[parts.Event]) -> dict[str, Any]:
    """Events in the order given, a head line for each day."""
    return {"events": list(events)}


@register.inclusion_tag("webkit/parts/steps.html")
def steps(items: Iterable[parts.Step]) -> dict[str, Any]:
    return {"steps": list(items)}


@register.inclusion_tag("webkit/parts/verdict_button.html", takes_context=True)
def verdict_button(
    context: template.Context,
    verdict: Verdict | Iterable[Verdict],
    url: str,
    label: object,
    *,
    method: str = "get",
    look: str = "",
    icon: str = "",
    confirm: object = "",
    panel: str = "",
) -> dict[str, Any]:
    """A button when the verdict allows, else the same button shut, with every reason and its article in plain sight.

    `method`: `get` leads to a page, `post` acts at once. `look`: `primary`, `danger`, `quiet`. `confirm`: a question
    asked first. `panel`: CSS selector of the region that htmx fills with the answer, instead of a new page.
    """
    several = [verdict] if isinstance(verdict, Verdict) else list(verdict)
    against = [v for v in several if not v.ok]
    return {
        "blocking": [v for v in against if v.severity == "block"],
        "warnings": [v for v in against if v.severity != "block"],
        "url": url,
        "label": label,
        "method": method,
        "look": look,
        "icon": icon,
        "confirm": confirm,
        "panel": panel,
        "csrf_token": context.get("csrf_token"),
    }


@register.inclusion_tag("webkit/parts/verdicts.html")
def verdicts(several: Iterable[Verdict]) -> dict[str, Any]:
    """A list of reasons with their articles."""
    return {"verdicts": list(several)}


@register.inclusion_tag("webkit/parts/empty.html")
def empty(text: object, hint: object = "", url: str = "", label: object = "", icon: str = "table") -> dict[str, Any]:
    """What stands where nothing is: why, and what to do."""
    return {"text": text, "hint": hint, "url": url, "label": label, "icon": icon}


@register.inclusion_tag("webkit/parts/field.html")
def field(bound: BoundField, label: object = "") -> dict[str, Any]:
    """One field: label, box, help, and its troubles. A `label` of ours replaces every word of a library's field."""
    if label:
        bound.help_text = ""
        bound.field.widget.attrs.pop("placeholder", None)
    problems = _problems(bound.errors.as_data())
    return {"field": bound, "label": label or bound.label, "problems": problems, "kind": _kind(bound)}


@register.inclusion_tag("webkit/parts/fields.html")
def fields(form: BaseForm, *names: str) -> dict[str, Any]:
    """The form's refusals on top, then its fields (all, or those named). Form element and buttons are the page's."""
    chosen = [form[n] for n in names] if names else list(form.visible_fields())
    return {"form": form, "fields": chosen, "hidden": form.hidden_fields(), "top": _top(form)}


@register.inclusion_tag("webkit/parts/verdicts.html")
def form_refusals(form: BaseForm) -> dict[str, Any]:
    """Only what is wrong with the form as a whole, for forms that place their fields one by one."""
    return {"verdicts": _top(form)}


@register.inclusion_tag("webkit/parts/table.html")
def table(table: Any) -> dict[str, Any]:
    """A whole table of mingjing.webkit.tables with its tools."""
    return {"table": table}


@register.simple_tag
def table_body(table: Any) -> SafeString:
    return cells.body(table)


@register.simple_tag
def table_choices(choices: Any, chosen: str) -> SafeString:
    return cells.choices(choices, chosen)


@register.simple_block_tag
def panel(
    content: str,
    name: str,
    *args: object,
    title: object = "",
    topics: object = "",
    load: bool = False,
    plain: bool = False,
    **kwargs: object,
) -> SafeString:
    """A region that draws itself anew when one of its topics rings.

    `name` and the arguments name its address, which answers the inside of the panel alone. `topics` is a Ref, a str of
    topics, or a list of either. `load=True` fetches the first content too; `plain=True` draws no frame.
    """
    head = format_html('<header class="panel-head"><h2>{}</h2></header>', title) if title else ""
    return format_html(
        '<section class="{}" data-panel data-topics="{}">{}'
        '<div class="panel-body" hx-get="{}" hx-trigger="{}" hx-swap="innerMorph" hx-sync="this:queue last">{}</div>'
        "</section>",
        "panel plain" if plain else "panel",
        " ".join(_topics(topics)),
        head,
        reverse(name, args=args, kwargs=kwargs or None) if "/" not in name else name,
        "load, bell" if load else "bell",
        mark_safe(content),  # noqa: S308 - drawn by the template
    )


@register.simple_tag
def topics(*several: object) -> SafeString:
    """The body's topics: for `{% block topics %}{% topics stay.ref site.ref %}{% endblock %}`."""
    return conditional_escape(" ".join(t for one in several for t in _topics(one)))


@register.simple_tag(takes_context=True)
def here(context: template.Context) -> str:
    """The address of this page, to come back to."""
    return shell_of(context["request"]).here


@register.simple_tag
def facts(pairs: Iterable[tuple[object, object]]) -> SafeString:
    """Label and value pairs as a definition list."""
    return format_html(
        '<dl class="facts">{}</dl>',
        format_html_join("", "<div><dt>{}</dt><dd>{}</dd></div>", ((k, _shown(v)) for k, v in pairs)),
    )


def _topics(several: object) -> list[str]:
    if isinstance(several, (list, tuple)):
        return [t for one in several for t in _topics(one)]
    return [str(several)] if isinstance(several, Ref) else str(several).split()


def _shown(value: object) -> object:
    if isinstance(value, datetime):
        return stamp(value)
    return "—" if value is None or value == "" else value


def _kind(bound: BoundField) -> str:
    return type(bound.field.widget).__name__.lower()


def _problems(errors: Iterable[Any]) -> list[Verdict]:
    """The errors of a field as verdicts, so that a typing mistake and a refusal read alike."""
    found = []
    for error in errors:
        said = getattr(error, "verdict", None)
        if said is None:
            words = str(error.message) % error.params if error.params else str(error.message)
            said = Verdict(False, error.code or "", Text(words, words))
        found.append(said)
    return found


def _top(form: BaseForm) -> list[Verdict]:
    return _problems(form.non_field_errors().as_data())
