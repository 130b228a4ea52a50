"""Digital signatures on the final bytes (PAdES), and what they prove when somebody looks."""

import asyncio
import io
from contextlib import closing, nullcontext
from dataclasses import dataclass
from datetime import datetime
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlsplit

from asn1crypto import tsp
from django.conf import settings
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import fields, signers, timestamps, validation
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko_certvalidator import ValidationContext

from mingjing.documents import authority, token
from mingjing.kernel.verdict import Refusal, no

FIELD = "Mingjing"
WAIT_SECONDS = 10


class Stamps(timestamps.TimeStamper):
    """Time stamps (RFC 3161) over HTTP from the authority named in settings."""

    def __init__(self, url: str) -> None:
        self.url = url
        super().__init__()

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        return await asyncio.to_thread(self._asked, req.dump())

    def _asked(self, query: bytes) -> tsp.TimeStampResp:
        to = urlsplit(self.url)
        kind = HTTPSConnection if to.scheme == "https" else HTTPConnection
        try:
            with closing(kind(to.netloc, timeout=WAIT_SECONDS)) as line:
                line.request("POST", to.path or "/", query, {"Content-Type": "application/timestamp-query"})
                return tsp.TimeStampResp.load(line.getresponse().read())
        except (OSError, HTTPException, ValueError) as why:
            said = f"时间戳服务没有应答：{why}", f"The time-stamp authority does not answer: {why}"
            raise Refusal(no("documents.timestamp", *said)) from why


def certify(file: bytes, *, log: str, house: str, reason: str) -> bytes:
    """Sign the whole file for the house: any change afterwards is found. Stamped with the time when an authority is
    named. Raises Refusal when token or authority cannot be reached."""
    about = signers.PdfSignatureMetadata(
        field_name=FIELD, md_algorithm="sha256", subfilter=fields.SigSeedSubFilter.PADES, name=house, reason=reason,
        certify=True, docmdp_permissions=fields.MDPPerm.NO_CHANGES,
    )  # fmt: skip
    stamper = Stamps(settings.TSA_URL) if settings.TSA_URL else None
    signer = signers.PdfSigner(about, signer=authority.signer_of(log, house), timestamper=stamper)
    out = io.BytesIO()
    with token.refusing() if settings.SIGNING_TOKEN else nullcontext():
        signer.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(file)), output=out)
    return out.getvalue()


@dataclass(frozen=True, slots=True)
class Proof:
    """What one signature in a file proves. `whole`: it covers every byte."""

    who: str
    intact: bool
    trusted: bool
    whole: bool
    stamped_at: datetime | None


def proofs(file: bytes) -> list[Proof]:
    """Every signature in the file, checked against the roots we trust. Raises Refusal for what is no readable PDF."""
    store = authority.trusted()
    try:
        found = PdfFileReader(io.BytesIO(file)).embedded_signatures
        return [_proof(one, ValidationContext(trust_roots=list(store), allow_fetching=False)) for one in found]
    except Refusal:
        raise
    except Exception as why:  # a damaged file may break a parser in any way it likes
        raise Refusal(no("documents.file", "文件无法读取。", "The file cannot be read.")) from why


def _proof(signature: EmbeddedPdfSignature, roots: ValidationContext) -> Proof:
    told = validation.validate_pdf_signature(signature, roots)
    stamp = told.timestamp_validity
    return Proof(
        who=told.signing_cert.subject.human_friendly, intact=told.intact and told.valid, trusted=told.trusted,
        whole=told.coverage == validation.SignatureCoverageLevel.ENTIRE_FILE,
        stamped_at=stamp.timestamp if stamp and stamp.intact and stamp.valid else None,
    )  # fmt: skip
