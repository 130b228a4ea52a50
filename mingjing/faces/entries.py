"""Bodies and sentences of the entries about portraits and comparisons."""

from dataclasses import dataclass, field
from typing import Any

from mingjing.faces.vocab import ByEye, Flaw, Held, ModelKind, Occasion, Tag
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


@entry(
    Tag.PORTRAIT_LOOKED,
    zh="机器检查人像：找到 {faces} 张人脸{flaws}",
    en="The machine looked at the portrait: {faces} faces{flaws}",
)
@dataclass(frozen=True)
class PortraitLooked:
    """`detector` is the SHA-256 of the model."""

    sha256: str
    faces: int
    flaws: list[str]
    detector: str

    @staticmethod
    def words(body: dict[str, Any]) -> dict[str, Any]:
        return {"flaws": _listed(body.get("flaws"))}


@entry(
    Tag.COMPARISON_JUDGED,
    zh="人脸核验（{occasion}）：机器判断{machine}，得分 {score}（同一人 ≥ {threshold}，不同 < {floor}，"
    "相机 {camera}），待民警确认",
    en="Face verification ({occasion}): the machine says: {machine}, score {score} (same ≥ {threshold}, "
    "different < {floor}, camera {camera}); to be confirmed by an officer",
)
@dataclass(frozen=True)
class ComparisonJudged:
    """`detector` and `recogniser` are the SHA-256 of the models."""

    occasion: str
    machine: str
    score: str
    threshold: str
    floor: str
    camera: str
    detector: str
    recogniser: str

    @staticmethod
    def words(body: dict[str, Any]) -> dict[str, Any]:
        return {"occasion": _label(Occasion, body.get("occasion")), "machine": _label(Held, body.get("machine"))}


@entry(
    Tag.COMPARISON_LEFT,
    zh="人脸核验（{occasion}）：机器未作判断（{why}{flaws}），由民警人工核对",
    en="Face verification ({occasion}): no word of the machine ({why}{flaws}); an officer compares by eye",
)
@dataclass(frozen=True)
class ComparisonLeft:
    occasion: str
    why: str
    flaws: list[str] = field(default_factory=list)

    @staticmethod
    def words(body: dict[str, Any]) -> dict[str, Any]:
        return {
            "occasion": _label(Occasion, body.get("occasion")),
            "why": _label(ByEye, body.get("why")),
            "flaws": _listed(body.get("flaws")),
        }


@entry(
    Tag.TEMPLATE_MADE,
    zh="由人像生成人脸模板（加密，仅限本次在区）",
    en="Face template made of the portrait, sealed, for this stay only",
)
@dataclass(frozen=True)
class TemplateMade:
    portrait: str
    recogniser: str


@entry(Tag.TEMPLATE_ERASED, zh="人脸模板依“{rule}”删除", en="Face template erased ({rule})")
@dataclass(frozen=True)
class TemplateErased:
    """`rule` of the law books said how long it was kept."""

    rule: str
    recogniser: str


@entry(Tag.CAMERA_SET_UP, zh="登记核验相机 {code} {name}", en="Camera {code} {name} registered")
@dataclass(frozen=True)
class CameraSetUp:
    code: str
    name: str


@entry(
    Tag.THRESHOLD_CHOSEN,
    zh="相机 {camera} 阈值：同一人 ≥ {threshold}（误认率 {fmr}），不同 < {floor}（误拒率 {fnmr}），理由：{reason}",
    en="Camera {camera}: same ≥ {threshold} (false matches {fmr}), different < {floor} (false rejections {fnmr}), "
    "because: {reason}",
)
@dataclass(frozen=True)
class ThresholdChosen:
    """Shares as text; `same` and `different`: how many pairs the shares were counted over; `replaces`: what stood."""

    camera: str
    threshold: str
    floor: str
    fmr: str
    fnmr: str
    same: int
    different: int
    recogniser: str
    reason: str
    replaces: str = ""


@entry(
    Tag.MEASURED,
    zh="测定相机 {camera} 的误差曲线：同一人 {same} 对、不同人 {different} 对、未能比对 {refused} 对",
    en="Error curves of camera {camera} measured: {same} pairs of one person, {different} of different people, "
    "{refused} not compared",
)
@dataclass(frozen=True)
class Measured:
    """`pairs` is the SHA-256 of the labelled list, `scores` that of the scores in canonical JSON."""

    camera: str
    same: int
    different: int
    refused: int
    pairs: str
    scores: str
    detector: str
    recogniser: str


@entry(
    Tag.MODEL_ADDED,
    zh="安装{kind}模型 {name}（{size} 字节，许可：{licence}），校验值 {sha256}，操作系统账户 {account}",
    en="{kind} {name} added ({size} bytes, licence: {licence}), checksum {sha256}, by the system account {account}",
)
@dataclass(frozen=True)
class ModelAdded:
    sha256: str
    kind: str
    name: str
    size: int
    licence: str
    account: str

    @staticmethod
    def words(body: dict[str, Any]) -> dict[str, Any]:
        return {"kind": _label(ModelKind, body.get("kind"))}
