"""The lines of the desk in plain Python: a full house has sixty, and the same markup by template costs five times as
much. Every value passes through `filled`, which escapes it."""

from collections.abc import Iterable
from functools import lru_cache
from itertools import product

from django.urls import reverse
from django.utils.safestring import SafeString

from mingjing.desks.lines import Line
from mingjing.kernel.text import Text, language
from mingjing.kernel.time import now
from mingjing.webkit import chips
from mingjing.webkit.chips import in_language
from mingjing.webkit.markup import NOTHING, filled, joined
from mingjing.webkit.templatetags.mj import icon

KEPT = 1024  # lines of a few full houses
MINUTE = 60
HERE_FOR = Text("到区", "here for")
CHECKED = Text("已巡查", "Checked")
DRINK = Text("饮水", "Drink")
MEAL = Text("用餐", "Meal")
CHOOSE = Text("选择{name}", "Choose {name}")
LINE = (
    '<article class="person desk-line {colour}" id="stay-{ident}">{tick}'
    '<span class="colour {colour}" role="img" aria-label="{word}" title="{word}">{sign}</span>'
    '<div class="person-who"><b>{name}</b>{vest}<span class="dim">{about}</span></div>'
    '<div class="person-place">{place} <small>{here_for} {since}</small></div>'
    '<div class="desk-due">{chips}{marks}{steps}</div>{taps}</article>'
)
TAPS = (
    '<form class="desk-taps" method="post" action="{url}" hx-post="{url}" hx-target="#notices" hx-swap="innerHTML"'
    ' data-no-ask><input type="hidden" name="csrfmiddlewaretoken" value="{token}">'
    '<input type="hidden" name="next" value="{home}"><input type="hidden" name="stay" value="{ident}">{buttons}</form>'
)
TICK = '<input class="desk-tick" type="checkbox" name="stay" value="{ident}" form="several" aria-label="{label}">'
BUTTON = '<button class="button" name="what" value="{value}">{icon}{text}</button>'
MARK = '<span class="mark">{word}</span>'


def people(lines: Iterable[Line], token: str) -> SafeString:
    """The lines, one below the other. `token` is the one of the reader's session that lets his taps count."""
    lang = language()
    mays = product((True, False), repeat=2)
    taps = {(check, care): buttons(check=check, care=care, lang=lang) for check, care in mays}
    minute = int(now().timestamp()) // MINUTE
    return joined(_line(one, taps[one.may_check, one.may_care], token, lang, minute) for one in lines)


@lru_cache(maxsize=KEPT)
def _line(one: Line, buttons: SafeString, token: str, lang: str, _minute: int) -> SafeString:
    """Drawn once for each value and minute: after an act one line of sixty is another, and what is due ticks in the
    browser in between."""
    who, name = one.who, in_language(one.who.name, lang)
    return filled(
        LINE,
        colour=who.colour,
        ident=one.stay.pk,
        word=one.colour_word.in_(lang),
        sign=one.sign,
        name=filled('<a href="{url}">{name}</a>', url=who.url, name=name) if who.url else name,
        vest=filled('<span class="code">{vest}</span> ', vest=who.number) if who.number else " ",
        about=one.about.in_(lang),
        place=in_language(who.place, lang),
        here_for=HERE_FOR.in_(lang),
        since=chips.since(who.arrived_at),
        chips=joined(chips.deadline(chip, compact=True) for chip in one.chips),
        marks=joined(filled(MARK, word=in_language(m, lang)) for m in who.marks),
        steps=filled('<span class="dim small">{steps}</span>', steps=one.steps.in_(lang)) if one.steps else NOTHING,
        taps=_taps(one, buttons, token) if buttons else NOTHING,
        tick=filled(TICK, ident=one.stay.pk, label=CHOOSE.format(name=name).in_(lang)) if buttons else NOTHING,
    )


def _taps(one: Line, buttons: SafeString, token: str) -> SafeString:
    url, home = reverse("custody:tap"), reverse("desks:duty")
    return filled(TAPS, url=url, home=home, ident=one.stay.pk, token=token, buttons=buttons)


def buttons(*, check: bool, care: bool, lang: str) -> SafeString:
    """The frequent acts a reader may do."""
    shown = [("check", icon("check", 16), CHECKED)] if check else []
    shown += [("drink", NOTHING, DRINK), ("meal", NOTHING, MEAL)] if care else []
    return joined(filled(BUTTON, value=value, icon=drawn, text=text.in_(lang)) for value, drawn, text in shown)
