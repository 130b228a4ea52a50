"""What the law books say, and who answers for the version in use."""

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from mingjing.alerts import naming
from mingjing.clocks.actions import book
from mingjing.clocks.models import BookChange, BookMoved, BookSignOff, Timed
from mingjing.clocks.vocab import Shift
from mingjing.desks import rulebook
from mingjing.desks.forms import SignOffForm
from mingjing.kernel.ref import Ref
from mingjing.kernel.text import Text
from mingjing.kernel.time import now
from mingjing.law import books
from mingjing.org.access import may
from mingjing.org.guard import OfficerRequest, needs, open_to_all_officers
from mingjing.webkit.tables import Column, Filter, Table
from mingjing.webkit.views import answer

RULES_ON_A_PAGE = 60
SIGN = "clocks:book:sign_off"
MOVED = [
    Column("title", Text("时限或职责", "Limit or duty"), lambda m: m.timed.title, sort="timed__rule"),
    Column("shift", Text("变动", "What became of it"), lambda m: Shift(m.shift).text, sort="shift"),
    Column("before", Text("原期限", "Due before"), lambda m: m.due_before, sort="due_before"),
    Column("after", Text("现期限", "Due now"), lambda m: m.due_after, sort="due_after"),
    Column("book", Text("法规库", "Law books"), lambda m: m.change.version, sort="change__since"),
]
MOVED_BY = [Filter("shift", Text("变动", "Change"), [(s.value, s.text) for s in Shift], lambda v: Q(shift=v))]
CHOICES = {"kinds": rulebook.KINDS, "certainties": rulebook.CERTAINTIES}


class _Called(dict[Ref, naming.Named]):
    """What subjects are called: those of a page at once, others when asked for."""

    def __missing__(self, ref: Ref) -> naming.Named:
        self.update(naming.names([ref]))
        return self[ref]


@open_to_all_officers
@require_GET
def rules(request: OfficerRequest) -> HttpResponse:
    """Every rule of the books in use, narrowed by `?q=`, `?kind=`, `?certainty=`; and by the page."""
    asked = {name: request.GET.get(name, "").strip() for name in ("q", "kind", "certainty")}
    page = Paginator(rulebook.rows(**asked), RULES_ON_A_PAGE).get_page(request.GET.get("page"))
    narrowed = urlencode({name: said for name, said in asked.items() if said})
    context = {"page": page, "asked": asked, "narrowed": narrowed, **CHOICES, **_book(request)}
    return render(request, "desks/rules.html", context)


@open_to_all_officers
@require_GET
def rule(request: OfficerRequest, rule_id: str) -> HttpResponse:
    """One rule: its values by date with articles, what starts and ends it, the cases it is tried by."""
    if rule_id not in books.current().rules:
        raise Http404
    return render(request, "desks/rule.html", {"page": rulebook.page(rule_id)})


@needs("clocks:clock:view")
@require_GET
def moved(request: OfficerRequest) -> HttpResponse:
    """What moved when other books came into use, of what the reader may see; the newest change first."""
    rows = BookMoved.objects.filter(timed__in=Timed.objects.visible_to(request.user)).select_related("timed", "change")
    called = _Called()
    about = Column("about", Text("对象", "About"), lambda m: called[m.timed.subject].label)
    table = Table(request, rows, [MOVED[0], about, *MOVED[1:]], filters=MOVED_BY)
    called.update(naming.names(m.timed.subject for m in table.page))
    if table.wants_csv:
        return table.csv("moved")
    return render(request, "desks/moved.html", {"table": table, "change": BookChange.objects.first()})


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
