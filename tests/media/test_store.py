"""Bytes are kept once, whole, verified, and only of the kinds allowed."""

import hashlib
import stat

import pytest
from hypothesis import HealthCheck, given, settings as hypothesis_settings
from hypothesis import strategies as some
from PIL import Image

from mingjing.kernel.time import now
from mingjing.kernel.verdict import Refusal
from mingjing.ledger.models import Entry
from mingjing.media import files, pictures, rules, store
from mingjing.media.models import Blob
from mingjing.media.vocab import BlobKind

from .conftest import picture

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def put(data, by, kind=BlobKind.PHOTOGRAPH, content_type=""):
    return store.put(data, kind=kind, content_type=content_type, log="610921-centre", by=by, at=now())
