"""The door for brokers: MQTT 3.1.1 with a session that stays, acknowledged only when a message is on the disk.

Topics: `mingjing/<gateway>/readings` for messages, `mingjing/<gateway>/state` for a retained `online`, and `offline`
as the gateway's last will. The broker's access list lets a gateway publish under its own name only, and so vouches
for it.
"""

import logging
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

import paho.mqtt.client as mqtt
from paho.mqtt.enums import CallbackAPIVersion

from mingjing.bridges.sensing import Message, Sense
from mingjing.presence.beat import Beat

READINGS, STATE = "mingjing/+/readings", "mingjing/+/state"
QOS = 1
_logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Broker:
    """`mqtt://user:password@host:port` or `mqtts://…`; with `?ca=FILE` for a certificate authority of one's own and
    `&password=FILE` for a password that stands in no environment."""

    host: str
    port: int
    user: str
    password: str
    tls: bool
    ca: str

    @classmethod
    def parse(cls, url: str) -> "Broker":
        """Raises ValueError for anything else."""
        parts = urlsplit(url)
        if parts.scheme not in {"mqtt", "mqtts"} or not parts.hostname:
            raise ValueError("a broker is mqtt://user:password@host:port or mqtts://…")
        tls, more = parts.scheme == "mqtts", dict(parse_qsl(parts.query))
        password = Path(more["password"]).read_text().strip() if "password" in more else unquote(parts.password or "")
        port = parts.port or (8883 if tls else 1883)
        return cls(parts.hostname, port, unquote(parts.username or ""), password, tls, more.get("ca", ""))


class MqttDoor:
    """Connects, and connects again as often as it takes. The broker keeps what comes while nobody listens."""

    def __init__(self, sense: Sense, url: str, name: str = "mingjing-sense") -> None:
        self.sense = sense
        self.broker = Broker.parse(url)
        self.connected = False
        self._session = 0  # numbers of messages mean nothing on another connection
        client = mqtt.Client(CallbackAPIVersion.VERSION2, name, clean_session=False, manual_ack=True)
        client.on_connect = self._on_connect
        client.on_disconnect = self._on_disconnect
        client.on_message = self._on_message
        client.reconnect_delay_set(1, 15)
        if self.broker.user:
            client.username_pw_set(self.broker.user, self.broker.password)
        if self.broker.tls:
            client.tls_set(ca_certs=self.broker.ca or None)
        self._client = client

    def start(self) -> None:
        self._client.connect_async(self.broker.host, self.broker.port, keepalive=20)
        self._client.loop_start()

    def stop(self) -> None:
        self._client.disconnect()
        self._client.loop_stop()

    def _on_connect(self, client: mqtt.Client, _data: object, _flags: object, reason: object, _more: object) -> None:
        self.connected = not getattr(reason, "is_failure", False)
        if self.connected:
            client.subscribe([(READINGS, QOS), (STATE, QOS)])
        else:
            _logger.warning("the broker refused us: %s", reason)

    def _on_disconnect(self, *_: object) -> None:
        self.connected = False
        self._session += 1

    def _on_message(self, client: mqtt.Client, _data: object, message: mqtt.MQTTMessage) -> None:
        _, _, rest = message.topic.partition("/")
        gateway, _, what = rest.rpartition("/")
        mid, qos, session = message.mid, message.qos, self._session

        def on_the_disk(_word: str) -> None:
            if session == self._session:
                client.ack(mid, qos)

        if what == "state":
            with self.sense.lock:
                self.sense.beats.setdefault(gateway, Beat()).online = message.payload == b"online"
            client.ack(mid, qos)
            return
        self.sense.offer(Message(gateway, bytes(message.payload), on_the_disk, redelivered=message.dup))
