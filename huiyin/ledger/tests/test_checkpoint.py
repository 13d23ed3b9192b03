"""Notes and signatures: our reading against a library's, and against RFC 8032."""

import base64
import stat
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from huiyin.ledger import checkpoint, notes

ROOT = bytes(range(32))

RFC_8032 = [
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    ),
]


@pytest.mark.parametrize(("public", "message", "signature"), RFC_8032)
def test_ed25519_of_rfc_8032(public: str, message: str, signature: str) -> None:
    key, text, signed = map(bytes.fromhex, (public, message, signature))
    assert checkpoint.ed25519(key, text, signed)
    assert not checkpoint.ed25519(key, text + b"x", signed)


@settings(max_examples=20)
@given(st.binary(min_size=32, max_size=32), st.binary(max_size=80), st.integers(0, 511))
def test_ed25519_agrees_with_the_library(seed: bytes, message: bytes, bit: int) -> None:
    key = Ed25519PrivateKey.from_private_bytes(seed)
    public, signature = key.public_key().public_bytes_raw(), key.sign(message)
    assert checkpoint.ed25519(public, message, signature)
    flipped = bytearray(signature)
    flipped[bit // 8] ^= 1 << bit % 8
    assert not checkpoint.ed25519(public, message, bytes(flipped))


def test_points_that_are_none_are_refused() -> None:
    assert not checkpoint.ed25519(b"\xff" * 32, b"", b"\0" * 64)
    assert not checkpoint.ed25519(b"\x02" + b"\0" * 31, b"", b"\0" * 64)
    assert not checkpoint.ed25519(b"short", b"", b"\0" * 64)


def test_a_note_is_read_back_and_its_key_known() -> None:
    signer = notes.signer()
    note = checkpoint.read_note(signer.sign(7, ROOT))
    assert (note.origin, note.size, note.root) == (signer.origin, 7, ROOT)
    assert checkpoint.has_signature(note, signer.verifier_key)
    assert notes.is_signed(note, (signer.verifier_key,))
    name, public = checkpoint.read_key(signer.verifier_key)
    assert (name, public) == (signer.origin, signer.public)


def test_a_changed_note_is_not_signed() -> None:
    signer = notes.signer()
    note = checkpoint.read_note(signer.sign(7, ROOT).replace("\n7\n", "\n8\n"))
    assert not checkpoint.has_signature(note, signer.verifier_key)
    assert not notes.is_signed(note, (signer.verifier_key,))
    assert not notes.is_signed(note, ())


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a\n1\n\n",
        "origin\n07\n" + base64.b64encode(ROOT).decode() + "\n\n\u2014 origin AAAAAAAA\n",
        "origin\n7\nAAAA\n\n\u2014 origin AAAAAAAA\n",
        "origin\n7\n" + base64.b64encode(ROOT).decode() + "\n\n- origin AAAAAAAA\n",
        "origin\n7\n" + base64.b64encode(ROOT).decode() + "\n\n\u2014 origin AAAAAAAA",
    ],
)
def test_what_is_not_a_signed_checkpoint_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        checkpoint.read_note(text)


def test_what_is_not_a_key_is_refused() -> None:
    name, identity, value = notes.signer().verifier_key.split("+", 2)
    with pytest.raises(ValueError, match="verifier key"):
        checkpoint.read_key(f"{name}2+{identity}+{value}")


def test_the_key_is_made_once_and_only_its_owner_may_read(ledger_home: Path) -> None:
    first = notes.signer().public
    assert notes.signer().public == first
    assert stat.S_IMODE((ledger_home / "ledger.key").stat().st_mode) == 0o600
    assert [file.name for file in ledger_home.iterdir()] == ["ledger.key"]
