"""Markup drawn in plain Python escapes exactly as the framework's own."""

import pytest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from hypothesis import given
from hypothesis import strategies as st

from mingjing.kernel.text import Text
from mingjing.webkit.markup import filled, joined

MARKUP = '<b title="{a}">{b}</b>{a}'
values = st.one_of(st.text(), st.integers(), st.none(), st.booleans(), st.builds(SafeString, st.text()), st.floats())


@given(values, values)
def test_it_says_what_format_html_says(a, b):
    assert filled(MARKUP, a=a, b=b) == format_html(MARKUP, a=a, b=b)


def test_a_word_in_two_languages_is_escaped_too():
    assert filled("{a}", a=Text("<i>", "<i>")) == "&lt;i&gt;"


def test_only_markup_is_joined():
    assert joined(filled("<i>{a}</i>", a=n) for n in "ab") == "<i>a</i><i>b</i>"
    with pytest.raises(TypeError):
        joined([filled("{a}", a=1), "<script>"])
