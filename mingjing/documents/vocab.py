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


class InkKind(Vocab):
    SIGNATURE = "signature", "签名", "Signature"
    FINGERPRINT = "fingerprint", "指印", "Fingerprint"


class ServiceWay(Vocab):
    """The ladder of service (law facts AD-31)."""

    DIRECT = "direct", "直接送达", "In person"
    FAMILY = "family", "同住成年家属代收", "Adult family member"
    UNIT = "unit", "单位或基层组织代收", "Unit or grass-roots body"
    LEFT = "left", "留置送达", "Left behind"
    ENTRUSTED = "entrusted", "委托送达", "By another force"
    MAIL = "mail", "邮寄送达", "By mail"
    ELECTRONIC = "electronic", "电子送达", "Electronically"
    PUBLICATION = "publication", "公告送达", "By publication"


class ServiceOutcome(Vocab):
    SERVED = "served", "已送达", "Served"
    FAILED = "failed", "未送达", "Not served"


class VersionState(Vocab):
    WAITING = "waiting", "待签核", "Waiting for a sign-off"
    IN_FORCE = "in_force", "在用", "In force"
    REPLACED = "replaced", "已被替代", "Replaced"
    RETIRED = "retired", "已撤回", "Taken back"


class Tag(Vocab):
    DRAFTED = "documents.instrument.drafted", "起草文书", "Instrument drafted"
    COMPLETED = "documents.instrument.completed", "填写文书", "Instrument completed"
    FINALISED = "documents.instrument.finalised", "文书定稿", "Instrument made final"
    VOIDED = "documents.instrument.voided", "文书作废", "Instrument made void"
    INKED = "documents.instrument.inked", "文书签名捺印", "Instrument signed by hand"
    CERTIFIED = "documents.instrument.certified", "文书电子签章", "Instrument digitally signed"
    SERVED = "documents.instrument.served", "文书送达", "Instrument served"
    SERVICE_TRIED = "documents.instrument.service_tried", "送达未成", "Service tried"
    TEMPLATE_PROPOSED = "documents.template.proposed", "提出文书模板新版本", "Template proposed"
    TEMPLATE_SIGNED_OFF = "documents.template.signed_off", "签核文书模板", "Template signed off"
    TEMPLATE_RETIRED = "documents.template.retired", "撤回文书模板", "Template taken back"
