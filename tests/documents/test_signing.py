"""Signatures by hand and digital ones: seen where they belong, valid for other programs, broken by one byte."""

import io
import subprocess
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from PIL import Image, ImageDraw

from mingjing.documents import authority, certifying
from mingjing.documents.actions import instrument, signing
from mingjing.documents.certifying import proofs
from mingjing.documents.places import all_places, places_of
from mingjing.kernel.time import now
from mingjing.kernel.verdict import Refusal
from mingjing.ledger.models import Entry
from mingjing.media.models import Blob
from mingjing.media.store import open_bytes
from tests.documents.conftest import APPROVAL
from tests.documents.reading import text_of

pytestmark = pytest.mark.django_db
STROKES = [[[0, 0, 0, 0.5], [60, 40, 20, 0.6], [120, 0, 40, 0.4]], [[30, 60, 60, 0.5]]]


@pytest.fixture(autouse=True)
def _keys(settings, tmp_path):
    settings.KEY_STORE = tmp_path / "keys"
    settings.SEAL_STORE = tmp_path / "seals"
    settings.TSA_URL = settings.SIGNING_TOKEN = ""
    authority._own.cache_clear()


@pytest.fixture
def final(draft, officer):
    items = [{"name": "手机", "quantity": "1部", "marks": "黑色", "note": ""}]
    made = draft("seizure_list", holder="张伟", seized_at="2026-11-20T02:30:00+00:00", items=items)
    return instrument.finalise(made.pk, by=officer.acting(), at=now(), approval=APPROVAL)


def file_of(made) -> bytes:
    return open_bytes(Blob.objects.get(pk=made.sha256))


def pixels(pdf: bytes, tmp_path, page=1) -> Image.Image:
    (tmp_path / "x.pdf").write_bytes(pdf)
    how = ["pdftoppm", "-r", "72", "-f", str(page), "-l", str(page), "-png", "-singlefile"]
    subprocess.run([*how, tmp_path / "x.pdf", tmp_path / "x"], check=True)
    return Image.open(tmp_path / "x.png").convert("L")


def dark(picture, place) -> int:
    box = (int(place.x), int(place.y), int(place.x + place.width), int(place.y + place.height))
    return sum(1 for p in picture.crop(box).tobytes() if p < 128)


def test_a_signature_is_drawn_at_its_place_on_every_copy(final, officer, tmp_path):
    before = file_of(final)
    ink = signing.sign(final.pk, by=officer.acting(), at=now(), place="holder", name="张伟", strokes=STROKES)
    final.refresh_from_db()
    after = file_of(final)
    assert after.startswith(before)
    assert ink.strokes == STROKES
    places = places_of(final, "holder")
    assert [p.part for p in places] == ["file", "original", "copy"]
    for place in places:
        old, new = pixels(before, tmp_path, place.page), pixels(after, tmp_path, place.page)
        assert dark(new, place) > dark(old, place) + 40
        other = next(p for p in places_of(final, "witness") if p.page == place.page)
        assert dark(new, other) == dark(old, other)
    assert text_of(after) == text_of(before)
    entry = Entry.objects.about(final.ref).get(tag="documents.instrument.inked")
    assert entry.actor_name == officer.name


def test_a_fingerprint_is_a_picture(final, officer, tmp_path):
    print_ = Image.new("RGB", (300, 300), "white")
    ImageDraw.Draw(print_).ellipse((40, 20, 260, 280), fill=(170, 20, 20))
    out = io.BytesIO()
    print_.save(out, "PNG")
    ink = signing.sign(final.pk, by=officer.acting(), at=now(), place="holder", name="张伟", picture=out.getvalue())
    final.refresh_from_db()
    assert Blob.objects.get(pk=ink.blob).content_type == "image/png"
    place = places_of(final, "holder")[0]
    assert dark(pixels(file_of(final), tmp_path, place.page), place) > 200


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({"place": "nobody", "name": "张伟", "strokes": STROKES}, "documents.place"),
        ({"place": "holder", "name": " ", "strokes": STROKES}, "documents.name"),
        ({"place": "holder", "name": "张伟"}, "documents.ink"),
        ({"place": "holder", "name": "张伟", "strokes": STROKES, "picture": b"x"}, "documents.ink"),
    ],
)
def test_what_cannot_be_signed_is_refused(final, officer, told, code):
    with pytest.raises(Refusal) as why:
        signing.sign(final.pk, by=officer.acting(), at=now(), **told)
    assert code in {v.code for v in why.value.verdicts}


