"""What the stream test does outside the server: makes an officer's session, and enters acts in other processes."""

import os
import sys
from dataclasses import dataclass
from datetime import timedelta

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mingjing.config.settings")
django.setup()

from django.conf import settings  # noqa: E402
from django.test import Client  # noqa: E402

from mingjing.kernel.actor import machine  # noqa: E402
from mingjing.kernel.ref import Ref  # noqa: E402
from mingjing.kernel.time import now  # noqa: E402
from mingjing.kernel.vocab import Vocab  # noqa: E402
from mingjing.ledger.act import act  # noqa: E402
from mingjing.ledger.entries import entry  # noqa: E402
from mingjing.org.models import Officer, Posting, Site, Unit  # noqa: E402

settings.LEDGER_FOLLOWERS = ()
OTHER_RINGER = "--no-world" in sys.argv


class Tag(Vocab):
    RANG = "test.bell.rang", "响铃", "Rang"


@entry(Tag.RANG, zh="第 {turn} 次", en="Turn {turn}")
@dataclass(frozen=True)
class Rang:
    turn: int


def world() -> None:
    """Prints the session key of an officer and the topic of his site."""
    unit = Unit.objects.create(code="610921000000", name="县局", kind="county_bureau", path="610921000000/")
    site = Site.objects.create(code="HY01", unit=unit, kind="county_centre", name="中心")
    officer = Officer.objects.create(number="610001", name="甲", sex="male", unit=unit)
    Posting.objects.create(officer=officer, unit=unit, post="reception", since=now() - timedelta(days=1))
    client = Client()
    client.force_login(officer)
    sys.stdout.write(f"{client.cookies['sessionid'].value} {site.ref} {officer.ref}\n")
    sys.stdout.flush()


def ring(log: str, topic: str, turns: int) -> None:
    for turn in range(turns):
        with act(by=machine("ringer"), at=now()) as it:
            it.enter(Tag.RANG, log=log, subject=Ref.parse(topic), body=Rang(turn))


if __name__ == "__main__":
    if not OTHER_RINGER:
        world()
    for line in sys.stdin:  # LOG TOPIC TURNS; answered when all are committed
        log, topic, turns = line.split()
        ring(log, topic, int(turns))
        sys.stdout.write("rung\n")
        sys.stdout.flush()
