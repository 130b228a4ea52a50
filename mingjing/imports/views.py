"""The list of imports, the page of one, and what is done with it."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from mingjing.cases.views.cases import log_of
from mingjing.imports import forms, panels, working
from mingjing.imports import report as reports
from mingjing.imports.actions import file as files
from mingjing.imports.actions import run
from mingjing.imports.machine import IMPORT
from mingjing.imports.models import Import
from mingjing.imports.vocab import ImportState
from mingjing.kernel.text import Text
from mingjing.kernel.time import now
from mingjing.kernel.verdict import Refusal, no
from mingjing.org.access import reach
from mingjing.org.guard import OfficerRequest, needs
from mingjing.org.models import Unit
from mingjing.webkit.tables import Column, Filter, Table
from mingjing.webkit.views import act, answer

UNKNOWN = no("record.unknown", "找不到这次导入。", "There is no such import.")


def address(batch: Import) -> str:
    return reverse("imports:import", args=[batch.pk])


def _columns(request: OfficerRequest) -> list[Column]:
    def url(batch: Import) -> str:
        return address(batch) if batch.officer_id == request.user.pk else ""

    def name(batch: Import) -> str:
        """A file may be called after somebody: the importer reads the name, colleagues the sum of its bytes."""
        return batch.name if batch.officer_id == request.user.pk else batch.blob_id[:12]

    return [
        Column("read", Text("读入时间", "Read in"), lambda b: b.read_at, sort="read_at"),
        Column("name", Text("文件", "File"), name, url=url),
        Column("source", Text("来源", "From"), lambda b: b.source, sort="source"),
        Column("unit", Text("单位", "Unit"), lambda b: b.unit.text, sort="unit__path"),
        Column("officer", Text("经办人", "By"), lambda b: b.officer, sort="officer__name"),
        Column("lines", Text("行数", "Rows"), lambda b: b.lines, number=True),
        Column("made", Text("已导入", "Made"), lambda b: b.made, number=True),
        Column("refused", Text("不能导入", "Refused"), lambda b: b.refused, number=True),
        Column("known", Text("此前已导入", "Known"), lambda b: b.known, number=True),
        Column("state", Text("状态", "State"), lambda b: ImportState(b.state).text, sort="state"),
        Column("ended", Text("结束时间", "Ended"), lambda b: b.ended_at, sort="ended_at"),
        Column("basis", Text("依据", "Basis"), lambda b: b.basis, shown=False),
        Column("sha256", Text("文件校验值", "SHA-256"), lambda b: b.blob_id, shown=False),
    ]


@needs(IMPORT)
@require_GET
def imports(request: OfficerRequest) -> HttpResponse:
    """Who imported what, when, and how many."""
    rows = Import.objects.visible_to(request.user).select_related("unit", "officer")
    states = [(s.value, s.text) for s in ImportState]
    chosen = [Filter("state", Text("状态", "State"), states, panels.standing)]
    table = Table(request, rows, _columns(request), search=["source"], filters=chosen)
    return table.csv("imports") if table.wants_csv else render(request, "imports/imports.html", {"table": table})


@needs(IMPORT)
@require_http_methods(["GET", "POST"])
def upload(request: OfficerRequest) -> HttpResponse:
    """A file is read in."""
    units, mends = _units(request), request.GET.get("mends", "")
    before = Import.objects.handled_by(request.user).filter(pk=mends).first() if _is_id(mends) else None
    first: dict[str, Any] = {"unit": request.user.unit_id}
    first |= {"unit": before.unit_id, "source": before.source, "basis": before.basis} if before else {}
    form = forms.UploadForm(request.POST or None, request.FILES or None, units=units, initial=first)

    def do(typed: dict[str, Any]) -> Import:
        sent = typed.pop("file")
        told = {"log": log_of(request), "name": sent.name, "data": sent.read(), "mends_id": before and before.pk}
        return files.read(by=request.actor, at=now(), **told, **typed)

    return answer(
        request, form, do, to=address, template="imports/upload.html",
        said=lambda made: Text("已读入 {n} 行。", "{n} rows read.").format(n=made.lines),
        context={"sources": panels.sources(request.user), "before": before},
    )  # fmt: skip


@needs(IMPORT)
@require_GET
def one(request: OfficerRequest, import_id: UUID) -> HttpResponse:
    """The page of one: first rows and columns, what the check found, how far the run is."""
    batch = _mine(request, import_id)
    form = forms.MatchForm(batch=batch, units=_units_of(request, batch))
    return render(request, "imports/import.html", panels.page(request.user, batch) | {"form": form})


@needs(IMPORT)
@require_POST
def match(request: OfficerRequest, import_id: UUID) -> HttpResponse:
    """Columns and meanings are said; the first rows are judged at once, the others by the watch."""
    batch = _mine(request, import_id)
    form = forms.MatchForm(request.POST, batch=batch, units=_units_of(request, batch))

    def do(_: dict[str, Any]) -> Import:
        made = files.match(import_id, by=request.actor, at=now(), **form.told)
        working.advance(made, now())
        return made

    return answer(
        request, form, do, to=address, template="imports/import.html", context=panels.page(request.user, batch)
    )  # fmt: skip


@needs(IMPORT)
@require_GET
def progress(request: OfficerRequest, import_id: UUID) -> HttpResponse:
    """How far it is; asked again and again while it is at work."""
    told = panels.progress(_mine(request, import_id))
    response = render(request, "imports/_progress.html", told)
    if not told["working"]:
        response["HX-Refresh"] = "true"  # the buttons of the page are others now
    return response


@needs(IMPORT)
@require_POST
def start(request: OfficerRequest, import_id: UUID) -> HttpResponse:
    """Run it, or go on."""
    batch = _mine(request, import_id)
    said = Text("已开始导入，离开本页也会继续。", "Started; it goes on when you leave this page.")
    return act(request, lambda: run.start(batch.pk, by=request.actor, at=now()), to=address(batch), said=said)


@needs(IMPORT)
@require_POST
def stop(request: OfficerRequest, import_id: UUID) -> HttpResponse:
    batch = _mine(request, import_id)
    return act(request, lambda: run.stop(batch.pk, by=request.actor, at=now()), to=address(batch))


@needs(IMPORT)
@require_http_methods(["GET", "POST"])
def drop(request: OfficerRequest, import_id: UUID) -> HttpResponse:
    batch = _mine(request, import_id)
    form = forms.DropForm(request.POST or None)
    return answer(
        request, form, lambda typed: files.drop(batch.pk, by=request.actor, at=now(), **typed),
        to=reverse("imports:imports"), template="imports/drop.html", context={"batch": batch},
    )  # fmt: skip


@needs(IMPORT)
@require_GET
def report(request: OfficerRequest, import_id: UUID) -> HttpResponse:
    """Every row with what was found, to take away."""
    batch = _mine(request, import_id)
    return reports.answered("import-report", reports.of_rows(batch), request.GET.get("as", ""))


@needs(IMPORT)
@require_GET
def refused(request: OfficerRequest, import_id: UUID) -> HttpResponse:
    """The refused rows, to be mended."""
    batch = _mine(request, import_id)
    return reports.answered("import-refused", reports.of_refused(batch), request.GET.get("as", ""))


def _mine(request: OfficerRequest, import_id: UUID) -> Import:
    found = Import.objects.handled_by(request.user).select_related("unit", "officer").filter(pk=import_id).first()
    if found is None:
        raise Refusal(UNKNOWN)
    return found


def _units(request: OfficerRequest) -> "QuerySet[Unit, Any]":
    return Unit.objects.within(*reach(request.user, IMPORT)).order_by("path")


def _units_of(request: OfficerRequest, batch: Import) -> "QuerySet[Unit, Any]":
    return _units(request).filter(path__startswith=batch.unit.path)


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
