"""Closed words of the alarms. Values are stored and never change."""

from mingjing.kernel.vocab import Vocab


class Grade(Vocab):
    """Red at once, yellow within the shift, green for the report only. The order written is the order of weight."""

    RED = "red", "红色", "Red"
    YELLOW = "yellow", "黄色", "Amber"
    GREEN = "green", "绿色", "Green"

    @property
    def weight(self) -> int:
        """3 for red, 2 for yellow, 1 for green: stored so that lists sort in the database."""
        return {"red": 3, "yellow": 2, "green": 1}[self.value]

    @property
    def colour(self) -> str:
        """The name of the colour on the screen."""
        return "amber" if self is Grade.YELLOW else self.value

    @property
    def next_down(self) -> "Grade":
        """The next grade down; green stays green."""
        return Grade.YELLOW if self is Grade.RED else Grade.GREEN


class AlarmState(Vocab):
    """Is the cause there, has anybody seen it, has anybody answered: the combinations an alarm can be in
    (OPC UA Part 9: active × acknowledged × confirmed; an answered one is acknowledged)."""

    UNSEEN = "unseen", "未确认", "Not acknowledged"
    SEEN = "seen", "已确认，待处置", "Acknowledged, not answered"
    ANSWERED = "answered", "已处置，情形仍在", "Answered, cause remains"
    GONE_UNSEEN = "gone_unseen", "情形已消失，未确认", "Cause gone, not acknowledged"
    GONE_SEEN = "gone_seen", "情形已消失，待处置", "Cause gone, not answered"
    CLOSED = "closed", "已关闭", "Closed"


class Service(Vocab):
    """Whether an alarm may call people (ISA-18.2). Shelved and out-of-service alarms are kept and listed, silently."""

    IN_SERVICE = "in_service", "正常", "In service"
    SHELVED = "shelved", "已搁置", "Shelved"
    OUT_OF_SERVICE = "out_of_service", "停用", "Out of service"


class Family(Vocab):
    """What a rule watches over."""

    TIME = "time", "在区时限", "Time in custody"
    DUTY = "duty", "法定职责", "Duties"
    SEPARATION = "separation", "分开看管", "Separation"
    PRESENCE = "presence", "看管巡查", "Presence and rounds"
    BODY = "body", "人身安全", "Body"
    DEVICE = "device", "设备", "Devices"
    PROCEDURE = "procedure", "办案程序", "Procedure"
    RECORDING = "recording", "录音录像", "Recording"
    INTEGRITY = "integrity", "记录完整性", "Integrity"


class Tag(Vocab):
    RAISED = "alerts.alarm.raised", "告警", "Alarm raised"
    SIGHTED = "alerts.alarm.sighted", "再次告警", "Alarm seen again"
    CLEARED = "alerts.alarm.cleared", "告警情形消失", "Cause of alarm gone"
    ACKNOWLEDGED = "alerts.alarm.acknowledged", "确认告警", "Alarm acknowledged"
    ANSWERED = "alerts.alarm.answered", "处置告警", "Alarm answered"
    ESCALATED = "alerts.alarm.escalated", "告警升级", "Alarm escalated"
    SHELVED = "alerts.alarm.shelved", "搁置告警", "Alarm shelved"
    UNSHELVED = "alerts.alarm.unshelved", "恢复告警", "Alarm unshelved"
    TAKEN_OUT = "alerts.alarm.taken_out", "停用告警", "Alarm taken out of service"
    PUT_BACK = "alerts.alarm.put_back", "启用告警", "Alarm back in service"
    HANDED_OVER = "alerts.alarm.handed_over", "移交未结告警", "Open alarms handed over"
