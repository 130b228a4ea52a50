"""Bodies and sentences of the entries about imports. They tell of the file and how many, never what a row says."""

from dataclasses import dataclass, field

from mingjing.imports.vocab import Tag
from mingjing.ledger.entries import entry


@entry(Tag.FILE_READ, zh="读入“{name}”（来源：{source}，{lines} 行，依据：{basis}）",
       en="Read {name} (from {source}, {lines} rows; basis: {basis})")  # fmt: skip
@dataclass(frozen=True)
class Read:
    name: str
    source: str
    sha256: str
    lines: int
    basis: str


@entry(Tag.FILE_MATCHED, zh="对应 {columns} 列，开始核对", en="{columns} columns matched, check begun")
@dataclass(frozen=True)
class Matched:
    columns: int
    matching: dict[str, str] = field(default_factory=dict)
    options: dict[str, bool] = field(default_factory=dict)


@entry(Tag.FILE_CHECKED, zh="核对完毕：可导入 {good}，不能导入 {refused}，此前已导入 {known}",
       en="Checked: {good} good, {refused} refused, {known} known")  # fmt: skip
@dataclass(frozen=True)
class Checked:
    good: int
    refused: int
    known: int


@entry(Tag.FILE_DROPPED, zh="放弃导入：{reason}", en="Import dropped: {reason}")
@dataclass(frozen=True)
class Dropped:
    reason: str


@entry(Tag.RUN_STARTED, zh="开始导入 {good} 行", en="Import of {good} rows started")
@dataclass(frozen=True)
class Started:
    good: int


@entry(Tag.RUN_STOPPED, zh="暂停导入，已导入 {made} 行", en="Import stopped after {made} rows")
@dataclass(frozen=True)
class Stopped:
    made: int


@entry(Tag.RUN_FINISHED, zh="导入完成：已导入 {made}，不能导入 {refused}，此前已导入 {known}",
       en="Import finished: {made} made, {refused} refused, {known} known")  # fmt: skip
@dataclass(frozen=True)
class Finished:
    made: int
    refused: int
    known: int


@entry(Tag.MATCHING_KEPT, zh="保存“{source}”的列对应，供 {unit} 使用", en="Matching for {source} kept for {unit}")
@dataclass(frozen=True)
class Kept:
    source: str
    unit: str
    headers: dict[str, str]
