"""Template tags of the house: `{% t "中文" "English" %}` speaks the reader's language."""

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

from mingjing.kernel.text import Text

register = template.Library()


@register.simple_tag
def t(zh: str, en: str, **values: object) -> SafeString:
    """The sentence in the reader's language; named values fill its placeholders."""
    said = Text(zh, en)
    return conditional_escape(str(said.format(**values) if values else said))
