"""The door: what a gateway sends becomes readings, or is refused with the reason. Pure.

Our own profile is signed. A message is one line and a JSON body:

    MJ1 <gateway> <n> <HMAC-SHA256 of "MJ1 <gateway> <n>\\n" and the body, base64url>
    {"sent": 1770000000000, "readings": [{"device": "W1", "at": 1770000000000, "hr": 72}]}

`n` rises from message to message signed with one secret, so that a recorded message sent again is known. A new secret
counts anew: who stole the one before and spent its numbers keeps nobody out. Makers' own formats carry no signature;
who sent them is what the broker, or the token of the push, vouches for.
"""

import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from hashlib import sha256
from typing import NamedTuple

import msgspec

from mingjing.presence import mapping
from mingjing.presence.mapping import OWN, Unreadable
from mingjing.presence.reading import Millis, Reading
from mingjing.presence.rules.limits import Limits
from mingjing.presence.vocab import Why

WINDOW = 1024  # numbers of messages that may come in disorder
HEAD = b"MJ1 "
LONGEST_HEAD = 256
MARK = 8  # hex digits by which the secrets of one gateway are told apart
BROKER = b"broker"


class Gateway(msgspec.Struct, frozen=True):
    """What the door knows of a gateway. `secrets`: the present one and, while it is exchanged, the one before."""

    number: str
    site: str
    profile: str = OWN
    secrets: tuple[bytes, ...] = ()


class Known(msgspec.Struct):
    """Gateways by number, and site and kind of every device by number."""

    gateways: dict[str, Gateway]
    devices: dict[str, tuple[str, str]]


class Body(msgspec.Struct, gc=False):
    readings: list[Reading]
    sent: Millis | None = None


class Loose(msgspec.Struct, gc=False):
    """A body of which some readings may be wrong."""

    readings: list[msgspec.Raw]
    sent: Millis | None = None


class Taken(msgspec.Struct, gc=False):
    """A message that was let in: its readings, and why those left out were refused, by their place in it. `counted`:
    gateway and mark of the secret under which `number` was counted."""

    gateway: Gateway
    readings: list[Reading]
    skip: dict[int, str] = {}
    sent: int | None = None
    number: int | None = None
    counted: str = ""
    again: bool = False


class Shut(NamedTuple):
    """A message refused as a whole."""

    why: Why
    gateway: str


_body = msgspec.json.Decoder(Body).decode
_loose = msgspec.json.Decoder(Loose).decode
_one = msgspec.json.Decoder(Reading).decode


