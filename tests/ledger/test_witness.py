"""The witness against c2sp.org/tlog-witness: every status it words, and what it must never sign."""

import base64

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from mingjing.kernel import merkle
from mingjing.ledger.findings import Tampering
from mingjing.ledger.notes import LOG, WITNESS, Note, NoteError, Signer, TreeHead, parse_signatures
from mingjing.ledger.witness import SIZE_TYPE, Answer, Witness, ask

ORIGIN = "ankang.example/610921-centre"
SIGNER = Signer(ORIGIN, LOG, Ed25519PrivateKey.generate())
COSIGNER = Signer("ankang.example/witness/city", WITNESS, Ed25519PrivateKey.generate())


def reader(salt: bytes = b""):
    def node(level: int, index: int) -> bytes:
        if level == 0:
            return merkle.leaf_hash(b"%d" % index + salt)
        return merkle.node_hash(node(level - 1, 2 * index), node(level - 1, 2 * index + 1))

    return node


def checkpoint(size: int, salt: bytes = b"", signer: Signer = SIGNER) -> Note:
    text = TreeHead(signer.name, size, merkle.root(size, reader(salt))).text()
    return Note(text, (signer.sign(text),))


def request(old: int, note: Note, salt: bytes = b"", proof: list[bytes] | None = None) -> bytes:
    size = TreeHead.parse(note.text).size
    if proof is None:
        proof = merkle.consistency_proof(old, size, reader(salt)) if old <= size else []
    lines = [f"old {old}", *(base64.b64encode(h).decode() for h in proof)]
    return ("\n".join(lines) + "\n\n" + str(note)).encode()


@pytest.fixture
def witness(tmp_path) -> Witness:
    known = {ORIGIN: SIGNER.vkey}
    return Witness(COSIGNER, tmp_path / "memory", known.get, lambda: 1_800_000_000)


def test_the_first_checkpoint_and_its_continuation_are_cosigned_and_remembered(witness, tmp_path):
    for old, size in [(0, 5), (5, 5), (5, 300)]:
        note = checkpoint(size)
        answer = witness.add_checkpoint(request(old, note))
        assert answer.status == 200
        cosigned = note.with_signatures(parse_signatures(answer.body))
        assert cosigned.signed_by(COSIGNER.vkey) == 1_800_000_000
    restarted = Witness(COSIGNER, tmp_path / "memory", witness.known, witness.clock)
    assert restarted.last(ORIGIN).size == 300


def test_a_wrong_old_size_is_answered_with_the_right_one(witness):
    witness.add_checkpoint(request(0, checkpoint(7)))
    answer = witness.add_checkpoint(request(3, checkpoint(9)))
    assert answer == Answer(409, "7\n", SIZE_TYPE)


def test_an_old_size_beyond_the_checkpoint_is_bad(witness):
    assert witness.add_checkpoint(request(9, checkpoint(7))).status == 400


def test_a_fork_of_the_same_size_is_refused(witness):
    witness.add_checkpoint(request(0, checkpoint(7)))
    assert witness.add_checkpoint(request(7, checkpoint(7, b"!"))).status == 409


@pytest.mark.parametrize("proof", [None, [], [b"\0" * 32]])
def test_a_larger_fork_is_refused_whatever_proof_it_brings(witness, proof):
    witness.add_checkpoint(request(0, checkpoint(7)))
    assert witness.add_checkpoint(request(7, checkpoint(9, b"!"), b"!", proof)).status == 422
    assert witness.last(ORIGIN).size == 7


def test_a_proof_where_none_is_due_is_refused(witness):
    assert witness.add_checkpoint(request(0, checkpoint(7), proof=[b"\0" * 32])).status == 422


def test_an_unknown_log_and_an_unknown_key_are_refused(witness):
    stranger = Signer("ankang.example/other", LOG, Ed25519PrivateKey.generate())
    assert witness.add_checkpoint(request(0, checkpoint(3, signer=stranger))).status == 404
    impostor = Signer(ORIGIN, LOG, Ed25519PrivateKey.generate())
    assert witness.add_checkpoint(request(0, checkpoint(3, signer=impostor))).status == 403


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"old 1",
        b"old 01\n\n" + str(checkpoint(3)).encode(),
        b"old -1\n\n" + str(checkpoint(3)).encode(),
        b"old " + b"9" * 5000 + b"\n\n" + str(checkpoint(3)).encode(),
        b"new 1\n\n" + str(checkpoint(3)).encode(),
        b"old 0\n!!!!\n\n" + str(checkpoint(3)).encode(),
        b"old 0\nAAAA\n\n" + str(checkpoint(3)).encode(),
        b"old 0\n\n" + checkpoint(3).text.encode(),
        b"old 0\n" + b"\n".join([base64.b64encode(b"\0" * 32)] * 64) + b"\n\n" + str(checkpoint(3)).encode(),
        b"old 0\n\n\xff\xfe",
    ],
)
def test_a_malformed_request_is_bad(witness, body):
    assert witness.add_checkpoint(body).status == 400


def test_the_example_request_of_the_specification_is_understood_up_to_its_unknown_log(witness):
    example = (
        "old 20852014\nPlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=\njrJZDmY8Y7SyJE0MWLpLozkIVMSMZcD5kvuKxPC3swk=\n"
        "5+pKlUdi2LeF/BcMHBn+Ku6yhPGNCswZZD1X/6QgPd8=\n/6WVhPs2CwSsb5rYBH5cjHV/wSmA79abXAwhXw3Kj/0=\n\n"
        "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n"
        "— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhc"
        "yv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n"
    )
    assert witness.add_checkpoint(example.encode()).status == 404


def test_the_log_asks_again_with_the_size_the_witness_knows(witness):
    witness.add_checkpoint(request(0, checkpoint(7)))
    signature = ask(witness.add_checkpoint, COSIGNER.vkey, "log", checkpoint(9), reader(), guess=0)
    assert checkpoint(9).with_signatures([signature]).signed_by(COSIGNER.vkey)


@pytest.mark.parametrize(
    ("size", "salt", "code"), [(5, b"", "log.shrunk"), (7, b"!", "log.forked"), (9, b"!", "log.forked")]
)
def test_a_log_that_forked_or_shrank_is_told_so_by_name(witness, size, salt, code):
    witness.add_checkpoint(request(0, checkpoint(7)))
    with pytest.raises(Tampering) as told:
        ask(witness.add_checkpoint, COSIGNER.vkey, "log", checkpoint(size, salt), reader(salt), guess=0)
    assert [f.code for f in told.value.findings] == [code]


@pytest.mark.parametrize(
    "answer",
    [
        Answer(500, "out of order"),
        Answer(409, "many\n", SIZE_TYPE),
        Answer(200, "— someone AAAAAAAA\n"),
        Answer(200, COSIGNER.sign("another text\n", 1).line()),
        Answer(200, ""),
    ],
)
def test_an_answer_that_is_no_cosignature_is_not_accepted(answer):
    with pytest.raises(NoteError):
        ask(lambda _body: answer, COSIGNER.vkey, "log", checkpoint(3), reader(), guess=0)
