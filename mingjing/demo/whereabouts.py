"""Where everybody who wears something ought to be, as the custody record has it: people in their rooms or with whom they
are with, officers at what they are doing. What the simulated bands then say is another matter."""

from collections.abc import Iterable
from dataclasses import dataclass

from mingjing.custody.models import Questioning, Stay
from mingjing.custody.tags import Tag
from mingjing.custody.vocab import Observation, StayState
from mingjing.demo.equipment import PLAYED
from mingjing.ledger.models import Entry
from mingjing.org.models import Officer, Site
from mingjing.presence.models import Binding

COUNTER, LIST_ROOM, COLLECTION, DUTY, MEDICAL, OFFICE = "DJ01", "SW01", "CJ01", "ZB01", "YW01", "BG01"
SEARCH_ROOMS = {"male": "JC01", "female": "JC02"}
AFTER = {Tag.SEARCHED: LIST_ROOM, Tag.BELONGINGS_LISTED: MEDICAL, Tag.ASSESSED: COLLECTION, Tag.RIGHTS_TOLD: COLLECTION,
         Tag.COLLECTED: LIST_ROOM, Tag.VESTED: LIST_ROOM}  # fmt: skip
FRONT = frozenset({"DH01", "TJ01"})
JUVENILE = frozenset({"HW08", "XW03", "SX05"})
JUVENILE_POST = "PJ1"
POSTS = {"reception": COUNTER, "custody_officer": DUTY, "medic": MEDICAL, "search_officer": COLLECTION}


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in custody: the band, where the record has him; `settled` once he has a room; `close`: never alone. `case`:
    what he is here for, to know who is kept from whom."""

    device: str
    room: str
    settled: bool
    close: bool
    sex: str
    case: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """An officer: his card, and where he works. An empty room: wherever a guard is needed. `post`: empty for a visiting
    team."""

    device: str
    room: str
    sex: str = ""
    post: str = ""


@dataclass(frozen=True, slots=True)
class Recorded:
    people: tuple[Person, ...]
    cards: tuple[Card, ...]


def recorded(site: Site, posts: dict[str, str]) -> Recorded:
    """As of now. `posts`: officer → the post he works at here; whoever has none is of a visiting team."""
    worn = {(b.holder_kind, b.holder_id): b.device.number for b in _bindings(site)}
    stays = {str(s.pk): s for s in Stay.objects.present().filter(site=site).select_related("person", "room")}
    talks = list(_talks(stays))
    asked = {str(talk.stay_id): talk.room.code for talk in talks}
    asking = {str(one.pk): talk.room.code for talk in talks for one in talk.officers.all()}
    steps = _last_steps([s for pk, s in stays.items() if s.room is None and pk not in asked])
    people = [
        Person(
            number,
            asked.get(pk) or (stay.room.code if stay.room else _waiting(stay, steps)),
            pk in asked or stay.room is not None,
            stay.observation == Observation.CONSTANT,
            stay.person.sex,
            str(stay.case_id or ""),
        )
        for (kind, pk), number in worn.items()
        if kind == "stay" and (stay := stays.get(pk)) is not None and stay.state != StayState.OUT
    ]
    officers = Officer.objects.in_bulk([pk for kind, pk in worn if kind == "officer"])
    cards = [_card(worn["officer", str(pk)], one, posts, asking) for pk, one in officers.items()]
    return Recorded(tuple(people), tuple(sorted(cards, key=lambda card: card.device)))


def _card(number: str, officer: Officer, posts: dict[str, str], asking: dict[str, str]) -> Card:
    pk = str(officer.pk)
    post = posts.get(pk, "")
    usual = "" if post == "custody_guard" else POSTS.get(post, OFFICE)
    return Card(number, asking.get(pk, usual), officer.sex, post)


def _bindings(site: Site) -> Iterable[Binding]:
    """Of the bands and cards that are played here: whoever registers others plays them himself."""
    worn = Binding.objects.open().filter(device__site=site, fitted_at__isnull=False)
    return worn.filter(device__number__in=PLAYED).select_related("device")


def _talks(stays: dict[str, Stay]) -> Iterable[Questioning]:
    rows = Questioning.objects.filter(stay__in=list(stays), ended_at__isnull=True, voided=False)
    return rows.select_related("room").prefetch_related("officers")


def _waiting(stay: Stay, steps: dict[str, str]) -> str:
    """Of somebody who has no room yet: where the next step is done."""
    last = steps.get(str(stay.pk), "")
    return SEARCH_ROOMS[stay.person.sex] if not last else AFTER[Tag(last)]


def _last_steps(stays: list[Stay]) -> dict[str, str]:
    rows = Entry.objects.filter(subject_kind="stay", subject_id__in=[str(s.pk) for s in stays], tag__in=list(AFTER))
    return dict(rows.order_by("id").values_list("subject_id", "tag"))


def posts_of(members: dict[tuple[str, str], list[Officer]]) -> dict[str, str]:
    """Officer → his post at the centre, of those who work there by turns."""
    return {str(o.pk): post for (post, turn), several in members.items() if turn for o in several}
