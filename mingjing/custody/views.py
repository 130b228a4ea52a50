"""The screens of custody."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from mingjing.custody import beforehand, meanwhile, panels, recording, several
from mingjing.custody.amendable import AMENDABLE
from mingjing.custody.forms.amending import TITLE, Amend
from mingjing.custody.forms.arriving import ReceiveForm, matches
from mingjing.custody.forms.issuing import TITLE as ISSUE
from mingjing.custody.forms.issuing import Issue
from mingjing.custody.models import IssuedRecord, Stay
from mingjing.custody.permissions import may_hand_out, may_issue, sees_findings
from mingjing.custody.seeing import shown_name
from mingjing.custody.selectors import desk
from mingjing.custody.selectors.leaving import exit_checklist, prepared
from mingjing.custody.selectors.timeline import line, warned
from mingjing.custody.selectors.withheld import of_reader
from mingjing.custody.tables import past_table
from mingjing.custody.tags import Tag
from mingjing.custody.tasks import FORMS
from mingjing.custody.ways import led, points, shut
from mingjing.kernel.text import Text
from mingjing.kernel.time import now
from mingjing.kernel.verdict import Refusal, Verdict, require
from mingjing.ledger.models import Entry
from mingjing.media.rules import RECORD
from mingjing.org.guard import OfficerRequest, needs
from mingjing.persons import opening
from mingjing.persons.purpose import purpose_required
from mingjing.webkit.forms import Form
from mingjing.webkit.sending import DONE, Twice, once
from mingjing.webkit.shell import current_site
from mingjing.webkit.views import answer, back, go, is_fragment
from mingjing.webkit.words import words_of

VIEW = "custody:stay:view"
ONE, MANY = (
    Text("{act}：已登记 {who}。", "{act}: entered for {who}."),
    Text("{act}：已登记 {n} 人。", "{act}: entered for {n} people."),
)
FAILED = Text("{n} 人没有办成。", "Not done for {n}.")
AGAIN = Text("刚才的操作没有办理，请重新点选。", "What you tapped was not done: tap it again.")
OF_WHOM = Text("{who}：{why}", "{who}: {why}")
PARTS = {"head", "alarms", "clocks", "steps", "timeline", "acts"}
MEANWHILE = "meanwhile"


def find(request: OfficerRequest, stay_id: UUID) -> Stay:
    """The stay, when the officer may see it; anything else is not found."""
    return get_object_or_404(Stay.objects.visible_to(request.user).named(), pk=stay_id)


def sent(request: OfficerRequest) -> tuple[Any, Any]:
    """What a form is bound to: also when everything was left empty."""
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


def opening_of(request: OfficerRequest, stay_id: UUID, **_: Any) -> opening.Opening:
    return opening.of_person(request.user, request.actor, find(request, stay_id).person)


@needs(VIEW)
@purpose_required(opening_of)
def stay(request: OfficerRequest, stay_id: UUID) -> HttpResponse:
    """One stay: who, what is due, the steps, the acts, the record."""
    return render(request, "custody/stay.html", _page(request, stay_id))


@needs(VIEW)
@purpose_required(opening_of)
def stay_panel(request: OfficerRequest, stay_id: UUID, part: str) -> HttpResponse:
    """One part of the page, fetched anew when something happened."""
    if part == MEANWHILE:
        opened = meanwhile.told(request.GET.get("after", ""))
        return render(
            request, "custody/_meanwhile.html", {"events": _meanwhile(request, find(request, stay_id), opened or 0)}
        )
    if part not in PARTS:
        raise Http404
    return render(request, f"custody/_{part}.html", _page(request, stay_id))


def _meanwhile(request: OfficerRequest, found: Stay, opened: int) -> list[panels.Event]:
    """What others entered about the stay after that entry, for beside a form that lies open."""
    keep = of_reader(request.user, found)
    return [
        panels.event(line(entry, keep)) for entry in meanwhile.since(found, opened, request.user.pk)[: panels.LINES]
    ]


def _since_opened(request: OfficerRequest, found: Stay) -> dict[str, Any]:
    """What a form carries to know when it was opened, and what others entered since."""
    opened = meanwhile.told(request.POST.get("opened", ""))
    events = [] if opened is None else _meanwhile(request, found, opened)
    opened = meanwhile.latest(found) if opened is None else opened
    address = reverse("custody:panel", args=[found.pk, MEANWHILE])
    return {"opened": opened, "since": f"{address}?after={opened}", "events": events}


def _once(request: OfficerRequest, found: Stay, context: dict[str, Any], do: Callable[[], Any]) -> Any:
    """Carry out the act; refused for what somebody else did meanwhile it may be sent again as it is."""
    try:
        return meanwhile.once(found, request.actor, context["opened"], do)
    except Refusal as why:
        if why.code == meanwhile.SAME:
            context["opened"] = meanwhile.latest(found)
        raise


def _page(request: OfficerRequest, stay_id: UUID) -> dict[str, Any]:
    before, only = (request.GET.get(name, "") for name in ("before", "only"))
    return panels.stay_page(find(request, stay_id), request.user, request.actor, now(), before, only)


@needs(VIEW)
@purpose_required(opening_of)
def do(request: OfficerRequest, stay_id: UUID, task: str) -> HttpResponse:
    """The form of one act; who may and whether it is possible now is decided by the act itself."""
    if task not in FORMS:
        raise Http404
    found = find(request, stay_id)
    form = FORMS[task](*sent(request), stay=found, officer=request.user)
    context: dict[str, Any] = {"stay": found, "who": panels.identity(desk.one(found, now()), whole=True)}
    context |= _since_opened(request, found)
    if request.method != "POST":
        context["shut"] = shut(found, form.verb, form.matter)
    if form.asks_for_more:
        form.unjudged()
        return render(request, "custody/do.html", {**context, "form": form})
    if task == "depart" and (leaving := prepared(found)):
        context["checklist"] = points(found, exit_checklist(found, leaving.kind, now()), form.fields)
    elif first := beforehand.wanted(found, form.verb, now()):
        context["checklist"] = points(found, first, form.fields)
    return answer(
        request, form, lambda said: done(found, form, partial(_once, request, found, context, partial(form.enter, request.actor, said))),
        to=reverse("custody:stay", args=[stay_id]),
        said=lambda written: entered(form.title, written), template="custody/do.html", context=context,
    )  # fmt: skip


@needs("custody:incident:report")
def call(request: OfficerRequest, stay_id: UUID) -> HttpResponse:
    """Whoever is recused still calls when something happens to somebody: he sees the number, no more."""
    found = get_object_or_404(
        Stay.objects.kept_from(request.user).select_related("site__unit", "room", "case"), pk=stay_id
    )
    form = FORMS["incident"](*sent(request), stay=found, officer=request.user)
    return answer(
        request, form, lambda said: form.enter(request.actor, said), to=reverse("custody:present"), said=form.title,
        template="custody/call.html", context={"stay": found},
    )  # fmt: skip


def entered(title: Text, written: Any) -> Text:
    """What is said after an act: its name, and what the law warned of though it let it pass."""
    title = Text("已登记：{said}", "Entered: {said}").format(said=title)
    heeded = warned(written) if isinstance(written, Entry) else []
    for text in heeded:
        title = Text("{said}。请注意：{text}", "{said}. Take note: {text}").format(said=title, text=text)
    return title


def done(stay: Stay | None, form: Form, do: Callable[[], Any]) -> Any:
    """Carry out the act of a form; a refusal leads to the forms and fields that would make it possible."""
    try:
        return do()
    except Refusal as why:
        raise Refusal(*led(stay, why.verdicts, form.fields)) from why


@needs(VIEW)
@purpose_required(opening_of)
def amend(request: OfficerRequest, stay_id: UUID, seq: int) -> HttpResponse:
    """Put right one entry of the stay, named by its number in the log of the site."""
    found = find(request, stay_id)
    mine = Entry.objects.with_content().prefetch_related("amended_by__content")
    entry = get_object_or_404(mine, log=found.site.code, seq=seq, subject_kind="stay", subject_id=str(found.pk))
    told = line(mine.get(pk=entry.pk), of_reader(request.user, found))  # a copy: what is hidden is gone from it
    sees = bool(sees_findings(request.user, found))
    knows = sees or entry.actor_id == str(request.user.pk)
    hidden = (entry.tag == Tag.MEDICAL and not sees) or (entry.tag == Tag.ASSESSED and not knows)
    if entry.tag not in AMENDABLE or told.back or hidden:
        raise Http404
    seen = meanwhile.told(request.POST.get("seen", ""))
    form = Amend(sent(request)[0], entry=entry, stay=found, whole=knows, seen=seen)
    context = {
        "stay": found,
        "who": panels.identity(desk.one(found, now()), whole=True),
        "title": TITLE,
        "events": [panels.event(told)],
    }
    return answer(
        request, form, lambda said: form.do(request.actor, said), to=panels.url_of(found),
        said=Text("已更正，原记录保留。", "Put right; the first entry is kept."), template="custody/amend.html",
        context=context,
    )  # fmt: skip


@needs(VIEW)
def tap(request: OfficerRequest) -> HttpResponse:
    """A frequent act in one tap, now, for one person or for all who are ticked; put right by amendment. Whoever signed
    in anew after a tap comes here without it and is told so."""
    if request.method != "POST":
        messages.warning(request, str(AGAIN))
        return redirect("custody:present")
    what, ids = request.POST.get("what", ""), set(request.POST.getlist("stay"))
    if what not in several.ACTS:
        raise Http404
    stays = {one.pk: one for one in Stay.objects.visible_to(request.user).named().filter(pk__in=_uuids(ids))}
    if len(stays) != len(ids):
        raise Http404
    try:
        with once(request):
            done = several.each(stays, by=request.actor, at=now(), what=what)
            refused = folded([(stays[pk], why) for pk, why in done.refused])
            if not done.entries:
                raise Refusal(*refused)
    except Twice:
        return go(request, back(request, reverse("custody:present")), DONE)
    told = told_of(what, [stays[UUID(entry.subject_id)] for entry in done.entries])
    if is_fragment(request):
        failed = FAILED.format(n=len(done.refused))
        drawn = render(request, "custody/_tapped.html", {"told": told, "refused": refused, "failed": failed})
        drawn["HX-Trigger"] = "bell"  # the panel the tap was made in draws itself anew
        return drawn
    for verdict in refused:
        messages.error(request, str(verdict.text))
    return go(
        request, back(request, panels.url_of(*stays.values()) if len(stays) == 1 else reverse("custody:present")), told
    )


def _uuids(ids: Iterable[str]) -> list[UUID]:
    """Raises Http404 for what is no id."""
    try:
        return [UUID(one) for one in ids]
    except ValueError as why:
        raise Http404 from why


def told_of(what: str, done: list[Stay]) -> Text:
    """The act done, and for whom or for how many."""
    act = several.NAMES[what]
    if len(done) == 1:
        return ONE.format(act=act, who=shown_name(done[0].person))
    return MANY.format(act=act, n=len(done))


def folded(refused: list[tuple[Stay, Refusal]]) -> list[Verdict]:
    """Every reason once, with the names of all whom it concerns, as they are shown where nobody was asked for a
    purpose. It leads on when it concerns one."""
    same: dict[tuple[str, str], list[tuple[Stay, Verdict]]] = {}
    for stay, why in refused:
        for one in why.verdicts:
            same.setdefault((one.code, one.text.zh), []).append((stay, one))
    return [_of_all(whom) for whom in same.values()]


def _of_all(whom: list[tuple[Stay, Verdict]]) -> Verdict:
    stay, why = whom[0]
    names = [shown_name(one.person) for one, _ in whom]
    text = OF_WHOM.format(who=Text("、".join(names), ", ".join(names)), why=why.text)
    [one] = led(stay, [replace(why, way=why.way if len(whom) == 1 else "")])
    return replace(one, text=text)


@needs("custody:stay:receive")
def receive(request: OfficerRequest) -> HttpResponse:
    """Booking in: who, on what ground, brought by whom, in what condition."""
    site = current_site(request)
    if site is None:
        raise Http404
    form = ReceiveForm(
        request.POST or None,
        request.FILES or None,
        site=site,
        officer=request.user,
        person_id=request.GET.get("person", ""),
    )
    typed = words_of(request)
    return answer(
        request, form, lambda said: done(None, form, partial(form.do, request.actor, said)), to=panels.url_of,
        said=Text("已登记入区，请继续办理各步骤。", "Booked in; go on with the steps."), template="custody/receive.html",
        context={"site": site, "typed": typed, "matches": matches(request.user, typed)},
    )  # fmt: skip


@needs(VIEW)
def present(request: OfficerRequest) -> HttpResponse:
    """Everybody here, what is due first on top."""
    site = current_site(request)
    rows = desk.present(site, request.user, now()) if site else []
    kept = desk.kept_apart(site, request.user) if site else []
    people = [panels.identity(r) for r in rows]
    return render(request, "custody/present.html", {"site": site, "people": people, "kept": kept})


@needs(VIEW)
def past(request: OfficerRequest) -> HttpResponse:
    """Every stay the officer may see, searched, filtered, sorted, paged, as CSV."""
    table = past_table(request)
    return table.csv("stays") if table.wants_csv else render(request, "custody/past.html", {"table": table})


@needs(VIEW)
def rooms(request: OfficerRequest) -> HttpResponse:
    site = current_site(request)
    return render(
        request, "custody/rooms.html", {"site": site, "tiles": recording.tiles(site, request.user) if site else []}
    )


@needs(VIEW)
@purpose_required(opening_of)
def record(request: OfficerRequest, stay_id: UUID) -> HttpResponse:
    """The custody record as it stands, the copies issued so far, and the form that issues another."""
    found = find(request, stay_id)
    copies = found.issued_records.select_related("issued_by")
    may = may_issue(request.actor, found)
    context = {"may": may, "copies": copies, "title": ISSUE}
    form = Issue(sent(request)[0])
    return answer(
        request, form, lambda said: form.do(found, request.actor, said),
        to=lambda copy: reverse("custody:issued", args=[stay_id, copy.pk]),
        said=Text("已签发，可打印或下载。", "Issued; print it or download the file."), template="custody/record.html",
        context=recording.shown(found, request.user) | context,
    )  # fmt: skip


@needs("custody:record:issue")
@purpose_required(opening_of)
def issued(request: OfficerRequest, stay_id: UUID, copy_id: UUID) -> HttpResponse:
    """One issued copy on A4: the entries as they stood then, with the code that ties the paper to the file."""
    return render(request, "custody/issued.html", recording.printed(copy_of(request, stay_id, copy_id)))


@needs("custody:record:issue")
@purpose_required(opening_of)
def record_file(request: OfficerRequest, stay_id: UUID, copy_id: UUID) -> HttpResponse:
    """The file of an issued copy, byte for byte as it was issued."""
    copy = copy_of(request, stay_id, copy_id)
    response = HttpResponse(recording.file_of(copy), content_type=RECORD)
    response["Content-Disposition"] = f'attachment; filename="{copy.filename}"'
    return response


def copy_of(request: OfficerRequest, stay_id: UUID, copy_id: UUID) -> IssuedRecord:
    """The copy, when the officer may hand it out. Raises Refusal; what belongs to another stay is not found."""
    found = find(request, stay_id)
    copy = get_object_or_404(found.issued_records.select_related("issued_by"), pk=copy_id)
    require(may_hand_out(request.actor, found, copy.withheld))
    copy.stay = found
    return copy
