"""How much the demonstration holds, as one JSON line; run by `python -m mingjing.config.seeding counting`."""

import json
from collections import Counter

from mingjing.custody.models import Stay
from mingjing.ledger.models import Entry
from mingjing.org.models import Posting, SignIn


def main() -> None:
    print(json.dumps(counts()))


def counts() -> dict[str, object]:
    """Entries, stays (in all, by ground, by outcome, by state), posts, and the posts nobody signed in at."""
    held = Posting.objects.filter(until=None)
    been = set(held.filter(officer__in=SignIn.objects.values("officer")).values_list("post", flat=True))
    posts = set(held.values_list("post", flat=True))
    stays = list(Stay.objects.values_list("ground", "outcome", "state"))
    return {
        "entries": Entry.objects.count(),
        "stays": len(stays),
        "grounds": Counter(ground for ground, _, _ in stays),
        "outcomes": Counter(outcome for _, outcome, _ in stays),
        "states": Counter(state for _, _, state in stays),
        "posts": len(posts),
        "never_signed_in": sorted(posts - been),
    }
