"""Run as a process of its own. Prints a session of a custody officer of the site `_sensing_world` made; then answers
the open alarm about every device whose number is read, as that officer would."""

import sys

import django

django.setup()

from django.test import Client  # noqa: E402

from mingjing.alerts.actions import alarm as acting  # noqa: E402
from mingjing.alerts.models import Alarm  # noqa: E402
from mingjing.kernel.time import now  # noqa: E402
from mingjing.org.models import Officer, Posting, Site  # noqa: E402


def main() -> None:
    site = Site.objects.get(code="bench")
    officer = Officer.objects.create(number="600001", name="测试", sex="male", unit=site.unit)
    Posting.objects.create(officer=officer, unit=site.unit, post="custody_officer", since=now())
    client = Client()
    client.force_login(officer)
    print(client.cookies["sessionid"].value, flush=True)
    for line in sys.stdin:
        for alarm in Alarm.objects.open().filter(rule="body.sos", cause=line.strip()):
            acting.answer(alarm.pk, by=officer.acting("custody_officer"), at=now(), answer="checked")


main()
