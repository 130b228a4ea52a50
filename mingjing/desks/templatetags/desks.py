"""Template tags of the desks."""

from collections.abc import Iterable

from django import template
from django.utils.safestring import SafeString

from mingjing.desks import drawing
from mingjing.desks.lines import Line

register = template.Library()


@register.simple_tag(takes_context=True)
def people(context: template.Context, lines: Iterable[Line]) -> SafeString:
    """The lines of the desk, with tap buttons for who may press them."""
    return drawing.people(lines, str(context.get("csrf_token", "")))
