"""What the screens of cases are filled with."""

from typing import Any

from mingjing.approvals import panels as approvals
from mingjing.cases import slots
from mingjing.cases.machine import CASE
from mingjing.cases.models import Case
from mingjing.cases.permissions import Standing, lean, standing
from mingjing.cases.vocab import CaseKind, CaseState, Circumstance, PersonRole
from mingjing.cases.way import way
from mingjing.cases.work import work_of
from mingjing.clocks import panels as clocks
from mingjing.kernel.actor import Actor
from mingjing.kernel.text import Text
from mingjing.kernel.verdict import Verdict
from mingjing.org.models import Officer
from mingjing.persons import elsewhere
from mingjing.persons import panels as people
from mingjing.persons.history import events_about


def address(case: Case) -> str:
    return f"/cases/{case.pk}/"


def page(officer: Officer, by: Actor, case: Case) -> dict[str, Any]:
    """Everything the page of a case shows."""
    mine = standing(by, case)
    on_case = list(case.people.in_force().select_related("person").prefetch_related("person__documents"))
    persons = {p.person_id for p in on_case}
    beside = slots.said_beside(officer, case, persons)
    return {
        **way(by, case, mine),
        "case": case,
        "facts": facts(case),
        "people": [(PersonRole(p.role).text, people.line(p.person), p, beside.get(p.person_id, [])) for p in on_case],
        "slots": slots.panels_of(officer, case),
        **work_of(officer, case),
        "recusals": list(case.recusals.in_force().select_related("officer")),
        "elsewhere": elsewhere.mentions(officer, persons, but=("cases",)),
        "events": events_about(officer, case.ref),
        "may": verdicts(mine, case),
        "clocks": clocks.of(case.ref),
        "requests": approvals.about(case.ref),
    }


def facts(case: Case) -> list[tuple[Text, Any]]:
    """What the page says of it first."""
    origin = case.came_from
    old = Text("{n}（{s}）", "{n} ({s})").format(n=origin.number, s=origin.source) if origin else None
    stated = [Circumstance(name).text for name, holds in case.circumstances.items() if holds]
    said = Text("、".join(s.zh for s in stated), ", ".join(s.en for s in stated)) if stated else None
    return [
        (Text("案件性质", "Kind"), CaseKind(case.kind).text),
        (Text("案由", "Cause"), case.cause),
        (Text("办案单位", "Unit"), case.unit.text),
        (Text("阶段", "Stage"), case.stage_text),
        (Text("状态", "State"), CaseState(case.state).text),
        (Text("案发地点", "Place"), case.place or None),
        (Text("案发时间", "When it happened"), case.happened_at),
        (Text("登记时间", "Opened"), case.opened_at),
        (Text("结案时间", "Closed"), case.closed_at),
        (Text("情形", "Circumstances"), said),
        (Text("简要案情", "Summary"), case.summary or None),
        *([(Text("原系统编号", "Number in the old system"), old)] if old else []),
    ]


def verdicts(mine: Standing, case: Case) -> dict[str, list[Verdict]]:
    """Who may and what the state allows, for every button of the page."""
    asked = {
        "change": "cases:case:change",
        "close": "cases:case:close",
        "reopen": "cases:case:close",
        "seal": "cases:case:seal",
        "assign": "cases:officer:assign",
        "recuse": "cases:officer:recuse",
        "add_person": "cases:person:add",
        "task": "cases:task:give",
        "join": "cases:officer:assign",
        "merge": "cases:case:join",
        "designate": "cases:case:designate",
    }
    verbs = {"assign": "change", "add_person": "change"}
    told = {name: [mine.may(code)] for name, code in asked.items()}
    for name in ("change", "close", "reopen", "assign", "add_person"):
        told[name].append(CASE.allows(verbs.get(name, name), case.state))
    for name in ("close", "reopen"):
        told[name].append(lean(case))
    return told
