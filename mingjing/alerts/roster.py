"""Who stands on a rung of the ladder at a site at an instant."""

from datetime import datetime

from django.db.models import Q

from mingjing.alerts.rules import Step
from mingjing.org.models import Officer, Site
from mingjing.org.selectors import on_duty


def reached(step: Step, site: Site, at: datetime) -> list[Officer]:
    """The officers a step calls, each once; empty when nobody is on duty or holds the post."""
    if step.call == "on_duty":
        return _on_duty(step, site, at)
    return _holding(step, _places(step, site), at)


def _on_duty(step: Step, site: Site, at: datetime) -> list[Officer]:
    places = [p for p in on_duty(site, at) if not step.ranks or p.rank in step.ranks]
    return list(dict.fromkeys(p.officer for p in places if p.officer.is_active))


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
