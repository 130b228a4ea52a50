"""The walk of a reading, through a real broker and a real browser: from a wristband to an alarm, and why."""

import json
import subprocess
import sys
import time
from pathlib import Path

import paho.mqtt.client as mqtt
import pytest
from paho.mqtt.enums import CallbackAPIVersion
from playwright.sync_api import expect

from mingjing.presence.intake import sign
from tests.bridges.conftest import mosquitto, until
from tests.walks.conftest import PROJECT

# one system played for all of the walks
pytestmark = [pytest.mark.walk, pytest.mark.broker, pytest.mark.xdist_group("walks")]

SET_UP = """
import json
import django; django.setup()
from mingjing.custody.models import Stay
from mingjing.kernel.actor import machine
from mingjing.kernel.time import now
from mingjing.presence.actions import binding, device, gateway
from mingjing.presence.models import Binding
by = machine("test")
worn = {b.holder_id: b.device.number for b in Binding.objects.open().select_related("device")}
stay = Stay.objects.present().order_by("-pk").first()
site = {"by": by, "at": now(), "site_id": stay.site_id}
band = worn.get(str(stay.pk))
if band is None:
    [made] = device.register(**site, kind="band", numbers=["WALK-1"])
    binding.issue(made.pk, by=by, at=now(), holder=stay.ref)
    band = made.number
[box] = device.register(**site, kind="gateway", numbers=["G1"])
print(json.dumps({"band": band, "secret": gateway.connect(box.pk, by=by, at=now())}))
"""


@pytest.fixture
def gateway(place, tmp_path):
    """A broker, the process that takes readings, and `send(values)` as the gateway of a band somebody wears."""
    folder = tmp_path / "broker"
    folder.mkdir(mode=0o755)
    broker = mosquitto(folder)
    environment = place.environment | {"MINGJING_BROKER": broker.url}
    done = subprocess.run(
        [sys.executable, "-c", SET_UP], env=environment, cwd=PROJECT, check=True, stdout=subprocess.PIPE, text=True
    )
    told = json.loads(done.stdout.splitlines()[-1])
    sense = subprocess.Popen([sys.executable, "-m", "mingjing.bridges.sense"], env=environment, cwd=PROJECT)
    client = mqtt.Client(CallbackAPIVersion.VERSION2, "walk-gateway")
    client.username_pw_set("G1", "pw-G1")
    client.connect("127.0.0.1", broker.port)
    client.loop_start()
    until(client.is_connected, "the gateway is connected")

    def send(number, **values):
        now = time.time_ns() // 1_000_000
        body = json.dumps({"sent": now, "readings": [{"device": told["band"], "at": now, "worn": True, **values}]})
        raw = sign(told["secret"].encode(), "G1", number, body.encode())
        client.publish("mingjing/G1/readings", raw, qos=1, retain=False)

    socket = Path(place.environment["MINGJING_DATA"]) / "readings" / "sense.sock"
    until(socket.exists, "readings are taken", 90)
    yield told["band"], send
    client.loop_stop()
    sense.terminate()
    sense.wait(20)
    broker.stop()


def test_a_pulse_that_is_too_high_calls_the_officer_and_is_explained(visitor, gateway):
    band, send = gateway
    desk = visitor("办案区值班民警", sees_alarms=True)
    desk.page.wait_for_timeout(800)  # the line of bells must be open
    desk.page.keyboard.press("Escape")  # alarms of the walks before this one are seen
    for number in range(1, 4):
        send(number, hr=151)
        time.sleep(0.05)
    calling = desk.page.locator("[data-calling]")
    expect(calling).to_contain_text(f"心率过快（手环 {band}）", timeout=30_000)
    desk.picture("a-reading-alarm")
    # The alarm fills the screen until somebody answers it; the pages behind it are gone to by their address.
    page = desk.open("/devices/findings")
    line = page.locator("tr", has_text=band).filter(has_text="心率过快").first
    desk.open(line.get_by_role("link", name="逐条查看").get_attribute("href"))
    row = page.locator("tr[aria-current=true]")
    expect(row).to_contain_text("心率 151")
    expect(row).to_contain_text("心率过快")
    desk.picture("a-reading-why")
    page = desk.open("/devices/gateways")
    expect(page.get_by_role("link", name="G1", exact=True)).to_be_visible()
    desk.picture("a-reading-gateways")
