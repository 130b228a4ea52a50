"""The one public page: is this record genuine?"""

from hashlib import sha256
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from mingjing.custody.selectors.issued import Genuine, genuine
from mingjing.documents import checking as instruments
from mingjing.kernel.time import now
from mingjing.kernel.verdict import Refusal
from mingjing.ledger import record
from mingjing.org import throttle
from mingjing.org.guard import public
from mingjing.org.signin import source_of
from mingjing.portal.forms import CheckForm

TOO_OFTEN, BAD_INPUT = 429, 422


@public
@never_cache
@require_http_methods(["GET", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """Type the code of the paper, choose the file, or both. What is answered names nobody."""
    if request.method == "GET":
        return _page(request, CheckForm())
    try:
        throttle.spend("verify", source_of(request, None), now())
        throttle.spend("verify_all", "", now())
    except Refusal:
        return _page(request, CheckForm(), status=TOO_OFTEN, too_often=True)
    form = CheckForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, form, status=BAD_INPUT)
    file = form.cleaned_data["file"]
    data = file.read() if file else None
    typed = form.cleaned_data["code"]
    code = typed or (record.code(data) if data else "")
    paper = instruments.check(code, data)
    return _page(request, form, asked=True, paper=paper, code=code, typed=typed, **_compared(genuine(code), data))


def _compared(found: Genuine | None, data: bytes | None) -> dict[str, Any]:
    """What is known of the copy, and whether the file in hand is that copy (None: no file was given)."""
    if data is None:
        return {"found": found, "same": None, "digest": ""}
    digest = sha256(data).hexdigest()
    return {"found": found, "same": found is not None and digest == found.sha256, "digest": digest}


def _page(request: HttpRequest, form: CheckForm, *, status: int = 200, **told: Any) -> HttpResponse:
    return render(request, "portal/check.html", {"form": form, **told}, status=status)
