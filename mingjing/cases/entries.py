"""Bodies and sentences of the entries about cases."""

from dataclasses import dataclass, field
from typing import Any

from mingjing.cases.vocab import CaseKind, Circumstance, OfficerRole, PersonRole, Tag
from mingjing.kernel.text import Text
from mingjing.kernel.vocab import Vocab
from mingjing.ledger.entries import entry


def _label(vocab: type[Vocab], value: Any) -> Text | str:
    return vocab(value).text if value in vocab.values() else "—"


def _circumstances(told: dict[str, bool]) -> Text:
    said = [Circumstance(name).text for name, holds in sorted(told.items()) if holds]
    if not said:
        return Text("无特别情形", "no special circumstances")
    return Text("、".join(s.zh for s in said), ", ".join(s.en for s in said))


@entry(
    Tag.CASE_REGISTERED,
    zh="登记{kind}案件 {number}：{cause}（{unit}）",
    en="Registered case {number} ({kind}): {cause} ({unit})",
)
@dataclass(frozen=True)
class Registered:
    number: str
    kind: str
    cause: str
    unit: str
    summary: str = ""
    circumstances: dict[str, bool] = field(default_factory=dict)

    @staticmethod
    def words(body: dict[str, Any]) -> dict[str, Any]:
        return {"kind": _label(CaseKind, body.get("kind"))}


@entry(
    Tag.CASE_CHARACTERISED,
    zh="案件性质{kind}，案由{cause}，情形：{circumstances}",
    en="Kind {kind}, cause {cause}, circumstances: {circumstances}",
)
@dataclass(frozen=True)
class Characterised:
    kind: str
    cause: str
    circumstances: dict[str, bool]

    @staticmethod
    def words(body: dict[str, Any]) -> dict[str, Any]:
        told = _circumstances(body.get("circumstances") or {})
        return {"kind": _label(CaseKind, body.get("kind")), "circumstances": told}


@entry(Tag.CASE_PROPOSED, zh="提出“{move}”：{reason}", en="Proposed: {move}; {reason}")
@dataclass(frozen=True)
class Proposed:
    move: str
    move_zh: str
    move_en: str
    reason: str
    rank: str = ""

    @staticmethod
    def words(body: dict[str, Any]) -> dict[str, Any]:
        return {"move": Text(body.get("move_zh") or "—", body.get("move_en") or "—")}


@entry(
    Tag.CASE_MOVED, zh="{move}，案件现为“{state}”{instruments}", en="{move}; the case stands at: {state}{instruments}"
)
@dataclass(frozen=True)
class Moved:
    """`before` and `after` are the graph's words, the titles what the book called them on that day."""

    move: str
    before: str
    after: str
    move_zh: str
    move_en: str
    state_zh: str
    state_en: str
    procedure: str
    basis: str = ""
    instruments: list[str] = field(default_factory=list)
    remark: str = ""

    @staticmethod
    def words(body: dict[str, Any]) -> dict[str, Any]:
        made = body.get("instruments") or []
        return {
            "move": Text(body.get("move_zh") or "—", body.get("move_en") or "—"),
            "state": Text(body.get("state_zh") or "—", body.get("state_en") or "—"),
            "instruments": Text(f"（{'、'.join(made)}）", f" ({', '.join(made)})") if made else Text("", ""),
        }


@entry(Tag.CASE_CLOSED, zh="结案：{outcome}", en="Closed: {outcome}")
@dataclass(frozen=True)
class Closed:
    outcome: str


@entry(Tag.CASE_REOPENED, zh="恢复办理：{why}", en="Reopened: {why}")
@dataclass(frozen=True)
class Reopened:
    why: str


@entry(Tag.CASE_SEALED, zh="封存案件，依据：{basis}", en="Case sealed, basis: {basis}")
@dataclass(frozen=True)
class Sealed:
    basis: str


@entry(Tag.CASE_UNSEALED, zh="解除案件封存，依据：{basis}", en="Case unsealed, basis: {basis}")
@dataclass(frozen=True)
class Unsealed:
    basis: str


class _WithRole:
    @staticmethod
    def words(body: dict[str, Any]) -> dict[str, Any]:
        return {"role": _label(OfficerRole, body.get("role"))}


@entry(Tag.OFFICER_ASSIGNED, zh="指派{officer}为{role}", en="{officer} assigned as {role}")
@dataclass(frozen=True)
class Assigned(_WithRole):
    officer: str
    number: str
    role: str


@entry(Tag.OFFICER_RELIEVED, zh="解除{officer}的{role}指派", en="{officer} relieved as {role}")
@dataclass(frozen=True)
class Relieved(_WithRole):
    officer: str
    number: str
    role: str


@entry(Tag.OFFICER_RECUSED, zh="{officer}回避", en="{officer} recused")
@dataclass(frozen=True)
class Recused:
    officer: str
    number: str


@entry(Tag.RECUSAL_LIFTED, zh="撤销{officer}的回避", en="Recusal of {officer} lifted")
@dataclass(frozen=True)
class RecusalLifted:
    officer: str
    number: str


class _WithPersonRole:
    @staticmethod
    def words(body: dict[str, Any]) -> dict[str, Any]:
        return {"role": _label(PersonRole, body.get("role"))}


@entry(Tag.PERSON_ADDED, zh="{person}列为{role}", en="{person} added as {role}")
@dataclass(frozen=True)
class PersonAdded(_WithPersonRole):
    person: str
    role: str


@entry(Tag.PERSON_REMOVED, zh="{person}不再列为{role}", en="{person} no longer {role}")
@dataclass(frozen=True)
class PersonRemoved(_WithPersonRole):
    person: str
    role: str
