"""Registering a report, correcting it, and the way to the scene."""

from datetime import datetime
from typing import Any

from mingjing.intake import entries
from mingjing.intake.entering import enter
from mingjing.intake.machine import HANDLE, REPORT
from mingjing.intake.models import Report, ReportName
from mingjing.intake.numbering import next_number
from mingjing.intake.permissions import may_act_on, may_register
from mingjing.intake.vocab import Category, Channel, ReporterRole, Tag
from mingjing.kernel.actor import Actor
from mingjing.kernel.text import Text
from mingjing.kernel.time import iso
from mingjing.kernel.verdict import OK, Refusal, Verdict, no
from mingjing.ledger.act import Act, act
from mingjing.org.models import Officer, Unit
from mingjing.persons.models import Person
from mingjing.persons.permissions import may_name
from mingjing.persons.rules import contacts, names

CORRECTABLE = ("category", "place", "what", "happened_from", "happened_until", "agency", "agency_paper", "urgent")


def receive(
    *,
    by: Actor,
    at: datetime,
    log: str,
    unit: Unit,
    channel: str,
    category: str,
    what: str,
    place: str,
    reporter_role: str,
    happened_from: datetime | None = None,
    happened_until: datetime | None = None,
    person_id: object = None,
    reporter_name: str = "",
    reporter_phone: str = "",
    anonymous: bool = False,
    identity_secret: bool = False,
    liability_explained: bool = False,
    urgent: bool = False,
    agency: str = "",
    agency_paper: str = "",
    origin_id: object = None,
    handler_id: object = None,
) -> Report:
    """Register a report with `unit`, `at` the first contact. Nothing is too small or too doubtful to be registered (CPL
    110, CPR 169): only what was told must be said. Raises Refusal."""
    with act(by=by, at=at) as it:
        it.permit(may_register(by, unit))
        it.permit(
            _said(what, "what", "报案内容", "what was reported"),
            _said(place, "place", "地点", "the place"),
            _listed(Channel, channel, "channel"),
            _listed(Category, category, "category"),
            _listed(ReporterRole, reporter_role, "reporter_role"),
            _somebody(anonymous, reporter_name, person_id, agency),
            _in_order(happened_from, happened_until, it.at),
        )
        person = _person(it, person_id)
        origin = _origin(it, origin_id, unit)
        report = Report.objects.create(
            number=next_number(unit, it.at),
            channel=channel,
            category=category,
            unit=unit,
            log=log,
            received_at=it.at,
            received_by_id=by.id,
            handler_id=str(handler_id or by.id),
            happened_from=happened_from,
            happened_until=happened_until,
            place=place.strip(),
            what=what.strip(),
            urgent=urgent,
            person=person,
            anonymous=anonymous,
            reporter_name="" if person else reporter_name.strip(),
            reporter_phone=contacts.phone(reporter_phone),
            reporter_role=reporter_role,
            identity_secret=identity_secret,
            liability_explained=liability_explained,
            agency=agency.strip(),
            agency_paper=agency_paper.strip(),
            origin=origin,
        )
        if origin and origin.identity_secret:
            _keep_secret(report, origin)
        _remember_name(report)
        enter(it, Tag.RECEIVED, report, _received(report), facts=report.facts())
        return report


def correct(report_id: object, *, by: Actor, at: datetime, reason: str, **changes: Any) -> Report:
    """Set right what was registered wrongly, field by field; what stood before stays in the entry. Raises Refusal."""
    with act(by=by, at=at) as it:
        report = _open(it, report_id, "correct", HANDLE)
        it.permit(_said(reason, "reason", "更正理由", "why it is corrected"))
        if unknown := changes.keys() - set(CORRECTABLE):
            raise TypeError(f"not correctable: {sorted(unknown)}")
        changed = {n: [_plain(getattr(report, n)), _plain(v)] for n, v in changes.items() if getattr(report, n) != v}
        if not changed:
            raise Refusal(no("intake.correct.nothing", "没有改动。", "Nothing was changed."))
        for name in changed:
            setattr(report, name, changes[name])
        it.permit(
            _said(report.what, "what", "报案内容", "what was reported"),
            _said(report.place, "place", "地点", "the place"),
            _in_order(report.happened_from, report.happened_until, report.received_at),
        )
        report.save()
        enter(it, Tag.CORRECTED, report, entries.Corrected(changed), facts=report.facts(), reason=reason.strip())
        return report


def dispatch(report_id: object, *, by: Actor, at: datetime, to: str, handler_id: object = None) -> Report:
    """Officers are sent; `to` says who. Raises Refusal."""
    with act(by=by, at=at) as it:
        report = _open(it, report_id, "dispatch", HANDLE)
        it.permit(_said(to, "to", "派往人员", "who is sent"), _not_before(it.at, report.received_at))
        report.dispatched_at, report.dispatched_to = it.at, to.strip()
        refs = []
        if handler_id:
            report.handler = it.lock(Officer, handler_id)
            refs = [report.handler.ref]
        report.save()
        enter(it, Tag.DISPATCHED, report, entries.Dispatched(report.dispatched_to), refs=refs)
        return report


