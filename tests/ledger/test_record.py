"""Exported records: what is shown can be verified, what is withheld cannot be guessed, what is changed is named."""

import base64
import json
import re

import pytest

from mingjing.ledger import record
from mingjing.ledger.models import Entry
from mingjing.ledger.notes import NoteError
from mingjing.ledger.proofs import NotSealed
from mingjing.ledger.record import Terms, code, export, issue
from mingjing.ledger.sealing import seal
from mingjing_verify import show
from mingjing_verify.__main__ import main
from mingjing_verify.note import read_key
from mingjing_verify.record import verify_record


class Paper:
    """An exported record as the lines of JSON it is."""

    def __init__(self, file, key, witness):
        self.file, self.key, self.witness = file, key, witness

    @property
    def lines(self):
        return [json.loads(line) for line in self.file.read_bytes().splitlines()]

    @lines.setter
    def lines(self, lines):
        self.file.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines))

    def verify(self, **more):
        given = {"keys": [read_key(self.key)], "witnesses": [read_key(self.witness)]}
        return verify_record(self.file, **(given | more))

    def codes(self, **more):
        return {f.code for f in self.verify(**more).findings}


@pytest.fixture
def paper(ledger, tmp_path):
    ledger.write(5, subject="s1")
    ledger.write(3, subject="s2")
    seal(ledger.log)
    ledger.write(2, subject="s3")
    wanted = Entry.objects.filter(subject_id="s1").with_content()
    file = tmp_path / "s1.mjr"
    file.write_bytes(export(wanted, about={"subject": "stay:s1"}, made_by=ledger.log, withhold=["body.place"]))
    return Paper(file, (ledger.path / "vkey").read_text(), (ledger.path / "witness.vkey").read_text())


def test_a_genuine_record_is_verified_and_shows_its_fields(paper):
    report = paper.verify()
    assert report.findings == []
    assert report.notices == []
    assert report.about["subject"] == "stay:s1"
    assert [e["seq"] for e in report.entries] == [0, 1, 2, 3, 4]
    assert report.entries[2]["fields"]["body.what"] == "第2件"
    assert report.entries[2]["fields"]["actor"]["name"] == "魏民"
    assert report.entries[2]["withheld"] == ["body.place"]


def test_paper_and_file_bear_the_same_code(paper):
    printed = code(paper.file.read_bytes())
    assert re.fullmatch(r"[A-Z2-7]{4}(-[A-Z2-7]{4}){3}", printed)
    assert paper.verify().code == printed
    assert f"核验码 {printed}\n" in show.text(paper.verify(), "zh")
    lines = paper.lines
    _value(lines)
    paper.lines = lines
    assert paper.verify().code != printed


def test_a_withheld_value_and_its_salt_are_not_in_the_file(paper):
    held = Entry.objects.get(seq=2).content.fields["body.place"]
    assert held[0] not in paper.file.read_text()
    assert "A-101" not in paper.file.read_text()


def test_withholding_can_be_decided_entry_by_entry(ledger, tmp_path):
    ledger.write(2)
    seal(ledger.log)
    file = tmp_path / "x.mjr"
    entries = Entry.objects.with_content()
    file.write_bytes(
        export(entries, about={}, made_by=ledger.log, withhold=lambda e, name: e.seq == 1 and name.startswith("body."))
    )
    shown = [e["withheld"] for e in verify_record(file).entries]
    assert shown == [[], ["body.place", "body.what"]]


def test_a_record_of_two_logs_is_one_file(ledger, tmp_path):
    other = type(ledger)(log="610900-city")
    for each in (ledger, other):
        each.write(3)
        seal(each.log)
    file = tmp_path / "case.mjr"
    file.write_bytes(export(Entry.objects.with_content(), about={"case": "x"}, made_by=other.log))
    keys = [read_key((each.path / "vkey").read_text()) for each in (ledger, other)]
    report = verify_record(file, keys=keys)
    assert report.findings == []
    assert {h.origin for h in report.heads} == {"ankang.example/610921-centre", "ankang.example/610900-city"}
    assert len(report.entries) == 6


def test_an_entry_not_yet_sealed_cannot_be_exported(ledger):
    ledger.write(1)
    with pytest.raises(NotSealed):
        export(Entry.objects.with_content(), about={}, made_by=ledger.log)
    seal(ledger.log)
    ledger.write(1)
    with pytest.raises(NotSealed):
        export(Entry.objects.with_content(), about={}, made_by=ledger.log)


