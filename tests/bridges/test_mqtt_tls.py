"""A broker behind TLS with an authority of the house's own: trusted when it is named, and no other."""

import getpass
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address

import paho.mqtt.client as mqtt
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from paho.mqtt.enums import CallbackAPIVersion

from mingjing.bridges.mqtt import MqttDoor
from mingjing.presence import journal
from tests.bridges.conftest import Broker, free_port, until
from tests.bridges.test_push import message

pytestmark = pytest.mark.broker
LOCAL = "127.0.0.1"


def authority(folder, name):
    """A new authority: (its certificate's file, the file and key file of a server it vouches for)."""
    now, (key, server) = datetime.now(UTC), (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    issuer = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])

    def made(subject, of, constraint, *, alternative=None):
        cert = x509.CertificateBuilder(issuer, subject, of.public_key(), x509.random_serial_number(),
                                       now - timedelta(hours=1), now + timedelta(hours=1))  # fmt: skip
        cert = cert.add_extension(constraint, critical=True)
        if alternative:
            cert = cert.add_extension(alternative, critical=False)
        return cert.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)

    files = [folder / f"{name}.{kind}" for kind in ("ca", "crt", "key")]
    here = x509.SubjectAlternativeName([x509.IPAddress(IPv4Address(LOCAL))])
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "broker")])
    files[0].write_bytes(made(issuer, key, x509.BasicConstraints(ca=True, path_length=0)))
    files[1].write_bytes(made(subject, server, x509.BasicConstraints(ca=False, path_length=None), alternative=here))
    files[2].write_bytes(
        server.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    return files


@pytest.fixture
def broker(tmp_path):
    folder, port = tmp_path / "broker", free_port()
    folder.mkdir(mode=0o755)
    ca, certificate, key = authority(folder, "house")
    (folder / "mosquitto.conf").write_text(
        f"listener {port} {LOCAL}\ncertfile {certificate}\nkeyfile {key}\nallow_anonymous true\n"
        f"user {getpass.getuser()}\n"
    )
    one = Broker(["mosquitto", "-c", str(folder / "mosquitto.conf")], port, f"mqtts://{LOCAL}:{port}?ca={ca}")
    one.ca = ca
    yield one
    one.stop()


def test_readings_come_through_tls_and_are_on_the_disk(running, broker):
    door = MqttDoor(running.sense, broker.url, "test-tls")
    door.start()
    try:
        until(lambda: door.connected, "we are connected")
        gateway = mqtt.Client(CallbackAPIVersion.VERSION2, "gateway-tls")
        gateway.tls_set(ca_certs=str(broker.ca))
        gateway.connect(LOCAL, broker.port)
        gateway.loop_start()
        raw = message()
        gateway.publish("mingjing/G1/readings", raw, qos=1).wait_for_publish(20)
        until(lambda: raw in kept(running), "it is on the disk")
        gateway.loop_stop()
    finally:
        door.stop()


def test_a_broker_another_authority_vouches_for_is_not_spoken_to(running, broker, tmp_path):
    stranger, *_ = authority(tmp_path, "stranger")
    door = MqttDoor(running.sense, f"mqtts://{LOCAL}:{broker.port}?ca={stranger}", "test-tls")
    refused = []
    door._client.on_connect_fail = lambda *_: refused.append(1)
    door.start()
    try:
        until(lambda: refused, "the connection failed")
        assert not door.connected
    finally:
        door.stop()


def kept(running):
    folder = running.sense.folder / "A"
    found = journal.segments(folder) if folder.is_dir() else []
    return [record.raw for _, path in found for record in journal.read(path)]
