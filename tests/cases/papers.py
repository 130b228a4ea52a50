"""A stand-in for the app of documents: papers in the file of every case, by template."""

import pytest

from mingjing.cases import papers
from mingjing.kernel.ref import Ref
from mingjing.kernel.text import Text
from mingjing.kernel.time import now


class Drafted:
    def __init__(self, one):
        self.ref = Ref("instrument", one.id)


@pytest.fixture
def file(monkeypatch):
    """file("acceptance_register"): a final paper of that template lies in the file; what is drafted comes to it."""
    held = []

    def paper(template, final=True):
        ident = f"00000000-0000-0000-0000-{len(held):012d}"
        return papers.Paper(ident, template, Text(template, template), "1", final, now(), Text("", ""))

    def draft(templates, **_):
        fresh = [paper(t, final=False) for t in templates]
        held.extend(fresh)
        return [Drafted(one) for one in fresh]

    monkeypatch.setattr(papers, "in_file", lambda _: list(held))
    monkeypatch.setattr(papers, "draft", draft)
    monkeypatch.setattr(papers, "finalise", lambda several, **_: [Ref("instrument", p.id) for p in several])
    monkeypatch.setattr(papers, "known", list)
    return lambda *templates: held.extend(paper(t) for t in templates)
