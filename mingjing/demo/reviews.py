"""Legal reviews of the demonstration: one passed, one returned with a correction, one that waits."""

from collections.abc import Collection
from datetime import timedelta
from uuid import UUID

from mingjing.cases.models import Case
from mingjing.kernel.actor import Actor
from mingjing.kernel.time import now
from mingjing.org.models import Officer
from mingjing.review.actions import mark, review
from mingjing.review.models import Review

WRONG = "第 3 次讯问笔录结束时间早于开始时间，与录音录像不一致。"


def passed(case: Case, person: UUID, lead: Officer, legal: Actor) -> Review:
    """Asked for before an arrest, taken, every item in order, passed."""
    made = _taken(case, person, lead, legal)
    _marked(made, legal, lead)
    return review.conclude(made.pk, by=legal, at=now())


def returned(case: Case, person: UUID, lead: Officer, legal: Actor) -> Review:
    """Two defects, given to the lead investigator: one until tomorrow, and sent back with reasons."""
    made = _taken(case, person, lead, legal)
    _marked(made, legal, lead, ("times_and_names", "file_in_order"))
    return review.return_(made.pk, by=legal, at=now(), reasons="笔录时间有误，请补正或者作出合理解释后再次提交。")


def waiting(case: Case, person: UUID, lead: Officer) -> Review:
    """Asked for, and taken by nobody yet."""
    by = lead.acting("case_officer")
    return review.submit(case.pk, by=by, at=now(), kind="arrest", person_id=person, note="拘留期限将满，请优先审核。")


def _taken(case: Case, person: UUID, lead: Officer, legal: Actor) -> Review:
    made = review.submit(case.pk, by=lead.acting("case_officer"), at=now(), kind="arrest", person_id=person)
    return review.take(made.pk, by=legal, at=now())


def _marked(made: Review, legal: Actor, lead: Officer, bad: Collection[str] = ()) -> None:
    told = {"place": "诉讼卷一第 12 页", "words": WRONG, "officer_id": lead.pk, "due_at": now() + timedelta(days=4)}
    for item in made.marks.values_list("item", flat=True):
        by_hand = {"answer": "defect", **told} if item in bad else {"answer": "ok"}
        mark.mark(made.pk, by=legal, at=now(), item=item, **by_hand)
