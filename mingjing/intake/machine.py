"""The life of a report as a table."""

from mingjing.intake.vocab import ReportState as S
from mingjing.intake.vocab import Tag
from mingjing.kernel.machine import Machine, move

REGISTER, HANDLE, DECIDE = "intake:report:register", "intake:report:handle", "intake:report:decide"
REVIEW = "intake:report:review"
OPEN = (S.RECEIVED,)
WITHOUT_CASE = (S.TRANSFERRED, S.EXPLAINED, S.TOLD, S.HANDLED, S.MEDIATED)

REPORT = Machine(
    "report",
    S,
    (
        move("correct", tuple(S), None, HANDLE, Tag.CORRECTED, "更正登记", "Correct"),
        move("dispatch", OPEN, None, HANDLE, Tag.DISPATCHED, "派警", "Send officers"),
        move("arrive", OPEN, None, HANDLE, Tag.ARRIVED, "到达现场", "Arrive"),
        move("mark_difficult", OPEN, None, DECIDE, Tag.DIFFICULT, "列为疑难复杂", "Mark as difficult"),
        move("tell_missing", OPEN, None, HANDLE, Tag.INCOMPLETE, "告知补齐材料", "Tell what is missing"),
        move("complete", tuple(S), None, HANDLE, Tag.COMPLETED, "材料补齐", "Material completed"),
        move("take_evidence", tuple(S), None, HANDLE, Tag.EVIDENCE, "接受证据材料", "Take evidence"),
        move("link_recording", tuple(S), None, HANDLE, Tag.RECORDING, "关联录音录像", "Link a recording"),
        move("accept", OPEN, S.ACCEPTED, DECIDE, Tag.ACCEPTED, "受案", "Accept"),
        move("refer", OPEN, S.ACCEPTED, DECIDE, Tag.REFERRED, "转行政程序受案", "Refer"),
        move("transfer", OPEN, S.TRANSFERRED, DECIDE, Tag.TRANSFERRED, "移送管辖", "Transfer"),
        move("explain", OPEN, S.EXPLAINED, DECIDE, Tag.EXPLAINED, "重复报案解释", "Explain a repeat"),
        move("tell", OPEN, S.TOLD, DECIDE, Tag.TOLD, "告知向其他机关反映", "Tell where to turn"),
        move("handle", OPEN, S.HANDLED, DECIDE, Tag.HANDLED, "现场处置", "Handle on the spot"),
        move("mediate", OPEN, S.MEDIATED, DECIDE, Tag.MEDIATED, "现场调解", "Mediate on the spot"),
        move("reopen", WITHOUT_CASE, S.RECEIVED, DECIDE, Tag.REOPENED, "重新受理", "Reopen"),
        move("give_receipt", (S.ACCEPTED,), None, HANDLE, Tag.RECEIPT, "出具受案回执", "Give the receipt"),
        move("review", (S.ACCEPTED, *WITHOUT_CASE), None, REVIEW, Tag.REVIEWED, "接报案审查", "Review"),
        move("send_back", WITHOUT_CASE, S.RECEIVED, REVIEW, Tag.REVIEWED, "退回重新处理", "Send back"),
    ),
)
