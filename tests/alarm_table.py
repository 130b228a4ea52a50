"""The catalogue of alarms as a page of the documents, and what the rules would write."""

import os
from pathlib import Path

import django
from django.apps import apps

if not apps.ready:  # run by itself, to write the page
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mingjing.config.settings")
    django.setup()

from mingjing.alerts.rules import rules
from mingjing.clocks.rules import _alarms, patience
from mingjing.custody import watching as custody
from mingjing.presence import watching as gateways
from mingjing.presence.rules import BAND
from mingjing.presence.rules.people import POST_EMPTY
from mingjing.presence.rules.people import RULES as PEOPLE

PAGE = Path(__file__).resolve().parents[1] / "docs" / "reference" / "alarms.md"
LIMITS = {
    "body.pulse_high": "pulse_high, pulse_high_readings", "body.pulse_low": "pulse_low, pulse_low_readings",
    "body.oxygen_low": "oxygen_low, oxygen_low_readings", "body.fever": "fever, fever_readings",
    "body.fall": "fall_peak, fall_calm, fall_within", "device.off": "off_readings",
    "device.battery_low": "battery_low, battery_again", "device.forbidden_zone": "forbidden_zones",
    "device.silent": "silent_after", "seen.co_suspect": "together_in_room, together_in_passage",
    "seen.sex": "together_in_room, together_in_passage", "seen.juvenile": "together_in_room, together_in_passage",
    "seen.crowded": "gathering, crowded_after", "presence.unattended": "unattended_after, unattended_close_after",
    "presence.unescorted": "unescorted_after", "presence.officers_missing": "officers_missing_after",
    "presence.wrong_room": "wrong_room_after", "presence.shut_room": "shut_after",
    "presence.against": "against_after", POST_EMPTY: "post_empty_after", "presence.left_area": "left_after",
    "presence.place_unknown": "lost_after", "gateway.silent": "gateway_silent_after", "gateway.drift": "drift",
    "device.stock_low": "stock_low", "sense.stalled": "sense_stalled_after", "integrity.reading_late": "lateness",
}  # fmt: skip
WATCH = "`./mj watch`"
ELSEWHERE = {
    "integrity.seal_lag": WATCH, "integrity.clock_drift": WATCH, "integrity.not_witnessed": WATCH,
    "integrity.many_looks": WATCH, "approval.waiting": WATCH, "integrity.logs_disagree": "the sealer",
    "integrity.model_changed": "`./mj compare`",
    "integrity.reading_late": "`./mj sense`", "integrity.tracks_differ": "`./mj sense`",
    "integrity.rule_broken": "whoever it happened to",
}  # fmt: skip


def judged(code: str) -> str:
    """Which process looks."""
    timed = {*_alarms()["over"].values(), *_alarms()["clock"].values(), *_alarms()["duty"].values()}
    if code in {rule.code for rule in BAND}:
        return "`./mj sense`, each device"
    if code in {POST_EMPTY, *[rule.code for rule in PEOPLE]}:
        return "`./mj sense`, each site"
    if code in timed:
        waiting = any(patience(one) for one, to in _alarms()["over"].items() if to == code)
        return "`./mj watch`, clocks and duties" + (", or the house's patience" if waiting else "")
    return "`./mj watch`" if code in {*custody.RULES, *gateways.RULES} else ELSEWHERE.get(code, "the act itself")


def written() -> str:
    """The whole page."""
    lines = [
        f"| `{code}` | {rule.text.zh} | {rule.text.en} | {rule.family.value} | {rule.grade.value} | {judged(code)} | "
        + (", ".join(f"`{one}`" for one in LIMITS.get(code, "").split(", ") if one) or "—")
        + " |"
        for code, rule in sorted(rules().items(), key=lambda one: (one[1].family.value, one[0]))
    ]
    return (
        "# Alarms\n\n"
        "Generated from `mingjing/alerts/rules.yaml` and compared with it by a test; write it anew with\n"
        "`python -m tests.alarm_table`. Limits are lines of `mingjing/presence/limits.yaml`; hours of the law stand\n"
        "in the books, the patience of the house in `mingjing/clocks/alarms.yaml`. Every rule about bands and people\n"
        "fires in `tests/presence/test_every_alarm.py`, from the message of a gateway to the alarm.\n\n"
        "| code | 中文 | English | family | grade | judged by | limits |\n|---|---|---|---|---|---|---|\n"
        + "\n".join(lines)
        + "\n"
    )


if __name__ == "__main__":
    PAGE.write_text(written(), encoding="utf-8")
