"""The example of the how-to runs against a server, as it stands there."""

import os
import subprocess
import sys
from datetime import UTC, datetime

import pytest
from django.conf import settings

from mingjing.kernel.time import frozen

SCOPES = [
    "org:site:view", "persons:person:register", "custody:stay:receive", "custody:stay:view", "custody:care:offer",
    "custody:exit:depart", "clocks:clock:view",
]  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_the_example_of_the_how_to_does_what_it_says(live_server, centre, program):
    with frozen(datetime.now(UTC)):  # the server lives by the clock on the wall
        one = program(scopes=SCOPES)
    told = {"MINGJING_URL": live_server.url, "MINGJING_TOKEN": one.secret, "PYTHONIOENCODING": "utf-8"}
    script = settings.PROJECT / "docs" / "how-to" / "use-the-api.example.py"
    done = subprocess.run(
        [sys.executable, script], env={**os.environ, **told}, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    lines = done.stdout.splitlines()
    assert lines[0].startswith("acting for custody_officer")
    assert lines[1].startswith("booked in: 610921-centre-")
    assert lines[2].startswith("entered: ")
    assert lines[3].startswith("runs until ")
    assert all(line.startswith("not released: ") for line in lines[4:])
    assert lines[4:]
