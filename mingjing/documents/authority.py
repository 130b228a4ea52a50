"""The house's own small authority: one root, and one certificate for each log that signs instruments.

Keys lie beside the other keys of the site, one file each, mode 0600, and travel in a backup under the passphrase. A
bureau with a token of its own names it in settings instead (PKCS#11). Who checks a paper outside gets the root by
another way than the paper.
"""

from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import cast

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.conf import settings
from pyhanko.keys import load_cert_from_pemder
from pyhanko.sign import signers
from pyhanko_certvalidator.registry import SimpleCertificateStore

from mingjing.documents import token
from mingjing.ledger.keys import kept

ROOT = "明镜文书签章根证书"
YEARS_OF_ROOT, YEARS_OF_SITE = 30, 15
PLAIN = serialization.NoEncryption()


def root_pem() -> bytes:
    """The certificate a reader outside needs, made on first use."""
    return _root_certificate().public_bytes(serialization.Encoding.PEM)


def signer_of(log: str, house: str) -> signers.Signer:
    """Who signs for this log: the token named in settings, else the site's key of our own authority, made on first use
    under the name of the house. Raises Refusal when a token is named and cannot be reached."""
    if settings.SIGNING_TOKEN:
        return token.signer()
    return _own(log, house)


@cache
def _own(log: str, house: str) -> signers.SimpleSigner:
    root_pem()
    key_file = _folder() / f"{log}.key.pem"
    certificate_file = _folder() / f"{log}.cert.pem"
    key = _key(key_file)
    kept(certificate_file, lambda: _issue(key, f"{house}（{log}）").public_bytes(serialization.Encoding.PEM))
    root_file = _folder() / "root.cert.pem"
    return signers.SimpleSigner.load(
        str(key_file), str(certificate_file), ca_chain_files=(str(root_file),), prefer_pss=False
    )


def trusted() -> SimpleCertificateStore:
    """The roots signatures are checked against: our own, and those a site laid into its folder of keys."""
    root_pem()
    store = SimpleCertificateStore()
    for place in sorted(_folder().glob("*root.cert.pem")):
        store.register(load_cert_from_pemder(str(place)))
    return store


def _root_certificate() -> x509.Certificate:
    key = _key(_folder() / "root.key.pem")
    return x509.load_pem_x509_certificate(
        kept(_folder() / "root.cert.pem", lambda: _self_signed(key).public_bytes(serialization.Encoding.PEM))
    )


def _self_signed(key: ec.EllipticCurvePrivateKey) -> x509.Certificate:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, ROOT)])
    return (
        _begun(name, name, key.public_key(), YEARS_OF_ROOT)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs_certificates=True), critical=True)
        .sign(key, hashes.SHA256())
    )


def _issue(key: ec.EllipticCurvePrivateKey, house: str) -> x509.Certificate:
    root = _root_certificate()
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, house[:60])])
    made = _begun(name, root.subject, key.public_key(), YEARS_OF_SITE)
    return (
        made.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs_certificates=False), critical=True)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(root.public_key()),  # type: ignore[arg-type]
            critical=False,
        )
        .sign(_key(_folder() / "root.key.pem"), hashes.SHA256())
    )


def _begun(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey, years: int
) -> x509.CertificateBuilder:
    begins = datetime.now(UTC).replace(microsecond=0) - timedelta(days=1)  # clocks of readers may go behind
    builder = x509.CertificateBuilder().subject_name(subject).issuer_name(issuer).public_key(key)
    builder = builder.serial_number(x509.random_serial_number()).not_valid_before(begins)
    return builder.not_valid_after(begins.replace(year=begins.year + years, day=min(begins.day, 28))).add_extension(
        x509.SubjectKeyIdentifier.from_public_key(key), critical=False
    )


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates, content_commitment=not signs_certificates, key_encipherment=False,
        data_encipherment=False, key_agreement=False, key_cert_sign=signs_certificates, crl_sign=signs_certificates,
        encipher_only=False, decipher_only=False,
    )  # fmt: skip


def _key(file: Path) -> ec.EllipticCurvePrivateKey:
    held = kept(file, _fresh)
    return cast(ec.EllipticCurvePrivateKey, serialization.load_pem_private_key(held, None))


def _fresh() -> bytes:
    key = ec.generate_private_key(ec.SECP256R1())
    return key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, PLAIN)


def _folder() -> Path:
    return Path(settings.KEY_STORE) / "documents"
