"""The usual acts of a stay, one after the other, as tests and the walk need them."""

from mingjing.custody.actions import (
    assessment,
    belongings,
    collection,
    identity,
    placement,
    rights,
    search,
    vest,
)
from mingjing.custody.actions.belongings import Thing
from mingjing.custody.actions.collection import Sample
from mingjing.custody.models import Locker
from mingjing.custody.questions import newest
from mingjing.org.vocab import RoomKind

SIGNED = "a" * 64


def searched(centre, stay, minutes):
    sex = stay.person.sex
    pair = [centre.officer("search_officer", sex=sex, name=n).pk for n in ("检甲", "检乙")]
    return search.search(
        stay.pk, by=centre.by("search_officer", sex=sex, name="检甲"), at=centre.at(minutes), officer_ids=pair,
        room_id=centre.room(RoomKind.SEARCH_ROOM).pk, on_camera=True, findings="无违禁品",
    )  # fmt: skip


def listed(centre, stay, minutes, things=None, **kw):
    usual = [Thing("手机", description="黑色"), Thing("现金", 300, "元", valuable=True, bag="B001")]
    things = usual if things is None else things
    free = Locker.objects.filter(site=centre.site).exclude(belongings__state="kept").first()
    told = {"signature": SIGNED, **kw}
    return belongings.list_belongings(
        stay.pk, by=centre.by("search_officer", name="检甲"), at=centre.at(minutes), things=things,
        locker_id=free.pk, **told,
    )  # fmt: skip


def settled(centre, stay, answers, minutes=5):
    """From identity to a room: everything before anything else may happen. Returns minutes after the last act."""
    c, at = centre, centre.at
    identity.confirm(stay.pk, by=c.by("reception"), at=at(minutes + 1), method="查验居民身份证")
    searched(c, stay, minutes + 5)
    listed(c, stay, minutes + 8)
    assessment.assess(stay.pk, by=c.by("custody_officer"), at=at(minutes + 12), answers=answers)
    rights.tell(
        stay.pk, by=c.by("custody_officer"), at=at(minutes + 15), language="汉语", understood=True, signature=SIGNED
    )
    pair = [c.officer("search_officer", name=n).pk for n in ("检甲", "检乙")]
    collection.collect(
        stay.pk, by=c.by("search_officer", name="检甲"), at=at(minutes + 20), officer_ids=pair, on_camera=True,
        samples={"photo": Sample("done"), "fingerprints": Sample("done")},
        declared_facts={"collect.approved": True},
    )  # fmt: skip
    vest.vest(stay.pk, by=c.by("reception"), at=at(minutes + 21), number=f"V{stay.seq:02d}")
    return minutes + 22


def placed(centre, stay, minutes, room=None):
    sex = stay.person.sex
    room = room or centre.room(RoomKind.HOLDING_ROOM, sex__in=[sex, "any"], juvenile=False)
    guard = centre.officer("custody_guard", sex=sex)
    return placement.place(
        stay.pk, by=centre.by("custody_guard", sex=sex), at=centre.at(minutes), room_id=room.pk, escort_ids=[guard.pk]
    )


def calm(sex: str = "male", **different: str) -> dict[str, str]:
    """Answers of somebody who is well and has nothing to report; a few of them different."""
    good = {"understands": "yes", "language": "yes", "reading": "yes", **different}
    questions, answers = newest("arrival"), {}
    for question in questions.questions:
        if question.asked({**answers, **good}, sex) and not question.optional:
            usual = "无" if question.kind == "text" else "no"
            answers[question.id] = good.get(question.id, usual)
    return answers
