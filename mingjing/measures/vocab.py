"""Closed words about measures. Values are stored and never change; states and moves are those of the law's graphs."""

from mingjing.kernel.vocab import Vocab


class MeasureKind(Vocab):
    """Each has the graph `cn.measure.<value>` in the law books."""

    SUMMONS = "summons", "传唤", "Summons"
    FORCED_SUMMONS = "forced_summons", "拘传", "Summons by force"
    CONTINUED_QUESTIONING = "continued_questioning", "继续盘问", "Continued questioning"
    DETENTION = "detention", "刑事拘留", "Criminal detention"
    ARREST = "arrest", "逮捕", "Arrest"
    BAIL = "bail", "取保候审", "Bail"
    SURVEILLANCE = "residential_surveillance", "监视居住", "Residential surveillance"
    ADMIN_SUMMONS = "admin_summons", "治安传唤", "Administrative summons"
    PENALTY = "penalty", "行政处罚", "Administrative penalty"
    PRESERVATION = "evidence_preservation", "证据保全", "Preservation of evidence"


CRIMINAL = frozenset({
    MeasureKind.SUMMONS, MeasureKind.FORCED_SUMMONS, MeasureKind.DETENTION, MeasureKind.ARREST, MeasureKind.BAIL,
    MeasureKind.SURVEILLANCE,
})  # fmt: skip
"""Of the criminal procedure; the others are administrative."""


class BailWay(Vocab):
    GUARANTOR = "guarantor", "保证人担保", "By a guarantor"
    DEPOSIT = "deposit", "保证金担保", "By a deposit"


class HappeningKind(Vocab):
    """What is noted under a measure. Those in ASKING wait for an answer."""

    FAMILY_TOLD = "family_told", "通知家属", "Family notified"
    FAMILY_NOT_TOLD = "family_not_told", "无法通知家属", "Family cannot be notified"
    AID_NOTIFIED = "aid_notified", "通知法律援助机构指派辩护", "Legal aid notified to assign a defender"
    DEFENDER_NAMED = "defender_named", "已委托辩护人", "A defender was named"
    GUARDIAN_HEARD = "guardian_heard", "告知并听取监护人意见", "Guardian told and heard"
    STATEMENT = "statement", "陈述和申辩", "Statement and defence"
    REPORTED = "reported", "报告上级或有关机关", "Reported to whom the law names"
    LEAVE_ASKED = "leave_asked", "申请离开所居住的市县", "Leave to go away asked for"
    REPORTING = "reporting", "按要求报到", "Reported himself as ordered"
    CHANGED_PLACE = "changed_place", "报告住址、单位、联系方式变动", "Told a change of address, employer or contact"
    BREACH = "breach", "违反规定", "Breach of a duty"
    DUTY_FAILED = "duty_failed", "保证人未履行义务", "Guarantor failed in his duty"
    NECESSITY = "necessity", "羁押必要性审查建议", "Suggestion on the need of custody"
    CHANGE_ASKED = "change_asked", "申请变更强制措施", "Change of the measure asked for"
    RECONSIDERATION = "reconsideration", "申请复议", "Reconsideration asked for"
    REVIEW = "review", "申请复核", "Review asked for"
    SUSPENSION_ASKED = "suspension_asked", "申请暂缓执行行政拘留", "Suspension of detention asked for"
    INSTALMENTS_ASKED = "instalments_asked", "申请延期或分期缴纳罚款", "Later or partial payment asked for"
    VICTIM_SERVED = "victim_served", "决定书送达被侵害人", "Decision served on the injured party"
    OTHER = "other", "其他情况", "Other"


CARRIED = "measure."
"""Facts of the law that say how a step was carried out begin so."""

ASKING = frozenset({
    HappeningKind.LEAVE_ASKED, HappeningKind.NECESSITY, HappeningKind.CHANGE_ASKED, HappeningKind.RECONSIDERATION,
    HappeningKind.REVIEW, HappeningKind.SUSPENSION_ASKED, HappeningKind.INSTALMENTS_ASKED,
})  # fmt: skip
"""Questions: each is answered yes or no, with reasons."""


class BreachKind(Vocab):
    """What is counted against somebody on bail; the values of the law's fact `bail.breach`."""

    LEFT = "left", "未经批准离开所居住市县", "Left without permission"
    NOT_REPORTED = "not_reported", "变动未按时报告", "Did not report a change"
    NO_SHOW = "no_show", "经传讯不到案", "Did not come when called"
    WITNESS = "witness", "干扰证人作证", "Interfered with witnesses"
    EVIDENCE = "evidence", "毁灭、伪造证据或者串供", "Tampered with evidence or colluded"
    PLACE = "place_person_activity", "违反场所、人员、活动限制", "Forbidden place, person or activity"
    NEW_CRIME = "new_crime", "涉嫌重新故意犯罪", "Suspected of a new crime"


class PenaltyWay(Vocab):
    ORDINARY = "ordinary", "普通程序", "Ordinary procedure"
    QUICK = "quick", "快速办理", "Quick procedure"
    ON_SPOT = "on_spot", "当场处罚", "On the spot"


class PaymentKind(Vocab):
    FINE = "fine", "罚款", "Fine"
    LATE_FINE = "late_fine", "加处罚款", "Late fine"
    SURETY = "surety", "暂缓执行保证金", "Surety for the suspension"
    SURETY_BACK = "surety_back", "退还保证金", "Surety returned"
    BOND = "bond", "取保候审保证金", "Bail bond"
    BOND_FORFEITED = "bond_forfeited", "没收保证金", "Bond forfeited"
    BOND_BACK = "bond_back", "退还取保候审保证金", "Bond returned"
    GUARANTOR_FINE = "guarantor_fine", "保证人罚款", "Fine on the guarantor"


class Disposal(Vocab):
    KEPT = "kept", "保全中", "Preserved"
    RETURNED = "returned", "已发还", "Returned"
    SEIZED = "seized", "转为扣押", "Turned into a seizure"
    MOVED = "moved", "随案移送或没收收缴", "Transferred, confiscated or forfeited"


class Tag(Vocab):
    PROPOSED = "measures.measure.proposed", "呈请采取措施", "Measure proposed"
    MOVED = "measures.measure.moved", "措施进展", "Measure moved on"
    NOTED = "measures.measure.noted", "措施情况登记", "Noted under the measure"
    ANSWERED = "measures.measure.answered", "答复申请", "Application answered"
    PAID = "measures.measure.paid", "缴款或退款", "Money paid or returned"
    BAIL_SET = "measures.bail.set", "登记取保候审条件", "Terms of bail set"
    PENALTY_SET = "measures.penalty.set", "提出处罚意见", "Penalty put forward"
    HEARING_SET = "measures.hearing.set", "登记听证", "Hearing entered"
    ITEM_LISTED = "measures.item.listed", "登记保全物品", "Item preserved"
    ITEM_DISPOSED = "measures.item.disposed", "处理保全物品", "Preserved item dealt with"
