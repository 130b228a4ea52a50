"""Sites: the tree, one site with its rooms, setting one up from a template with a preview."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from mingjing.administration.forms.sites import ChangeSiteForm, ChangeUnitForm, SiteForm, UnitForm
from mingjing.kernel.text import Text
from mingjing.kernel.time import now
from mingjing.org import selectors
from mingjing.org.access import may
from mingjing.org.actions import site as site_actions
from mingjing.org.actions import unit as unit_actions
from mingjing.org.guard import OfficerRequest, needs
from mingjing.org.models import Site, Unit
from mingjing.org.site_templates import plan
from mingjing.webkit.views import answer

CHANGED = Text("已变更。", "Changed.")


@needs("org:site:view")
def index(request: OfficerRequest) -> HttpResponse:
    """Sites in the order of the tree of units."""
    sites = selectors.with_room_counts(selectors.sites_visible_to(request.user))
    context = {
        "rows": [(site, site.unit.path.count("/") - 1) for site in sites],
        "set_up": may(request.actor, "org:site:set_up"),
        "unit_new": may(request.actor, "org:unit:set_up"),
    }
    return render(request, "administration/sites.html", context)


@needs("org:site:view")
def page(request: OfficerRequest, site_id: UUID) -> HttpResponse:
    site = get_object_or_404(Site.objects.visible_to(request.user).select_related("unit", "parent"), pk=site_id)
    context = {
        "site": site,
        "zones": selectors.zones_with_rooms(site),
        "on_duty": selectors.on_duty(site, now()),
        "change": may(request.actor, "org:room:change", unit=site.unit),
        "rename": may(request.actor, "org:site:set_up", unit=site.unit),
    }
    return render(request, "administration/site.html", context)


@needs("org:site:set_up")
def new(request: OfficerRequest) -> HttpResponse:
    """Choose unit and template; see every room; set up."""
    units = Unit.objects.visible_to(request.user)
    asked = request.POST or (request.GET if "template" in request.GET else None)
    form = SiteForm(units, Site.objects.visible_to(request.user), asked)
    return answer(
        request,
        form,
        lambda data: site_actions.set_up_from_template(by=request.actor, at=now(), **data),
        to=lambda site: reverse("org:site", args=[site.pk]),
        said=lambda site: Text("已建立{name}。", "{name} is set up.").format(name=site.text),
        template="administration/site_new.html",
        context={"plan": _preview(form)},
    )


@needs("org:site:set_up")
def edit(request: OfficerRequest, site_id: UUID) -> HttpResponse:
    site = get_object_or_404(Site.objects.visible_to(request.user), pk=site_id)
    form = ChangeSiteForm(request.POST or None, initial={name: getattr(site, name) for name in site_actions.CHANGEABLE})
    back = reverse("org:site", args=[site.pk])
    return answer(
        request, form, lambda data: site_actions.change(site.pk, by=request.actor, at=now(), **data), to=back,
        said=CHANGED, template="administration/ask.html",
        context={"title": Text("变更{site}", "Change {site}").format(site=site.text), "back": back},
    )  # fmt: skip


@needs("org:site:view")
def units(request: OfficerRequest) -> HttpResponse:
    """The tree of units below the reader's posts, with how many sites and officers each has."""
    rows = selectors.units_with_counts(request.user)
    top = min((unit.path.count("/") for unit in rows), default=0)
    context = {
        "rows": [(unit, min(unit.path.count("/") - top, 3)) for unit in rows],
        "set_up": may(request.actor, "org:unit:set_up"),
    }
    return render(request, "administration/units.html", context)


@needs("org:unit:set_up")
def unit_edit(request: OfficerRequest, unit_id: UUID) -> HttpResponse:
    unit = get_object_or_404(Unit.objects.visible_to(request.user), pk=unit_id)
    form = ChangeUnitForm(request.POST or None, initial={name: getattr(unit, name) for name in unit_actions.CHANGEABLE})
    back = reverse("org:units")
    return answer(
        request, form, lambda data: unit_actions.change(unit.pk, by=request.actor, at=now(), **data), to=back,
        said=CHANGED, template="administration/ask.html",
        context={"title": Text("变更{unit}", "Change {unit}").format(unit=unit.text), "back": back},
    )  # fmt: skip


@needs("org:unit:set_up")
def unit_new(request: OfficerRequest) -> HttpResponse:
    return answer(
        request,
        UnitForm(Unit.objects.visible_to(request.user), request.POST or None),
        lambda data: unit_actions.set_up(by=request.actor, at=now(), **data),
        to=reverse("org:units"),
        said=lambda unit: Text("已设立{name}。", "{name} is set up.").format(name=unit.text),
        template="administration/unit_new.html",
    )


def _preview(form: SiteForm) -> object:
    if not form.is_bound or not form.is_valid():
        return None
    unit = form.cleaned_data["unit"]
    return plan(form.cleaned_data["template"], unit_code=unit.code, unit_name=unit.text)
