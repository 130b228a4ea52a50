"""Vectors of x/mod sumdb note, C2SP tlog-checkpoint and tlog-cosignature, transparency-dev formats."""

import base64

import pytest
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from mingjing.ledger.notes import (
    LOG,
    WITNESS,
    Note,
    NoteError,
    Signer,
    TreeHead,
    VerifierKey,
    open_checkpoint,
)

PETER = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
PETER_SEED = base64.b64decode("AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz")[1:]
ENOCH = "EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop"
TEXT = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
PETER_LINE = (
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)
ENOCH_LINE = (
    "— EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WWd1RvMc+QQ=\n"
)
SOFA = (
    "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n"
    "— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhc"
    "yv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n"
    "— witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3"
    "b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==\n"
)


def peter() -> Signer:
    return Signer("PeterNeumann", LOG, Ed25519PrivateKey.from_private_bytes(PETER_SEED))


def test_a_signer_reproduces_the_reference_key_and_note_to_the_byte():
    assert str(peter().vkey) == PETER
    assert str(Note(TEXT, (peter().sign(TEXT),))) == TEXT + "\n" + PETER_LINE


def test_both_reference_signatures_verify_and_unknown_ones_are_ignored():
    note = Note.parse((TEXT + "\n" + PETER_LINE + ENOCH_LINE).encode())
    assert note.text == TEXT
    assert note.signed_by(VerifierKey.parse(PETER)) == 0
    assert note.signed_by(VerifierKey.parse(ENOCH)) == 0
    other = Signer("PeterNeumann", LOG, Ed25519PrivateKey.generate())
    assert note.signed_by(other.vkey) is None


@pytest.mark.parametrize("start", range(0, len(PETER) - 1, 3))
def test_every_mangling_of_a_verifier_key_is_refused(start):
    with pytest.raises(NoteError):
        VerifierKey.parse(PETER[start + 1 :])
    with pytest.raises(NoteError):
        VerifierKey.parse(PETER[: start + 1])
    with pytest.raises(NoteError):
        VerifierKey.parse(PETER[:start] + chr(ord(PETER[start]) + 1) + PETER[start + 1 :])


@pytest.mark.parametrize(
    "key",
    [
        "PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==",
        "PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "bananas.sigstore.dev+12344556",
        "rekor.sigstore.dev+12345678+THIS_IS_NOT_BASE64!",
        "rekor.sigstore.dev+12345678+AwEB",
    ],
)
def test_keys_of_the_wrong_length_kind_or_form_are_refused(key):
    with pytest.raises(NoteError):
        VerifierKey.parse(key)


@pytest.mark.parametrize(
    ("vkey", "kind"),
    [
        ("TEST+7997405c+AQcC+FTVKf0jlTdHDY3rbevmnKxxPjigCXlVtGe6RIr6", LOG),
        ("remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2", WITNESS),
    ],
)
def test_log_and_witness_keys_read_and_print(vkey, kind):
    key = VerifierKey.parse(vkey)
    assert key.kind == kind
    assert str(key) == vkey


@pytest.mark.parametrize(
    "raw",
    [
        TEXT,
        TEXT + "\n",
        TEXT + "\n" + PETER_LINE[:-1],
        "\x01" + TEXT + "\n" + PETER_LINE,
        TEXT + "\n" + PETER_LINE.replace("Peter", "Bad "),
        TEXT + "\n" + PETER_LINE + "Unexpected line.\n",
        TEXT + "\n" + PETER_LINE * 101,
    ],
)
def test_what_is_not_a_note_is_refused(raw):
    with pytest.raises(NoteError):
        Note.parse(raw.encode())


def test_bytes_that_are_no_text_are_refused():
    with pytest.raises(NoteError):
        Note.parse(b"\xff" + TEXT.encode() + b"\n" + PETER_LINE.encode())


def test_a_wrong_signature_of_a_known_key_refuses_the_note():
    note = Note.parse((TEXT + "!\n\n" + PETER_LINE).encode())
    with pytest.raises(NoteError, match="invalid signature"):
        note.signed_by(VerifierKey.parse(PETER))


def test_the_checkpoint_example_of_the_specification_reads_and_prints():
    note = Note.parse(SOFA.encode())
    head = TreeHead.parse(note.text)
    assert (head.origin, head.size) == ("example.com/behind-the-sofa", 20852163)
    assert head.text() == note.text
    assert str(note) == SOFA
    cosignature = note.signatures[1]
    assert cosignature.name == "witness.example.com/w1"
    assert int.from_bytes(cosignature.blob[:8]) == 1679315147


@pytest.mark.parametrize(
    "text",
    [
        "example.com/log\n1\n",
        "\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
        "example.com/log\n01\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
        "example.com/log\n-1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
        "example.com/log\nx\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
        "example.com/log\n1\n!!!notbase64!!!\n",
        "example.com/log\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2J=\n",
        "example.com/log\n1\nAAAA\n",
        "example.com/log\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n",
        "example.com/log\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=",
    ],
)
def test_what_is_not_a_checkpoint_is_refused(text):
    with pytest.raises(NoteError):
        TreeHead.parse(text)


def test_a_cosignature_signs_the_time_and_the_whole_text():
    witness = Signer("witness.example/w1", WITNESS, Ed25519PrivateKey.generate())
    text = Note.parse(SOFA.encode()).text
    note = Note(text, (witness.sign(text, 1679315147),))
    assert note.signed_by(witness.vkey) == 1679315147
    later = note.signatures[0].blob
    moved = type(note.signatures[0])(witness.name, witness.vkey.key_id, (1679315148).to_bytes(8) + later[8:])
    with pytest.raises(NoteError):
        Note(text, (moved,)).signed_by(witness.vkey)
    as_log = VerifierKey(witness.name, LOG, witness.vkey.public)
    assert note.signed_by(as_log) is None


def test_a_checkpoint_opens_only_for_its_own_log():
    key = Signer("example/a", LOG, Ed25519PrivateKey.generate())
    text = TreeHead("example/b", 1, b"\0" * 32).text()
    with pytest.raises(NoteError, match="is of example/b"):
        open_checkpoint(str(Note(text, (key.sign(text),))).encode(), key.vkey)


SM2_KEY = b"""-----BEGIN PUBLIC KEY-----
MFkwEwYHKoZIzj0CAQYIKoEcz1UBgi0DQgAE16yjxwO/MNiyutEfIXa/vo8uNm7/
g5cAp/uxgyrOu6uEjpci7rEaiPDGERfjhlgZBuhW9SU2zOaQRV7PQ2psjQ==
-----END PUBLIC KEY-----
"""


def test_the_library_still_knows_no_sm2():
    """The day this fails, decision 0014 is to be taken up again."""
    with pytest.raises((UnsupportedAlgorithm, ValueError)):
        load_pem_public_key(SM2_KEY)
