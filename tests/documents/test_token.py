"""A real token (SoftHSM2, the program of Debian): its key signs and never leaves it."""

import os
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from mingjing.documents import authority, certifying, token
from mingjing.documents.actions import instrument, signing
from mingjing.kernel.time import now
from mingjing.kernel.verdict import Refusal
from mingjing.media.models import Blob
from mingjing.media.store import open_bytes
from tests.documents.conftest import APPROVAL

pytestmark = [pytest.mark.django_db, pytest.mark.token]
LIBRARY = next((str(p) for p in Path("/usr/lib").glob("**/libsofthsm2.so")), "")
PIN, LABEL, KEY = "246810", "mingjing-test", "seal"
SIGNED_BY = "虚构县公安局印章"


@pytest.fixture(scope="module")
def hardware(tmp_path_factory):
    """A token with a key made on it, the certificate of that key, and the root that issued it."""
    folder = tmp_path_factory.mktemp("token")
    (folder / "tokens").mkdir()
    (folder / "softhsm2.conf").write_text(f"directories.tokendir = {folder / 'tokens'}\nobjectstore.backend = file\n")
    before, os.environ["SOFTHSM2_CONF"] = os.environ.get("SOFTHSM2_CONF"), str(folder / "softhsm2.conf")
    begun = ["softhsm2-util", "--init-token", "--free", "--label", LABEL, "--pin", PIN, "--so-pin", PIN]
    subprocess.run(begun, check=True, capture_output=True)
    yield _with_key()
    token.forget()
    os.environ.pop("SOFTHSM2_CONF") if before is None else os.environ.update(SOFTHSM2_CONF=before)


def _with_key() -> bytes:
    """Makes the key on the token and lays the certificate beside it. The root's PEM."""
    import pkcs11
    from pkcs11.util.ec import encode_ec_public_key, encode_named_curve_parameters

    with pkcs11.lib(LIBRARY).get_token(token_label=LABEL).open(user_pin=PIN, rw=True) as session:
        curve = {pkcs11.Attribute.EC_PARAMS: encode_named_curve_parameters("secp256r1")}
        domain = session.create_domain_parameters(pkcs11.KeyType.EC, curve, local=True)
        public, _ = domain.generate_keypair(store=True, label=KEY, id=b"1")
        root_key = ec.generate_private_key(ec.SECP256R1())
        root = _certificate("虚构根证书", root_key.public_key(), root_key, "虚构根证书", ca=True)
        known = serialization.load_der_public_key(encode_ec_public_key(public))
        own = _certificate(SIGNED_BY, known, root_key, "虚构根证书", ca=False)
        session.create_object({
            pkcs11.Attribute.CLASS: pkcs11.ObjectClass.CERTIFICATE, pkcs11.Attribute.TOKEN: True,
            pkcs11.Attribute.CERTIFICATE_TYPE: pkcs11.CertificateType.X_509, pkcs11.Attribute.LABEL: KEY,
            pkcs11.Attribute.ID: b"1", pkcs11.Attribute.SUBJECT: own.subject.public_bytes(),
            pkcs11.Attribute.VALUE: own.public_bytes(serialization.Encoding.DER),
        })  # fmt: skip
    return root.public_bytes(serialization.Encoding.PEM)


def _certificate(name, public, key, issuer, *, ca):
    at = datetime.now(UTC)
    called = [x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, one)]) for one in (name, issuer)]
    usage = x509.KeyUsage(
        digital_signature=not ca, content_commitment=not ca, key_encipherment=False, data_encipherment=False,
        key_agreement=False, key_cert_sign=ca, crl_sign=ca, encipher_only=False, decipher_only=False,
    )  # fmt: skip
    return (
        x509.CertificateBuilder(called[1], called[0], public, x509.random_serial_number())
        .not_valid_before(at - timedelta(days=1))
        .not_valid_after(at + timedelta(days=30))
        .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )


@pytest.fixture(autouse=True)
def _named(settings, tmp_path, hardware):
    settings.KEY_STORE, settings.SEAL_STORE, settings.TSA_URL = tmp_path / "keys", tmp_path / "seals", ""
    settings.SIGNING_TOKEN, settings.SIGNING_PIN = f"{LIBRARY}|{LABEL}|{KEY}", PIN
    (tmp_path / "keys" / "documents").mkdir(parents=True)
    (tmp_path / "keys" / "documents" / "token.root.cert.pem").write_bytes(hardware)
    token.forget()
    authority._own.cache_clear()


@pytest.fixture
def certified(draft, officer):
    """certified(): an instrument made final and signed by the token; a Refusal leaves it final."""

    def make(made=None):
        items = [{"name": "手机", "quantity": "1部", "marks": "黑色", "note": ""}]
        made = made or instrument.finalise(
            draft("seizure_list", holder="张伟", seized_at="2026-11-20T02:30:00+00:00", items=items).pk,
            by=officer.acting(), at=now(), approval=APPROVAL,
        )  # fmt: skip
        return signing.certify(made.pk, by=officer.acting(), at=now())

    return make


def file_of(made) -> bytes:
    return open_bytes(Blob.objects.get(pk=made.sha256))


def test_what_the_token_signs_is_proven_and_one_changed_byte_is_found(certified):
    for _ in range(2):  # the second on the session that is open: a token lets a process log in once
        file = file_of(certified())
        [proof] = certifying.proofs(file)
        assert (proof.intact, proof.trusted, proof.whole) == (True, True, True)
        assert SIGNED_BY in proof.who
    at = file.index(b"/MediaBox")
    [spoilt] = certifying.proofs(file[:at] + b"/MediaBoy" + file[at + 9 :])
    assert not spoilt.intact


def test_another_program_finds_it_valid(certified, tmp_path):
    (tmp_path / "x.pdf").write_bytes(file_of(certified()))
    said = subprocess.run(["pdfsig", "-nocert", tmp_path / "x.pdf"], capture_output=True, text=True, check=False).stdout
    assert "Signature is Valid." in said
    assert "Total document signed" in said


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_token_that_was_pulled_out_and_is_back_signs_again(certified):
    certified()
    for session in token._sessions.values():
        session.close()
    assert certifying.proofs(file_of(certified()))[0].intact


@pytest.mark.parametrize(
    ("named", "pin"),
    [
        pytest.param("{0}|another|{2}", PIN, id="no such token"),
        pytest.param("{0}|{1}|another", PIN, id="no such key"),
        pytest.param("{0}|{1}|{2}", "wrong", id="wrong PIN"),
        pytest.param("{0}", PIN, id="not three parts"),
        pytest.param("/nowhere|{1}|{2}", PIN, id="no library"),
    ],
)  # fmt: skip
def test_what_is_not_there_is_told_and_nothing_is_signed(certified, settings, named, pin):
    settings.SIGNING_TOKEN, settings.SIGNING_PIN = named.format(LIBRARY, LABEL, KEY), pin
    with pytest.raises(Refusal) as why:
        certified()
    assert why.value.code == "documents.token"
    assert why.value.verdicts[0].text.zh.removeprefix("无法使用签章密码设备：").strip()
    settings.SIGNING_TOKEN, settings.SIGNING_PIN = f"{LIBRARY}|{LABEL}|{KEY}", PIN
    assert certifying.proofs(file_of(certified()))[0].intact


def test_no_key_of_our_own_is_made_beside_a_token(certified, settings):
    certified()
    assert not list((settings.KEY_STORE / "documents").glob("*centre*.key.pem"))
