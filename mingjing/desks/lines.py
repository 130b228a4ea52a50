"""One person, one room as the desk and the wall draw them."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from mingjing.clocks.panels import deadline
from mingjing.custody.models import Stay
from mingjing.custody.selectors.desk import Present
from mingjing.custody.vocab import INSIDE, Colour, Ground, Need, Observation, Role, StayState, StepKind
from mingjing.kernel.text import Text
from mingjing.kernel.time import local, now
from mingjing.org.models import Room
from mingjing.org.vocab import RoomKind, Sex
from mingjing.persons.panels import marks as marks_of_person
from mingjing.persons.rules.names import masked
from mingjing.webkit import addresses
from mingjing.webkit.parts import COLOUR_WORDS, SIGNS, Deadline, Identity, Tile
from mingjing.webkit.parts import Colour as Shown

ABOUT = Text("{sex}{age} · {category}", "{sex}{age} · {category}")
OPEN = Text("未办：{steps}", "Open: {steps}")
BACK = Text("应返回", "Due back")
MINOR = Text("未成年", "Minor")
WORST = (Colour.RED, Colour.YELLOW, Colour.GREEN)


@dataclass(frozen=True, slots=True)
class Line:
    """`chips` are what is due, the first due first; `steps` names the steps of booking in still open, if any;
    `may_check` and `may_care` whether the tap buttons stand there for this reader."""

    stay: Stay
    who: Identity
    about: Text
    private: str
    chips: tuple[Deadline, ...]
    steps: Text | None
    next_step: Text | None
    may_check: bool
    may_care: bool

    @property
    def sign(self) -> str:
        return SIGNS[self.who.colour]

    @property
    def colour_word(self) -> Text:
        return COLOUR_WORDS[self.who.colour]

    @property
    def first(self) -> Deadline | None:
        """What is due first, leading nowhere: for the wall."""
        return replace(self.chips[0], url="") if self.chips else None


def line(row: Present, *, check: bool, care: bool) -> Line:
    """`check`, `care`: whether the reader's posts allow it at this site."""
    stay, steps = row.stay, [StepKind(kind).text for kind in row.open_steps]
    return Line(
        stay=stay,
        who=who(row),
        about=_about(row),
        private=masked(stay.person.name),
        chips=tuple(_chips(row)),
        steps=OPEN.format(steps=_listed(steps)) if steps else None,
        next_step=steps[0] if steps else None,
        may_check=check and stay.state in INSIDE,
        may_care=care,
    )


def who(row: Present) -> Identity:
    """The identity of a line, leading to the stay's page."""
    stay, person = row.stay, row.stay.person
    return Identity(
        name=person.shown_name,
        url=stay_url(stay),
        number=stay.vest,
        colour=shown_colour(stay.colour),
        place=stay.place,
        arrived_at=stay.arrived_at,
        marks=tuple(_marks(row)),
    )


def tile(room: Room, inside: Iterable[Stay], others: int) -> Tile:
    """A room with the people in it, the worst of their colours, and how many `others` the reader may not see."""
    stays = list(inside)
    worst = next((c for c in WORST if any(s.colour == c for s in stays)), "")
    return Tile(
        code=room.code,
        name=room.text,
        kind="" if room.text.zh.startswith(RoomKind(room.kind).text.zh) else RoomKind(room.kind).text,
        held=len(stays) + others,
        capacity=room.capacity,
        people=tuple(Identity(s.person.shown_name, stay_url(s), colour=shown_colour(s.colour)) for s in stays),
        colour=shown_colour(worst),
        closed=room.out_of_service_reason if room.out_of_service_since else "",
    )


def shown_colour(colour: str) -> Shown:
    """The control colour as parts name it: 黄色 is drawn in amber, which can be read."""
    drawn: dict[str, Shown] = {Colour.RED: "red", Colour.YELLOW: "amber", Colour.GREEN: "green"}
    return drawn.get(colour, "")


def stay_url(stay: Stay) -> str:
    """The page of a stay."""
    return addresses.of("custody:stay", stay.pk)


def _about(row: Present) -> Text:
    """Sex, age, ground or role. Beside a masked name no exact age: with sex and hour it names him."""
    stay = row.stay
    day = local(now()).date()
    age = stay.person.age_group_on(day) if stay.person.hidden else stay.person.age_on(day)
    category = Ground(stay.ground).text if stay.role == Role.SUSPECT else Role(stay.role).text
    return ABOUT.format(sex=Sex(stay.person.sex).text, age="" if age is None else f" {age}", category=category)


def _listed(several: list[Text]) -> Text:
    return Text("、".join(t.zh for t in several), ", ".join(t.en for t in several))


def _chips(row: Present) -> Iterable[Deadline]:
    rows = dict.fromkeys(one for one in (row.due, row.look) if one)
    back = None if row.due_back is None else Deadline(label=BACK, due_at=row.due_back)
    return sorted((one for one in (*map(deadline, rows), back) if one), key=lambda one: one.due_at)


def _marks(row: Present) -> Iterable[Text]:
    stay = row.stay
    if row.minor and not stay.person.protection:
        yield MINOR
    yield from marks_of_person(stay.person)
    if stay.observation != Observation.GENERAL:
        yield Observation(stay.observation).text
    if row.questioned:
        yield Text("讯问询问中", "Being questioned")
    if row.visited:
        yield Text("会见中", "With a visitor")
    if row.restrained:
        yield Text("使用约束中", "Restrained")
    if stay.state == StayState.LEAVING:
        yield StayState.LEAVING.text
    yield from (Need(one).text for one in row.needs if one in Need.values())
