"""Calls and reports of the demonstration: a few in every state, each by the acts an officer would do."""

from datetime import datetime, timedelta
from typing import Any

from mingjing.cases.actions import move
from mingjing.demo.scene import Scene, Story
from mingjing.intake.actions import disposition, enclosure, exchange, report
from mingjing.intake.models import Report
from mingjing.kernel.actor import Actor

STREET = "虚构镇北街"
BEFORE = timedelta(minutes=45)  # entered when it is over: the desk writes while it works


def reports(scene: Scene) -> Story:
    """A morning at the stations' desks, then what became of it."""
    at = (yield 50) - BEFORE
    for told in ACCEPTED:
        done = _accepted(scene, at, told)
        _reviewed(scene, done, at + timedelta(minutes=25))
        if told["category"] == "criminal":
            move.propose(done.case_id, by=_by(done), at=at + timedelta(minutes=35), move="file", reason=FILE)
    at = (yield 40) - BEFORE
    for told, verb, how in SETTLED:
        made = _received(scene, at, told)
        getattr(disposition, verb)(made.pk, by=_by(made), at=at + timedelta(minutes=30), **how)
    at = (yield 60) - BEFORE
    _repeat(scene, at)
    _from_agency(scene, at)
    at = (yield 120) - BEFORE
    for told in WAITING:
        _received(scene, at, told)


def _accepted(scene: Scene, at: datetime, told: dict[str, Any]) -> Report:
    one = scene.somebody()
    made = _received(scene, at, {**told, "reporter_name": one.name, "reporter_phone": one.phone})
    by = _by(made)
    if made.channel == "call":
        report.dispatch(made.pk, by=by, at=at + timedelta(minutes=2), to="巡逻车 3 号")
        report.arrive(made.pk, by=by, at=at + timedelta(minutes=9), found="现场秩序已恢复，提取监控线索。")
        enclosure.link_recording(
            made.pk, by=by, at=at + timedelta(minutes=10), kind="bodycam", reference="BWC-0312-0941.mp4",
            sha256="5d" * 32, started_at=at + timedelta(minutes=8),
        )  # fmt: skip
    enclosure.take_evidence(
        made.pk, by=by, at=at + timedelta(minutes=12), name="购买凭证复印件", quantity="1 份", handed_by=one.name
    )
    done = disposition.accept(
        made.pk, by=by, at=at + timedelta(minutes=20), kind=told["category"], cause=CAUSES[told["category"]]
    )
    return enclosure.give_receipt(done.pk, by=by, at=at + timedelta(minutes=22), handed=True)


def _reviewed(scene: Scene, made: Report, at: datetime) -> None:
    legal = scene.crew.members[("legal_officer", "")][0].acting("legal_officer")
    disposition.review(made.pk, by=legal, at=at, passed=True, note="材料齐全，受案及时。")


def _repeat(scene: Scene, at: datetime) -> None:
    one = scene.somebody()
    told = {**LOUD, "reporter_name": one.name, "reporter_phone": one.phone}
    first = _received(scene, at, told)
    again = _received(scene, at + timedelta(minutes=20), {**told, "what": "邻居夜间装修噪音还没停"}, unit=first.unit)
    disposition.explain(
        again.pk, by=_by(again), at=at + timedelta(minutes=22), repeat_of_id=first.pk, reason="同一事，已告知正在处理。"
    )


def _from_agency(scene: Scene, at: datetime) -> None:
    made = _received(scene, at, AGENCY)
    exchange.log_exchange(
        by=_by(made), at=at + timedelta(minutes=3), log=made.log, unit=made.unit, direction="in", party="agency",
        party_name=made.agency, what="移送案件材料 1 册", handed_by="钱某", taken_by=made.received_by.name, report=made,
    )  # fmt: skip
    exchange.tell_missing(made.pk, by=_by(made), at=at + timedelta(minutes=30), missing="检验报告原件、现场笔录")


def _received(scene: Scene, at: datetime, told: dict[str, Any], unit: Any = None) -> Report:
    stations = scene.crew.stations[:-1]
    home = unit or stations[Report.objects.count() % len(stations)]
    officer = scene.crew.of_unit("case_officer", home)[0]
    return report.receive(by=officer.acting("case_officer"), at=at, log=scene.site.code, unit=home, **told)


def _by(made: Report) -> Actor:
    return made.received_by.acting("case_officer")


FILE = "有盗窃事实，需要追究刑事责任，属本单位管辖，呈请立案。"
CAUSES = {"criminal": "盗窃案", "public_order": "殴打他人"}
LOUD = {
    "channel": "phone", "category": "dispute", "what": "邻居夜间装修噪音扰民", "place": f"{STREET} 8 号",
    "reporter_role": "citizen",
}  # fmt: skip
AGENCY = {
    "channel": "transferred", "category": "criminal", "what": "涉嫌销售伪劣商品，移送公安机关", "place": f"{STREET}市场",
    "reporter_role": "agency", "agency": "某县市场监督管理局（示例）", "agency_paper": "移〔2026〕12号",
}  # fmt: skip
ACCEPTED: list[dict[str, Any]] = [
    {"channel": "call", "category": "public_order", "what": "两人在面馆门口打架", "place": f"{STREET}面馆",
     "reporter_role": "witness"},
    {"channel": "walk_in", "category": "criminal", "what": "停在楼下的电动车夜里被盗", "place": f"{STREET} 12 号",
     "reporter_role": "victim", "liability_explained": True},
]  # fmt: skip
SETTLED: list[tuple[dict[str, Any], str, dict[str, Any]]] = [
    ({"channel": "call", "category": "help", "what": "老人走失", "place": f"{STREET}车站", "reporter_role": "relative",
      "reporter_name": "卫某"}, "handle", {"reason": "已找到并由家属接回。"}),
    ({"channel": "call", "category": "dispute", "what": "停车争执", "place": f"{STREET} 3 号", "reporter_role": "citizen",
      "reporter_name": "沈某"}, "mediate", {"reason": "双方互相道歉，当场履行。", "relation": "邻居", "performed": True}),
    ({"channel": "walk_in", "category": "other", "what": "民间借贷不还", "place": f"{STREET} 5 号", "reporter_role": "victim",
      "reporter_name": "韩某"}, "tell", {"to": "某县人民法院（示例）", "reason": "属民事纠纷"}),
    ({"channel": "online", "category": "other", "what": "网购商品质量投诉", "place": "网上", "reporter_role": "victim",
      "reporter_name": "杨某"}, "transfer", {"to_agency": "某县市场监督管理局（示例）", "reason": "不属公安机关管辖"}),
]  # fmt: skip
WAITING: list[dict[str, Any]] = [
    {"channel": "walk_in", "category": "criminal", "what": "举报村口棋牌室有人聚众赌博", "place": "虚构镇村口",
     "reporter_role": "witness", "reporter_name": "某举报人", "reporter_phone": "130 0000 9999", "identity_secret": True},
    {"channel": "call", "category": "traffic", "what": "两车剐蹭，无人受伤", "place": f"{STREET}路口", "reporter_role": "citizen",
     "anonymous": True, "urgent": True},
]  # fmt: skip
