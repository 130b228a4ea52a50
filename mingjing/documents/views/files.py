"""Pages as pictures, files as they are, many in one."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_GET

from mingjing.documents import binding, panels, selectors, shelf
from mingjing.documents.models import Instrument
from mingjing.documents.printing import paper
from mingjing.documents.rendering import pictures
from mingjing.documents.views.instruments import visible
from mingjing.kernel.time import now
from mingjing.kernel.verdict import Refusal, no
from mingjing.org.guard import OfficerRequest, needs
from mingjing.webkit.tables import Table

EMPTY = no("documents.batch", "没有可打印的定稿文书。", "There is no final instrument to print.")


@needs("documents:instrument:view")
@require_GET
def page(request: OfficerRequest, instrument_id: UUID, page: int) -> HttpResponse:
    """One page of a draft or a final one, as it would be printed."""
    made = visible(request, instrument_id)
    form = shelf.form_of(made)
    values = selectors.values_of(made, form)
    several = pictures([paper(made, form, values, made.finalised_at or now(), final=made.state == "final")])
    if not 0 < page <= len(several):
        raise Http404
    return _private(HttpResponse(several[page - 1], content_type="image/png"))


@needs("documents:instrument:view")
@require_GET
def file(request: OfficerRequest, instrument_id: UUID) -> HttpResponse:
    """The bytes in force; of a void one they are struck through, of a draft they carry the mark."""
    made = visible(request, instrument_id)
    return _pdf(binding.handed_out(made), made.number or made.title_zh, inline="save" not in request.GET)


@needs("documents:instrument:view")
@require_GET
def batch(request: OfficerRequest) -> HttpResponse:
    """The final ones of the list as it is narrowed, one after the other in one file."""
    rows = Instrument.objects.visible_to(request.user).filter(state="final")
    table = Table(request, rows, panels.COLUMNS, search=panels.SEARCHED, filters=panels.filters())
    chosen = [visible(request, pk) for pk in table.queryset.values_list("pk", flat=True)[: binding.MOST]]
    if not chosen:
        raise Refusal(EMPTY)
    return _pdf(binding.bound(chosen), "instruments", inline=True)


def _pdf(data: bytes, name: str, *, inline: bool) -> HttpResponse:
    response = HttpResponse(data, content_type="application/pdf")
    safe = "".join(c for c in name if c.isalnum() or c in "-_") or "instrument"
    how = "inline" if inline else "attachment"
    response["Content-Disposition"] = f"{how}; filename*=UTF-8''{_quoted(safe)}.pdf"
    return _private(response)


def _quoted(name: str) -> str:
    return "".join(f"%{byte:02X}" for byte in name.encode())


def _private(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response
