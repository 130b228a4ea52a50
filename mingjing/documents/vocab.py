"""Closed words about instruments. Values are stored and never change."""

from mingjing.kernel.vocab import Vocab


class InstrumentState(Vocab):
    DRAFT = "draft", "草稿", "Draft"
    FINAL = "final", "定稿", "Final"
    VOID = "void", "作废", "Void"


class Part(Vocab):
    STUB = "stub", "存根", "Stub"
    ORIGINAL = "original", "正本", "Original"
    COPY = "copy", "副本", "Copy"
    RECEIPT = "receipt", "回执", "Receipt"
    FILE = "file", "附卷", "For the file"


class FieldKind(Vocab):
    LINE = "line", "单行", "Line"
    TEXT = "text", "多行", "Text"
    DAY = "day", "日期", "Day"
    INSTANT = "instant", "时间", "Time"
    MONEY = "money", "金额", "Amount"
    NUMBER = "number", "数字", "Number"
    CHOICE = "choice", "选项", "Choice"
    ROWS = "rows", "清单", "List"


class FileKind(Vocab):
    FINAL = "final", "定稿", "Final"
    INKED = "inked", "已签名捺印", "Signed by hand"
    CERTIFIED = "certified", "已电子签章", "Digitally signed"


class Tag(Vocab):
    DRAFTED = "documents.instrument.drafted", "起草文书", "Instrument drafted"
    COMPLETED = "documents.instrument.completed", "填写文书", "Instrument completed"
    FINALISED = "documents.instrument.finalised", "文书定稿", "Instrument made final"
    VOIDED = "documents.instrument.voided", "文书作废", "Instrument made void"
