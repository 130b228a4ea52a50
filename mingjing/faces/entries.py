"""Bodies and sentences of the entries about portraits and comparisons."""

from dataclasses import dataclass, field
from typing import Any

from mingjing.faces.vocab import ByEye, Flaw, Held, Occasion, Tag
from mingjing.kernel.text import Text
from mingjing.kernel.vocab import Vocab
from mingjing.ledger.entries import entry

NOTHING = Text("", "")


def _label(vocab: type[Vocab], value: Any) -> Text | str:
    return vocab(value).text if value in vocab.values() else "—"


def _listed(flaws: Any) -> Text:
    found = [Flaw(one).text for one in flaws or () if one in Flaw.values()]
    if not found:
        return NOTHING
    return Text("：" + "；".join(one.zh for one in found), ": " + "; ".join(one.en for one in found))


def _because(reason: Any) -> Text:
    return Text(f"，理由：{reason}", f", because: {reason}") if reason else NOTHING


def _by(camera: Any) -> Text:
    return Text(f"（相机 {camera}）", f" (camera {camera})") if camera else NOTHING


@entry(Tag.PORTRAIT_TAKEN, zh="拍摄人像{camera}{flaws}", en="Portrait taken{camera}{flaws}")
@dataclass(frozen=True)
class PortraitTaken:
    """`flaws`: what the picture statistics say against it."""

    sha256: str
    camera: str = ""
    flaws: list[str] = field(default_factory=list)

    @staticmethod
    def words(body: dict[str, Any]) -> dict[str, Any]:
        return {"camera": _by(body.get("camera")), "flaws": _listed(body.get("flaws"))}


@entry(
    Tag.PORTRAIT_ACCEPTED,
    zh="{officer}确认人像可用{flaws}{reason}",
    en="{officer} accepted the portrait{flaws}{reason}",
)
@dataclass(frozen=True)
class PortraitAccepted:
    sha256: str
    officer: str
    flaws: list[str] = field(default_factory=list)
    reason: str = ""

    @staticmethod
    def words(body: dict[str, Any]) -> dict[str, Any]:
        return {"flaws": _listed(body.get("flaws")), "reason": _because(body.get("reason"))}


@entry(
    Tag.COMPARISON_STARTED,
    zh="人脸核验（{occasion}）：拍照与本次在区人像比对{camera}{why}",
    en="Face verification ({occasion}): picture taken to compare with the portrait of this stay{camera}{why}",
)
@dataclass(frozen=True)
class ComparisonStarted:
    """`picture` and `portrait` are SHA-256; `why` the machine says nothing, empty while it is asked."""

    occasion: str
    picture: str
    portrait: str
    camera: str = ""
    why: str = ""
    flaws: list[str] = field(default_factory=list)

    @staticmethod
    def words(body: dict[str, Any]) -> dict[str, Any]:
        why = body.get("why")
        eye = _label(ByEye, why)
        said = Text("；人工核对：{why}", "; by eye: {why}").format(why=eye) if why else NOTHING
        return {"occasion": _label(Occasion, body.get("occasion")), "camera": _by(body.get("camera")), "why": said}


@entry(
    Tag.COMPARISON_CONFIRMED,
    zh="人脸核验（{occasion}）：{officer}确认{held}（{machine}）{reason}",
    en="Face verification ({occasion}): {officer} confirmed: {held} ({machine}){reason}",
)
@dataclass(frozen=True)
class ComparisonConfirmed:
    """`machine` is what it said by `score`, `threshold` and `floor` with the model of that SHA-256; empty: by eye."""

    occasion: str
    officer: str
    held: str
    machine: str = ""
    score: str = ""
    threshold: str = ""
    floor: str = ""
    camera: str = ""
    recogniser: str = ""
    reason: str = ""

    @staticmethod
    def words(body: dict[str, Any]) -> dict[str, Any]:
        said = body.get("machine")
        machine = Text("人工核对", "by eye")
        if said:
            machine = Text(
                "机器：{said}，得分 {score}，阈值 {threshold}", "machine: {said}, score {score}, threshold {threshold}"
            )
            machine = machine.format(said=_label(Held, said), score=body.get("score"), threshold=body.get("threshold"))
        return {
            "occasion": _label(Occasion, body.get("occasion")),
            "held": _label(Held, body.get("held")),
            "machine": machine,
            "reason": _because(body.get("reason")),
        }
