"""Do the rows that say who may still agree with the log?

The record of an act is its entry, but what an officer may do is read from rows. Whoever can write to the database could
give himself a post, let one go on that was ended, or open a suspended account, and no entry would say so.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from mingjing.kernel.ref import Ref
from mingjing.kernel.text import Text
from mingjing.kernel.time import iso
from mingjing.kernel.vocab import Vocab
from mingjing.ledger.models import Entry
from mingjing.org.models import Officer, Posting
from mingjing.org.vocab import Tag


class Wrong(Vocab):
    POST = "post.planted", "{who}的岗位“{what}”没有任命记录", "No entry gives {who} the post “{what}”"
    ACTIVE = "account.open", "{who}的账号已停用，却处于启用状态", "The account of {who} was suspended and yet is open"
    UNKNOWN = "account.unknown", "{who}的账号没有登记记录", "No entry enrols {who}"


@dataclass(frozen=True, slots=True)
class Planted:
    """A row no entry accounts for. `row` is its id."""

    wrong: Wrong
    row: str
    who: str
    what: Text

    @property
    def text(self) -> Text:
        return self.wrong.text.format(who=self.who, what=self.what)


def planted(at: datetime) -> Iterator[Planted]:
    """Posts in force and open accounts that the log does not know of, as of `at`."""
    given = _posts(at)
    for row in Posting.objects.in_force(at).select_related("officer", "unit"):
        if (str(row.officer_id), str(row.unit.ref), row.post) not in given:
            yield Planted(Wrong.POST, str(row.pk), row.officer.number, row.text)
    said = _latest(Tag.OFFICER_ENROLLED, Tag.OFFICER_SUSPENDED, Tag.OFFICER_RESTORED)
    for officer in Officer.objects.filter(is_active=True):
        last = said.get(str(officer.pk))
        if last is None:
            yield Planted(Wrong.UNKNOWN, str(officer.pk), officer.number, Text("", ""))
        elif last == Tag.OFFICER_SUSPENDED.value:
            yield Planted(Wrong.ACTIVE, str(officer.pk), officer.number, Text("", ""))


def _posts(at: datetime) -> set[tuple[str, str, str]]:
    """(officer, unit, post) that the log says are held at that instant: the last word about each counts."""
    held: dict[tuple[str, str, str], bool] = {}
    rows = Entry.objects.filter(tag__in=[Tag.POST_GIVEN.value, Tag.POST_ENDED.value]).order_by("id").with_content()
    for entry in rows.iterator(chunk_size=1000):
        body, units = entry.body, [r for r in entry.fields.get("refs", ()) if Ref.parse(r).kind == "unit"]
        until = body.get("until")
        for unit in units:
            stands = entry.tag == Tag.POST_GIVEN.value and (until is None or until > iso(at))
            held[entry.subject_id, unit, str(body.get("post"))] = stands
    return {key for key, stands in held.items() if stands}


def _latest(*tags: Tag) -> dict[str, str]:
    """Officer → the last of these that was entered about him."""
    rows = Entry.objects.filter(tag__in=[tag.value for tag in tags], subject_kind="officer").order_by("id")
    return dict(rows.values_list("subject_id", "tag"))
