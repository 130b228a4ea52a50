"""Bodies and sentences of the entries about people."""

from dataclasses import dataclass
from typing import Any

from mingjing.kernel.text import Text
from mingjing.kernel.vocab import Vocab
from mingjing.ledger.entries import entry
from mingjing.persons.vocab import (
    Basis,
    Confidence,
    ContactKind,
    DocumentKind,
    Held,
    NameKind,
    PhotoKind,
    Protection,
    Sex,
    Tag,
)

FIELDS = {
    "name": Text("姓名", "name"),
    "sex": Text("性别", "sex"),
    "birth_date": Text("出生日期", "birth date"),
    "nationality": Text("国籍", "nationality"),
    "ethnicity": Text("民族", "ethnicity"),
    "features": Text("体貌特征", "features"),
    "age_about": Text("估计年龄", "estimated age"),
    "name_withheld": Text("不讲真实身份", "withholds identity"),
}


def _label(vocab: type[Vocab], value: Any) -> Text | str:
    return vocab(value).text if value in vocab.values() else "—"


@entry(
    Tag.PERSON_REGISTERED,
    zh="登记人员{name}，{sex}，{born}，身份{state}",
    en="Registered {name}, {sex}, {born}, identity {state}",
)
@dataclass(frozen=True)
class Registered:
    name: str
    sex: str
    birth_date: str = ""
    age_about: int | None = None
    identity_known: bool = True
    features: str = ""
    nationality: str = ""
    ethnicity: str = ""
    document_kind: str = ""
    document_number: str = ""
    protection: str = ""

    @staticmethod
    def words(body: dict[str, Any]) -> dict[str, Any]:
        about = body.get("age_about")
        guess = Text("生日不详", "birth unknown") if about is None else Text(f"约 {about} 岁", f"aged about {about}")
        return {
            "sex": _label(Sex, body.get("sex")),
            "born": body.get("birth_date") or guess,
            "state": Text("已查明", "known") if body.get("identity_known") else Text("不明", "unknown"),
        }


@entry(
    Tag.PERSON_IDENTIFIED,
    zh="查明身份：{name}，{sex}，{birth_date}；依据：{basis}。{note}",
    en="Identity established: {name}, {sex}, {birth_date}; by: {basis}. {note}",
)
@dataclass(frozen=True)
class Identified:
    """`called` is how the record called him before."""

    name: str
    called: str
    sex: str
    birth_date: str
    basis: str
    document_kind: str = ""
    document_number: str = ""
    note: str = ""

    @staticmethod
    def words(body: dict[str, Any]) -> dict[str, Any]:
        return {"sex": _label(Sex, body.get("sex")), "basis": _label(Basis, body.get("basis"))}


@entry(Tag.PERSON_CORRECTED, zh="更正{what}", en="Corrected {what}")
@dataclass(frozen=True)
class Corrected:
    """`before` and `after`: {field: value} of the changed fields only."""

    before: dict[str, Any]
    after: dict[str, Any]

    @staticmethod
    def words(body: dict[str, Any]) -> dict[str, Any]:
        changed = [FIELDS.get(name, Text(name, name)) for name in body.get("after") or {}]
        return {"what": Text("、".join(c.zh for c in changed), ", ".join(c.en for c in changed))}


@entry(Tag.PERSON_NAMED, zh="登记{kind}：{text}", en="Recorded {kind}: {text}")
@dataclass(frozen=True)
class Named:
    kind: str
    text: str

    @staticmethod
    def words(body: dict[str, Any]) -> dict[str, Any]:
        return {"kind": _label(NameKind, body.get("kind"))}


@entry(Tag.PERSON_DOCUMENTED, zh="登记{kind}：{number}", en="Recorded {kind}: {number}")
@dataclass(frozen=True)
class Documented:
    kind: str
    number: str
    issued_by: str = ""
    valid_until: str = ""
    seen: bool = False

    @staticmethod
    def words(body: dict[str, Any]) -> dict[str, Any]:
        return {"kind": _label(DocumentKind, body.get("kind"))}


@entry(Tag.PERSON_REACHED, zh="登记{kind}：{value}", en="Recorded {kind}: {value}")
@dataclass(frozen=True)
class Reached:
    kind: str
    value: str

    @staticmethod
    def words(body: dict[str, Any]) -> dict[str, Any]:
        return {"kind": _label(ContactKind, body.get("kind"))}


@entry(Tag.PERSON_PHOTOGRAPHED, zh="拍摄{kind}", en="Photographed: {kind}")
@dataclass(frozen=True)
class Photographed:
    kind: str
    sha256: str

    @staticmethod
    def words(body: dict[str, Any]) -> dict[str, Any]:
        return {"kind": _label(PhotoKind, body.get("kind"))}


@entry(Tag.PERSON_PROTECTED, zh="设定特别保护：{protection}", en="Protection set: {protection}")
@dataclass(frozen=True)
class Protected:
    protection: str

    @staticmethod
    def words(body: dict[str, Any]) -> dict[str, Any]:
        return {"protection": _label(Protection, body.get("protection", ""))}


@entry(Tag.PERSON_SEALED, zh="封存记录，依据：{basis}", en="Record sealed, basis: {basis}")
@dataclass(frozen=True)
class Sealed:
    basis: str


@entry(Tag.PERSON_UNSEALED, zh="解除封存，依据：{basis}", en="Seal lifted, basis: {basis}")
@dataclass(frozen=True)
class Unsealed:
    basis: str


@entry(
    Tag.CLAIM_MADE,
    zh="认定{left}与{right}：{held}（{confidence}）。理由：{rationale}",
    en="Held that {left} and {right}: {held} ({confidence}). Rationale: {rationale}",
)
@dataclass(frozen=True)
class Claimed:
    left: str
    right: str
    held: str
    confidence: str
    rationale: str

    @staticmethod
    def words(body: dict[str, Any]) -> dict[str, Any]:
        return {"held": _label(Held, body.get("held")), "confidence": _label(Confidence, body.get("confidence"))}


@entry(
    Tag.CLAIM_WITHDRAWN,
    zh="撤回“{left}与{right}：{held}”的认定。理由：{reason}",
    en="Withdrew the claim that {left} and {right}: {held}. Reason: {reason}",
)
@dataclass(frozen=True)
class Withdrawn:
    left: str
    right: str
    held: str
    reason: str

    @staticmethod
    def words(body: dict[str, Any]) -> dict[str, Any]:
        return {"held": _label(Held, body.get("held"))}
