"""Secrets of other systems that must be read again: kept under a key that is not in the database.

AES-256-GCM (NIST SP 800-38D) under a key derived from ``SECRET_KEY`` and the purpose (RFC 5869). A
database that is copied gives none of them away; a new ``SECRET_KEY`` makes all of them unreadable.
"""

import base64
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

_NONCE = 12


class Unreadable(Exception):
    """What is kept cannot be opened: another ``SECRET_KEY``, another purpose, or damaged."""


def lock(text: str, *, purpose: str) -> str:
    """``text`` so that only ``unlock`` with the same ``purpose`` reads it; printable."""
    nonce = secrets.token_bytes(_NONCE)
    sealed = AESGCM(_key(purpose)).encrypt(nonce, text.encode(), None)
    return base64.b64encode(nonce + sealed).decode()


def unlock(kept: str, *, purpose: str) -> str:
    """What was locked; ``Unreadable`` when it cannot be had."""
    try:
        raw = base64.b64decode(kept, validate=True)
        return AESGCM(_key(purpose)).decrypt(raw[:_NONCE], raw[_NONCE:], None).decode()
    except (InvalidTag, ValueError) as fault:
        raise Unreadable(purpose) from fault


def _key(purpose: str) -> bytes:
    info = f"huiyin.kit.vault:{purpose}".encode()
    return HKDF(SHA256(), 32, None, info).derive(settings.SECRET_KEY.encode())
