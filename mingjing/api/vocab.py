"""Words of the API."""

from mingjing.kernel.vocab import Vocab


class Standing(Vocab):
    """How an integration stands; reckoned from its row, never stored."""

    WAITING = "waiting", "待本人同意", "Waiting for the officer"
    OPEN = "open", "有效", "Open"
    EXPIRED = "expired", "已过期", "Expired"
    REVOKED = "revoked", "已撤销", "Revoked"


class Tag(Vocab):
    TOKEN_OPENED = "api.token.opened", "开设系统接入", "Integration opened"
    TOKEN_CONFIRMED = "api.token.confirmed", "同意系统接入", "Integration agreed to"
    TOKEN_REVOKED = "api.token.revoked", "撤销系统接入", "Integration revoked"
    ENDPOINT_REGISTERED = "api.endpoint.registered", "登记推送地址", "Delivery address registered"
    ENDPOINT_REMOVED = "api.endpoint.removed", "注销推送地址", "Delivery address removed"
