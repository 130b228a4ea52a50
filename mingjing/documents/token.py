"""The token (PKCS#11) a bureau signs with, when settings name one: its key never leaves it.

A token lets a process log in once: the session is kept for the process, and opened anew when the token was pulled out.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib import import_module
from typing import Any

from django.conf import settings
from pyhanko.config.pkcs11 import TokenCriteria
from pyhanko.sign import signers

from mingjing.kernel.verdict import Refusal, no

_turn = threading.Lock()
_sessions: dict[tuple[str, str], Any] = {}


def signer() -> signers.Signer:
    """Who signs: key and certificate of that label on the token (`module path|token label|key label`). Raises Refusal
    when the token, its PIN, the key or the library that speaks PKCS#11 is not there."""
    with refusing():
        module, label, key = settings.SIGNING_TOKEN.split("|")
        pkcs11 = import_module("pyhanko.sign.pkcs11")  # only where a token is named
        with _turn:
            session = _kept(pkcs11, module, label)
        return _signer(pkcs11, session, key)


@contextmanager
def refusing() -> Iterator[None]:
    """Whatever the driver of the token says within is one refusal for the officer: drivers fail in ways of their
    own."""
    try:
        yield
    except Refusal:
        raise
    except Exception as why:
        said = f"{type(why).__name__} {why}".strip()
        words = f"无法使用签章密码设备：{said}", f"The signing token cannot be used: {said}"
        raise Refusal(no("documents.token", *words)) from why


def _kept(pkcs11: Any, module: str, label: str) -> Any:
    """The session, alive: one that does not answer is closed and opened anew."""
    session = _sessions.get((module, label))
    if session is not None and not _answers(session):
        forget()
        session = None
    if session is None:
        how = {"token_criteria": TokenCriteria(label), "user_pin": settings.SIGNING_PIN}
        session = _sessions[module, label] = pkcs11.open_pkcs11_session(module, **how)
    return session


def _signer(pkcs11: Any, session: Any, key: str) -> signers.Signer:
    """Key and certificate are looked for now, so that what is missing is told before anything is signed. The digest is
    made here: not every token knows how to make one for itself."""
    found: signers.Signer = pkcs11.PKCS11Signer(session, cert_label=key, key_label=key, use_raw_mechanism=True)
    if found.signing_cert is None:
        raise LookupError(key)
    return found


def _answers(session: Any) -> bool:
    try:
        list(session.get_objects({_label(): "mingjing"}))
    except Exception:  # pulled out, or logged out by its driver
        return False
    return True


def _label() -> Any:
    return import_module("pkcs11").Attribute.LABEL


def forget() -> None:
    """Close what is open; the next signature opens the token anew."""
    for session in _sessions.values():
        with suppress(Exception):  # gone already
            session.close()
    _sessions.clear()