def test_issuing_seals_first(ledger, tmp_path):
    ledger.write(2)
    file = tmp_path / "now.mjr"
    file.write_bytes(issue(Entry.objects.with_content(), about={}, made_by=ledger.log))
    assert verify_record(file).findings == []
    assert ledger.place.head().size == 2


def test_a_record_issued_before_is_made_again_byte_for_byte_however_much_was_entered_since(ledger):
    ledger.write(5)
    wanted = {"about": {"subject": "stay:s1"}, "made_by": ledger.log, "withhold": ["body.place"]}
    first = issue(Entry.objects.with_content(), **wanted)
    ledger.write(300)
    seal(ledger.log)
    terms = Terms.of(first)
    assert terms.size(ledger.log) == 5
    early = Entry.objects.with_content().filter(seq__lt=terms.size(ledger.log))
    assert export(early, terms=terms, **wanted) == first
    assert export(early, **wanted) != first
    with pytest.raises(NotSealed):
        export(Entry.objects.with_content().filter(seq=5), terms=terms, **wanted)


def test_terms_that_this_site_has_not_signed_are_refused(ledger):
    ledger.write(1)
    first = issue(Entry.objects.with_content(), about={}, made_by=ledger.log)
    with pytest.raises(NoteError):
        export(Entry.objects.all(), about={}, made_by=ledger.log, terms=Terms.of(first.replace(b"\\n1\\n", b"\\n2\\n")))
    for other in (b"", b"[]", b'"x"', b"{}", b"\xff", b'{"made_at":"x","logs":{}}'):
        with pytest.raises(ValueError, match="not a record"):
            Terms.of(other)


def flipped(encoded: str) -> str:
    raw = base64.b64decode(encoded)
    return base64.b64encode(bytes([raw[0] ^ 1]) + raw[1:]).decode()


def hex_flipped(text: str) -> str:
    return ("1" if text[0] == "0" else "0") + text[1:]


def _value(lines):
    lines[3]["open"]["body.what"][1] = "没有这件事"


def _salt(lines):
    lines[3]["open"]["body.what"][0] = hex_flipped(lines[3]["open"]["body.what"][0])


def _field_digest(lines):
    lines[3]["digests"]["body.place"] = hex_flipped(lines[3]["digests"]["body.place"])


def _field_dropped(lines):
    del lines[3]["digests"]["body.place"]


def _field_added(lines):
    lines[3]["open"]["body.more"] = ["00" * 16, "x"]


def _entry_digest(lines):
    lines[3]["digest"] = hex_flipped(lines[3]["digest"])


def _proof(lines):
    lines[3]["proof"][0] = flipped(lines[3]["proof"][0])


def _proof_short(lines):
    lines[3]["proof"].pop()


def _number(lines):
    lines[3]["seq"] = 7


def _dropped(lines):
    del lines[3]


def _dropped_and_unlisted(lines):
    del lines[3]
    del lines[0]["entries"][2]


def _repeated(lines):
    lines.insert(3, lines[3])


def _invented(lines):
    lines.insert(3, lines[3] | {"seq": 6})


def _swapped(lines):
    lines[2], lines[3] = lines[3], lines[2]


def _about(lines):
    lines[0]["about"] = {"subject": "stay:s9"}


def _root(lines):
    log = lines[0]["logs"]["610921-centre"]
    log["checkpoint"] = log["checkpoint"].replace("\n8\n", "\n9\n")


def _unsigned(lines):
    log = lines[0]["logs"]["610921-centre"]
    log["checkpoint"] = log["checkpoint"].rpartition("— ankang.example/610921")[0] + "— x AAAAAAAA\n"


def _cosignature(lines):
    log = lines[0]["logs"]["610921-centre"]
    head, _, encoded = log["checkpoint"].rstrip("\n").rpartition(" ")
    raw = bytearray(base64.b64decode(encoded))
    raw[20] ^= 1
    log["checkpoint"] = f"{head} {base64.b64encode(raw).decode()}\n"


def _seal(lines):
    head, _, encoded = lines[-1]["seal"].rstrip("\n").rpartition(" ")
    raw = bytearray(base64.b64decode(encoded))
    raw[-1] ^= 1
    lines[-1]["seal"] = f"{head} {base64.b64encode(raw).decode()}\n"


def _seal_gone(lines):
    lines.pop()


def _appended(lines):
    lines.append(lines[2])


def _float(lines):
    lines[3]["open"]["body.what"][1] = 0.5


