"""Who may hear what. The app that owns a kind of thing registers it, in `AppConfig.ready()`:

    topics.register("stay", lambda officer, ref: Stay.objects.visible_to(officer).filter(pk=ref.id).exists())

A topic of a kind nobody registered is never streamed. A bell carries no content, only that something about the topic
was entered; still, that a person is in custody at all is nobody else's business.
"""

from collections.abc import Callable, Iterable

from django.core.exceptions import ValidationError

from mingjing.kernel.ref import Ref
from mingjing.kernel.vocab import Vocab
from mingjing.org.access import postings_of
from mingjing.org.models import Officer, Site
from mingjing.org.vocab import Tag

MOST_TOPICS = 200
MayHear = Callable[[Officer, Ref], bool]
_kinds: dict[str, MayHear] = {}
_ending: set[str] = set()


def register(kind: str, may_hear: MayHear) -> None:
    """Say who may hear topics of this kind; the last word counts."""
    _kinds[kind] = may_hear


def ask_again(*tags: Vocab) -> None:
    """Name acts after which an officer may hear less: his streams end with the entry that names him, and each browser
    asks anew. The app that owns the tags says so in `AppConfig.ready()`."""
    _ending.update(str(tag.value) for tag in tags)


def ended(bells: Iterable[tuple[str, str]]) -> set[str]:
    """Of (topic, tag) that rang: the officers whose streams end."""
    return {topic for topic, tag in bells if tag in _ending and topic.startswith("officer:")}


def permitted(officer: Officer, asked: Iterable[str]) -> list[str]:
    """Those of the asked topics that the officer may hear, at most MOST_TOPICS."""
    return [topic for topic in list(dict.fromkeys(asked))[:MOST_TOPICS] if _may_hear(officer, topic)]


def _may_hear(officer: Officer, topic: str) -> bool:
    try:
        ref = Ref.parse(topic)
        return ref.kind in _kinds and _kinds[ref.kind](officer, ref)
    except (ValueError, ValidationError):
        return False


def works_at(officer: Officer, ref: Ref) -> bool:
    """A site is heard by those whose posts cover its unit, and by those below it who bring people there."""
    site = Site.objects.select_related("unit").filter(pk=ref.id).first()
    if site is None:
        return False
    paths = [path for _, path in postings_of(str(officer.pk))]
    return any(site.unit.path.startswith(path) or path.startswith(site.unit.path) for path in paths)


def himself(officer: Officer, ref: Ref) -> bool:
    """What concerns an officer (his approvals, his duties) is heard by him."""
    return ref.id == str(officer.pk)


ask_again(
    Tag.SIGNED_OUT, Tag.DISPLAY_BEGUN, Tag.PASSWORD_CHANGED, Tag.PASSWORD_RESET, Tag.FACTOR_RESET,
    Tag.OFFICER_SUSPENDED, Tag.OFFICER_MOVED, Tag.POST_ENDED,
)  # fmt: skip
