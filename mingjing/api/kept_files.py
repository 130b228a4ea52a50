"""Pictures, signatures and papers, up and down by their SHA-256. An act names bytes by it; whoever sees what names them
may fetch them."""

import base64
import binascii
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema
from pydantic import AfterValidator, Field, StringConstraints

from mingjing.api.performing import log_of
from mingjing.api.rows import Asker
from mingjing.kernel.time import now
from mingjing.kernel.verdict import Refusal, no
from mingjing.media import selectors
from mingjing.media.store import open_bytes, put
from mingjing.media.vocab import BlobKind
from mingjing.webkit.forms import plain

router = Router(tags=["files"])
Digest = Annotated[str, StringConstraints(pattern="^[0-9a-f]{64}$")]
UNREADABLE = no("api.input.base64", "内容不是 Base64。", "The content is not Base64.", field="base64")
SENT = tuple(one.value for one in BlobKind if one is not BlobKind.RECORD)


class File(Schema):
    """The bytes in Base64; `content_type` empty: whatever they are."""

    kind: Annotated[str, AfterValidator(plain), Field(json_schema_extra={"enum": list(SENT)})]
    base64: Annotated[str, Field(max_length=20 * 1024 * 1024)]
    content_type: Annotated[str, Field(max_length=80), AfterValidator(plain)] = ""


@router.post("/files", operation_id="keep_file", summary="Keep bytes; the same bytes give the same name")
def keep(request: HttpRequest, file: File) -> dict[str, Any]:
    asker = Asker.of(request)
    if file.kind not in SENT:
        raise Refusal(no("api.input.enum", "不在可选值之内。", "Not one of the values.", field="kind"))
    try:
        data = base64.b64decode(file.base64, validate=True)
    except (binascii.Error, ValueError) as why:
        raise Refusal(UNREADABLE) from why
    blob = put(data, kind=file.kind, content_type=file.content_type, log=log_of(asker), by=asker.by, at=now())
    return {"sha256": blob.sha256, "size": blob.size, "content_type": blob.content_type}


@router.get("/files/{sha256}", operation_id="fetch_file", summary="The bytes as they were stored",
            openapi_extra={"responses": {200: {"content": {"application/octet-stream": {}}}}})  # fmt: skip
def fetch(request: HttpRequest, sha256: Digest) -> HttpResponse:
    blob = selectors.get(Asker.of(request).officer, sha256)
    answer = HttpResponse(open_bytes(blob), content_type=blob.content_type)
    answer["Content-Disposition"] = f'attachment; filename="{blob.filename}"'
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer
