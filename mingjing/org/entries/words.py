"""Words the sentences of this app share."""

from collections.abc import Mapping, Sequence
from typing import Any

from mingjing.kernel.text import Text
from mingjing.kernel.time import local, parse
from mingjing.kernel.vocab import Vocab
from mingjing.org.posts import posts
from mingjing.org.vocab import RoomSex, UnitKind

FIELDS = {
    "name": Text("名称", "name"),
    "name_en": Text("英文名称", "English name"),
    "kind": Text("类别", "kind"),
    "capacity": Text("容纳人数", "capacity"),
    "sex": Text("性别", "sex"),
    "juvenile": Text("未成年人专用", "for juveniles"),
    "special_care": Text("特殊照护", "special care"),
    "recorded": Text("全程录音录像", "recorded"),
    "unit": Text("单位", "unit"),
    "auxiliary": Text("辅警", "auxiliary officer"),
    "legal_exam": Text("通过高级执法资格考试", "passed the senior law examination"),
}
OF_PEOPLE = {**FIELDS, "name": Text("姓名", "name")}
YES, NO = Text("是", "yes"), Text("否", "no")


def moment(stored: str | None) -> str:
    return local(parse(stored)).strftime("%Y-%m-%d %H:%M") if stored else "—"


def label_of(words: type[Vocab], value: str | None) -> Text | None:
    return words(value).text if value else None


def post_text(code: str | None) -> Text:
    return posts()[code].text if code in posts() else Text(code or "—", code or "—")


def changed(changes: Mapping[str, Sequence[Any]], called: Mapping[str, Text] = FIELDS) -> Text:
    """“capacity 4 → 6; recorded no → yes”: every field as it is `called`, before and after."""
    known = {name: called.get(name, Text(name, name)) for name in changes}
    lines = [(known[name], said(name, old), said(name, new)) for name, (old, new) in changes.items()]
    return Text(
        "；".join(f"{n.zh} {old.zh} → {new.zh}" for n, old, new in lines),
        "; ".join(f"{n.en} {old.en} → {new.en}" for n, old, new in lines),
    )


def said(name: str, value: Any) -> Text:
    """A value of one of `FIELDS` as people say it."""
    if isinstance(value, bool):
        return YES if value else NO
    if name == "sex" and value in set(RoomSex):
        return RoomSex(value).text
    if name == "kind" and value in set(UnitKind):
        return UnitKind(value).text
    told = str(value) if value not in ("", None) else "—"
    return Text(told, told)
