"""Out of the area for a purpose the law names, by the right rank's leave, and back in time."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from mingjing.approvals.actions import request as requests
from mingjing.approvals.selectors import granted
from mingjing.custody import beforehand, entering
from mingjing.custody.actions.placement import leave_room
from mingjing.custody.entering import chosen, not_before, officers, opened, opened_for, said
from mingjing.custody.entries.control import TempDeparted, TempExitAsked, TempExitWithdrawn, TempReturned
from mingjing.custody.facts import Facts, of_officers, of_stay
from mingjing.custody.machine import STAY
from mingjing.custody.models import Stay, TempExit
from mingjing.custody.selectors.record import proofs
from mingjing.custody.tags import Tag
from mingjing.custody.vocab import ExitPurpose, TempExitState
from mingjing.kernel.actor import Actor
from mingjing.kernel.text import Text
from mingjing.kernel.time import iso, local, trim
from mingjing.kernel.verdict import OK, Verdict, no
from mingjing.law import books
from mingjing.ledger.act import Act, act
from mingjing.ledger.models import Entry
from mingjing.org.models import Officer, Unit

LEAVE = "cn.exit.approved"  # the gate of the law that asks whether it was granted, and names who grants it
UNDECIDED = Text(
    "未批准不得离区；过了应返回时间，须重新申请。",
    "He does not go out without it; past the time he was to be back it is asked for anew.",
)


def _kind_of(row: TempExit) -> str:
    """The kind of approval one trip needs: a grant of one trip is no leave for the next."""
    return f"custody.temp_exit/{row.pk}"


def ask(
    stay_id: object,
    *,
    by: Actor,
    at: datetime,
    purpose: str,
    place: str,
    due_back: datetime,
    escort_ids: Sequence[object],
    reason: str,
) -> TempExit:
    """Ask to take him out. Where the law wants leave for that purpose the request goes to whom it names."""
    with act(by=by, at=at) as it:
        stay = opened(it, stay_id, "ask_exit")
        it.permit(
            chosen(ExitPurpose, purpose, "purpose"), said(place, "place", "去往地点", "where to"),
            said(reason, "reason", "理由", "the reason"), _later(it.at, trim(due_back)), _none_open(stay),
        )  # fmt: skip
        escorts = officers(escort_ids, field="escorts", of=stay)
        row = TempExit.objects.create(
            stay=stay, purpose=purpose, place=place, reason=reason, asked_at=it.at, due_back=trim(due_back)
        )
        row.escorts.set(escorts)
        body = TempExitAsked(purpose, place, reason, iso(row.due_back), [o.name for o in escorts])
        entering.enter(
            it, stay, Tag.TEMP_EXIT_ASKED, body, row.ref, *(o.ref for o in escorts), facts={"exit.purpose": purpose}
        )
        if books.current().leave_needed(LEAVE, local(it.at).date(), {"exit.purpose": purpose}):
            row.approval = _request(it, stay, row)
            row.save(update_fields=["approval"])
        return row


def withdraw(temp_exit_id: object, *, by: Actor, at: datetime, reason: str) -> Entry:
    """The trip does not take place."""
    with act(by=by, at=at) as it:
        why = said(reason, "reason", "理由", "the reason")
        row, stay = opened_for(it, TempExit, temp_exit_id, "ask_exit", lambda row: [*_asked(row, it.at), why])
        row.state = TempExitState.WITHDRAWN
        row.save(update_fields=["state"])
        return entering.enter(it, stay, Tag.TEMP_EXIT_WITHDRAWN, TempExitWithdrawn(reason), row.ref)


def depart(
    temp_exit_id: object,
    *,
    by: Actor,
    at: datetime,
    escort_ids: Sequence[object] | None = None,
    bodycam: bool = False,
) -> Entry:
    """He leaves with these escorts (default: those asked for). Refused without the approval the law wants."""
    with act(by=by, at=at) as it:
        row, stay = opened_for(
            it, TempExit, temp_exit_id, "go_out", lambda row: [*_asked(row, it.at), _not_questioned(row, row.stay)]
        )
        beforehand.heed(it, stay, "go_out")
        asked = list(row.escorts.order_by("number"))
        escorts = asked if escort_ids is None else officers(escort_ids, field="escorts", of=stay)
        told = _facts(row, stay, escorts, it.at)
        it.gate("custody.temp_exit", of_stay(stay, it.at, proofs(stay)) | told)
        leave_room(it, stay)
        stay.state, stay.room = it.move(STAY, "go_out", stay.state), None
        stay.save(update_fields=["state", "room"])
        row.state, row.out_at, row.bodycam = TempExitState.OUT, it.at, bodycam
        row.save()
        row.escorts.set(escorts)
        body = TempDeparted(row.purpose, row.place, [o.name for o in escorts], iso(row.due_back), bodycam)
        return entering.enter(it, stay, Tag.TEMP_DEPARTED, body, row.ref, *(o.ref for o in escorts), facts=told)


def come_back(temp_exit_id: object, *, by: Actor, at: datetime, note: str = "") -> Entry:
    """He is back in the area. He is searched again and placed in a room by acts of their own."""
    with act(by=by, at=at) as it:
        row, stay = opened_for(it, TempExit, temp_exit_id, "come_back", lambda row: [_is(row, TempExitState.OUT)])
        beforehand.heed(it, stay, "come_back")
        stay.state = it.move(STAY, "come_back", stay.state)
        stay.save(update_fields=["state"])
        row.state, row.back_at = TempExitState.BACK, it.at
        row.save(update_fields=["state", "back_at"])
        return entering.enter(it, stay, Tag.TEMP_RETURNED, TempReturned(row.purpose, note), row.ref)


def _not_questioned(row: TempExit, stay: Stay) -> Verdict:
    """Treatment waits for nothing."""
    if row.purpose == ExitPurpose.MEDICAL or not stay.questionings.filter(ended_at__isnull=True, voided=False).exists():
        return OK
    zh, en = "讯问询问尚未结束，不得离区。", "The questioning has not ended; nobody leaves in the middle of it."
    return Verdict(False, "custody.temp_exit.questioned", Text(zh, en), way="end_questioning")


def _request(it: Act, stay: Stay, row: TempExit) -> UUID:
    purpose = ExitPurpose(row.purpose).text
    rank, basis = books.current().leave(LEAVE, local(it.at).date())
    return requests.ask(
        by=it.by, at=it.at, log=stay.site.code, subject=stay.ref, kind=_kind_of(row), rank=rank, unit=_unit(stay),
        reason=row.reason, refs=[stay.person.ref, row.ref], basis=basis, due_at=row.due_back, if_late=UNDECIDED,
        title=Text("临时离区：{purpose}（{place}）", "Temporary exit: {purpose} ({place})").format(
            purpose=purpose, place=row.place
        ),
    ).pk  # fmt: skip


def _unit(stay: Stay) -> Unit:
    """The unit whose head answers: of the case, of whoever brought him, or of the centre."""
    if stay.case:
        return stay.case.unit
    return stay.brought_unit or stay.site.unit


def _facts(row: TempExit, stay: Stay, escorts: Sequence[Officer], at: datetime) -> Facts:
    """A grant counts from the hour it was given: leave given afterwards heals nothing."""
    leave = granted(stay.ref, _kind_of(row))
    return {
        "exit.purpose": row.purpose,
        "exit.approved": leave is not None and leave.decided_at is not None and leave.decided_at <= at,
        "escort.officers": of_officers(escorts)[0],
    }


def _is(row: TempExit, state: TempExitState) -> Verdict:
    if row.state == state:
        return OK
    zh, en = TempExitState(row.state).text.zh, TempExitState(row.state).text.en
    return no("custody.temp_exit.state", f"该申请{zh}。", f"The request is: {en.lower()}.")


def _asked(row: TempExit, at: datetime) -> list[Verdict]:
    return [_is(row, TempExitState.ASKED), not_before(at, Tag.TEMP_EXIT_ASKED.text, row.asked_at)]


def _none_open(stay: Stay) -> Verdict:
    if not stay.temp_exits.filter(state=TempExitState.ASKED, voided=False).exists():
        return OK
    return no("custody.temp_exit.open", "已有未完成的临时离区申请。", "A request is open already.")


def _later(at: datetime, due_back: datetime) -> Verdict:
    if due_back > at:
        return OK
    return no("custody.temp_exit.due", "返回时限须晚于现在。", "That lies in the past.", field="due_back")