def test_only_a_final_one_is_signed(draft, officer):
    with pytest.raises(Refusal) as why:
        signing.certify(draft().pk, by=officer.acting(), at=now())
    assert why.value.code == "instrument.state.sign"


def test_a_digital_signature_holds_and_one_changed_byte_is_found(final, officer, settings, tmp_path):
    signing.sign(final.pk, by=officer.acting(), at=now(), place="holder", name="张伟", strokes=STROKES)
    signed = file_of(signing.certify(final.pk, by=officer.acting(), at=now()))
    [proof] = proofs(signed)
    assert (proof.intact, proof.trusted, proof.whole, proof.stamped_at) == (True, True, True, None)
    assert "汉阴县公安局" in proof.who
    for at in (2000, len(signed) // 3):
        changed = bytearray(signed)
        changed[at] ^= 1
        assert not holds(bytes(changed))
    assert by_poppler(signed, tmp_path) == ["Signature is Valid."]
    assert by_openssl(signed, settings, tmp_path) == (True, False)


def holds(file: bytes) -> bool:
    """Whether it can be read and every signature in it stands."""
    try:
        return all(p.intact for p in proofs(file))
    except Refusal:
        return False


def by_poppler(signed, tmp_path):
    (tmp_path / "signed.pdf").write_bytes(signed)
    done = subprocess.run(["pdfsig", "-nocert", tmp_path / "signed.pdf"], capture_output=True, text=True, check=False)
    return [line.partition(": ")[2].strip() for line in done.stdout.splitlines() if "Signature Validation" in line]


def by_openssl(signed, settings, tmp_path):
    """Whether the signature over these bytes is good by OpenSSL alone, and over the bytes with one changed."""
    start = signed.index(b"/ByteRange")
    numbers = [int(n) for n in signed[start : signed.index(b"]", start)].split(b"[")[1].split()]
    covered = signed[numbers[0] : numbers[0] + numbers[1]] + signed[numbers[2] : numbers[2] + numbers[3]]
    hole = signed[numbers[1] : numbers[2]].strip(b"<>")
    (tmp_path / "sig.der").write_bytes(bytes.fromhex(hole.decode()).rstrip(b"\0") + b"\0" * 2)
    root = settings.KEY_STORE / "documents" / "root.cert.pem"
    answers = []
    for n, data in enumerate((covered, covered[:500] + b"?" + covered[501:])):
        (tmp_path / f"data{n}").write_bytes(data)
        line = ["openssl", "cms", "-verify", "-inform", "DER", "-in", "sig.der", "-content", f"data{n}", "-binary"]
        done = subprocess.run(
            [*line, "-CAfile", root, "-purpose", "any", "-out", "/dev/null"],
            cwd=tmp_path,
            capture_output=True,
            check=False,
        )
        answers.append(done.returncode == 0)
    return tuple(answers)


def test_nothing_is_put_on_a_signed_file(final, officer):
    signing.certify(final.pk, by=officer.acting(), at=now())
    for act in (
        lambda: signing.sign(final.pk, by=officer.acting(), at=now(), place="holder", name="张", strokes=STROKES),
        lambda: signing.certify(final.pk, by=officer.acting(), at=now()),
    ):
        with pytest.raises(Refusal) as why:
            act()
        assert why.value.code == "documents.certified"


def test_the_seal_of_the_bureau_is_pressed_where_the_date_stands(final, officer, settings, tmp_path):
    settings.SEAL_STORE.mkdir()
    seal = Image.new("RGBA", (400, 400), (0, 0, 0, 0))
    ImageDraw.Draw(seal).ellipse((10, 10, 390, 390), outline=(200, 0, 0, 255), width=24)
    seal.save(settings.SEAL_STORE / "610921000000.png")
    places = [p for p in all_places(final) if p.kind == "seal"]
    before = file_of(final)
    after = file_of(signing.certify(final.pk, by=officer.acting(), at=now()))
    assert [p.part for p in places] == ["file", "original", "copy"]
    for place in places:
        old, new = pixels(before, tmp_path, place.page), pixels(after, tmp_path, place.page)
        assert dark(new, place) > dark(old, place) + 200
    assert proofs(after)[0].intact


def test_keys_are_kept_from_others(final, officer, settings):
    signing.certify(final.pk, by=officer.acting(), at=now())
    folder = settings.KEY_STORE / "documents"
    assert {p.name for p in folder.iterdir()} == {
        "root.key.pem", "root.cert.pem", "610921-centre.key.pem", "610921-centre.cert.pem"
    }  # fmt: skip
    assert {p.stat().st_mode & 0o777 for p in folder.iterdir()} == {0o600}


# --- time stamps, from an authority made here ----------------------------------------------------------------------

CONF = """
[tsa]
default_tsa = one
[one]
serial = {folder}/serial
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
crypto_device = builtin
signer_cert = {folder}/tsa.pem
signer_key = {folder}/tsa.key
ess_cert_id_chain = no
ess_cert_id_alg = sha256
"""


@pytest.fixture
def tsa(tmp_path, settings):
    """A time-stamp authority on this machine: OpenSSL behind thirty lines of HTTP."""
    folder = tmp_path / "tsa"
    folder.mkdir()
    (folder / "serial").write_text("01\n")
    (folder / "conf").write_text(CONF.format(folder=folder))
    (folder / "ext").write_text("extendedKeyUsage=critical,timeStamping\n")
    run = lambda *line: subprocess.run(["openssl", *line], cwd=folder, check=True, capture_output=True)  # noqa: E731
    run("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "ca.key", "-out", "ca.pem", "-subj", "/CN=TSA root")
    run("req", "-newkey", "rsa:2048", "-nodes", "-keyout", "tsa.key", "-out", "tsa.csr", "-subj", "/CN=TSA")
    run("x509", "-req", "-in", "tsa.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-extfile", "ext", "-out", "tsa.pem")

    class Answering(BaseHTTPRequestHandler):
        def do_POST(self):
            (folder / "q").write_bytes(self.rfile.read(int(self.headers["Content-Length"])))
            run("ts", "-reply", "-config", "conf", "-section", "one", "-queryfile", "q", "-out", "r")
            self.send_response(200)
            self.end_headers()
            self.wfile.write((folder / "r").read_bytes())

        def log_message(self, *args):
            pass

    server = HTTPServer(("127.0.0.1", 0), Answering)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    (settings.KEY_STORE / "documents").mkdir(parents=True)
    (settings.KEY_STORE / "documents" / "tsa.root.cert.pem").write_bytes((folder / "ca.pem").read_bytes())
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()


def test_an_authority_stamps_the_time(final, officer, settings, tsa):
    settings.TSA_URL = tsa
    [proof] = proofs(file_of(signing.certify(final.pk, by=officer.acting(), at=now())))
    assert proof.intact
    assert abs((proof.stamped_at - now()).total_seconds()) < 120


def test_an_authority_that_does_not_answer_is_told_and_nothing_is_written(final, officer, settings):
    settings.TSA_URL = "http://127.0.0.1:9/"
    with pytest.raises(Refusal) as why:
        signing.certify(final.pk, by=officer.acting(), at=now())
    assert why.value.code == "documents.timestamp"
    assert not final.files.filter(kind="certified").exists()


def test_a_token_that_is_not_there_is_told(final, officer, settings):
    settings.SIGNING_TOKEN, settings.SIGNING_PIN = "/nowhere/token.so|label|key", ""
    with pytest.raises(Refusal) as why:
        signing.certify(final.pk, by=officer.acting(), at=now())
    assert why.value.code == "documents.token"


def test_a_file_that_is_no_pdf_is_told():
    with pytest.raises(Refusal) as why:
        certifying.proofs(b"%PDF-1.7 nothing")
    assert why.value.code == "documents.file"
