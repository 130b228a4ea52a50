"""Risk and health questions, asked afresh every time."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from mingjing.custody import entering
from mingjing.custody.actions.vest import recolour
from mingjing.custody.actions.watching import set_level
from mingjing.custody.demands import explained
from mingjing.custody.entering import chosen, opened
from mingjing.custody.entries.arrival import Assessed
from mingjing.custody.models import Assessment, Stay
from mingjing.custody.policy import policy
from mingjing.custody.questions import newest
from mingjing.custody.rules.assessment import faults, judge
from mingjing.custody.selectors.colour import decided
from mingjing.custody.tags import Tag
from mingjing.custody.vocab import Need, Risk
from mingjing.kernel.actor import Actor
from mingjing.ledger.act import Act, act
from mingjing.ledger.models import Entry


def assess(
    stay_id: object,
    *,
    by: Actor,
    at: datetime,
    answers: Mapping[str, str],
    risk: str = "",
    needs: Sequence[str] = (),
    note: str = "",
) -> Entry:
    """Put the newest question set of arrival to him. `answers`: question → "yes", "no", "refused" or words.

    Risk and needs follow from the answers; `needs` adds to them; a `risk` below what the answers say wants a note.
    Observation level and control colour follow the house's rules. Raises Refusal naming every open question.
    """
    with act(by=by, at=at) as it:
        stay = opened(it, stay_id, "assess")
        questions, sex = newest("arrival"), stay.person.sex
        it.permit(*faults(questions, answers, sex))
        found = judge(questions, answers, sex)
        settled = Risk(risk) if risk in Risk.values() else found.risk
        it.permit(*(chosen(Need, n, "needs") for n in needs), explained(found, settled, note))
        asked = {q.id: answers[q.id] for q in questions.asked(answers, sex) if answers.get(q.id)}
        before = decided(stay, it.at)
        all_needs = list(dict.fromkeys([*found.needs, *needs]))
        row = Assessment.objects.create(
            stay=stay, questions=questions.name, answers=asked, risk=settled, needs=all_needs, facts=found.facts,
            note=note, assessed_at=it.at,
        )  # fmt: skip
        body = Assessed(questions.name, settled.value, all_needs, asked, note)
        facts = {**found.facts, "health.assessed": True}
        written = entering.enter(it, stay, Tag.ASSESSED, body, row.ref, facts=facts)
        recolour(it, stay, before)
        follow(it, stay, settled)
        return written


def follow(it: Act, stay: Stay, risk: Risk) -> None:
    """The house's rules: how closely he is watched."""
    level = policy().observation_by_risk[risk.value]
    if level != stay.observation:
        set_level(it, stay, level, risk=risk.value)
