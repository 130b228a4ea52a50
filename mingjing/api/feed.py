"""What happened, behind a cursor: the entries of one log by number, as far as who asks sees what they are about. The
feed is a bell and not the record: numbers, tags and references. What an entry says is looked at one by one, where it
stands about a protected person with the purpose that wants."""

import threading
import time
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import AfterValidator, Field

from mingjing.api.performing import log_of, of_entry
from mingjing.api.rows import Asker, unknown
from mingjing.api.showing import plain as sent
from mingjing.kernel.actor import spoken
from mingjing.kernel.ref import Ref
from mingjing.kernel.verdict import Refusal
from mingjing.ledger.entries import sentence
from mingjing.ledger.models import Entry, EntryQuerySet, LogHead
from mingjing.org.models import Officer
from mingjing.org.seeing import seen_by
from mingjing.persons.history import hidden_from
from mingjing.webkit.forms import plain

router = Router(tags=["feed"])
SCANNED, GREATEST = 500, 2**63 - 1
LONGEST, PAUSE = 20.0, 0.5
waiting = threading.BoundedSemaphore(2)
"""Who waits holds a thread of the server: two of a process do, the others are answered at once."""

Log = Annotated[str, Field(max_length=64), AfterValidator(plain)]


class Asked(Schema):
    """Entries after that number of that log (empty: of the integration's own site). `kinds`: beginnings of tags,
    separated by commas. `wait`: how many seconds to wait for the first."""

    log: Log = ""
    after: int = Field(default=-1, ge=-1, le=GREATEST)
    kinds: Annotated[str, Field(max_length=400), AfterValidator(plain)] = ""
    limit: int = Field(default=100, ge=1, le=SCANNED)
    wait: int = Field(default=0, ge=0, le=int(LONGEST))


@router.get("/entries", operation_id="feed", summary="What happened since, as numbers, tags and references")
def entries(request: HttpRequest, asked: Annotated[Asked, Query()]) -> dict[str, Any]:
    asker = Asker.of(request)
    log = asked.log or log_of(asker)
    kinds = tuple(one for one in asked.kinds.split(",") if one)
    found = since(asker.officer, log, asked.after, kinds, asked.limit)
    if found["items"] or not asked.wait or not waiting.acquire(blocking=False):
        return found
    try:
        end = time.monotonic() + asked.wait
        while not found["items"] and time.monotonic() < end:
            time.sleep(PAUSE)
            found = since(asker.officer, log, found["next"], kinds, asked.limit)
        return found
    finally:
        waiting.release()


@router.get("/entries/one", operation_id="look_entry", summary="What one entry says")
def entry(request: HttpRequest, log: Log, number: Annotated[int, Field(ge=0, le=GREATEST)]) -> dict[str, Any]:
    asker = Asker.of(request)
    asker.entry(f"{log}#{number}", "number")
    found = _with_all(Entry.objects.all()).get(log=log, seq=number)
    if hidden_from(asker.officer, found):
        raise Refusal(unknown("number"))
    return whole(asker.officer, found)


@router.get("/entries/about", operation_id="look_entries_about", summary="The entries about one thing, newest first")
def about(
    request: HttpRequest,
    thing: Annotated[str, Field(max_length=100), AfterValidator(plain)],
    before: Annotated[int, Field(ge=0, le=GREATEST)] = GREATEST,
    limit: Annotated[int, Field(ge=1, le=200)] = 50,
) -> dict[str, Any]:
    """`thing` is `kind:id`; `before` the `id` with which the page before ended."""
    asker = Asker.of(request)
    ref = asker.ref(thing, "thing")
    rows = Entry.objects.about(ref).filter(subject_kind=ref.kind, subject_id=ref.id, pk__lt=before).order_by("-id")
    found = list(_with_all(rows)[: limit + 1])
    shown = [whole(asker.officer, one) for one in found[:limit] if not hidden_from(asker.officer, one)]
    return {"items": shown, "next": found[limit - 1].pk if len(found) > limit else None}


def _with_all(rows: EntryQuerySet) -> EntryQuerySet:
    return rows.with_content().select_related("amends__content").prefetch_related("amended_by__content", "refs")


def since(officer: Officer, log: str, after: int, kinds: tuple[str, ...], limit: int) -> dict[str, Any]:
    """At most `limit` entries, `next` to ask on with, and whether there is more now. Whoever reads the size of a log
    has everything below it, so nothing falls between two answers."""
    size = LogHead.objects.filter(pk=log).values_list("size", flat=True).first() or 0
    rows = Entry.objects.filter(log=log, seq__gt=after, seq__lt=size).order_by("seq").prefetch_related("refs")
    found = list(rows[:limit])
    named = {one.subject for one in found} | {Ref(r.kind, r.ref_id) for one in found for r in one.refs.all()}
    seen = seen_by(officer, named)
    wanted = [one for one in found if one.subject in seen and (not kinds or one.tag.startswith(kinds))]
    end = found[-1].seq if found else after
    return {"log": log, "items": [bell(one, seen) for one in wanted], "next": end, "more": end + 1 < size}


def bell(entry: Entry, seen: set[Ref]) -> dict[str, Any]:
    """An entry without what it says, and without what the reader may not know it names."""
    named = sorted(str(ref) for one in entry.refs.all() if (ref := Ref(one.kind, one.ref_id)) in seen)
    return of_entry(entry) | {"names": named}


def whole(officer: Officer, entry: Entry) -> dict[str, Any]:
    """What the entry says, and to whom it was amended."""
    text = sentence(entry.tag, entry.body)
    by = sent(spoken(entry.actor_kind, entry.actor_name))
    named = {Ref(one.kind, one.ref_id) for one in entry.refs.all()}
    told = {"id": entry.pk, "sentence": sent(text), "by": by, "body": sent(entry.body), "facts": sent(entry.facts)}
    amended = [one.seq for one in entry.amended_by.all()]
    return bell(entry, seen_by(officer, named)) | told | {"amended_by": amended}
