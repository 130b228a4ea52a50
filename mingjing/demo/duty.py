"""What the people on duty do beside the stories: they sign in and out, see alarms within minutes, answer them."""

from contextlib import suppress
from datetime import datetime, timedelta

from mingjing.alerts.actions import alarm as alarms
from mingjing.alerts.models import Alarm
from mingjing.custody.models import Stay
from mingjing.demo.crew import Crew, change_shift
from mingjing.demo.wearing import exchange
from mingjing.kernel.verdict import Refusal
from mingjing.org.actions import session
from mingjing.org.models import Officer, SignIn

ANSWERS = {
    "body.fall": "到场查看：起身时脚下打滑，无外伤，神志清楚，继续观察。",
    "body.pulse_high": "医务人员查看：情绪激动，休息后心率恢复正常。",
    "device.off": "表带松动，已重新佩戴并确认。",
    "device.battery_low": "已更换手环。",
    "seen.co_suspect": "带错房间，已立即分开带回，未交谈。",
}
SEEN_AFTER, ANSWERED_AFTER = timedelta(minutes=2), timedelta(minutes=9)


def answer_alarms(crew: Crew, at: datetime) -> None:
    """Acknowledge what is two minutes old, answer what was acknowledged long enough ago."""
    by = crew.by("custody_officer", at)
    for alarm in Alarm.objects.filter(site=crew.site, closed_at=None, raised_at__lte=at - SEEN_AFTER):
        try:
            if alarm.acknowledged_at is None:
                alarms.acknowledge(alarm.pk, by=by, at=at)
            elif alarm.answered_at is None and alarm.acknowledged_at <= at - ANSWERED_AFTER:
                _put_right(crew, alarm, at)
                alarms.answer(alarm.pk, by=by, at=at, note=ANSWERS.get(alarm.rule, "已到场核实并处理。"))
        except Refusal:
            continue


def _put_right(crew: Crew, alarm: Alarm, at: datetime) -> None:
    """What an answer does besides being written down."""
    if alarm.rule == "device.battery_low" and alarm.subject_kind == "stay":
        stay = Stay.objects.present().filter(pk=alarm.subject_id).first()
        if stay:
            exchange(crew, stay, at, "电量低")


def relieve_in_time(crew: Crew, at: datetime) -> None:
    """Hand over when the roster says so; a shift that cannot be handed over now is tried again."""
    with suppress(Refusal):
        change_shift(crew, at)


class Attendance:
    """Who is signed in: a shift's crew comes and goes with it, everybody else signs in when his day begins."""

    def __init__(self, crew: Crew) -> None:
        self.crew = crew
        self.turn = ""
        self.here: list[SignIn] = []

    def __call__(self, at: datetime) -> None:
        """When the turn changes: hand over, the old crew signs out, the new one in."""
        turn = self.crew.at(at)
        if turn == self.turn:
            return
        for sign_in in self.here:
            session.end(sign_in.officer_id, by=sign_in.officer.acting(), at=at, sign_in_id=sign_in.pk)
        change_shift(self.crew, at)
        self.turn, self.here = turn, [_sign_in(o, at) for o in self._expected(turn)]

    def _expected(self, turn: str) -> list[Officer]:
        return [o for (_, crew), members in self.crew.members.items() if crew in {turn, ""} for o in members]


def _sign_in(officer: Officer, at: datetime) -> SignIn:
    address = f"10.61.{int(officer.number) % 200}.{int(officer.number) % 97 + 2}"
    return session.begin(officer.pk, by=officer.acting(), at=at, method="password+totp", address=address)
