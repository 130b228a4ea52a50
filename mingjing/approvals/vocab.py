"""Closed words of approvals. Values are stored and never change."""

from mingjing.kernel.vocab import Vocab


class RequestState(Vocab):
    ASKED = "asked", "待审批", "Waiting for a decision"
    RETURNED = "returned", "已退回补充", "Returned to be completed"
    ORAL = "oral", "已口头批准，待补办", "Granted by word of mouth, to be confirmed"
    GRANTED = "granted", "已批准", "Granted"
    REFUSED = "refused", "不批准", "Refused"
    WITHDRAWN = "withdrawn", "已撤回", "Withdrawn"
    LAPSED = "lapsed", "逾期失效", "Lapsed"


OPEN = (RequestState.ASKED, RequestState.RETURNED, RequestState.ORAL)
"""Nobody has decided in writing."""
IN_FORCE = (RequestState.GRANTED, RequestState.ORAL)
"""What was asked may be done: by a written grant, or for the time being by word of mouth where the books allow it."""


class Decision(Vocab):
    """What an approver can do with a request, in the order of the buttons."""

    GRANT = "grant", "批准", "Grant"
    RETURN = "return", "退回补充", "Return"
    REFUSE = "refuse", "不批准", "Refuse"


class Tag(Vocab):
    ASKED = "approvals.request.asked", "呈请审批", "Approval asked for"
    ASKED_AGAIN = "approvals.request.asked_again", "补充后再次呈请", "Asked for again"
    GRANTED = "approvals.request.granted", "批准", "Request granted"
    GRANTED_ORALLY = "approvals.request.granted_orally", "口头批准", "Granted by word of mouth"
    REFUSED = "approvals.request.refused", "不批准", "Request refused"
    RETURNED = "approvals.request.returned", "退回补充", "Request returned"
    WITHDRAWN = "approvals.request.withdrawn", "撤回呈请", "Request withdrawn"
    LAPSED = "approvals.request.lapsed", "呈请失效", "Request lapsed"
    REMINDED = "approvals.request.reminded", "催办", "Approver reminded"
