"""What the entries of one stay prove: numbers per tag, without those taken back by amendment."""

from collections import defaultdict

from django.db.models import Q

from mingjing.custody.models import Stay
from mingjing.custody.policy import policy
from mingjing.custody.rules.steps import Done, Step
from mingjing.custody.rules.steps import steps as derive
from mingjing.custody.tags import Tag
from mingjing.custody.vocab import StepKind
from mingjing.kernel.text import Text
from mingjing.ledger.models import Entry, EntryContent

TAG_OF_STEP = {
    StepKind.IDENTITY: (Tag.IDENTIFIED,),
    StepKind.SEARCH: (Tag.SEARCHED,),
    StepKind.BELONGINGS: (Tag.BELONGINGS_LISTED,),
    StepKind.ASSESSMENT: (Tag.ASSESSED,),
    StepKind.RIGHTS: (Tag.RIGHTS_TOLD,),
    StepKind.COLLECTION: (Tag.COLLECTED,),
    StepKind.VEST: (Tag.VESTED,),
    StepKind.ROOM: (Tag.PLACED,),
}

UNKNOWN = Text("身份不明，已记录", "identity unknown, noted")

OF_BANDS = ("presence.device.issued", "presence.device.returned")
"""Entries of the floor above about a wristband of his, which the exit gate names."""

Proofs = dict[str, tuple[int, ...]]


def proofs(stay: Stay) -> Proofs:
    """Tag → numbers of the stay's own entries, and those of his wristbands, that stand. Two queries."""
    own = Q(subject_kind="stay", subject_id=str(stay.pk)) | Q(tag__in=OF_BANDS)
    mine = Entry.objects.about(stay.ref).filter(own)
    rows = list(mine.values_list("pk", "seq", "tag", "amends_id"))
    back = _taken_back([pk for pk, _, tag, _ in rows if tag == Tag.AMENDED])
    found: dict[str, list[int]] = defaultdict(list)
    for pk, seq, tag, _ in rows:
        if pk not in back:
            found[tag].append(seq)
    return {tag: tuple(numbers) for tag, numbers in found.items()}


def steps(stay: Stay, held: Proofs | None = None) -> tuple[Step, ...]:
    """The steps of booking in, each with its state and proof."""
    held = proofs(stay) if held is None else held
    done: dict[str, Done] = {kind: d for kind, tags in TAG_OF_STEP.items() if (d := _done(tags, held))}
    if StepKind.IDENTITY not in done and (unknown := held.get(Tag.IDENTITY_UNKNOWN)):
        done[StepKind.IDENTITY] = Done(unknown, UNKNOWN)
    return derive(policy().steps[stay.role], done)


def _done(tags: tuple[Tag, ...], held: Proofs) -> Done | None:
    numbers = tuple(n for tag in tags for n in held.get(tag, ()))
    return Done(numbers) if numbers else None


def _taken_back(amendments: list[int]) -> set[int]:
    """Ids of entries that an amendment voided."""
    if not amendments:
        return set()
    contents = EntryContent.objects.filter(entry__in=amendments).select_related("entry")
    taken = {c.entry.amends_id for c in contents if "voided" in c.fields["body.changes"][1]}
    return {pk for pk in taken if pk is not None}
