"""What can be wrong with a log, each with a stable code and a sentence."""

from dataclasses import dataclass

from mingjing.kernel.text import Text
from mingjing.kernel.vocab import Vocab


class Code(Vocab):
    ROW_MISSING = (
        "row.missing",
        "数据库缺少第 {where} 号记录。",
        "Entry {where} is missing from the database.",
    )
    ROW_EXTRA = (
        "row.extra",
        "数据库多出第 {where} 号记录，编号应到此为止。",
        "Entry {where} is in the database beyond the last number given out.",
    )
    ROW_CHANGED = (
        "row.changed",
        "数据库第 {where} 号记录与已封存的不同。",
        "Entry {where} in the database differs from what was sealed.",
    )
    COLUMN_CHANGED = (
        "row.column_changed",
        "第 {where} 的数据库列与记录内容不符。",
        "The database column {where} disagrees with the content of the entry.",
    )
    CONTENT_MISSING = (
        "content.missing",
        "第 {where} 号记录的内容缺失。",
        "The content of entry {where} is missing.",
    )
    CONTENT_CHANGED = (
        "content.changed",
        "第 {where} 号记录的内容与其摘要不符。",
        "The content of entry {where} does not match its digest.",
    )
    REFS_CHANGED = (
        "refs.changed",
        "第 {where} 号记录的关联对象被增删。",
        "Entry {where} is filed under other things than it names.",
    )
    ERASED_UNORDERED = (
        "field.erased_unordered",
        "第 {where} 的字段被删除而无删除命令。",
        "The field {where} was erased without an order in the log.",
    )
    TIME_BACK = (
        "entry.time_back",
        "第 {where} 号记录的录入时间早于前一条：录入时系统时钟被拨回。",
        "Entry {where} was entered at an earlier time than the one before it: the clock stood back.",
    )
    LOG_SHRUNK = (
        "log.shrunk",
        "日志比已签名的检查点短：{where}。",
        "The log is shorter than a checkpoint already signed: {where}.",
    )
    LOG_FORKED = (
        "log.forked",
        "日志与上级见证过的内容不一致：{where}。",
        "The log contradicts what the level above has witnessed: {where}.",
    )
    CHECKPOINT_ROLLED_BACK = (
        "checkpoint.rolled_back",
        "磁盘上的检查点早于数据库所记：{where}。",
        "The checkpoint on disk is older than the one the database remembers: {where}.",
    )
    CHECKPOINT_ROW_CHANGED = (
        "checkpoint.row_changed",
        "数据库所记的检查点被改动：{where}。",
        "A checkpoint remembered by the database was changed: {where}.",
    )
    CHECKPOINT_FORGOTTEN = (
        "checkpoint.forgotten",
        "磁盘上的检查点在数据库中没有记录：{where}。",
        "The database does not remember the checkpoint on disk: {where}.",
    )
    CHECKPOINT_INVALID = (
        "checkpoint.invalid",
        "检查点无法读取或签名不符：{where}。",
        "The checkpoint cannot be read or is not signed by this log: {where}.",
    )
    ROOT_MISMATCH = (
        "tile.root_mismatch",
        "哈希块算出的根与检查点不符（{where}）。",
        "The tiles do not lead to the root of the checkpoint ({where}).",
    )
    TILE_DAMAGED = "tile.damaged", "日志文件损坏：{where}。", "A file of the log is damaged: {where}."


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found wrong: what, in which log, where in it (an entry number, a column or a file)."""

    code: Code
    log: str
    where: str = ""

    @property
    def text(self) -> Text:
        return self.code.text.format(where=self.where)

    def as_json(self) -> dict[str, str]:
        return {
            "code": self.code.value,
            "log": self.log,
            "where": self.where,
            "zh": self.text.zh,
            "en": self.text.en,
        }


class Tampering(Exception):
    """The record was changed behind the program's back. Nothing was signed; the caller raises the alarm."""

    def __init__(self, *findings: Finding) -> None:
        self.findings = findings
        super().__init__("; ".join(f"{f.code.value} {f.log} {f.where}" for f in findings))
