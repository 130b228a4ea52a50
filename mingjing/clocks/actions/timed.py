"""What the watch does with a clock or duty whose hour has come: announce it, raise its alarm, take both back."""

from datetime import datetime

from mingjing.alerts.actions.alarm import clear, raise_alarm
from mingjing.alerts.rules import rules as alarm_rules
from mingjing.alerts.vocab import Grade
from mingjing.clocks import entries
from mingjing.clocks.machine import CLOCK, DUTY
from mingjing.clocks.models import Timed
from mingjing.clocks.rules import alarm_rule, next_look, phase_at, to_tell, waiting_cause, waits
from mingjing.clocks.vocab import Kind, Tag, Told
from mingjing.kernel.actor import Actor
from mingjing.kernel.ref import Ref
from mingjing.kernel.text import Text
from mingjing.kernel.time import local
from mingjing.ledger.act import Act, act
from mingjing.webkit.spans import span

NEAR = Text("{title}：{due} 届满", "{title}: due {due}")
WAITS = Text("{title}：已过 {length}，尚未办理", "{title}: not done after {length}")
OVER = Text("{title}：{due} 已届满，现已超限", "{title}: was due {due}, now over the limit")


def attend(timed_id: object, *, by: Actor, at: datetime) -> Timed | None:
    """Bring what stands announced in line with the hour: near, over, or taken back; a row that ended loses its alarms,
    which stay latched until answered where the rule says so. None when it is not time: somebody attended already."""
    with act(by=by, at=at) as it:
        row = held(it, timed_id)
        if row.attend_at is None or row.attend_at > it.at:
            return None
        if row.is_open:
            row.state = phase_at(row.kind, row.state, row.warnings, row.due_at, it.at)
        verb = _verb(row)
        if verb:
            _announce(it, row, verb)
        row.attend_at = _next(row, it.at)
        row.save(update_fields=["state", "told", "attend_at"])
        _alarm(it, row, verb)
        return row


def call_for(timed_id: object, *, by: Actor, at: datetime) -> Timed | None:
    """Raise the alarm of a duty that has waited longer than the house is patient though the law names no limit. None
    when it is done, or may wait on."""
    with act(by=by, at=at) as it:
        row = held(it, timed_id)
        resting = row.kind != Kind.DUTY or not row.is_open
        if row.site is None or resting or not waits(row.state, row.rule, row.started_at, row.due_at, it.at):
            return None
        code = alarm_rule(Kind.DUTY, Told.OVER, row.rule)
        raise_alarm(
            by=it.by, at=it.at, log=row.log, site=row.site, rule=code, subject=row.subject, grade=_grade(row, code),
            text=WAITS.format(title=row.title, length=span(it.at - row.started_at)), basis=row.basis, refs=[row.ref],
            cause=waiting_cause(row.rule, row.number),
        )  # fmt: skip
        return row


def hush(it: Act, subject: Ref) -> int:
    """Of a record that came from another house, inside the action that takes it over: limits that had passed before
    call nobody here, and stand as they are. How many."""
    it.hold(subject)
    rows = Timed.objects.of(subject).filter(attend_at__isnull=False)
    past = [row.pk for row in rows if to_tell(row.state, ended=not row.is_open) == Told.OVER]
    return Timed.objects.filter(pk__in=past).update(told=Told.OVER.value, attend_at=None)


def held(it: Act, timed_id: object) -> Timed:
    """The row, locked after its subject is held, as every entry about that does. Raises Refusal when there is none."""
    about = Timed.objects.filter(pk=str(timed_id)).values_list("subject_kind", "subject_id").first()
    it.hold(*([Ref(*about)] if about else []))
    return it.lock(Timed, timed_id)


def _verb(row: Timed) -> str:
    """The move of the machine that is due, or none. An ended row is only ever found to have been over."""
    wanted = to_tell(row.state, ended=not row.is_open)
    if wanted == Told.OVER:
        return "breach" if row.told != Told.OVER else ""
    if not row.is_open:
        return ""
    if wanted == Told.NEAR and row.told != Told.OVER:
        return "warn"
    return "ease" if row.told != Told.NOTHING else ""


def _announce(it: Act, row: Timed, verb: str) -> None:
    table = CLOCK if row.kind == Kind.CLOCK else DUTY
    row.told = it.move(table, verb, row.told)
    tag = table[verb].tag
    body = entries.BODIES[tag](row.rule, row.title_zh, row.title_en, str(row.subject), row.due_at, row.book)
    refs = [row.subject, row.site.ref] if row.site else [row.subject]
    it.enter(Tag(tag), log=row.log, subject=row.ref, body=body, refs=refs)


def _next(row: Timed, now: datetime) -> datetime | None:
    if not row.is_open:
        return None
    if to_tell(row.state, ended=False) != row.told:
        return now  # eased from over; it may be near again
    return next_look(row.state, row.warnings, row.due_at, now)


def _alarm(it: Act, row: Timed, verb: str) -> None:
    if verb == "breach":
        _raise(it, row, Told.OVER)
    if verb == "warn" and row.is_open:
        _raise(it, row, Told.NEAR)
    if verb in {"breach", "ease"} or not row.is_open:
        _clear(it, row, Told.NEAR)
    if verb == "ease" or not row.is_open:
        _clear(it, row, Told.OVER)


def _raise(it: Act, row: Timed, told: Told) -> None:
    """An entry of an unknown site has nobody to call; it is announced and no more."""
    if row.site is None or row.due_at is None:
        return
    code = alarm_rule(row.kind, told, row.rule)
    text = (OVER if told == Told.OVER else NEAR).format(title=row.title, due=f"{local(row.due_at):%m-%d %H:%M}")
    raise_alarm(
        by=it.by, at=it.at, log=row.log, site=row.site, rule=code, subject=row.subject, grade=_grade(row, code),
        text=text, basis=row.basis, refs=[row.ref], cause=_cause(row),
    )  # fmt: skip


def _clear(it: Act, row: Timed, told: Told) -> None:
    clear(alarm_rule(row.kind, told, row.rule), row.subject, by=it.by, at=it.at, cause=_cause(row), refs=[row.ref])


def _cause(row: Timed) -> str:
    return f"{row.rule}#{row.number}"


def _grade(row: Timed, code: str) -> Grade:
    """The catalogue's grade; one lower for a rule of law that is not confirmed and therefore only warns."""
    grade = alarm_rules()[code].grade
    return grade if row.severity == "block" else grade.next_down
