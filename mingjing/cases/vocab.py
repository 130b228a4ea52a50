"""Closed words about cases. Values are stored and never change."""

from mingjing.kernel.vocab import Vocab


class CaseKind(Vocab):
    CRIMINAL = "criminal", "刑事", "Criminal"
    PUBLIC_ORDER = "public_order", "治安", "Public order"
    ADMINISTRATIVE = "administrative", "其他行政", "Other administrative"
    NONE = "none", "尚未立案", "No case yet"


class CaseState(Vocab):
    OPEN = "open", "办理中", "Open"
    CLOSED = "closed", "已结案", "Closed"


class OfficerRole(Vocab):
    LEAD_INVESTIGATOR = "lead_investigator", "主办民警", "Lead investigator"
    CASE_OFFICER = "case_officer", "协办民警", "Case officer"
    ASSISTANT = "assistant", "辅助人员", "Assistant"
    LEGAL_REVIEWER = "legal_reviewer", "审核民警", "Legal reviewer"
    ANALYST = "analyst", "研判员", "Analyst"


class PersonRole(Vocab):
    SUSPECT = "suspect", "嫌疑人", "Suspect"
    VICTIM = "victim", "被害人/被侵害人", "Victim"
    WITNESS = "witness", "证人", "Witness"
    REPORTER = "reporter", "报案人", "Reporter"
    GUARDIAN = "guardian", "法定代理人", "Legal representative"
    OTHER = "other", "其他", "Other"


class TaskState(Vocab):
    OPEN = "open", "待办", "To do"
    DONE = "done", "已完成", "Done"
    CALLED_OFF = "called_off", "已取消", "Called off"


class Handing(Vocab):
    """Where a hand-over stands."""

    OFFERED = "offered", "待接收", "Offered"
    ACCEPTED = "accepted", "已接收", "Accepted"
    REFUSED = "refused", "已退回", "Refused"
    WITHDRAWN = "withdrawn", "已撤回", "Withdrawn"


class Asks(Vocab):
    """Who asks that an officer be recused."""

    HIMSELF = "self", "本人", "Himself"
    PARTY = "party", "当事人或其代理人", "A party"
    AGENCY = "agency", "单位依职权", "The agency"


class LinkKind(Vocab):
    MERGED = "merged", "并入", "Merged into"
    SPLIT = "split", "分出", "Split off from"


class Circumstance(Vocab):
    """What the law asks about a case; each is the fact `case.<value>` of the law books."""

    MANY_PEOPLE = "many_people", "涉案人数众多", "Many people involved"
    COMPLEX = (
        "complex_and_detention_possible", "情况复杂且可能适用行政拘留", "Complex and administrative detention possible"
    )  # fmt: skip
    GRAVE = (
        "grave_and_complex_and_detention_or_arrest_needed",
        "案情特别重大复杂且需拘留逮捕",
        "Especially grave and complex, detention or arrest needed",
    )
    STATE_SECURITY = (
        "state_security_or_terrorism", "危害国家安全或恐怖活动犯罪", "State-security or terrorism crime"
    )  # fmt: skip
    NOTICE_WOULD_HINDER = "notice_would_hinder", "通知可能有碍侦查", "Notice would hinder the investigation"
    LIFE_OR_DEATH = "life_or_death_possible", "可能判处无期徒刑或死刑", "Life imprisonment or death possible"
    MAJOR_CRIME = "major_crime", "其他重大犯罪", "Other major crime"
    TEN_YEARS = "ten_years_possible", "可能判处十年以上有期徒刑", "Ten years or more possible"
    DISPUTE = "dispute_or_attention", "争议较大或社会影响重大", "Serious dispute or great social attention"
    AGAINST_MINOR = (
        "sexual_or_violent_against_minor", "未成年人遭受性侵害或暴力伤害", "Sexual abuse or violence against a minor"
    )  # fmt: skip


class Tag(Vocab):
    CASE_REGISTERED = "cases.case.registered", "登记案件", "Case registered"
    CASE_IMPORTED = "cases.case.imported", "导入既有案件", "Case taken over from a file"
    CASE_CHARACTERISED = "cases.case.characterised", "变更案件性质或情形", "Case characterised"
    CASE_PROPOSED = "cases.case.proposed", "呈请或起草", "Move proposed"
    CASE_MOVED = "cases.case.moved", "案件办理进展", "Case moved on"
    CASE_CLOSED = "cases.case.closed", "结案", "Case closed"
    CASE_REOPENED = "cases.case.reopened", "恢复办理", "Case reopened"
    CASE_SEALED = "cases.case.sealed", "封存案件", "Case sealed"
    CASE_UNSEALED = "cases.case.unsealed", "解除案件封存", "Case unsealed"
    CASE_DESIGNATED = "cases.case.designated", "指定或移送管辖", "Jurisdiction given to another unit"
    CASE_MERGED = "cases.case.merged", "并案", "Cases merged"
    CASE_UNMERGED = "cases.case.unmerged", "撤销并案", "Merging undone"
    CASE_SPLIT = "cases.case.split", "分案", "Case split"
    CASE_CORRECTED = "cases.case.corrected", "更正案件进展", "Entry about a case corrected"
    UNIT_JOINED = "cases.unit.joined", "联合办理", "Unit joins the handling"
    UNIT_LEFT = "cases.unit.left", "退出联合办理", "Unit leaves the handling"
    TASK_GIVEN = "cases.task.given", "布置任务", "Task given"
    TASK_DONE = "cases.task.done", "完成任务", "Task done"
    TASK_CALLED_OFF = "cases.task.called_off", "取消任务", "Task called off"
    TASK_OVERDUE = "cases.task.overdue", "任务逾期", "Task overdue"
    HANDING_OFFERED = "cases.handing.offered", "移交案件", "Case offered to another officer"
    HANDING_ACCEPTED = "cases.handing.accepted", "接收案件", "Case taken over"
    HANDING_REFUSED = "cases.handing.refused", "退回移交", "Hand-over refused"
    HANDING_WITHDRAWN = "cases.handing.withdrawn", "撤回移交", "Hand-over withdrawn"
    RECUSAL_ASKED = "cases.recusal.asked", "申请回避", "Recusal asked for"
    OFFICER_ASSIGNED = "cases.officer.assigned", "指派办案人员", "Officer assigned"
    OFFICER_RELIEVED = "cases.officer.relieved", "解除指派", "Officer relieved"
    OFFICER_RECUSED = "cases.officer.recused", "回避", "Officer recused"
    RECUSAL_LIFTED = "cases.officer.recusal_lifted", "撤销回避", "Recusal lifted"
    PERSON_ADDED = "cases.person.added", "列入涉案人员", "Person added to the case"
    PERSON_REMOVED = "cases.person.removed", "移出涉案人员", "Person removed from the case"
