"""Sending what was simulated through the public door for devices: `POST /push/<gateway>`, signed as a gateway signs."""

import hmac
import http.client
import time
from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterable, Iterator
from hashlib import sha256
from itertools import groupby
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

import msgspec

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


def messages(stream: Iterable[Sent], start: int, every: float = 1.0) -> Iterator[Message]:
    """Readings gathered as gateways gather them: what arrives within a second goes in one message, which says when it
    was sent by the gateway's clock. `start`: milliseconds since 1970 of second 0."""
    for second, several in groupby(stream, key=lambda one: int(one.arrives / every)):
        by_gateway: dict[str, list[Reading]] = {}
        for one in several:
            by_gateway.setdefault(one.gateway, []).append(one.reading)
        for gateway in sorted(by_gateway):
            told = by_gateway[gateway]
            for n in range(0, len(told), MOST_IN_A_MESSAGE):
                said = {"sent": start + round((second + 1) * every * 1000), "readings": told[n : n + MOST_IN_A_MESSAGE]}
                yield Message((second + 1) * every, gateway, msgspec.json.encode(said))


def sealed(gateway: str, n: int, secret: str, body: bytes) -> bytes:
    """The message with its head: docs/reference/device-profile.md."""
    head = f"MJ1 {gateway} {n}"
    mac = hmac.new(secret.encode(), f"{head}\n".encode() + body, sha256).digest()
    return f"{head} {urlsafe_b64encode(mac).rstrip(b'=').decode()}\n".encode() + body


def secrets(place: Path) -> dict[str, str]:
    """Gateway → secret, from lines `GATEWAY SECRET`. Raises ValueError for a line of another form."""
    found = {}
    for line in place.read_text(encoding="utf-8").splitlines():
        parts = line.split()
        if len(parts) != 2:
            raise ValueError(f"{place.name}: a line is GATEWAY SECRET")
        found[parts[0]] = parts[1]
    return found


def push(
    told: Iterable[Message],
    address: str,
    keys: dict[str, str],
    *,
    speed: float,
    first: int,
    wait: Callable[[float], None] = time.sleep,
) -> Tally:
    """Send at `speed` times the speed of life; numbers begin at `first`. What is not taken for now (503, a broken
    line) is sent again; what is refused is counted. Raises ValueError for a gateway without a secret."""
    door = _Door(address)
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
        status = door.push(message.gateway, sealed(message.gateway, n, keys[message.gateway], message.body), wait)
        answers[status] = answers.get(status, 0) + 1
        sent += 1
        readings += message.body.count(b'"device":')
    return Tally(sent, readings, answers)


class _Door:
    """One connection that is opened again when it broke."""

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise ValueError(f"{address}: http://HOST:PORT is expected")
        kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
        self._connection = kind(parts.hostname, parts.port, timeout=20)

    def push(self, gateway: str, raw: bytes, wait: Callable[[float], None]) -> int:
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
