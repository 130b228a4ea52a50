"""The one address bytes are served from."""

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from mingjing.media import selectors
from mingjing.media.models import Blob
from mingjing.media.pictures import small
from mingjing.media.store import open_bytes
from mingjing.org.guard import open_to_all_officers


@open_to_all_officers  # which bytes: decided per blob by the things that name it
@require_safe
def whole(request: HttpRequest, sha256: str) -> HttpResponse:
    """The bytes as they were stored."""
    blob = selectors.get(request.user, sha256)
    if _known(request, blob.sha256):
        return _shut(HttpResponse(status=304), blob, blob.sha256)
    return _shut(HttpResponse(open_bytes(blob), content_type=blob.content_type), blob, blob.sha256)


@open_to_all_officers  # as above
@require_safe
def reduced(request: HttpRequest, sha256: str) -> HttpResponse:
    """A small upright JPEG without metadata; a drawing is small as it is; a paper has none and answers 404."""
    blob = selectors.get(request.user, sha256)
    mark = f"{blob.sha256}-small"
    if blob.width is None:
        return whole(request, sha256) if blob.is_image else HttpResponse(status=404)
    if _known(request, mark):
        return _shut(HttpResponse(status=304), blob, mark)
    return _shut(HttpResponse(small(open_bytes(blob)), content_type="image/jpeg"), blob, mark)


def _known(request: HttpRequest, mark: str) -> bool:
    return f'"{mark}"' in request.headers.get("If-None-Match", "")


def _shut(response: HttpResponse, blob: Blob, mark: str) -> HttpResponse:
    """Headers that let the bytes be looked at and nothing else: never run, framed, shared or taken for another type.

    The browser may keep them but asks each time (`no-cache`): who may see can change, the bytes cannot.
    """
    how = "inline" if blob.is_image else "attachment"
    response["Content-Disposition"] = f'{how}; filename="{blob.filename}"'
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, no-cache"
    response["ETag"] = f'"{mark}"'
    patch_vary_headers(response, ["Cookie"])
    return response
