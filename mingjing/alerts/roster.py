"""Who stands on a rung of the ladder at a site at an instant."""

from datetime import datetime

from django.db.models import Q

from mingjing.alerts.rules import Step
from mingjing.org.models import Officer, Site


def reached(step: Step, site: Site, at: datetime) -> list[Officer]:
    """The officers a step calls, each once; empty when nobody is on duty or holds the post."""
    if step.call == "on_duty":
        return _on_duty(step, site, at)
    return _holding(step, _places(step, site), at)


def _on_duty(step: Step, site: Site, at: datetime) -> list[Officer]:
    now = Q(shift_places__shift__starts_at__lte=at, shift_places__shift__ends_at__gt=at)
    rows = Officer.objects.filter(now, shift_places__shift__site=site, is_active=True)
    if step.ranks:
        rows = rows.filter(shift_places__rank__in=step.ranks)
    return list(rows.order_by("number").distinct())


def _places(step: Step, site: Site) -> list[str]:
    """Paths of the units where the posts of the step are looked for."""
    if step.of == "level_above":
        return [site.parent.unit.path] if site.parent else []
    if step.of == "unit_or_above":
        return _upward(site.unit.path)
    return [site.unit.path]


def _upward(path: str) -> list[str]:
    codes = path.strip("/").split("/")
    return ["/".join(codes[:n]) + "/" for n in range(len(codes), 0, -1)]


def _holding(step: Step, paths: list[str], at: datetime) -> list[Officer]:
    held = Q(postings__post__in=step.posts, postings__unit__path__in=paths, postings__since__lte=at)
    held &= Q(postings__until__isnull=True) | Q(postings__until__gt=at)
    return list(Officer.objects.filter(held, is_active=True).order_by("number").distinct())
