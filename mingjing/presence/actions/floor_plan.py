"""Floor plans: draw the next version, put one in force, discard one."""

from datetime import datetime
from typing import Any

from mingjing.kernel.actor import Actor
from mingjing.kernel.canonical import dump, sha256_hex
from mingjing.kernel.verdict import Refusal, Verdict, no
from mingjing.ledger.act import act
from mingjing.ledger.models import Entry
from mingjing.org.access import may
from mingjing.org.models import Site
from mingjing.presence.entries import PlanAdopted, PlanDiscarded, PlanDrawn
from mingjing.presence.machine import FLOOR_PLAN
from mingjing.presence.models import FloorPlan
from mingjing.presence.plan import read, write
from mingjing.presence.plan_faults import Fault
from mingjing.presence.selectors import faults_of
from mingjing.presence.standard_plans import standard_plan
from mingjing.presence.vocab import PlanState, Tag


def draw(*, by: Actor, at: datetime, site_id: object, content: Any, note: str = "") -> FloorPlan:
    """The next version of a site's plan, as a draft: it may still have faults. Refuses what cannot be read at all, and
    a drawing equal to the version drawn last."""
    plan = read(content)
    told = write(plan)
    digest = sha256_hex(dump(told))
    with act(by=by, at=at) as it:
        site = it.lock(Site, site_id)
        it.permit(may(by, "presence:plan:draw", unit=site.unit))
        last = site.floor_plans.order_by("-version").first()
        if last and last.digest == digest and last.state != PlanState.DISCARDED:
            it.permit(no("plan.unchanged", "与上一版相同，没有变更。", "It is the same as the last version."))
        drawn = FloorPlan.objects.create(
            site=site,
            version=last.version + 1 if last else 1,
            content=told,
            digest=digest,
            note=note.strip(),
            drawn_by_id=by.id if by.kind == "officer" else None,
            drawn_at=it.at,
        )
        rooms = sum(not s.passage for s in plan.spaces)
        body = PlanDrawn(drawn.version, digest, rooms, len(plan.doors), len(faults_of(drawn)), drawn.note)
        it.enter(Tag.PLAN_DRAWN, log=site.code, subject=drawn.ref, body=body, refs=[site.ref])
        return drawn


def adopt(plan_id: object, *, by: Actor, at: datetime) -> Entry:
    """Put a drawn version in force in place of the present one. Refuses with every fault the drawing has."""
    with act(by=by, at=at) as it:
        drawn = it.lock(FloorPlan, plan_id)
        site = it.lock(Site, drawn.site_id)
        it.permit(may(by, "presence:plan:adopt", unit=site.unit))
        state = it.move(FLOOR_PLAN, "adopt", drawn.state)
        it.permit(*(_refused(fault) for fault in faults_of(drawn)))
        before = site.floor_plans.select_for_update().in_force().first()
        if before:
            before.state = it.move(FLOOR_PLAN, "replace", before.state)
            before.in_force_until = it.at
            before.save(update_fields=["state", "in_force_until"])
        drawn.state, drawn.in_force_since = state, it.at
        drawn.save(update_fields=["state", "in_force_since"])
        body = PlanAdopted(drawn.version, drawn.digest, before.version if before else None)
        return it.enter(Tag.PLAN_ADOPTED, log=site.code, subject=drawn.ref, body=body, refs=[site.ref])


def discard(plan_id: object, *, by: Actor, at: datetime) -> Entry:
    """Lay a draft aside for good."""
    with act(by=by, at=at) as it:
        drawn = it.lock(FloorPlan, plan_id)
        it.permit(may(by, "presence:plan:draw", unit=drawn.site.unit))
        drawn.state = it.move(FLOOR_PLAN, "discard", drawn.state)
        drawn.save(update_fields=["state"])
        body = PlanDiscarded(drawn.version)
        return it.enter(Tag.PLAN_DISCARDED, log=drawn.site.code, subject=drawn.ref, body=body, refs=[drawn.site.ref])


def adopt_standard(*, by: Actor, at: datetime, site_id: object) -> FloorPlan:
    """Draw the plan of the site's template and put it in force. Refuses a template without a plan."""
    site = Site.objects.get(pk=str(site_id))
    plan = standard_plan(site.template)
    if plan is None:
        raise Refusal(no("plan.no_standard", "这个模板没有标准平面图。", "This template has no standard plan."))
    drawn = draw(by=by, at=at, site_id=site_id, content=write(plan))
    adopt(drawn.pk, by=by, at=at)
    return drawn


def _refused(fault: Fault) -> Verdict:
    return Verdict(False, fault.code, fault.text)
