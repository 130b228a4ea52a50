"""Template tags of the desks."""

from django import template
from django.utils.safestring import SafeString

from mingjing.desks.board import Board

register = template.Library()


@register.simple_tag(takes_context=True)
def people(context: template.Context, board: Board) -> SafeString:
    """The lines of the desk, with tap buttons for who may press them."""
    return board.drawn(str(context.get("csrf_token", "")))
