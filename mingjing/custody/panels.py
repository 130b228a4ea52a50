"""What the screens of a stay draw, filled from selectors."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal

from django.urls import reverse

from mingjing.alerts import panels as alerts
from mingjing.alerts import selectors as alarms
from mingjing.approvals import panels as approvals
from mingjing.clocks import panels as clocks
from mingjing.custody import beside, likeness
from mingjing.custody.amendable import AMENDABLE
from mingjing.custody.machine import STAY
from mingjing.custody.models import Stay
from mingjing.custody.permissions import standing
from mingjing.custody.rules.colour import by_what
from mingjing.custody.rules.gaps import Gap
from mingjing.custody.rules.steps import StepState
from mingjing.custody.selectors import desk
from mingjing.custody.selectors.colour import decided
from mingjing.custody.selectors.gaps import gaps_of
from mingjing.custody.selectors.matters import at_hand, something
from mingjing.custody.selectors.overrides import asked_of
from mingjing.custody.selectors.record import steps
from mingjing.custody.selectors.timeline import Line, Place, timeline, warned
from mingjing.custody.selectors.withheld import of_reader
from mingjing.custody.tags import Tag
from mingjing.custody.tasks import FORMS, GROUPS, STEP_TASK
from mingjing.custody.vocab import Colour, Ground, Role, StepKind
from mingjing.kernel.actor import Actor, spoken
from mingjing.kernel.text import Text
from mingjing.kernel.time import local, now
from mingjing.kernel.verdict import Verdict
from mingjing.org.models import Officer
from mingjing.org.vocab import Sex
from mingjing.webkit.parts import SIGNS, Event, Identity, Step

COLOURS: dict[Colour, Literal["red", "amber", "green"]] = {
    Colour.RED: "red",
    Colour.YELLOW: "amber",
    Colour.GREEN: "green",
}
STATES = {StepState.DONE: "done", StepState.OPEN: "open", StepState.NOT_NEEDED: "skipped"}
MINOR = Text("未成年", "Minor")
GAPS = {
    Gap.PLACE: Text("无位置", "Without place"),
    Gap.GUARD: Text("无看护", "Without guard"),
    Gap.RECORDING: Text("无录像", "Without recording"),
}
TAPS = (
    ("check", Text("巡查正常", "Checked: well")),
    ("drink", Text("饮水", "Drink")),
    ("meal", Text("用餐", "Meal")),
    ("toilet", Text("如厕", "Toilet")),
)
WARNED = Text("办理时提示", "Warned at the time")
WITHHELD = (Text("健康内容", "Health content"), Text("限需要知悉者查看", "for those who need to know"))
PEOPLE = "people"
LINES = 60  # of the record on one page
UNKNOWN = Text("身份不明", "Identity unknown")


@dataclass(frozen=True, slots=True)
class Button:
    """One act: what may stand in its way, where it leads, what it is called."""

    verdicts: tuple[Verdict, ...]
    url: str
    label: Text

    @property
    def why(self) -> Text | None:
        """The first reason that shuts it; None when it is open."""
        return next((v.text for v in self.verdicts if not v.ok), None)


@dataclass(frozen=True, slots=True)
class Row:
    """A group of open buttons. `open`: stands on the page unfolded; the others show the names of their acts."""

    title: Text
    buttons: tuple[Button, ...]
    open: bool

    @property
    def names(self) -> Text:
        labels = [b.label for b in self.buttons if not b.why]
        return Text("、".join(one.zh for one in labels), ", ".join(one.en for one in labels))


def url_of(stay: Stay) -> str:
    return reverse("custody:stay", args=[stay.pk])


def identity(row: desk.Present, *, whole: bool = False) -> Identity:
    """The strip of one stay. `whole`: on pages behind the purpose question, with the portrait of this very stay, and
    full name and age of a protected person too."""
    stay, person = row.stay, row.stay.person
    named = whole or not person.hidden
    marks = [MINOR] if row.minor else []
    if not person.identity_known:
        marks.append(UNKNOWN)
    if not named and (group := person.age_group_on(stay.day)):
        marks.append(group)
    return Identity(
        name=person.name if whole else person.shown_name,
        url=url_of(stay),
        number=stay.number,
        sex=Sex(person.sex).text if person.sex else "",
        age=person.age_on(stay.day) if named else None,
        category=Text("{role} · {ground}", "{role} · {ground}").format(
            role=Role(stay.role).text, ground=Ground(stay.ground).text
        ),
        colour=COLOURS.get(Colour(stay.colour), ""),
        place=stay.place,
        arrived_at=stay.arrived_at,
        next_due=clocks.deadline(row.due) if row.due else None,
        photo_url=_photo(stay) if whole else "",
        marks=tuple(marks),
    )


def _photo(stay: Stay) -> str:
    """Of this stay; until there is one, the last of his record."""
    mine = likeness.of(stay)
    picture = mine.sha256 if mine else stay.person.photo_id
    return reverse("media:small", args=[picture]) if picture else ""


def buttons(stay: Stay, by: Actor) -> tuple[list[Row], list[Button]]:
    """(acts of his posts in groups, acts of other posts). What the state rules out is in neither; an act with nothing
    to act on stands shut, with the reason."""
    rows: list[Row] = []
    shut: list[Button] = []
    present, mine_are = at_hand(stay), standing(by, stay)
    for group in GROUPS:
        offered = [task for task in group.tasks if STAY.allows(FORMS[task].verb, stay.state)]
        judged = [(button(stay, task, something(FORMS[task].matter, present)), mine_are.may(permission(task)))
                  for task in offered]  # fmt: skip
        shut += [replace(one, verdicts=(mine,)) for one, mine in judged if not mine]
        if free := tuple(one for one, mine in judged if mine):
            rows.append(Row(group.title, free, open=not rows))
    return rows, shut


def permission(task: str) -> str:
    """What the act behind a button asks of a post."""
    return FORMS[task].permission or STAY[FORMS[task].verb].permission


def waiting(stay: Stay, rows: Iterable[Row]) -> list[Button]:
    """The acts of a second person that somebody waits for now, and not in vain."""
    seconds = {FORMS[task].title for group in GROUPS for task in group.tasks if FORMS[task].permission}
    found = [one for row in rows for one in row.buttons if one.label in seconds and not one.why]
    return found if found and asked_of([stay], now()) else []


def button(stay: Stay, task: str, verdict: Verdict) -> Button:
    return Button((verdict,), reverse("custody:do", args=[stay.pk, task]), FORMS[task].title)


def taps(stay: Stay, by: Actor) -> list[tuple[str, Text]]:
    """The one-tap acts this officer may do for him now."""
    if not stay.present:
        return []
    mine = standing(by, stay)
    verbs = {what: "check" if what == "check" else "care" for what, _ in TAPS}
    return [(what, label) for what, label in TAPS if mine.may(STAY[verbs[what]].permission)]


def step_list(stay: Stay) -> list[Step]:
    """The steps of booking in; the first open one is the one to do now. Of one who has gone, what was not done."""
    drawn, now_taken = [], False
    for step in steps(stay):
        state = STATES.get(step.state, "open")
        if state == "open" and not stay.present:
            state = "missed"
        elif state == "open" and not now_taken:
            state, now_taken = "now", True
        drawn.append(
            Step(
                label=StepKind(step.kind).text,
                state=state,
                url=reverse("custody:do", args=[stay.pk, STEP_TASK[step.kind.value]]) if state != "missed" else "",
                note="" if state == "done" else step.why,
            )
        )
    return drawn


def record_of(stay: Stay, officer: Officer, before: str = "", only: str = "") -> dict[str, Any]:
    """A page of the record as far as the officer may read it, the newest or what happened before that place, and where
    the next one begins. `only` PEOPLE: what people did."""
    keep, by_people = of_reader(officer, stay), only == PEOPLE
    page = timeline(stay, keep=keep, before=Place.read(before), size=LINES, by_people=by_people)
    address = reverse("custody:panel", args=[stay.pk, "timeline"])
    shown = {"newest": not before, "only": PEOPLE if by_people else "",
             "record_url": f"{address}?only={PEOPLE}" if by_people else address}  # fmt: skip
    return {"events": [event(line, stay) for line in page.lines], "older": page.older, **shown}


def event(line: Line, stay: Stay | None = None) -> Event:
    """A line of the record; with `stay` what can be put right leads to the form for it."""
    entry = line.entry
    leads = stay and entry.tag in AMENDABLE and not line.back and entry.subject_id == str(stay.pk)
    return Event(
        url=reverse("custody:amend", args=[stay.pk, entry.seq]) if stay and leads else "",
        sentence=line.text,
        occurred_at=line.happened_at,
        recorded_at=entry.recorded_at,
        by=spoken(entry.actor_kind, entry.actor_name),
        number=f"{entry.log}#{entry.seq}",
        label=line.label,
        amended=bool(line.amendments) or line.back,
        late_because=line.late_because,
        from_before=entry.tag == Tag.HELD_BEFORE,
        details=(*((WARNED, text) for text in (warned(entry) if stay else ())), *([WITHHELD] if line.withheld else [])),
    )


def particulars(stay: Stay) -> list[tuple[Text, Any]]:
    """Label and value pairs of the stay."""
    return [
        (Text("在区编号", "Number"), stay.number),
        (Text("到案依据", "Ground"), Ground(stay.ground).text),
        (Text("文书编号", "Instrument"), stay.instrument or "—"),
        *(
            [(Text("执行或到案时间", "In custody since"), f"{local(stay.held_since):%Y-%m-%d %H:%M}")]
            if stay.held_since
            else []
        ),
        (Text("案件", "Case"), stay.case.number if stay.case else "—"),
        (Text("送达民警", "Brought by"), str(stay.brought_by or "—")),
        (Text("到达时状况", "Condition on arrival"), stay.condition or "—"),
        (Text("管控颜色", "Control colour"), coloured(stay, now())),
        (Text("识别服", "ID vest"), stay.vest or "—"),
        (Text("手环", "Wristband"), stay.band or "—"),
    ]


def coloured(stay: Stay, at: datetime) -> Text:
    """The control colour with its sign, and what decided it: the house's rules, or an officer against them."""
    found = decided(stay, at)
    why, shown = by_what(found.category.text, found.risk), _signed(Colour(stay.colour))
    if found.colour == stay.colour:
        return Text("{colour}（{why}）", "{colour} ({why})").format(colour=shown, why=why)
    told = Text(
        "{colour}（民警设定；按制度为{rules}：{why}）", "{colour} (set by an officer; the rules say {rules}: {why})"
    )
    return told.format(colour=shown, rules=_signed(found.colour), why=why)


