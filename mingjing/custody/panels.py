"""What the screens of a stay draw, filled from selectors."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse

from mingjing.clocks import panels as clocks
from mingjing.custody.machine import STAY
from mingjing.custody.models import Stay
from mingjing.custody.permissions import may_act
from mingjing.custody.rules.steps import StepState
from mingjing.custody.selectors import desk
from mingjing.custody.selectors.gaps import gaps_of
from mingjing.custody.selectors.record import steps
from mingjing.custody.selectors.timeline import Line, timeline
from mingjing.custody.tasks import FORMS, GROUPS, STEP_TASK
from mingjing.custody.vocab import Colour, Ground, Role, StayState, StepKind
from mingjing.kernel.actor import Actor
from mingjing.kernel.text import Text
from mingjing.kernel.verdict import Verdict
from mingjing.org.vocab import Sex
from mingjing.webkit.parts import Event, Identity, Step

COLOURS = {Colour.RED: "red", Colour.YELLOW: "amber", Colour.GREEN: "green"}
STATES = {StepState.DONE: "done", StepState.OPEN: "open", StepState.NOT_NEEDED: "skipped"}
MINOR = Text("未成年", "Minor")
UNKNOWN = Text("身份不明", "Identity unknown")


@dataclass(frozen=True, slots=True)
class Button:
    """One act: what may stand in its way, where it leads, what it is called."""

    verdicts: tuple[Verdict, ...]
    url: str
    label: Text


def url_of(stay: Stay) -> str:
    return reverse("custody:stay", args=[stay.pk])


def identity(row: desk.Present) -> Identity:
    """The strip of one stay."""
    stay, person = row.stay, row.stay.person
    marks = [MINOR] if row.minor else []
    if not person.identity_known:
        marks.append(UNKNOWN)
    return Identity(
        name=person.name,
        url=url_of(stay),
        number=stay.number,
        sex=Sex(person.sex).text if person.sex else "",
        age=person.age_on(stay.day),
        category=Text("{role} · {ground}", "{role} · {ground}").format(
            role=Role(stay.role).text, ground=Ground(stay.ground).text
        ),
        colour=COLOURS.get(Colour(stay.colour), ""),  # type: ignore[arg-type]
        place=str(stay.room) if stay.room else StayState(stay.state).text,
        arrived_at=stay.arrived_at,
        next_due=clocks.deadline(row.due) if row.due else None,
        photo_url=f"/media/{person.photo_id}/small" if person.photo_id else "",
        marks=tuple(marks),
    )


def buttons(stay: Stay, by: Actor) -> list[tuple[Text, list[Button]]]:
    """Every act, in groups; those that the state rules out are left out, those the post rules out say so."""
    return [
        (group.title, shown)
        for group in GROUPS
        if (shown := [button(stay, by, task) for task in group.tasks if STAY.allows(FORMS[task].verb, stay.state)])
    ]


def button(stay: Stay, by: Actor, task: str) -> Button:
    form = FORMS[task]
    return Button(
        (may_act(by, form.verb, stay), STAY.allows(form.verb, stay.state)),
        reverse("custody:do", args=[stay.pk, task]),
        form.title,
    )


def step_list(stay: Stay) -> list[Step]:
    """The steps of booking in; the first open one is the one to do now."""
    drawn, now_taken = [], False
    for step in steps(stay):
        state = STATES.get(step.state, "open")
        if state == "open" and not now_taken:
            state, now_taken = "now", True
        drawn.append(
            Step(
                label=StepKind(step.kind).text,
                state=state,  # type: ignore[arg-type]
                url=reverse("custody:do", args=[stay.pk, STEP_TASK[step.kind.value]]),
                note=step.why,
            )
        )
    return drawn


def events(stay: Stay, before: int | None = None) -> list[Event]:
    return [event(line) for line in timeline(stay, before=before, size=60)]


def event(line: Line) -> Event:
    entry = line.entry
    return Event(
        sentence=line.text,
        occurred_at=line.happened_at,
        recorded_at=entry.recorded_at,
        by=entry.actor_name,
        number=f"{entry.log}#{entry.seq}",
        label=line.label,
        amended=bool(line.amendments) or line.back,
    )


def particulars(stay: Stay) -> list[tuple[Text, Any]]:
    """Label and value pairs of the stay."""
    return [
        (Text("在区编号", "Number"), stay.number),
        (Text("到案依据", "Ground"), Ground(stay.ground).text),
        (Text("文书编号", "Instrument"), stay.instrument or "—"),
        (Text("案件", "Case"), stay.case.number if stay.case else "—"),
        (Text("送达民警", "Brought by"), str(stay.brought_by or "—")),
        (Text("到达时状况", "Condition on arrival"), stay.condition or "—"),
        (Text("识别服", "ID vest"), stay.vest or "—"),
        (Text("手环", "Wristband"), stay.band or "—"),
    ]


def stay_page(stay: Stay, by: Actor, at: datetime) -> dict[str, Any]:
    """Everything the page of a stay shows."""
    row = desk.one(stay, at)
    gaps = gaps_of(stay, at)
    return {
        "stay": stay,
        "row": row,
        "who": identity(row),
        "clocks": clocks.of(stay.ref),
        "steps": step_list(stay),
        "events": events(stay),
        "groups": buttons(stay, by),
        "facts": particulars(stay),
        "gaps": gaps.numbers,
        "rooms": stay.occupancies.filter(voided=False).select_related("room").order_by("since"),
        "things": stay.belongings.filter(voided=False).select_related("locker").order_by("number"),
        "visits": stay.visits.filter(voided=False).order_by("requested_at"),
    }

