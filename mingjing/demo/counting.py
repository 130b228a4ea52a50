"""How much the demonstration holds, as one JSON line: run as a process of its own, because the caller loads no Django."""

import json

import django


def main() -> None:
    django.setup()
    print(json.dumps(counts()))


def counts() -> dict[str, object]:
    """Entries, stays (in all, by ground, by outcome, present), posts, and the posts nobody signed in at."""
    from collections import Counter  # noqa: PLC0415 - everything here needs Django set up

    from mingjing.custody.models import Stay  # noqa: PLC0415
    from mingjing.ledger.models import Entry  # noqa: PLC0415
    from mingjing.org.models import Posting, SignIn  # noqa: PLC0415

    held = Posting.objects.filter(until=None)
    been = set(held.filter(officer__in=SignIn.objects.values("officer")).values_list("post", flat=True))
    stays = list(Stay.objects.values_list("ground", "outcome", "state"))
    return {
        "entries": Entry.objects.count(),
        "stays": len(stays),
        "grounds": Counter(ground for ground, _, _ in stays),
        "outcomes": Counter(outcome or "" for _, outcome, _ in stays),
        "states": Counter(state for _, _, state in stays),
        "posts": len(set(held.values_list("post", flat=True))),
        "never_signed_in": sorted(set(held.values_list("post", flat=True)) - been),
    }


if __name__ == "__main__":
    main()
