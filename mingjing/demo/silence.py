"""What was worn when the demonstration stopped: while it stands still nobody hears a band, and the record says that they
were taken off then. Life puts them on again."""

from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

from django.conf import settings
from django.db.models import Max

from mingjing.bridges.sensing import Sense
from mingjing.bridges.telling import Teller
from mingjing.demo.crew import gathered
from mingjing.demo.rounds import Rounds
from mingjing.demo.seed import home
from mingjing.kernel.time import frozen, now
from mingjing.kernel.verdict import Refusal
from mingjing.org.models import Site
from mingjing.presence import registry
from mingjing.presence.actions import binding
from mingjing.presence.models import Binding, Heard
from mingjing.presence.rules.limits import limits
from mingjing.presence.vocab import Condition

SHORT = timedelta(seconds=90)
AFTER = timedelta(seconds=10)
NOTE = "系统停用，改为人工看护"


def main() -> None:
    """Everybody is looked at, as after any stop. After a short one the bands are simply heard again."""
    site = home()
    Rounds(gathered(site), Random())(now())
    last = Heard.objects.filter(device__site=site).aggregate(last=Max("at"))["last"]
    if last is None or now() - last < SHORT:
        return
    taken_off(site, last + AFTER)
    with frozen(last + AFTER + AFTER):
        learnt()


def taken_off(site: Site, at: datetime) -> None:
    """Every band and card, as of that hour."""
    by = gathered(site).by("reception", at)
    for worn in Binding.objects.open().filter(device__site=site):
        with suppress(Refusal):  # issued since: it was never heard
            binding.take_back(worn.device_id, by=by, at=at, condition=Condition.GOOD.value, note=NOTE)


def learnt() -> None:
    """What judges readings hears of it as of the same hour, before time goes on for it."""
    folder = Path(settings.READING_STORE)
    sense = Sense(folder, registry.known(), limits(), lambda: round(now().timestamp() * 1000))
    sense.resume()
    Teller(sense).round(at_once=True)
