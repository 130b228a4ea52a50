"""Closed words of intake. Values are stored and never change."""

from mingjing.kernel.vocab import Vocab


class Channel(Vocab):
    """How the report came: the law treats them alike, the clocks start at the first contact (CPR 169, APR 60)."""

    CALL = "call", "110 指令", "Call to 110"
    PHONE = "phone", "电话报警", "By telephone"
    WALK_IN = "walk_in", "来所报案", "In person"
    ONLINE = "online", "网上报案", "Online"
    DELIVERY = "delivery", "群众扭送", "Delivered by citizens"
    SURRENDER = "surrender", "自动投案", "Surrender"
    TRANSFERRED = "transferred", "其他机关移送", "Transferred from an agency"


class Category(Vocab):
    CRIMINAL = "criminal", "刑事类", "Criminal"
    PUBLIC_ORDER = "public_order", "治安类", "Public order"
    ADMINISTRATIVE = "administrative", "其他行政类", "Other administrative"
    DISPUTE = "dispute", "纠纷类", "Dispute"
    TRAFFIC = "traffic", "交通类", "Traffic"
    HELP = "help", "求助类", "Help wanted"
    OTHER = "other", "其他", "Other"


class ReporterRole(Vocab):
    VICTIM = "victim", "被害人/被侵害人", "Victim"
    WITNESS = "witness", "目击者、知情人", "Witness"
    RELATIVE = "relative", "近亲属", "Relative"
    CITIZEN = "citizen", "其他群众", "Other citizen"
    SUSPECT = "suspect", "投案人", "Who surrenders"
    AGENCY = "agency", "移送机关", "Agency"


class ReportState(Vocab):
    RECEIVED = "received", "待处理", "Waiting for a disposition"
    ACCEPTED = "accepted", "已受案", "Accepted"
    TRANSFERRED = "transferred", "已移送", "Transferred"
    EXPLAINED = "explained", "重复报案已解释", "Repeat, explained"
    TOLD = "told", "已告知非公安管辖", "Told where to turn"
    HANDLED = "handled", "现场处置完毕", "Handled on the spot"
    MEDIATED = "mediated", "现场调解", "Mediated on the spot"


class Disposition(Vocab):
    """What was decided on a report, in the order of the buttons."""

    ACCEPT = "accept", "受案", "Accept"
    REFER = "refer", "转行政程序受案", "Accept under administrative procedure"
    TRANSFER = "transfer", "移送管辖", "Transfer"
    EXPLAIN = "explain", "重复报案解释", "Explain a repeat"
    TELL = "tell", "告知向其他机关反映", "Tell where to turn"
    HANDLE = "handle", "现场处置", "Handled on the spot"
    MEDIATE = "mediate", "现场调解", "Mediated on the spot"


class ReceiptState(Vocab):
    NONE = "none", "未出具", "Not given yet"
    HANDED = "handed", "已交报案人", "Handed over"
    NOTED = "noted", "未交付，已注明", "Not handed over, reason noted"


class ReviewState(Vocab):
    PENDING = "pending", "待审查", "To be reviewed"
    PASSED = "passed", "审查通过", "Agreed"
    OBJECTED = "objected", "审查有异议", "Objected"


class RecordingKind(Vocab):
    CALL = "call", "报警录音", "Recording of the call"
    BODYCAM = "bodycam", "执法记录仪", "Body-worn camera"
    SCENE = "scene", "现场录像", "Video of the scene"
    CONTACT = "contact", "接待录像", "Video of the contact"


class Direction(Vocab):
    IN = "in", "收到", "Received"
    OUT = "out", "送出", "Sent"


class Party(Vocab):
    PROCURATORATE = "procuratorate", "人民检察院", "Procuratorate"
    COURT = "court", "人民法院", "Court"
    AGENCY = "agency", "行政机关", "Administrative agency"
    POLICE = "police", "其他公安机关", "Other police"
    OTHER = "other", "其他", "Other"


class Tag(Vocab):
    RECEIVED = "intake.report.received", "登记接报", "Report registered"
    CORRECTED = "intake.report.corrected", "更正接报登记", "Report corrected"
    DISPATCHED = "intake.report.dispatched", "派警", "Officers sent"
    ARRIVED = "intake.report.arrived", "到达现场", "Arrived at the scene"
    ACCEPTED = "intake.report.accepted", "受案", "Report accepted"
    REFERRED = "intake.report.referred", "转行政程序受案", "Accepted under administrative procedure"
    TRANSFERRED = "intake.report.transferred", "移送管辖", "Report transferred"
    EXPLAINED = "intake.report.explained", "重复报案解释", "Repeat explained"
    TOLD = "intake.report.told", "告知向其他机关反映", "Told where to turn"
    HANDLED = "intake.report.handled", "现场处置完毕", "Handled on the spot"
    MEDIATED = "intake.report.mediated", "现场调解", "Mediated on the spot"
    REOPENED = "intake.report.reopened", "重新受理", "Report reopened"
    EVIDENCE = "intake.report.evidence_received", "接受证据材料", "Evidence handed in"
    RECORDING = "intake.report.recording_linked", "关联录音录像", "Recording linked"
    RECEIPT = "intake.report.receipt_given", "出具受案回执", "Receipt given"
    REVIEWED = "intake.report.reviewed", "接报案审查", "Acceptance reviewed"
    DIFFICULT = "intake.report.difficult", "疑难复杂", "Marked as difficult"
    INCOMPLETE = "intake.report.incomplete_told", "告知补齐移送材料", "Agency told what is missing"
    COMPLETED = "intake.report.completed", "移送材料已补齐", "Material completed"
    EXCHANGED = "intake.exchange.logged", "材料交接", "Papers exchanged"