class Intake:
    """Keeps what a refusal depends on: numbers seen of each gateway, and how much each sent this second."""

    def __init__(self, known: Known, limits: Limits, by_sent: bool = False) -> None:
        self.known = known
        self.by_sent = by_sent
        self.limits = limits
        self.seen: dict[str, Seen] = {}
        self._rates: dict[str, tuple[int, int]] = {}

    def take(
        self, sender: str, raw: bytes, received_at: int, *, redelivered: bool = False, token: bytes = BROKER
    ) -> Taken | Shut:
        """Judge one message of the gateway `sender`. A maker's format is not signed: `token` is the secret that came
        with it, or BROKER when a broker vouches for the topic. `redelivered`: the broker says that it may have come
        before."""
        gateway = self.known.gateways.get(sender)
        if gateway is None:
            return Shut(Why.UNKNOWN_GATEWAY, sender[:64])
        if gateway.profile != OWN and token is not BROKER and not _fits(gateway.secrets, token):
            return Shut(Why.BAD_SIGNATURE, sender)
        taken = self._read(gateway, raw, received_at)
        if isinstance(taken, Shut):
            return taken
        if taken.number is not None and not self.seen.setdefault(taken.counted, Seen()).mark(taken.number):
            taken.again, taken.readings = True, []
            return taken if redelivered else Shut(Why.REPLAYED, sender)
        if self.by_sent and taken.sent:
            received_at = max(received_at, taken.sent)
        # By the gateway's own time: a backlog after a broken link comes at once, and none of it may be refused.
        if self._too_fast(sender, len(taken.readings), taken.sent or received_at):
            if taken.number is not None:
                self.seen[taken.counted].unmark(taken.number)  # sent again more slowly, it is no replay
            return Shut(Why.RATE, sender)
        return self._sorted_out(taken, received_at)

    def _read(self, gateway: Gateway, raw: bytes, received_at: int) -> Taken | Shut:
        if len(raw) > self.limits.message_bytes:
            return Shut(Why.TOO_LARGE, gateway.number)
        try:
            return self._signed(gateway, raw) if gateway.profile == OWN else self._mapped(gateway, raw, received_at)
        except Unreadable:
            return Shut(Why.MALFORMED, gateway.number)

    def replay(
        self, gateway: str, profile: str, raw: bytes, skip: dict[int, str], received_at: int, counted: str = ""
    ) -> list[Reading]:
        """The readings that were let in with a message of the journal; marks its number as seen."""
        if profile != OWN:
            read = [_or_none(item, profile, received_at) for item in mapping.items(raw, profile)]
        else:
            head, _, body = raw.partition(b"\n")
            self.seen.setdefault(counted or gateway, Seen()).mark(int(head.split(b" ")[2]))
            if not skip:
                return _body(body).readings
            read = [None if n in skip else _one(r) for n, r in enumerate(_loose(body).readings)]
        return [r for n, r in enumerate(read) if r is not None and n not in skip]

    def _signed(self, gateway: Gateway, raw: bytes) -> Taken | Shut:
        head, _, body = raw.partition(b"\n")
        parts = head.split(b" ")
        if len(head) > LONGEST_HEAD or len(parts) != 4 or not head.startswith(HEAD) or not parts[2].isdigit():
            raise Unreadable("no head")
        if len(parts[2]) > 18:
            raise Unreadable("number too long")
        signed = head[: head.rindex(b" ")] + b"\n" + body
        secret = _signed_with(gateway.secrets, signed, parts[3])
        if parts[1] != gateway.number.encode() or secret is None:
            return Shut(Why.BAD_SIGNATURE, gateway.number)
        counted = f"{gateway.number} {sha256(secret).hexdigest()[:MARK]}"
        try:
            read = _body(body)
            return Taken(gateway, read.readings, {}, read.sent, int(parts[2]), counted)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            return self._one_by_one(gateway, body, int(parts[2]), counted)

    def _one_by_one(self, gateway: Gateway, body: bytes, number: int, counted: str) -> Taken:
        """A body with something wrong in it: the readings that are right still count."""
        try:
            loose = _loose(body)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as why:
            raise Unreadable(str(why)) from why
        taken = Taken(gateway, [], {}, loose.sent, number, counted)
        for n, one in enumerate(loose.readings):
            try:
                taken.readings.append(_one(one))
            except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
                taken.skip[n] = Why.MALFORMED
        return taken

    def _mapped(self, gateway: Gateway, raw: bytes, received_at: int) -> Taken:
        taken = Taken(gateway, [], {})
        for n, item in enumerate(mapping.items(raw, gateway.profile)):
            read = _or_none(item, gateway.profile, received_at)
            if read is None:
                taken.skip[n] = Why.MALFORMED
            else:
                taken.readings.append(read)
        return taken

    def _sorted_out(self, taken: Taken, received_at: int) -> Taken:
        """Leave out readings of devices that are not the site's, and those from the future."""
        devices, site, latest = self.known.devices, taken.gateway.site, received_at + self.limits.future
        for r in taken.readings:
            there = devices.get(r.device)
            if there is None or there[0] != site or r.at > latest:
                break
        else:
            return taken
        places = iter(n for n in range(len(taken.readings) + len(taken.skip)) if n not in taken.skip)
        skip, good = dict(taken.skip), []
        for n, r in zip(places, taken.readings, strict=False):
            there = devices.get(r.device)
            if there is None or there[0] != site:
                skip[n] = Why.UNKNOWN_DEVICE
            elif r.at > latest:
                skip[n] = Why.FUTURE
            else:
                good.append(r)
        taken.readings, taken.skip = good, skip
        return taken

    def _too_fast(self, sender: str, count: int, received_at: int) -> bool:
        second = received_at // 1000
        was, so_far = self._rates.get(sender, (0, 0))
        so_far = (so_far if was == second else 0) + count
        self._rates[sender] = (second, so_far)
        return so_far > self.limits.gateway_rate


class Seen(msgspec.Struct):
    """Which numbers of a gateway's messages have come: the highest, and a bit for each of the last ones below it."""

    top: int = -1
    bits: int = 0

    def mark(self, number: int) -> bool:
        """False when it has come before, or is so old that nobody can know."""
        ahead = number - self.top
        if ahead > 0:
            self.bits = ((self.bits << ahead) | 1) & _MASK if ahead < WINDOW else 1
            self.top = number
            return True
        if ahead <= -WINDOW or self.bits >> -ahead & 1:
            return False
        self.bits |= 1 << -ahead
        return True

    def unmark(self, number: int) -> None:
        """It has not come, after all. Only for the number marked last."""
        self.bits &= ~(1 << (self.top - number))

    def packed(self) -> tuple[int, bytes]:
        return self.top, self.bits.to_bytes(WINDOW // 8, "big")

    @classmethod
    def unpacked(cls, top: int, bits: bytes) -> "Seen":
        return cls(top, int.from_bytes(bits, "big"))


_MASK = (1 << WINDOW) - 1


def sign(secret: bytes, gateway: str, number: int, body: bytes) -> bytes:
    """A message of our own profile, as a gateway makes it."""
    head = f"MJ1 {gateway} {number}".encode()
    made = urlsafe_b64encode(hmac.digest(secret, head + b"\n" + body, sha256)).rstrip(b"=")
    return head + b" " + made + b"\n" + body


def _signed_with(secrets: tuple[bytes, ...], signed: bytes, said: bytes) -> bytes | None:
    """Which of the secrets made the signature."""
    try:
        given = urlsafe_b64decode(said + b"=" * (-len(said) % 4))
    except ValueError:
        return None
    return next((s for s in secrets if hmac.compare_digest(hmac.digest(s, signed, sha256), given)), None)


def _fits(secrets: tuple[bytes, ...], token: bytes) -> bool:
    return any(hmac.compare_digest(secret, token) for secret in secrets)


def _or_none(item: mapping.Item, profile: str, received_at: int) -> Reading | None:
    try:
        return mapping.reading(item, profile, received_at)
    except Unreadable:
        return None
