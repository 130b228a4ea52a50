"""What must be true before a person leaves: every precondition with its proof, all at once."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from mingjing.kernel.text import Text
from mingjing.kernel.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Precondition:
    """`proof`: numbers of the entries that show it; `way`: the act that would make it true (`ways.TASKS`); `field`:
    what is missing in the form of leaving itself, and `here` how that form announces it; `severity` `warn` never
    refuses."""

    code: str
    text: Text
    ok: bool
    proof: tuple[int, ...] = ()
    basis: str = ""
    way: str = ""
    severity: str = "block"
    field: str = ""
    here: Text = Text("", "")

    @property
    def verdict(self) -> Verdict:
        return Verdict(self.ok, self.code, self.text, self.basis, self.severity, self.way, self.field)


@dataclass(frozen=True)
class Leaving:
    """The state of a stay as far as leaving matters. `proofs`: tag → numbers of its entries. `breaches`: rule and label
    of each statutory clock still open and overrun. `open_steps`: labels of booking-in steps never settled. `of_a_unit`:
    a case or a bringing officer says whose he is; else nobody can sign for the case unit."""

    kind: str
    suspect: bool
    minor: bool | None
    proofs: dict[str, tuple[int, ...]]
    open_steps: tuple[Text, ...] = ()
    kept: tuple[str, ...] = ()
    given_unsigned: tuple[str, ...] = ()
    listed: bool = False
    recheck_needed: bool = True
    rechecked: bool = False
    restrained: tuple[Text, ...] = ()
    visitors: tuple[str, ...] = ()
    incidents: tuple[Text, ...] = ()
    questioning: bool = False
    recording: bool = False
    exit_pending: bool = False
    band: str = ""
    rights_needed: bool = True
    rights_told: bool = False
    outcome: str = ""
    instrument: str = ""
    receiver: str = ""
    receiver_signed: bool = False
    handed_to_adult: bool = False
    sides_signed: frozenset[str] = frozenset()
    sides_needed: frozenset[str] = frozenset()
    signed_or_noted: bool = False
    of_a_unit: bool = True


def preconditions(leaving: Leaving, law: Iterable[Verdict], breaches: Iterable[Verdict]) -> list[Precondition]:
    """The house's own, then those of the law's gates, then overrun clocks (shown, never a reason to keep somebody)."""
    own = [criterion.judge(leaving) for criterion in CRITERIA if criterion.applies(leaving)]
    gates = [Precondition(v.code, v.text, v.ok, (), v.basis, v.way, v.severity, v.field) for v in law]
    overrun = [Precondition(v.code, v.text, False, (), v.basis, "", "warn") for v in breaches]
    return [*own, *gates, *overrun]


@dataclass(frozen=True)
class Criterion:
    """One precondition of the house. `what` fills `{what}` in the sentence said when it does not hold; `proof` is the
    tag whose entries show that it does; `way` the act that makes it hold, `field` that of the form of leaving, which
    says `here` of it until it is sent."""

    code: str
    holds: Callable[[Leaving], bool]
    yes: Text
    no: Text
    way: str | Callable[[Leaving], str] = ""
    field: str = ""
    here: Text = Text("", "")
    proof: str = ""
    applies: Callable[[Leaving], bool] = lambda _: True
    what: Callable[[Leaving], Text] = lambda _: Text("", "")
    severity: str = "block"

    def judge(self, leaving: Leaving) -> Precondition:
        ok = self.holds(leaving)
        text = self.yes if ok else self.no.format(what=self.what(leaving))
        proof = leaving.proofs.get(self.proof, ()) if ok else ()
        way = self.way(leaving) if callable(self.way) else self.way
        code = f"custody.exit.{self.code}"
        return Precondition(code, text, ok, proof, "", "" if ok else way, self.severity, self.field, self.here)


SIDES = {"centre": Text("办案中心", "the centre"), "case": Text("办案单位", "the case unit")}


def _named(texts: Iterable[Text | str]) -> Text:
    several = [t if isinstance(t, Text) else Text(t, t) for t in texts]
    return Text("、".join(t.zh for t in several), ", ".join(t.en for t in several))


ATTACH = "attach_case"


def _unit_unknown(leaving: Leaving) -> bool:
    return "case" in leaving.sides_needed - leaving.sides_signed and not leaving.of_a_unit


UNIT_UNKNOWN = Text("办案单位（尚未关联案件，请先关联）", "the case unit (no case is attached; attach it first)")


def _lacking_sides(leaving: Leaving) -> Text:
    if _unit_unknown(leaving):
        return _named([*([SIDES["centre"]] if "centre" not in leaving.sides_signed else []), UNIT_UNKNOWN])
    return _named(SIDES[side] for side in sorted(leaving.sides_needed - leaving.sides_signed))


CRITERIA: tuple[Criterion, ...] = (
    Criterion(
        "steps",
        holds=lambda x: not x.open_steps,
        yes=Text("入区登记各步骤已完成。", "Every step of booking in is settled."),
        no=Text("尚未完成：{what}。", "Not settled: {what}."),
        what=lambda x: _named(x.open_steps),
        way="steps",
        severity="warn",  # a step that was missed cannot be made up by keeping him
    ),
    Criterion(
        "rights",
        applies=lambda x: x.rights_needed,
        holds=lambda x: x.rights_told,
        yes=Text("已告知权利义务。", "Rights were told."),
        no=Text("未告知权利义务。", "Rights were never told."),
        way="tell_rights",
        proof="custody.stay.rights_told",
    ),
    Criterion(
        "questioning",
        holds=lambda x: not (x.questioning or x.recording),
        yes=Text("讯问询问及录音录像均已结束。", "Questioning and recording have ended."),
        no=Text("讯问询问或录音录像尚未结束。", "Questioning or its recording has not ended."),
        way="end_questioning",
        proof="custody.stay.questioning_ended",
    ),
    Criterion(
        "visits",
        holds=lambda x: not x.visitors,
        yes=Text("无未结束的会见。", "No visit is under way."),
        no=Text("会见尚未结束：{what}。", "A visit has not ended: {what}."),
        what=lambda x: _named(x.visitors),
        way="end_visit",
        proof="custody.stay.visit_ended",
    ),
    Criterion(
        "restraints",
        holds=lambda x: not x.restrained,
        yes=Text("无未解除的约束。", "No restraint is on."),
        no=Text("约束尚未解除：{what}。", "Still restrained: {what}."),
        what=lambda x: _named(x.restrained),
        way="unrestrain",
        proof="custody.stay.unrestrained",
    ),
    Criterion(
        "incidents",
        holds=lambda x: not x.incidents,
        yes=Text("无未处置完毕的突发情况。", "No incident is open."),
        no=Text("突发情况未处置完毕，将随离区结束：{what}。", "Open incidents end with the stay: {what}."),
        what=lambda x: _named(x.incidents),
        way="close_incident",
        proof="custody.stay.incident_closed",
        severity="warn",  # it keeps nobody in
    ),
    Criterion(
        "temp_exit",
        applies=lambda x: x.exit_pending,
        holds=lambda _: False,
        yes=Text("", ""),
        no=Text("尚有未撤回的临时离区申请。", "A request for a temporary exit is still open."),
        way="withdraw_exit",
    ),
    Criterion(
        "belongings",
        applies=lambda x: x.listed,
        holds=lambda x: not x.kept,
        yes=Text("随身财物已返还或随人移交。", "Belongings were returned or forwarded."),
        no=Text("随身财物未返还：{what}。", "Belongings still kept: {what}."),
        what=lambda x: _named(x.kept),
        way="return_belongings",
        proof="custody.stay.belongings_returned",
    ),
    Criterion(
        "belongings_signed",
        applies=lambda x: x.listed and not x.kept,
        holds=lambda x: not x.given_unsigned,
        yes=Text("返还已签收或已注明拒签。", "The return is signed for, or it is noted why not."),
        no=Text("返还未签收：{what}。", "Return not signed for: {what}."),
        what=lambda x: _named(x.given_unsigned),
        way="return_belongings",
        proof="custody.stay.belongings_returned",
    ),
    Criterion(
        "band",
        applies=lambda x: bool(x.band) or "presence.device.issued" in x.proofs,
        holds=lambda x: not x.band,
        yes=Text("手环已收回（或已报失）。", "The wristband was taken back (or reported lost)."),
        no=Text("手环 {what} 尚未收回。", "Wristband {what} has not been taken back."),
        what=lambda x: Text(x.band, x.band),
        way="band",
        proof="presence.device.returned",
    ),
    Criterion(
        "recheck",
        applies=lambda x: x.recheck_needed,
        holds=lambda x: x.rechecked,
        yes=Text("离区前已复查伤情。", "Injuries were checked again before leaving."),
        no=Text("离区前尚未复查伤情。", "Injuries have not been checked again."),
        way="recheck",
        proof="custody.stay.injuries_rechecked",
    ),
    Criterion(
        "outcome",
        holds=lambda x: bool(x.outcome),
        yes=Text("处理结果已确定。", "The outcome is decided."),
        no=Text("处理结果未确定。", "No outcome is decided."),
        way="prepare_exit",
        proof="custody.stay.exit_prepared",
    ),
    Criterion(
        "instrument",
        applies=lambda x: x.suspect and x.kind != "released",
        holds=lambda x: bool(x.instrument),
        yes=Text("法律文书齐备。", "The instrument is at hand."),
        no=Text("缺少法律文书编号。", "The number of the instrument is missing."),
        way="prepare_exit",
        proof="custody.stay.exit_prepared",
    ),
    Criterion(
        "receiver",
        applies=lambda x: x.kind != "released",
        holds=lambda x: bool(x.receiver and x.receiver_signed),
        yes=Text("接收人已签收。", "The receiver has signed."),
        no=Text("接收人未签收。", "The receiver has not signed."),
        field="receiver_signature",
        here=Text("接收人在本表签收。", "The receiver signs on this form."),
    ),
    Criterion(
        "minor",
        applies=lambda x: x.minor is True and x.kind == "released",
        holds=lambda x: x.handed_to_adult,
        yes=Text("交由监护人等领回或护送回家。", "Handed to a guardian or escorted home."),
        no=Text("未成年人须由监护人等领回或护送回家。", "A minor is handed to a guardian or escorted home."),
        field="fetched_by",
        here=Text("在本表填写领回人或护送情况。", "This form says who fetches him or that he was escorted home."),
    ),
    Criterion(
        "cosigned",
        applies=lambda x: bool(x.sides_needed),
        holds=lambda x: x.sides_needed <= x.sides_signed,
        yes=Text("办案中心与办案单位均已会签。", "Co-signed by the centre and the case unit."),
        no=Text("尚未会签：{what}。", "Not co-signed by {what}."),
        what=_lacking_sides,
        way=lambda x: (
            ATTACH if _unit_unknown(x) else "sign_for_" + min(x.sides_needed - x.sides_signed, default="case")
        ),
        proof="custody.stay.exit_signed",
    ),
    Criterion(
        "signed",
        holds=lambda x: x.signed_or_noted,
        yes=Text("本人已签名或已注明拒签。", "He signed, or it is noted why not."),
        no=Text("本人未签名，也未注明原因。", "Neither his signature nor the reason why it is missing."),
        field="signature",
        here=Text("本人在本表签名，或注明未签名的原因。", "He signs on this form, or it is noted why not."),
    ),
)
