"""The life of an interview as a table."""

from mingjing.interviews.vocab import InterviewState as S
from mingjing.interviews.vocab import InterviewTag as Tag
from mingjing.kernel.machine import Machine, move

VIEW, PLAN, HOLD = "interviews:interview:view", "interviews:interview:plan", "interviews:interview:hold"
RECORDER = "interviews:recorder:tell"
LIVE = (S.OPEN, S.PAUSED)
HELD = (S.OPEN, S.PAUSED, S.READING)

INTERVIEW = Machine(
    "interview",
    S,
    (
        move("call_off", (S.PLANNED,), S.CALLED_OFF, PLAN, Tag.CALLED_OFF, "取消", "Call off"),
        move("add_helper", (S.PLANNED, *HELD), None, PLAN, Tag.HELPER, "登记到场人员", "Name a helper"),
        move("begin", (S.PLANNED,), S.OPEN, HOLD, Tag.OPENED, "开始讯问（询问）", "Open"),
        move("pause", (S.OPEN,), S.PAUSED, HOLD, Tag.PAUSED, "暂停", "Pause"),
        move("resume", (S.PAUSED,), S.OPEN, HOLD, Tag.RESUMED, "继续", "Resume"),
        move("tell_recorder", HELD, None, RECORDER, Tag.RECORDER, "登记录音录像状态", "Tell the recorder's state"),
        move("break_off", HELD, S.BROKEN_OFF, HOLD, Tag.BROKEN_OFF, "中止", "Break off"),
        move("keep", LIVE, None, HOLD, Tag.DRAFTED, "记录", "Write"),
        move("fix", (S.OPEN,), S.READING, HOLD, Tag.FIXED, "交付核对", "Fix for reading back"),
        move("correct", (S.READING,), None, HOLD, Tag.CORRECTED, "更正笔录", "Correct the record"),
        move("read_back", (S.READING,), None, HOLD, Tag.READ_BACK, "登记核对", "Enter the reading back"),
        move("sign", (S.READING,), None, HOLD, Tag.SIGNED, "签名", "Sign"),
        move("finish", (S.READING,), S.SIGNED, HOLD, Tag.SIGNED_ALL, "签名完毕", "Finish signing"),
        move("close", (S.SIGNED,), S.CLOSED, HOLD, Tag.CLOSED, "归档定稿", "Close"),
        move("supplement", (S.CLOSED,), None, HOLD, Tag.SUPPLEMENTED, "补充说明", "Supplement"),
    ),
)  # fmt: skip
