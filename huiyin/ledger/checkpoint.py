"""Signed checkpoints and Ed25519, read with the standard library alone.

Hash tree heads: C2SP tlog-checkpoint and signed-note; signatures: RFC 8032. This text is put in
front of the offline verifier (``export.verifier_text``), so it imports nothing of ours.
"""

import base64
from dataclasses import dataclass
from hashlib import sha256, sha512

LINES = 3
DIGEST = 32
KEY_ID = 4


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature line of a note."""

    name: str
    key_id: bytes
    value: bytes


@dataclass(frozen=True, slots=True)
class Note:
    """A checkpoint: ``text`` is what is signed."""

    text: str
    origin: str
    size: int
    root: bytes
    signatures: tuple[Signature, ...]


def read_note(source: str) -> Note:
    """Parse a signed checkpoint; ValueError when it is not exactly one."""
    text, between, signed = source.partition("\n\n")
    lines = text.split("\n")
    if not between or len(lines) < LINES or not source.endswith("\n"):
        raise ValueError("not a signed checkpoint")
    size, root = lines[1], base64.b64decode(lines[2], validate=True)
    if not (size.isascii() and size.isdigit() and str(int(size)) == size) or len(root) != DIGEST:
        raise ValueError("not a checkpoint")
    signatures = []
    for line in signed[:-1].split("\n"):
        dash, name, value = line.split(" ")
        raw = base64.b64decode(value, validate=True)
        if dash != "\u2014" or base64.b64encode(raw).decode() != value or len(raw) <= KEY_ID:
            raise ValueError("not a signature line")
        signatures.append(Signature(name, raw[:KEY_ID], raw[KEY_ID:]))
    return Note(text + "\n", lines[0], int(size), root, tuple(signatures))


def key_id(name: str, public: bytes) -> bytes:
    """The four bytes that name an Ed25519 key in a signed note."""
    return sha256(name.encode() + b"\n\x01" + public).digest()[:KEY_ID]


def read_key(text: str) -> tuple[str, bytes]:
    """Name and public key of ``name+id+base64``; ValueError when it is not one."""
    name, identity, value = text.strip().split("+", 2)
    raw = base64.b64decode(value, validate=True)
    if len(raw) != 1 + DIGEST or raw[0] != 1 or key_id(name, raw[1:]).hex() != identity:
        raise ValueError("not an Ed25519 verifier key")
    return name, raw[1:]


def has_signature(note: Note, verifier_key: str) -> bool:
    """Whether the key signed the note."""
    name, public = read_key(verifier_key)
    wanted = key_id(name, public)
    return any(
        ed25519(public, note.text.encode(), signature.value)
        for signature in note.signatures
        if signature.name == name and signature.key_id == wanted
    )


P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
Point = tuple[int, int, int, int]


def _add(a: Point, b: Point) -> Point:
    s, t = (a[1] - a[0]) * (b[1] - b[0]) % P, (a[1] + a[0]) * (b[1] + b[0]) % P
    c, d = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    e, f, g, h = t - s, d - c, d + c, t + s
    return e * f % P, g * h % P, f * g % P, e * h % P


def _times(scalar: int, point: Point) -> Point:
    result: Point = (0, 1, 1, 0)
    while scalar:
        if scalar & 1:
            result = _add(result, point)
        point, scalar = _add(point, point), scalar >> 1
    return result


def _point(raw: bytes) -> Point | None:
    y = int.from_bytes(raw, "little")
    sign, y = y >> 255, y & (1 << 255) - 1
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    if (x * x - square) % P or (x == 0 and sign):
        return None
    x = P - x if x & 1 != sign else x
    return x, y, 1, x * y % P


_BASE = _point((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


def ed25519(public: bytes, message: bytes, signature: bytes) -> bool:
    """Whether the signature is that key's (RFC 8032, 5.1.7)."""
    if len(public) != DIGEST or len(signature) != 2 * DIGEST or _BASE is None:
        return False
    key, r = _point(public), _point(signature[:32])
    s = int.from_bytes(signature[32:], "little")
    if key is None or r is None or s >= L:
        return False
    k = int.from_bytes(sha512(signature[:32] + public + message).digest(), "little") % L
    a, b = _times(s, _BASE), _add(r, _times(k, key))
    return not ((a[0] * b[2] - b[0] * a[2]) % P or (a[1] * b[2] - b[1] * a[2]) % P)
