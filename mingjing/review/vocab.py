"""Closed words about reviews. Values are stored and never change."""

from mingjing.kernel.vocab import Vocab


class ReviewKind(Vocab):
    """Which way out of the house is reviewed."""

    ARREST = "arrest", "提请批准逮捕", "Request for arrest approval"
    PROSECUTION = "prosecution", "移送审查起诉", "Transfer for prosecution review"
    PENALTY = "penalty", "行政处罚", "Administrative penalty"


class ReviewState(Vocab):
    SUBMITTED = "submitted", "待审核", "Waits"
    TAKEN = "taken", "审核中", "Under review"
    RETURNED = "returned", "已退回", "Returned"
    PASSED = "passed", "审核通过", "Passed"
    ADVISED = "advised", "通过并提出建议", "Passed with suggestions"
    WITHDRAWN = "withdrawn", "已撤回", "Withdrawn"


OPEN = (ReviewState.SUBMITTED, ReviewState.TAKEN, ReviewState.RETURNED)
WENT = (ReviewState.PASSED, ReviewState.ADVISED)


class Answer(Vocab):
    """The reviewer's answer to one item."""

    OPEN = "open", "未审核", "Not looked at"
    OK = "ok", "无问题", "In order"
    DEFECT = "defect", "有问题", "Defect"
    NOT_APPLICABLE = "not_applicable", "不适用", "Not applicable"


class Severity(Vocab):
    EXCLUDE = "exclude", "应当排除", "To be excluded"
    MEND = "mend", "补正或者说明", "Mend or explain"
    NOTICE = "notice", "提示", "Notice"


BLOCKING = (Severity.EXCLUDE, Severity.MEND)


class CorrectionState(Vocab):
    OPEN = "open", "待整改", "To correct"
    ANSWERED = "answered", "已反馈，待复核", "Answered, to be looked at"
    CLOSED = "closed", "已销号", "Closed"


class Goes(Vocab):
    """What goes over to the procuratorate."""

    ARREST = "arrest", "提请批准逮捕", "Request for arrest approval"
    PROSECUTION = "prosecution", "移送审查起诉", "Transfer for prosecution review"
    RESENT = "resent", "补充侦查后重新移送", "Sent again after supplementing"


class OutcomeKind(Vocab):
    """What came back about the case. The value is the move of its graph that it makes."""

    RETURNED = "return_for_supplement", "退回补充侦查", "Returned for supplementary investigation"
    INDICTED = "indict", "提起公诉", "Indicted"
    NOT_PROSECUTED = "not_prosecute", "不起诉", "Not prosecuted"
    JUDGED = "judge", "判决生效", "Judged"


class ReturnReason(Vocab):
    """Classes of reasons of a return, as the field counts them."""

    FACTS = "facts", "犯罪事实不清", "Facts unclear"
    EVIDENCE = "evidence", "证据不足", "Evidence insufficient"
    OMITTED = "omitted", "遗漏罪行或者同案人员", "Offences or co-suspects left out"
    LEGALITY = "legality", "取证程序有瑕疵", "Evidence collected defectively"
    FORMALITIES = "formalities", "手续材料不全", "Formalities incomplete"
    OTHER = "other", "其他", "Other"


class NonProsecution(Vocab):
    STATUTORY = "statutory", "法定不起诉", "Statutory"
    DISCRETIONARY = "discretionary", "酌定不起诉", "Discretionary"
    INSUFFICIENT = "insufficient", "证据不足不起诉", "Evidence insufficient"
    CONDITIONAL = "conditional", "附条件不起诉", "Conditional"


class MeetingState(Vocab):
    CALLED = "called", "已召集", "Called"
    HELD = "held", "已召开", "Held"


class ResolutionState(Vocab):
    OPEN = "open", "待落实", "To be done"
    DONE = "done", "已落实", "Done"


class Tag(Vocab):
    SUBMITTED = "review.review.submitted", "提交法制审核", "Submitted for legal review"
    TAKEN = "review.review.taken", "接手审核", "Review taken"
    GIVEN_BACK = "review.review.given_back", "交回审核", "Review given back"
    MARKED = "review.review.marked", "审核一项", "Item marked"
    PASSED = "review.review.passed", "审核通过", "Review passed"
    RETURNED = "review.review.returned", "退回补正", "Review returned"
    RESUBMITTED = "review.review.resubmitted", "补正后再次提交", "Submitted again"
    WITHDRAWN = "review.review.withdrawn", "撤回审核", "Review withdrawn"
    CORRECTION_GIVEN = "review.correction.given", "交办整改", "Correction given"
    CORRECTION_ANSWERED = "review.correction.answered", "反馈整改", "Correction answered"
    CORRECTION_SENT_BACK = "review.correction.sent_back", "整改退回", "Correction sent back"
    CORRECTION_OVERDUE = "review.correction.overdue", "整改逾期", "Correction overdue"
    CORRECTION_CLOSED = "review.correction.closed", "整改销号", "Correction closed"
    SENT = "review.transfer.sent", "移送材料", "Handed to the procuratorate"
    RECEIPT = "review.transfer.received", "检察院签收", "Receipt of the procuratorate"
    OUTCOME = "review.outcome.entered", "诉讼结果反馈", "Outcome fed back"
    MEETING_CALLED = "review.meeting.called", "召集联席会议", "Joint meeting called"
    MEETING_TOPIC = "review.meeting.topic", "列入议题", "Put on the agenda"
    MEETING_HELD = "review.meeting.held", "召开联席会议", "Joint meeting held"
    RESOLVED = "review.resolution.given", "会议议定", "Decided at the meeting"
    RESOLUTION_DONE = "review.resolution.done", "议定事项落实", "Decision carried out"
