"""Sending what was simulated through the public door for devices, pushed or published, signed as a gateway signs."""

import hmac
import http.client
import time
from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterable, Iterator, Mapping
from hashlib import sha256
from itertools import groupby
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple, Protocol
from urllib.parse import SplitResult, urlsplit

import msgspec
import paho.mqtt.client as mqtt
from paho.mqtt.enums import CallbackAPIVersion

from mingjing.presence.reading import Reading
from mingjing.simulator.stream import Sent

MOST_IN_A_MESSAGE = 200
TRIES = 5


class Message(NamedTuple):
    """`n` counts the messages of the gateway; `body` is what is signed and sent."""

    arrives: float
    gateway: str
    body: bytes


class Tally(NamedTuple):
    """How many messages and readings were sent, and what the door answered, by status."""

    messages: int
    readings: int
    answers: dict[int, int]


def messages(
    stream: Iterable[Sent], start: int, every: float = 1.0, drift: Mapping[str, float] = MappingProxyType({})
) -> Iterator[Message]:
    """Readings gathered as gateways gather them: what arrives within a second goes in one message, which says when it
    was sent by the gateway's clock. `start`: milliseconds since 1970 of second 0; `drift`: seconds a clock is ahead."""
    for second, several in groupby(stream, key=lambda one: int(one.arrives / every)):
        by_gateway: dict[str, list[Reading]] = {}
        for one in several:
            by_gateway.setdefault(one.gateway, []).append(one.reading)
        for gateway in sorted(by_gateway):
            told = by_gateway[gateway]
            when = start + round(((second + 1) * every + drift.get(gateway, 0.0)) * 1000)
            for n in range(0, len(told), MOST_IN_A_MESSAGE):
                said = {"sent": when, "readings": told[n : n + MOST_IN_A_MESSAGE]}
                yield Message((second + 1) * every, gateway, msgspec.json.encode(said))


def sealed(gateway: str, n: int, secret: str, body: bytes) -> bytes:
    """The message with its head: docs/reference/device-profile.md."""
    head = f"MJ1 {gateway} {n}"
    mac = hmac.new(secret.encode(), f"{head}\n".encode() + body, sha256).digest()
    return f"{head} {urlsafe_b64encode(mac).rstrip(b'=').decode()}\n".encode() + body


class Key(NamedTuple):
    """The secret a gateway signs with, and its password at the broker when it publishes."""

    secret: str
    password: str = ""


def secrets(place: Path) -> dict[str, Key]:
    """Gateway → key, from lines `GATEWAY SECRET [PASSWORD]`. Raises ValueError for a line of another form."""
    found = {}
    for line in place.read_text(encoding="utf-8").splitlines():
        parts = line.split()
        if len(parts) not in {2, 3}:
            raise ValueError(f"{place.name}: a line is GATEWAY SECRET [PASSWORD]")
        found[parts[0]] = Key(*parts[1:])
    return found


def push(
    told: Iterable[Message],
    address: str,
    keys: dict[str, Key],
    *,
    speed: float,
    first: int,
    wait: Callable[[float], object] = time.sleep,
) -> Tally:
    """Send at `speed` times the speed of life; numbers begin at `first`. What is not taken for now (503, a broken
    line) is sent again; what is refused is counted. Raises ValueError for a gateway without a secret."""
    door = open_door(address, keys)
    began, numbers, sent, readings = time.monotonic(), dict.fromkeys(keys, first), 0, 0
    answers: dict[int, int] = {}
    for message in told:
        if message.gateway not in keys:
            raise ValueError(f"no secret for {message.gateway}")
        ahead = message.arrives / speed - (time.monotonic() - began)
        if ahead > 0:
            wait(ahead)
        n = numbers[message.gateway]
        numbers[message.gateway] = n + 1
        status = door.push(
            message.gateway, sealed(message.gateway, n, keys[message.gateway].secret, message.body), wait
        )
        answers[status] = answers.get(status, 0) + 1
        sent += 1
        readings += message.body.count(b'"device":')
    door.close()
    return Tally(sent, readings, answers)


class Door(Protocol):
    """Answers a status of HTTP: 202 taken, 0 nobody took it."""

    def push(self, gateway: str, raw: bytes, wait: Callable[[float], object]) -> int: ...

    def close(self) -> None: ...


def open_door(address: str, keys: dict[str, Key]) -> Door:
    """The way to a system over HTTP or to its broker. Raises ValueError for another address."""
    parts = urlsplit(address)
    if parts.scheme not in {"http", "https", "mqtt", "mqtts"} or not parts.hostname:
        raise ValueError(f"{address}: http://HOST:PORT or mqtt://HOST:PORT is expected")
    return _Push(parts) if parts.scheme.startswith("http") else _Publish(parts, keys)


class _Push:
    """One connection that is opened again when it broke."""

    def __init__(self, parts: SplitResult) -> None:
        kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
        self._connection = kind(parts.hostname or "", parts.port, timeout=20)

    def push(self, gateway: str, raw: bytes, wait: Callable[[float], object]) -> int:
        for attempt in range(TRIES):
            try:
                self._connection.request("POST", f"/push/{gateway}", raw)
                answer = self._connection.getresponse()
                answer.read()
                if answer.status != http.HTTPStatus.SERVICE_UNAVAILABLE:
                    return int(answer.status)
            except (OSError, http.client.HTTPException):
                self._connection.close()
            wait(2.0**attempt / 4)
        return 0

    def close(self) -> None:
        self._connection.close()


class _Publish:
    """Each gateway a client of the broker, under its own name and password; QoS 1."""

    def __init__(self, parts: SplitResult, keys: dict[str, Key]) -> None:
        self._clients: dict[str, mqtt.Client] = {}
        for gateway, key in keys.items():
            client = mqtt.Client(CallbackAPIVersion.VERSION2, f"simulate-{gateway}")
            client.username_pw_set(gateway, key.password)
            client.will_set(f"mingjing/{gateway}/state", "offline", qos=1, retain=True)
            if parts.scheme == "mqtts":
                client.tls_set()
            client.connect(parts.hostname or "", parts.port or (8883 if parts.scheme == "mqtts" else 1883), 30)
            client.loop_start()
            client.publish(f"mingjing/{gateway}/state", "online", qos=1, retain=True)
            self._clients[gateway] = client

    def push(self, gateway: str, raw: bytes, wait: Callable[[float], object]) -> int:  # noqa: ARG002  the broker waits
        sent = self._clients[gateway].publish(f"mingjing/{gateway}/readings", raw, qos=1)
        try:
            sent.wait_for_publish(20)
        except (RuntimeError, ValueError):  # the line is down and its queue full, or it was never connected
            return 0
        return 202 if sent.is_published() else 0

    def close(self) -> None:
        for client in self._clients.values():
            client.disconnect()
            client.loop_stop()
