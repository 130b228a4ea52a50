"""What the law books say, and who answers for the version in use."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from mingjing.clocks.actions import book
from mingjing.clocks.models import BookSignOff
from mingjing.desks import rulebook
from mingjing.desks.forms import SignOffForm
from mingjing.kernel.text import Text
from mingjing.kernel.time import now
from mingjing.law import books
from mingjing.org.access import may
from mingjing.org.guard import OfficerRequest, needs, open_to_all_officers
from mingjing.webkit.views import answer

SIGN = "clocks:book:sign_off"
CHOICES = {"kinds": rulebook.KINDS, "certainties": rulebook.CERTAINTIES}


@open_to_all_officers
@require_GET
def rules(request: OfficerRequest) -> HttpResponse:
    """Every rule of the books in use, narrowed by `?q=`, `?kind=`, `?certainty=`."""
    asked = {name: request.GET.get(name, "").strip() for name in ("q", "kind", "certainty")}
    context = {"rows": rulebook.rows(**asked), "asked": asked, **CHOICES, **_book(request)}
    return render(request, "desks/rules.html", context)


@open_to_all_officers
@require_GET
def rule(request: OfficerRequest, rule_id: str) -> HttpResponse:
    """One rule: its values by date with articles, what starts and ends it, the cases it is tried by."""
    if rule_id not in books.current().rules:
        raise Http404
    return render(request, "desks/rule.html", {"page": rulebook.page(rule_id)})


@needs(SIGN)
def sign_off(request: OfficerRequest) -> HttpResponse:
    """A legal officer confirms that he has compared this version of the books with the law."""
    return answer(
        request, SignOffForm(request.POST or None), lambda data: book.sign_off(by=request.actor, at=now(), **data),
        to=reverse("desks:rules"), said=Text("已签核本版法规库。", "This version of the books is signed off."),
        template="desks/sign_off.html", context=_book(request),
    )  # fmt: skip


def _book(request: OfficerRequest) -> dict[str, object]:
    signed = BookSignOff.objects.select_related("officer", "unit")
    return {"book": books.current(), "signed": list(signed[:20]), "may_sign": may(request.actor, SIGN)}
