"""Signed checkpoints: the C2SP ``tlog-checkpoint`` text in a C2SP ``signed-note``, Ed25519."""

import base64
import os
import secrets
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings

from huiyin.ledger.checkpoint import Note, key_id, read_key

ALGORITHM = b"\x01"


@dataclass(frozen=True, slots=True)
class Signer:
    """The key of one record, by its origin (also the key's name)."""

    origin: str
    key: Ed25519PrivateKey

    @property
    def public(self) -> bytes:
        """The 32 bytes of the public key."""
        return self.key.public_key().public_bytes_raw()

    @property
    def verifier_key(self) -> str:
        """``name+id+base64`` as ``signed-note`` writes public keys; safe to show to anyone."""
        keyed = base64.b64encode(ALGORITHM + self.public).decode()
        return f"{self.origin}+{key_id(self.origin, self.public).hex()}+{keyed}"

    def sign(self, size: int, root: bytes) -> str:
        """The note for a tree. Ed25519 is deterministic: the same tree gives the same note."""
        text = f"{self.origin}\n{size}\n{base64.b64encode(root).decode()}\n"
        signed = key_id(self.origin, self.public) + self.key.sign(text.encode())
        return f"{text}\n\u2014 {self.origin} {base64.b64encode(signed).decode()}\n"


def signer() -> Signer:
    """The signer of this machine; its key (0600) is made at the first call."""
    return _signer(Path(settings.LEDGER_KEY_FILE), settings.LEDGER_ORIGIN)


def is_signed(note: Note, verifier_keys: tuple[str, ...]) -> bool:
    """Whether one of the keys signed this note under its own name."""
    for text in verifier_keys:
        name, public = read_key(text)
        wanted = key_id(name, public)
        for signature in note.signatures:
            if signature.name == name and signature.key_id == wanted:
                try:
                    _public_key(public).verify(signature.value, note.text.encode())
                except InvalidSignature:
                    continue
                return True
    return False


@lru_cache(maxsize=8)
def _public_key(raw: bytes) -> Ed25519PublicKey:
    return Ed25519PublicKey.from_public_bytes(raw)


@lru_cache(maxsize=8)
def _signer(file: Path, origin: str) -> Signer:
    if not file.exists():
        _make_key(file)
    key = serialization.load_pem_private_key(file.read_bytes(), password=None)
    if not isinstance(key, Ed25519PrivateKey):
        raise TypeError(f"{file} is not an Ed25519 key")
    return Signer(origin, key)


def _make_key(file: Path) -> None:
    """Write beside and link: a crash leaves no half key, a race leaves one winner."""
    file.parent.mkdir(parents=True, exist_ok=True)
    fresh = file.with_name(f"{file.name}.{secrets.token_hex(4)}")
    pem = Ed25519PrivateKey.generate().private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as out:
        out.write(pem)
        out.flush()
        os.fsync(out.fileno())
    try:
        os.link(fresh, file)
    except FileExistsError:
        pass
    finally:
        fresh.unlink()
