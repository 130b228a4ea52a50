"""The notices of rights: each line stands in the law, each person gets his own, the record says which was told."""

import re
from pathlib import Path

import pytest

from mingjing.custody.actions import rights
from mingjing.custody.notices import notice_for, notices
from mingjing.law import books
from mingjing.law.citations import articles
from mingjing.ledger.entries import sentence
from mingjing.ledger.models import Entry
from tests.custody.walk import SIGNED

TEXTS = Path(__file__).resolve().parents[2].parent / "shared" / "law"
LINES = [(name, line) for name, notice in notices().items() for line in notice.lines]


@pytest.mark.parametrize(("name", "line"), LINES, ids=lambda v: v if isinstance(v, str) else v.basis)
def test_every_line_has_both_languages_a_law_and_a_phrase(name, line):
    law, article = line.basis.split()
    assert law in books.current().laws
    assert int(article) > 0
    assert line.quote
    assert line.text.zh.endswith("。")
    assert line.text.en.endswith(".")


@pytest.mark.skipif(not TEXTS.exists(), reason="the texts of the laws are not beside the project")
def test_every_line_stands_in_its_article():
    wrong = []
    for _, line in LINES:
        law, article = line.basis.split()
        text = articles(TEXTS / books.current().laws[law].file)[int(article)]
        wrong += [line.basis] if line.quote not in re.sub(r"\s", "", text) else []
    assert not wrong


@pytest.mark.parametrize(("role", "ground", "case", "wanted"), [
    ("suspect", "forced_summons_criminal", "", "criminal"), ("suspect", "summons", "criminal", "criminal"),
    ("suspect", "oral_summons", "public_order", "administrative"), ("suspect", "surrender", "", "administrative"),
    ("suspect", "continued_questioning", "", "continued_questioning"), ("witness", "witness", "criminal", "witness"),
    ("victim", "victim", "public_order", "witness"),
])  # fmt: skip
def test_whom_each_notice_is_for(role, ground, case, wanted):
    assert notice_for(role, ground, case).name == f"{wanted}@1"


@pytest.mark.django_db
def test_the_record_says_which_notice_was_told(centre):
    stay = centre.received()
    told = rights.tell(
        stay.pk, by=centre.by("custody_officer"), at=centre.at(15), language="汉语", understood=True, signature=SIGNED
    )
    assert told.body["notice"] == "administrative@1"
    entry = Entry.objects.with_content().get(pk=told.pk)
    assert "行政案件权利义务告知书，第1版" in sentence(entry.tag, entry.body).zh
    assert "version 1" in sentence(entry.tag, entry.body).en
