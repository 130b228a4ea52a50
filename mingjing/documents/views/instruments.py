"""The list of instruments, the page of one, and beginning one."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods

from mingjing.documents import companions, panels, shelf
from mingjing.documents.actions import instrument as actions
from mingjing.documents.forms import DraftForm
from mingjing.documents.models import Instrument
from mingjing.kernel.ref import Ref
from mingjing.kernel.text import Text
from mingjing.kernel.time import now
from mingjing.kernel.verdict import Refusal, no
from mingjing.org.guard import OfficerRequest, needs
from mingjing.org.seeing import may_see
from mingjing.webkit.tables import Table
from mingjing.webkit.views import answer

UNKNOWN = no("record.unknown", "找不到这份文书。", "There is no such instrument.")
FAMILIES = (
    ("criminal", Text("刑事", "Criminal")),
    ("administrative", Text("行政", "Administrative")),
    ("general", Text("通用", "General")),
)


@needs("documents:instrument:view")
@require_GET
def instruments(request: OfficerRequest) -> HttpResponse:
    """Every instrument about what the officer sees."""
    rows = Instrument.objects.visible_to(request.user).select_related("unit")
    table = Table(request, rows, panels.COLUMNS, search=panels.SEARCHED, filters=panels.filters())
    if table.wants_csv:
        return table.csv("instruments")
    return render(request, "documents/instruments.html", {"table": table, "query": request.GET.urlencode()})


@needs("documents:instrument:view")
@require_GET
def instrument(request: OfficerRequest, instrument_id: UUID) -> HttpResponse:
    return render(request, "documents/instrument.html", panels.page(request.actor, visible(request, instrument_id)))


@needs("documents:instrument:draft")
@require_GET
def choose(request: OfficerRequest) -> HttpResponse:
    """Which instrument, about the subject the officer came from."""
    subject = subject_of(request)
    words = request.GET.get("called", "").strip()
    forms = [f for f in shelf.templates().values() if words in f"{f.title.zh} {f.title.en}"]
    groups = [(text, [f for f in forms if f.family == family]) for family, text in FAMILIES]
    context = {"subject": subject, "home": companions.home(subject), "groups": groups, "typed": words}
    return render(request, "documents/choose.html", context)


@needs("documents:instrument:draft")
@require_http_methods(["GET", "POST"])
def draft(request: OfficerRequest, template: str) -> HttpResponse:
    """About which person, then it is begun."""
    subject, form = subject_of(request), shelf.template(template)
    unit, log, title, _ = companions.home(subject) or _nowhere()
    people = companions.of(request.user, subject)
    chosen = DraftForm(request.POST or None, people=[(str(ref), text) for ref, text in people])
    return answer(
        request, chosen,
        lambda told: actions.draft(
            by=request.actor, at=now(), log=log, template=form.id, subject=subject, unit=unit,
            refs=[Ref.parse(told["person"])] if told["person"] else [],
        ),
        to=panels.address, said=Text("已起草。", "Drafted."), template="documents/task.html",
        context={"title": form.title, "lead": title, "back": f"/documents/new?subject={subject}"},
    )  # fmt: skip


def subject_of(request: OfficerRequest) -> Ref:
    """The subject the address names, when the officer sees it. Raises Refusal."""
    try:
        subject = Ref.parse(request.GET.get("subject", ""))
    except ValueError as why:
        raise Refusal(no("record.unknown", "请从案件等页面起草文书。", "Begin from the page of a case.")) from why
    if not may_see(request.user, subject):
        raise Refusal(UNKNOWN)
    return subject


def visible(request: OfficerRequest, instrument_id: UUID) -> Instrument:
    """The instrument, when its subject and the people it names are the reader's to see. Raises Refusal."""
    rows = Instrument.objects.visible_to(request.user).select_related("unit__parent__parent", "drafted_by")
    found = rows.filter(pk=instrument_id).first()
    if found is None:
        raise Refusal(UNKNOWN)
    for row in found.refs.all():
        if row.kind == "person" and not may_see(request.user, row.ref):
            words = (
                "文书涉及受保护人员，请先说明目的查看此人。",
                "It names a protected person; open the person's record first.",
            )
            raise Refusal(no("documents.protected", *words, way=f"/persons/{row.ref_id}/"))
    return found


def _nowhere() -> tuple[None, str, str, str]:
    raise Refusal(no("documents.subject", "这里不能起草文书。", "No instrument is begun here."))
