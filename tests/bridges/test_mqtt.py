"""Real brokers: nothing is lost across restarts of either side, and a gateway speaks for itself only."""

import json

import paho.mqtt.client as mqtt
import pytest
from paho.mqtt.enums import CallbackAPIVersion

from mingjing.bridges.mqtt import Broker, MqttDoor
from mingjing.presence.intake import sign
from mingjing.simulator.sending import Key, Message, push
from tests.bridges.conftest import SECRET, Running, clock, until

pytestmark = pytest.mark.broker


class Sender:
    """A gateway."""

    def __init__(self, broker, name="G1"):
        self.name = name
        self.acknowledged = set()
        client = self.client = mqtt.Client(CallbackAPIVersion.VERSION2, f"gateway-{name}", clean_session=False)
        client.username_pw_set(name, f"pw-{name}")
        client.will_set(f"mingjing/{name}/state", "offline", qos=1, retain=True)
        client.on_publish = lambda _c, _u, mid, *_: self.acknowledged.add(mid)
        client.reconnect_delay_set(1, 1)
        client.connect("127.0.0.1", broker.port, keepalive=5)
        client.loop_start()
        until(client.is_connected, "the gateway is connected")
        client.publish(f"mingjing/{name}/state", "online", qos=1, retain=True)

    def send(self, number, count=1, topic="G1"):
        readings = [{"device": "W1", "at": clock() - n, "seq": number * 100 + n, "hr": 70} for n in range(count)]
        raw = sign(SECRET, "G1", number, json.dumps({"sent": clock(), "readings": readings}).encode())
        return self.client.publish(f"mingjing/{topic}/readings", raw, qos=1).mid

    def gone(self):
        """As when the power goes: no goodbye."""
        self.client._sock_close()
        self.client.loop_stop()

    def stop(self):
        self.client.disconnect()
        self.client.loop_stop()


@pytest.fixture
def door(running, broker):
    one = MqttDoor(running.sense, broker.url, "test-sense")
    one.start()
    until(lambda: one.connected, "we are connected")
    yield one
    one.stop()


def test_readings_come_through_and_are_acknowledged(running, broker, door):
    gateway = Sender(broker)
    for number in range(50):
        gateway.send(number, 3)
    until(lambda: running.counts.get("taken") == 150, "all are taken")
    assert running.counts["refused"] == 0
    gateway.stop()


def test_nothing_is_lost_while_nobody_listens(tmp_path, running, broker):
    door = MqttDoor(running.sense, broker.url, "test-sense")
    door.start()
    until(lambda: door.connected, "we are connected")
    gateway = Sender(broker)
    gateway.send(1)
    until(lambda: running.counts.get("taken") == 1, "the first is taken")
    door.stop()
    mids = {gateway.send(n) for n in range(2, 42)}
    until(lambda: mids <= gateway.acknowledged, "the broker keeps them")
    door = MqttDoor(running.sense, broker.url, "test-sense")
    door.start()
    until(lambda: running.counts["taken"] == 41, "they come when somebody listens again")
    door.stop()
    gateway.stop()


def test_no_reading_is_lost_across_a_restart_of_the_broker(running, broker, door):
    gateway = Sender(broker)
    mids = {gateway.send(n) for n in range(20)}
    until(lambda: mids <= gateway.acknowledged, "the broker has them")
    broker.stop()
    late = [gateway.send(n) for n in range(20, 40)]
    broker.start()
    until(lambda: running.counts.get("taken") == 40, "all are taken, once", 60)
    assert late
    gateway.stop()


def test_what_was_not_on_the_disk_when_we_were_killed_comes_again(tmp_path, running, broker):
    """The acknowledgement is what is held back: a process that dies before it takes everything from the broker anew."""
    door = MqttDoor(running.sense, broker.url, "test-sense")
    running.stop()  # messages arrive, and nobody writes them down
    door.start()
    until(lambda: door.connected, "we are connected")
    gateway = Sender(broker)
    for number in range(10):
        gateway.send(number)
    until(lambda: len(running.sense.waiting) >= 10, "they wait in memory")
    door._client._sock_close()  # killed: no goodbye
    door._client.loop_stop()
    (tmp_path / "again").mkdir()
    other = Running(tmp_path / "again")
    again = MqttDoor(other.sense, broker.url, "test-sense")
    again.start()
    until(lambda: other.counts.get("taken") == 10, "they come again", 60)
    again.stop()
    other.stop()
    gateway.stop()


def test_a_gateway_that_is_gone_is_known_by_its_last_will(running, broker, door):
    gateway = Sender(broker)

    def online():
        beat = running.sense.beats.get("G1")
        return beat and beat.online

    until(lambda: online() is True, "it is online")
    gateway.gone()
    until(lambda: online() is False, "the broker says that it is gone", 40)


def test_a_gateway_speaks_for_itself_only(running, broker, door):
    gateway = Sender(broker)
    gateway.send(1, topic="T1")
    gateway.send(2)
    until(lambda: running.counts.get("taken") == 1, "its own message is taken")
    assert "T1" not in running.sense.beats
    gateway.stop()


@pytest.mark.parametrize("url", ["http://x", "mqtt://", "broker:1883"])
def test_what_is_no_broker_is_refused(url):
    with pytest.raises(ValueError, match="mqtt"):
        Broker.parse(url)


def test_the_address_of_a_broker_is_read(tmp_path):
    (tmp_path / "password").write_text("secret\n")
    assert Broker.parse(f"mqtt://a@h?password={tmp_path}/password") == Broker("h", 1883, "a", "secret", False, "")
    assert Broker.parse("mqtts://a%40b:p%3Aw@h?ca=/x.pem") == Broker("h", 8883, "a@b", "p:w", True, "/x.pem")


def test_the_simulator_publishes_as_a_gateway(running, broker, door):
    body = json.dumps({"sent": clock(), "readings": [{"device": "W1", "at": clock(), "hr": 70}]}).encode()
    told = [Message(0.0, "G1", body) for _ in range(10)]
    keys = {"G1": Key(SECRET.decode(), "pw-G1")}
    tally = push(told, f"mqtt://127.0.0.1:{broker.port}", keys, speed=1.0, first=1)
    assert tally.answers == {202: 10}
    until(lambda: running.counts.get("taken", 0) == 10, "all are taken")
