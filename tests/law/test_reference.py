"""The reference pages say what the books say."""

from pathlib import Path

import pytest

from mingjing.law import books
from mingjing.law.reference import pages

FOLDER = Path(__file__).parents[2] / "docs" / "reference"


@pytest.mark.parametrize("name", ["law-facts.md", "law-tags.md", "law-coverage.md"])
def test_the_page_is_up_to_date(name: str):
    wanted = pages(books.current())[name]
    assert (FOLDER / name).read_text("utf-8") == wanted, "run: python -m mingjing.law.reference docs/reference"