def arrive(report_id: object, *, by: Actor, at: datetime, found: str) -> Report:
    """Somebody is at the scene, and what he finds. Raises Refusal."""
    with act(by=by, at=at) as it:
        report = _open(it, report_id, "arrive", HANDLE)
        it.permit(_said(found, "found", "现场情况", "what was found"))
        it.permit(_not_before(it.at, report.dispatched_at or report.received_at))
        report.arrived_at, report.found = it.at, found.strip()
        report.save()
        enter(it, Tag.ARRIVED, report, entries.Arrived(report.found))
        return report


def mark_difficult(report_id: object, *, by: Actor, at: datetime, reason: str) -> Report:
    """The acceptance review needs the longer time the books give for difficult matters. Raises Refusal."""
    with act(by=by, at=at) as it:
        report = _open(it, report_id, "mark_difficult", "intake:report:decide")
        it.permit(_said(reason, "reason", "理由", "why"))
        report.difficult = True
        report.save()
        enter(it, Tag.DIFFICULT, report, entries.Difficult(reason.strip()), facts=report.facts())
        return report


def _open(it: Act, report_id: object, verb: str, permission: str) -> Report:
    report = it.lock(Report, report_id)
    it.permit(may_act_on(it.by, permission, report))
    it.move(REPORT, verb, report.state)
    return report


def _received(report: Report) -> entries.Received:
    return entries.Received(
        number=report.number,
        channel=report.channel,
        category=report.category,
        what=report.what,
        place=report.place,
        reporter=_called(report),
        unit=report.unit.name,
        happened_from=report.happened_from,
        happened_until=report.happened_until,
        secret=report.identity_secret,
        anonymous=report.anonymous,
        liability_explained=report.liability_explained,
        agency=report.agency,
        agency_paper=report.agency_paper,
        origin=report.origin.number if report.origin else "",
    )


def _called(report: Report) -> str:
    """The reporter as entries name him; empty when they do not."""
    if report.identity_secret or report.anonymous:
        return ""
    return report.person.shown_name if report.person else report.reporter_name or report.agency


def _remember_name(report: Report) -> None:
    """So that the report is found by who made it; the entry is the caller's."""
    told = "" if report.identity_secret or report.anonymous else report.reporter_name
    if report.person and not report.identity_secret and not report.person.hidden:
        told = report.person.name
    if told:
        kept = names.keys(told)
        ReportName.objects.create(
            report=report, text=names.tidy(told), folded=kept.folded, pinyin=kept.pinyin, initials=kept.initials,
            sound=kept.sound, shape=kept.shape,
        )  # fmt: skip


def _origin(it: Act, origin_id: object, unit: Unit) -> Report | None:
    """The report that was transferred to this unit."""
    if not origin_id:
        return None
    origin = it.lock(Report, origin_id)
    if origin.to_unit_id != unit.pk:
        raise Refusal(no("intake.origin", "该接报案没有移送本单位。", "That report was not transferred to this unit."))
    return origin


def _keep_secret(report: Report, origin: Report) -> None:
    """Who wanted to be kept secret stays so at the next unit, without passing through a form; the entry is the
    caller's."""
    report.identity_secret, report.anonymous = True, origin.anonymous
    report.person, report.reporter_name, report.reporter_phone = (
        origin.person,
        origin.reporter_name,
        origin.reporter_phone,
    )
    report.save()


def _person(it: Act, person_id: object) -> Person | None:
    if not person_id:
        return None
    person = it.lock(Person, person_id)
    it.permit(may_name(it.by, person))
    return person


def _said(words: str, field: str, zh: str, en: str) -> Verdict:
    if words.strip():
        return OK
    said = Text("请填写{what}。", "Say {what}.").format(what=Text(zh, en))
    return Verdict(False, f"intake.{field}.missing", said, field=field)


def _listed(vocab: Any, value: str, field: str) -> Verdict:
    if value in vocab.values():
        return OK
    return no(f"intake.{field}.missing", "请从列表中选择。", "Choose from the list.", field=field)


def _somebody(anonymous: bool, name: str, person_id: object, agency: str) -> Verdict:
    named = bool(name.strip() or person_id or agency.strip())
    if anonymous and (name.strip() or person_id):
        return no("intake.reporter.both", "匿名报案不填姓名。", "An anonymous reporter has no name.", field="anonymous")
    if named or anonymous:
        return OK
    return no(
        "intake.reporter.missing",
        "请填写报案人姓名，或勾选匿名。",
        "Name the reporter, or tick anonymous.",
        field="reporter_name",
    )


def _in_order(first: datetime | None, last: datetime | None, told_at: datetime) -> Verdict:
    if first and last and last < first:
        return no("intake.happened.order", "结束早于开始。", "It ended before it began.", field="happened_until")
    if first and first > told_at:
        return no("intake.happened.later", "发案不能晚于报案。", "It happened after the report.", field="happened_from")
    return OK


def _not_before(at: datetime, earlier: datetime) -> Verdict:
    if at >= earlier:
        return OK
    return no("intake.order", "时间早于上一步。", "Earlier than the step before.", field="at")


def _plain(value: Any) -> Any:
    return iso(value) if isinstance(value, datetime) else value
