"""What others do with the same person while a form lies open.

A form carries the id of the last entry about the stay that there was when it was opened. What others entered since is
shown beside it; and an act that somebody else entered meanwhile is refused once, for two officers who both report one
meal, one search or one incident would enter it twice.
"""

from collections.abc import Callable
from typing import Any

from django.db.models import Max, QuerySet

from mingjing.custody.models import Stay
from mingjing.custody.tags import Tag
from mingjing.kernel.actor import Actor, spoken
from mingjing.kernel.text import Text
from mingjing.kernel.time import local
from mingjing.kernel.verdict import Refusal, Verdict, no
from mingjing.ledger.entries import label
from mingjing.ledger.models import Entry

SAME = "custody.meanwhile"
EACH_ITS_OWN = (Tag.CHECKED, Tag.EXIT_SIGNED)
"""Two looks are two looks, and both sides sign."""


def latest(stay: Stay) -> int:
    """The id of the last entry about the stay; 0 when there is none."""
    return Entry.objects.about(stay.ref).aggregate(last=Max("pk"))["last"] or 0


def told(text: str) -> int | None:
    """The id that came with a form; None when none came, or no id."""
    return int(text) if text.isdecimal() and len(text) < 19 else None


def since(stay: Stay, opened: int, but: object) -> QuerySet[Entry]:
    """What officers other than `but` entered about the stay after that entry, the newest first."""
    rows = Entry.objects.about(stay.ref).filter(pk__gt=opened, actor_kind="officer")
    return rows.exclude(actor_id=str(but)).with_content().prefetch_related("amended_by__content").order_by("-pk")


def once(stay: Stay, by: Actor, opened: int, do: Callable[[], Any]) -> Any:
    """Carry out an act of the form. Raises Refusal, and nothing of it remains in the transaction of the view, when
    somebody else entered the same kind of act after the form was opened."""
    before = latest(stay)
    written = do()
    mine = Entry.objects.about(stay.ref).filter(pk__gt=before, actor_id=by.id)
    tags = set(mine.values_list("tag", flat=True)) - set(EACH_ITS_OWN)
    same = since(stay, opened, by.id).filter(tag__in=tags, amended_by=None).first()
    if same is not None:
        raise Refusal(_same(same))
    return written


def _same(entry: Entry) -> Verdict:
    who, what, when = spoken(entry.actor_kind, entry.actor_name), label(entry.tag), f"{local(entry.occurred_at):%H:%M}"
    told = Text(
        "您打开本表后，{who}已登记“{what}”（{when}）。不是同一件事的，请再次提交；是同一件事的，请返回。",
        "{who} entered “{what}” ({when}) after you opened this form. If yours is another one, send again; "
        "if it is the same, go back.",
    ).format(who=who, what=what, when=when)
    return no(SAME, told.zh, told.en)
