"""Measures of the demonstration: some in every state, each by the acts an officer would do, in the weeks before the day
that is played."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from mingjing.approvals.actions import request as requests
from mingjing.approvals.models import Request
from mingjing.cases.actions import move
from mingjing.cases.models import Case
from mingjing.demo import reviews
from mingjing.demo.crew import Crew
from mingjing.demo.scene import Scene
from mingjing.documents.actions import instrument
from mingjing.documents.models import Instrument
from mingjing.documents.selectors import missing
from mingjing.intake.actions import disposition, report
from mingjing.kernel.actor import Actor
from mingjing.kernel.time import frozen, now
from mingjing.kernel.verdict import Refusal
from mingjing.law import books
from mingjing.law.procedure import Move
from mingjing.measures.actions import bail, happening, hearing, item, measure, moving, payment, penalty
from mingjing.measures.graph import of as graph_of
from mingjing.measures.models import Measure
from mingjing.measures.panels import unasked
from mingjing.measures.papers import drafted
from mingjing.org.models import Officer

YEAR = "〔2026〕"
SAID: Mapping[str, Any] = {
    "detention.ground": "caught", "bail.ground": "no_danger", "bail.excluded_person": False, "bail.breach": "left",
    "surveillance.ground": "illness", "surveillance.place": "home", "preservation.kind": "registration",
    "penalty.within_limitation": True, "person.deputy": "none", "person.pregnant": False,
    "person.nursing_under_one": False, "penalty.one_officer_unrecorded": False, "penalty.complex_or_major": False,
    "penalty.review_needed": False, "penalty.grave_and_bad_impact": False, "penalty.twice_within_year": False,
    "person.first_offence": True, "penalty.vice_or_drugs": False, "measure.officers": 2, "penalty.officers": 2,
    "arrest.social_report": False, "bail.guarantor_fine": 1000, "bail.forfeited": 1000, "suspension.event": False,
    "person.blind": False, "person.deaf_mute": False, "person.mentally_ill": False,
}  # fmt: skip
"""What the officers of the demonstration state; every other question they answer with yes."""


@dataclass
class Desk:
    """One case with its lead and chief, and the measures taken in it."""

    scene: Scene
    case: Case
    lead: Officer

    @property
    def by(self) -> Actor:
        return self.lead.acting("case_officer")

    def measure(self, kind: str, reason: str, **told: Any) -> Measure:
        """Against a new suspect of the case."""
        one = self.scene.somebody(**told)
        person = self.scene.register(one, now(), self.lead)
        self.scene.name_suspect(self.case, person, self.lead, now())
        return measure.propose(
            by=self.by, at=now(), case_id=self.case.pk, person_id=person.pk, kind=kind, reason=reason
        )

    def step(self, made: Measure, *moves: str) -> Measure:
        """Each move in turn: asked of the rank where the law names one, granted, carried out."""
        for name in moves:
            made = self._step(Measure.objects.get(pk=made.pk), name)
        return made

    def _step(self, made: Measure, name: str) -> Measure:
        move = graph_of(made.kind, made.proposed_at).moves[name]
        told = {fact: SAID.get(fact, _yes(fact)) for fact in unasked(made, move)}
        if move.rank:
            asked = moving.ask(made.pk, by=self.by, at=now(), move=name, reason="事实清楚，符合法定条件。", facts=told)
            requests.decide(asked.pk, by=self.chief(), at=now(), granted=True, reason="同意。")
        numbers = {paper: _number() for paper in move.instruments if paper not in _ready(made, move)}
        return moving.carry_out(
            made.pk, by=self.by, at=now(), move=name, facts=told, numbers=numbers, remark="按规定办理"
        )

    def chief(self) -> Actor:
        return self.scene.crew.members[("county_chief", "")][0].acting("county_chief")

    def legal(self) -> Actor:
        return self.scene.crew.members[("legal_officer", "")][0].acting("legal_officer")


def before(crew: Crew, end: datetime) -> list[tuple[datetime, str, str]]:
    """The weeks before: cases with measures, each told at the hour it happened. Answers what was refused: hour, play,
    codes; the rest of that play did not happen."""
    scene, refused = Scene(crew, Random(31), seed=31), []
    for days, play in ((24, _thieves), (9, _brawl), (6, _fined), (3, _kept)):
        with frozen(end - timedelta(days=days)):
            try:
                play(scene)
            except Refusal as why:
                refused.append((now(), play.__name__, str(why)))
    return refused


def _desk(scene: Scene, kind: str) -> Desk:
    case, team = scene.case(kind, now())
    return Desk(scene, case, team[0])


def _filed(scene: Scene) -> Desk:
    """A criminal case from the report on: accepted, reviewed and filed, for nobody is held in a case that is not."""
    home = scene.crew.stations[-1]
    lead = scene.crew.of_unit("case_officer", home)[0]
    made = report.receive(
        by=lead.acting("case_officer"), at=now(), log=scene.site.code, unit=home, channel="walk_in",
        category="criminal", what="商铺夜间被撬，现金和烟酒被盗", place="虚构镇东街", reporter_role="victim",
        reporter_name=scene.somebody().name, liability_explained=True,
    )  # fmt: skip
    desk = Desk(scene, Case(), lead)
    done = disposition.accept(made.pk, by=desk.by, at=now(), kind="criminal", cause="盗窃案")
    disposition.review(done.pk, by=desk.legal(), at=now(), passed=True, note="材料齐全。")
    desk.case = Case.objects.get(pk=str(done.case_id))
    register = Instrument.objects.get(template="acceptance_register", subject_id=str(done.case_id))
    instrument.finalise(register.pk, by=desk.by, at=now())
    told = {"case.fact_of_crime": True, "case.own_jurisdiction": True}
    move.propose(desk.case.pk, by=desk.by, at=now(), move="file", reason="有盗窃事实，呈请立案。", told=told)
    requests.decide(
        Request.objects.about(desk.case.ref).get().pk, by=desk.chief(), at=now(), granted=True, reason="同意。"
    )
    move.carry_out(desk.case.pk, by=desk.by, at=now(), move="file")
    return desk


def _thieves(scene: Scene) -> None:
    """Criminal: bail with a deposit, bail breached, surveillance, a detention that led to an arrest, one asked for."""
    desk = _filed(scene)
    at_home = desk.measure("residential_surveillance", "患病，符合监视居住条件。")
    desk.step(at_home, "decide", "execute")
    with_money = desk.measure("bail", "可能判处拘役，采取取保候审不致发生社会危险性。")
    bail.set_terms(with_money.pk, by=desk.by, at=now(), way="deposit", deposit=5000, conditions="不得离开居住县。")
    desk.step(with_money, "decide")
    payment.pay(with_money.pk, by=desk.by, at=now(), kind="bond", amount=Decimal(5000), receipt="保 000131")
    desk.step(with_money, "execute")
    happening.note(with_money.pk, by=desk.by, at=now(), kind="leave_asked", said_words="申请去省城就医三日。")
    watched = desk.measure("bail", "怀孕，不宜羁押。", sex="female")
    bail.set_terms(watched.pk, by=desk.by, at=now(), way="guarantor", guarantor="某亲属", relation="夫妻")
    desk.step(watched, "decide", "execute", "breach")
    arrested = desk.measure("arrest", "有证据证明有犯罪事实，可能判处徒刑以上刑罚。")
    reviews.passed(desk.case, arrested.person_id, desk.lead, desk.legal())
    desk.step(arrested, "request", "approve", "execute")
    held = desk.measure("detention", "流窜作案重大嫌疑。")
    reviews.waiting(desk.case, held.person_id, desk.lead)
    reviews.returned(desk.case, watched.person_id, desk.lead, desk.legal())


def _brawl(scene: Scene) -> None:
    """Public order: three of one brawl, at different points of the way."""
    desk = _desk(scene, "public_order")
    served = _put(desk, "51/usual", detention_days=7, fine=800)
    desk.step(served, "notify")
    _spoken(desk, served)
    desk.step(served, "decide", "serve")
    payment.pay(served.pk, by=desk.by, at=now(), kind="fine", amount=Decimal(500), receipt="罚 004501")
    asked = _put(desk, "51.aggravated/usual", detention_days=12, fine=1500)
    desk.step(asked, "notify", "ask_hearing")
    hearing.reply(asked.pk, by=desk.legal(), at=now(), accepted=True)
    hearing.call(
        asked.pk, by=desk.legal(), at=now(), planned_at=now() + timedelta(days=8), place="法制大队听证室",
        closed_doors=False, chair="某主持人", members="某听证员", clerk="某记录员",
    )  # fmt: skip
    _put(desk, "51/lighter", fine=600)


def _fined(scene: Scene) -> None:
    """A fine on the spot, and one that was decided by the station and paid."""
    desk = _desk(scene, "public_order")
    spot = _put(desk, "26/usual", way="on_spot", fine=200)
    desk.step(spot, "decide_on_the_spot")
    paid = _put(desk, "88/usual", fine=400)
    desk.step(paid, "notify")
    _spoken(desk, paid)
    desk.step(paid, "decide", "serve")
    payment.pay(paid.pk, by=desk.by, at=now(), kind="fine", amount=Decimal(400), receipt="罚 004522")
    desk.step(paid, "finish")


def _kept(scene: Scene) -> None:
    """Things registered and kept, with a few days left to decide what becomes of them."""
    desk = _desk(scene, "public_order")
    kept = desk.measure("evidence_preservation", "证据可能灭失，先行登记保存。")
    desk.step(kept, "decide", "execute")
    for name, quantity in (("麻将机", "2 台"), ("账本", "1 册")):
        item.preserve(kept.pk, by=desk.by, at=now(), name=name, quantity=quantity, holder="某经营者")


def _put(desk: Desk, grade: str, *, way: str = "ordinary", detention_days: int = 0, fine: int = 0) -> Measure:
    made = desk.measure("penalty", "违反治安管理事实清楚，证据确实充分。")
    penalty.put_forward(
        made.pk, by=desk.by, at=now(), way=way, grade=grade, reasons="依据查明的事实和情节提出。",
        detention_days=detention_days, fine=fine,
    )  # fmt: skip
    return made


def _spoken(desk: Desk, made: Measure) -> None:
    happening.note(made.pk, by=desk.by, at=now(), kind="statement", said_words="对事实无异议，未提出申辩。")


def _yes(fact: str) -> bool | None:
    known = books.current().facts.get(fact)
    return True if known is None or known.type == "bool" else None


def _ready(made: Measure, move: Move) -> set[str]:
    """Of the instruments drafted for the step those that lack nothing: the step makes them final."""
    papers = Instrument.objects.filter(pk__in=[p.id for p in drafted(made, move).values()])
    return {paper.template for paper in papers if not missing(paper)}


def _number() -> str:
    """Of an instrument written on paper."""
    return f"汉公（示例）字{YEAR}{Measure.objects.count():03d}号"