def _signed(colour: Colour) -> Text:
    return Text("{sign} {word}", "{sign} {word}").format(sign=SIGNS[COLOURS[colour]], word=colour.text)


def stay_page(
    stay: Stay, officer: Officer, by: Actor, at: datetime, before: str = "", only: str = ""
) -> dict[str, Any]:
    """Everything the page of a stay shows; of the record what happened before the place `before`."""
    row = desk.one(stay, at)
    running = clocks.of(stay.ref)
    groups, shut = buttons(stay, by)
    unaccounted = gaps_of(stay, at)
    return {
        "stay": stay,
        "row": row,
        "who": identity(row, whole=True),
        "cards": alerts.cards(alarms.open_about(stay.ref).visible_to(officer), by),
        "requests": approvals.about(stay.ref),
        "clocks": running,
        "extensions": extensions(running),
        "steps": step_list(stay),
        **record_of(stay, officer, before, only),
        "groups": groups,
        "waiting": waiting(stay, groups),
        "shut": shut,
        "taps": taps(stay, by),
        "facts": particulars(stay),
        "gaps": [(label, unaccounted.minutes(kind)) for kind, label in GAPS.items()],
        "rooms": stay.occupancies.filter(voided=False).select_related("room").order_by("since"),
        "things": stay.belongings.filter(voided=False).select_related("locker").order_by("number"),
        "beside": list(beside.panels_of(stay, officer, by)),
        "copies": stay.issued_records.select_related("issued_by"),
        "visits": stay.visits.filter(voided=False).order_by("requested_at"),
    }


def extensions(running: dict[str, list[clocks.Line]]) -> list[Any]:
    """Every way to a longer limit of the clocks that still run."""
    return [one for line in running["open"] if line.row.extensions for one in approvals.extensions(line.row)]
