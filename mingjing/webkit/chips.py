"""The chip of a time limit and the time elapsed, drawn in plain Python: a full desk shows two of each for every person,
and a template would take longer over them than everything else on the page together."""

from datetime import datetime

from django.utils.safestring import SafeString

from mingjing.kernel.text import ZH, Text, language
from mingjing.kernel.time import iso, now
from mingjing.law import books
from mingjing.webkit import spans
from mingjing.webkit.markup import NOTHING, filled
from mingjing.webkit.parts import Deadline, Words

UNWRITTEN = frozenset({"site", "practice"})
"""Sources that are no law; the books give them a title."""
DONE = Text("已完成", "done")
PAUSED = Text("暂停，余 {left}", "paused, {left} left")
OVER = Text("已超 {left}", "over by {left}")
LEFT = Text("还剩 {left}", "{left} left")
UNTIL = Text("至", "due")
ELAPSED = Text("已", "elapsed")
SINCE = '<span class="num" data-since="{at}" title="{stamp}">{length}</span>'
MOMENT = '<time datetime="{iso}" title="{stamp}">{clock}</time>'
PASSED = '<span class="deadline-elapsed">{word} <b data-elapsed>{length}</b></span>'
BASIS = '<span class="deadline-basis">{basis}</span>'
CHIP = (
    '<span class="deadline {level}{look}" data-deadline data-start="{start}" data-due="{due}" data-warn="{warn}"'
    ' data-level="{level}"><span class="deadline-sign" aria-hidden="true"></span>{label}{elapsed}'
    '<span class="deadline-left" data-left>{left}</span>'
    '<span class="deadline-due">{until} {at}</span>{basis}</span>'
)


def deadline(due: Deadline | None, *, compact: bool = False) -> SafeString:
    """A deadline chip: elapsed, remaining, due at; the page's script lets it tick. Compact: no elapsed, no basis."""
    if due is None:
        return NOTHING
    lang, started = language(), due.started_at
    present = due.paused_at or now()
    return filled(
        CHIP,
        level=due.level(present),
        look=" compact" if compact else "",
        start=spans.millis(started) if started else "",
        due=spans.millis(due.due_at),
        warn=spans.millis(due.warning_from),
        label=_label(due, lang),
        elapsed=NOTHING if compact or started is None else _elapsed(started, present, lang),
        left=_left(due, present, lang),
        until=UNTIL.in_(lang),
        at=moment(due.due_at),
        basis=filled(BASIS, basis=law(due.basis)) if due.basis and not compact else NOTHING,
    )


def since(at: datetime | None) -> SafeString:
    """The time elapsed since `at`, ticking."""
    if at is None:
        return SafeString("—")
    length = spans.span(now() - at).in_(language())
    return filled(SINCE, at=spans.millis(at), stamp=spans.stamp(at), length=length)


def moment(at: datetime) -> SafeString:
    """`22:20`, or with the date when it is not today; the full instant on hover."""
    return filled(MOMENT, iso=iso(at), stamp=spans.stamp(at), clock=spans.clock(at))


def law(basis: str) -> str:
    """`PSL 97; CPR 200` as officers cite it: titles and articles in Chinese; in English the short names, since
    the titles are too long for a chip. What no law says is said in words."""
    if language() == ZH:
        return str(books.current().citation(basis))
    named = (books.current().citation(one) if one in UNWRITTEN else one for one in map(str.strip, basis.split(";")))
    return "; ".join(str(one) for one in named if one)


def _label(due: Deadline, lang: str) -> SafeString:
    if not due.label:
        return NOTHING
    words = in_language(due.label, lang)
    inside = filled('<a href="{url}">{words}</a>', url=due.url, words=words) if due.url else words
    return filled('<span class="deadline-label">{inside}</span>', inside=inside)


def _elapsed(started: datetime, present: datetime, lang: str) -> SafeString:
    length = spans.span(present - started).in_(lang)
    return filled(PASSED, word=ELAPSED.in_(lang), length=length)


def _left(due: Deadline, present: datetime, lang: str) -> SafeString | str:
    if due.met_at:
        return filled("{word} {at}", word=DONE.in_(lang), at=moment(due.met_at))
    said = PAUSED if due.paused_at else OVER if present >= due.due_at else LEFT
    return said.in_(lang).format(left=spans.span(due.due_at - present).in_(lang))


def in_language(words: Words, lang: str) -> str:
    """As a reader of `lang` reads it, without asking for the language a hundred times a page."""
    return words.in_(lang) if isinstance(words, Text) else words
