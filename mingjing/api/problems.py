"""Refusals as problem details (RFC 9457): what, why, on what basis, at which field, in both languages."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.cache import patch_vary_headers

from mingjing.kernel.text import Text
from mingjing.kernel.verdict import Refusal, Verdict, no
from mingjing.webkit.views import status_of

CONTENT_TYPE = "application/problem+json; charset=utf-8"
BAD_INPUT, STRANGER, OWN_FAULT = 422, 401, 500

NO_TOKEN = no("api.token", "令牌缺失、无效、已过期或已撤销。", "The token is missing, unknown, expired or revoked.")
UNREADABLE = no("api.unreadable", "请求内容无法读取，应为 JSON。", "The content cannot be read; it should be JSON.")
NO_SUCH = no("api.address", "没有这个接口地址。", "There is no such address.")
NO_METHOD = no("api.method", "这个地址不支持该请求方法。", "This address does not take that method.")
FAILED = no("api.failed", "系统出错，已记入日志，请稍后再试。", "Our own fault; it is logged. Try again later.")

WRONG = {
    "missing": Text("缺少这一项。", "This is missing."),
    "extra_forbidden": Text("没有这一项。", "There is no such field."),
    "string_too_long": Text("文字过长。", "Too long."),
    "string_type": Text("应为文字。", "Should be text."),
    "int_type": Text("应为整数。", "Should be a whole number."),
    "bool_type": Text("应为 true 或 false。", "Should be true or false."),
    "uuid_parsing": Text("不是有效的标识。", "Not an identifier."),
    "uuid_type": Text("应为标识（UUID）。", "Should be an identifier (UUID)."),
    "enum": Text("不在可选值之内。", "Not one of the values."),
    "literal_error": Text("不在可选值之内。", "Not one of the values."),
    "timezone_aware": Text("时间须带时区。", "The time needs an offset."),
    "too_long": Text("项目过多。", "Too many items."),
    "greater_than_equal": Text("数值过小。", "Too small."),
    "less_than_equal": Text("数值过大。", "Too large."),
}
UNFIT = Text("这一项的值不符合要求。", "This value does not fit.")


def of_refusal(request: HttpRequest, why: Refusal) -> HttpResponse:
    """What an act or a look was refused for."""
    status = BAD_INPUT if why.code.startswith(("api.key.", "api.input.")) else status_of(why)
    return problem(request, status, why.verdicts)


def of_input(request: HttpRequest, errors: Iterable[Any]) -> HttpResponse:
    """What of the input does not fit, each at its field."""
    return problem(request, BAD_INPUT, [_unfit(one) for one in errors][:50] or [UNREADABLE])


def problem(request: HttpRequest, status: int, verdicts: Sequence[Verdict]) -> HttpResponse:
    """The answer: `title` in the reader's language, `refusals` with both."""
    first = verdicts[0]
    body = {
        "type": f"urn:mingjing:refusal:{first.code}",
        "title": str(first.text),
        "status": status,
        "code": first.code,
        "instance": request.path,
        "refusals": [told(one) for one in verdicts],
    }
    answer = JsonResponse(body, status=status, content_type=CONTENT_TYPE)
    patch_vary_headers(answer, ["Accept-Language", "Authorization"])
    if status == STRANGER:
        answer["WWW-Authenticate"] = 'Bearer realm="mingjing"'
    if first.code.startswith("throttle."):
        answer["Retry-After"] = "60"
    return answer


def told(verdict: Verdict) -> dict[str, str]:
    """One verdict as it is sent: empty parts left out."""
    shown = {
        "code": verdict.code,
        "zh": verdict.text.zh,
        "en": verdict.text.en,
        "basis": verdict.basis,
        "severity": verdict.severity,
        "field": verdict.field,
        "way": verdict.way,
    }
    return {name: value for name, value in shown.items() if value}


def _unfit(error: dict[str, Any]) -> Verdict:
    place = [
        str(one) for one in error.get("loc", ()) if one not in {"body", "query", "path", "header", "told", "asked"}
    ]
    return Verdict(
        False, f"api.input.{error.get('type', 'value')}", WRONG.get(error.get("type", ""), UNFIT), field=".".join(place)
    )
