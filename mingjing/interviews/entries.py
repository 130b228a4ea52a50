"""Bodies and sentences of the entries about interviews. What was said stands in the record, never in an entry."""

from dataclasses import dataclass, field
from typing import Any

from mingjing.custody.vocab import QuestioningKind
from mingjing.interviews.vocab import HelperKind, InterviewTag, Part, Reading, RecorderState, Signer, Where, Why
from mingjing.kernel.text import Text
from mingjing.kernel.vocab import Vocab
from mingjing.ledger.entries import entry

LABELS: dict[str, type[Vocab]] = {
    "kind": QuestioningKind, "where": Where, "helper": HelperKind, "why": Why, "recorder": RecorderState,
    "how": Reading, "signer": Signer, "part": Part,
}  # fmt: skip
NO_NOTE = Text("", "")


class _Labelled:
    @staticmethod
    def words(body: dict[str, Any]) -> dict[str, Any]:
        known = {name: vocab for name, vocab in LABELS.items() if name in body}
        found: dict[str, Any] = {
            name: v(body[name]).text if body[name] in v.values() else "—" for name, v in known.items()
        }
        if "officers" in body:
            several = body.get("officers") or []
            found["officers"] = Text("、".join(several), ", ".join(several))
        if "note" in body:
            found["note"] = Text("（{n}）", " ({n})").format(n=body["note"]) if body.get("note") else NO_NOTE
        if "agrees" in body:
            found["agrees"] = Text("无误", "correct") if body["agrees"] else Text("有异议", "objected")
        if "refused" in body:
            refused = body.get("refused")
            found["refused"] = Text("拒绝签名：{r}", "refused to sign: {r}").format(r=refused) if refused else SIGNED
        return found


SIGNED = Text("签名", "signed")


@entry(InterviewTag.PLANNED, zh="安排{kind}（{where}）：{officers}", en="{kind} planned ({where}): {officers}")
@dataclass(frozen=True)
class Planned(_Labelled):
    number: str
    kind: str
    where: str
    officers: list[str]
    question_set: str
    remote: bool = False
    told: dict[str, bool] = field(default_factory=dict)


@entry(InterviewTag.CALLED_OFF, zh="取消讯问（询问）：{reason}", en="Interview called off: {reason}")
@dataclass(frozen=True)
class CalledOff:
    reason: str


@entry(InterviewTag.HELPER, zh="到场人员：{helper} {name}", en="Present: {helper} {name}")
@dataclass(frozen=True)
class HelperNamed(_Labelled):
    helper: str
    name: str
    relation: str = ""
    employer: str = ""
    contact: str = ""


@entry(
    InterviewTag.OPENED,
    zh="{officers}开始第{ordinal}次{kind}（{where}）",
    en="{kind} no. {ordinal} opened by {officers} ({where})",
)
@dataclass(frozen=True)
class Opened(_Labelled):
    kind: str
    where: str
    ordinal: int
    officers: list[str]
    recorder: str
    place: str = ""


@entry(InterviewTag.PAUSED, zh="暂停：{why}{note}", en="Paused: {why}{note}")
@dataclass(frozen=True)
class Paused(_Labelled):
    why: str
    note: str = ""


@entry(InterviewTag.RESUMED, zh="继续讯问（询问）", en="Interview resumed")
@dataclass(frozen=True)
class Resumed:
    room: str = ""


@entry(InterviewTag.RECORDER, zh="录音录像：{recorder}{note}", en="Recorder: {recorder}{note}")
@dataclass(frozen=True)
class RecorderTold(_Labelled):
    recorder: str
    device: str = ""
    note: str = ""


@entry(InterviewTag.BROKEN_OFF, zh="中止：{reason}", en="Broken off: {reason}")
@dataclass(frozen=True)
class BrokenOff:
    reason: str
    revision: int = 0
    digest: str = ""


@entry(
    InterviewTag.DRAFTED,
    zh="笔录草稿第{revision}版，{lines}行",
    en="Draft of the record, revision {revision}, {lines} lines",
)
@dataclass(frozen=True)
class Drafted:
    """`digest` chains all revisions up to this one."""

    revision: int
    lines: int
    digest: str


@entry(
    InterviewTag.FIXED,
    zh="笔录交付核对：{lines}行，{pages}页",
    en="Record fixed for reading back: {lines} lines, {pages} pages",
)
@dataclass(frozen=True)
class Fixed:
    """`content`: SHA-256 of head and lines as fixed; `digest`: of the chain of revisions; `found`: codes of the checks
    that were shown."""

    revision: int
    lines: int
    pages: int
    content: str
    digest: str
    question_set: str
    found: list[str] = field(default_factory=list)


@entry(InterviewTag.CORRECTED, zh="本人更正笔录第{number}处", en="Correction no. {number} by the person")
@dataclass(frozen=True)
class Corrected:
    """`before` and `after` are SHA-256 of the texts."""

    number: int
    line: str
    before: str
    after: str
    pages: int
    mark: str = ""
    refused: str = ""


@entry(
    InterviewTag.READ_BACK,
    zh="{name}核对笔录（{how}）：{agrees}{note}",
    en="{name} checked the record ({how}): {agrees}{note}",
)
@dataclass(frozen=True)
class ReadBack(_Labelled):
    signer: str
    name: str
    how: str
    agrees: bool
    note: str = ""


@entry(InterviewTag.SIGNED, zh="{name}第{pages}页：{refused}", en="{name}, page {pages}: {refused}")
@dataclass(frozen=True)
class Signed(_Labelled):
    signer: str
    name: str
    pages: str
    sha256: str = ""
    refused: str = ""
    electronic: bool = True


@entry(InterviewTag.SIGNED_ALL, zh="签名完毕", en="Everybody has signed")
@dataclass(frozen=True)
class SignedAll:
    signatures: int
    refusals: int


@entry(InterviewTag.CLOSED, zh="笔录定稿：{pages}页，{sha256}", en="Record closed: {pages} pages, {sha256}")
@dataclass(frozen=True)
class Closed:
    sha256: str
    pages: int
    corrections: int


@entry(InterviewTag.SUPPLEMENTED, zh="补充说明：{reason}", en="Supplement: {reason}")
@dataclass(frozen=True)
class Supplemented:
    """`text` is the SHA-256 of what was added."""

    reason: str
    text: str