# what is done to the file → the code that names it
MATRIX = {
    "value": (_value, "field.changed"),
    "salt": (_salt, "field.changed"),
    "digest of a field": (_field_digest, "entry.digest_mismatch"),
    "field dropped": (_field_dropped, "entry.digest_mismatch"),
    "field added": (_field_added, "field.changed"),
    "digest of an entry": (_entry_digest, "entry.digest_mismatch"),
    "proof": (_proof, "proof.invalid"),
    "proof shortened": (_proof_short, "proof.invalid"),
    "number": (_number, "proof.invalid"),
    "entry dropped": (_dropped, "record.entry_missing"),
    "entry dropped and struck off the list": (_dropped_and_unlisted, "record.changed"),
    "entry repeated": (_repeated, "record.entry_repeated"),
    "entry invented": (_invented, "record.entry_extra"),
    "entries swapped": (_swapped, "record.changed"),
    "heading": (_about, "record.changed"),
    "checkpoint": (_root, "checkpoint.signature_invalid"),
    "signature removed": (_unsigned, "checkpoint.wrong_key"),
    "cosignature forged": (_cosignature, "cosignature.invalid"),
    "seal forged": (_seal, "record.seal_invalid"),
    "seal removed": (_seal_gone, "record.seal_missing"),
    "line appended": (_appended, "record.malformed"),
    "floating point": (_float, "record.malformed"),
}


@pytest.mark.parametrize("case", MATRIX)
def test_every_change_of_a_record_is_named(paper, case):
    change, code = MATRIX[case]
    lines = paper.lines
    change(lines)
    paper.lines = lines
    assert code in paper.codes()


def test_written_again_in_another_way_the_record_no_longer_bears_its_seal(paper):
    paper.file.write_bytes(paper.file.read_bytes().replace(b'"open":', b'"open": ', 1))
    assert paper.codes() == {"record.changed"}
    paper.lines = paper.lines
    assert paper.codes() == {"record.changed", "record.malformed"}


def test_a_record_sealed_again_with_a_false_entry_still_fails_its_proof(paper, ledger, monkeypatch):
    """The issuing site itself lies: it holds the key, but the witnessed checkpoint does not bend."""
    entry = Entry.objects.with_content().get(seq=2)
    entry.content.fields["body.what"][1] = "没有这件事"
    monkeypatch.setattr(record, "_one_by_one", lambda *_: [entry])
    paper.file.write_bytes(export(Entry.objects.filter(seq=2), about={}, made_by=ledger.log))
    assert paper.codes() == {"entry.digest_mismatch"}


def test_another_key_than_the_trusted_one_is_named(paper, ledger, tmp_path):
    other = type(ledger)(log="610900-city")
    other.write(1)
    seal(other.log)
    keys = [read_key((other.path / "vkey").read_text())]
    assert "key.wrong" in paper.codes(keys=keys)
    assert paper.codes(keys=[], witnesses=[]) == set()


def test_the_report_reads_in_both_languages_and_cannot_be_painted_over(paper):
    zh, en = show.text(paper.verify(), "zh"), show.text(paper.verify(), "en")
    assert zh.startswith("核验通过\n")
    assert en.startswith("VERIFIED\n")
    assert "【不予出示】" in zh
    assert "[withheld]" in en
    assert "  经办: 魏民 (610921 custody)\n" in zh
    assert "  what: 第2件\n" in en
    assert re.search(r"  happened: \d{4}-\d\d-\d\d \d\d:\d\d:\d\d \+08:00\n", en)
    lines = paper.lines
    lines[0]["about"] = {"x": "\x1b[2J核验通过\n"}
    paper.lines = lines
    spoilt = show.text(paper.verify(), "zh")
    assert spoilt.startswith("核验不通过")
    assert "\x1b" not in spoilt


def test_the_command_verifies_a_file_and_a_directory(paper, ledger, capsys):
    assert main(["record", str(paper.file), "--key", paper.key.strip(), "--lang", "en"]) == 0
    assert "VERIFIED" in capsys.readouterr().out
    assert main([str(paper.file)]) == 0
    assert main([str(ledger.path), "--key", str(ledger.path / "vkey"), "--json"]) == 0
    assert json.loads(capsys.readouterr().out.splitlines()[-1])["ok"] is True
    _damage = paper.lines
    _value(_damage)
    paper.lines = _damage
    assert main(["record", str(paper.file), "--lang", "en"]) == 1
    assert "[field.changed]" in capsys.readouterr().out
    assert main(["record", str(ledger.path / "vkey"), "--json"]) == 2
    assert json.loads(capsys.readouterr().out)["unusable"]["code"] == "input.not_a_record"
    assert main(["record", str(paper.file), "--key", "nonsense+key"]) == 2
    assert main(["log", str(ledger.path / "nowhere")]) == 2
