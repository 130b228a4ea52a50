"""Template tags of the desks."""

from django import template
from django.utils.safestring import SafeString

from mingjing.desks import drawing
from mingjing.desks.board import Board
from mingjing.kernel.text import language

register = template.Library()


@register.simple_tag(takes_context=True)
def people(context: template.Context, board: Board) -> SafeString:
    """The lines of the desk, with tap buttons for who may press them."""
    return board.drawn(str(context.get("csrf_token", "")))


@register.simple_tag
def several(board: Board) -> SafeString:
    """The buttons of the acts for all who are ticked."""
    return drawing.buttons(check=bool(board.may_check), care=bool(board.may_care), lang=language())
