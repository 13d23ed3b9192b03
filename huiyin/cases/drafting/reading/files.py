"""A file that was brought becomes text. DOCX and PDF are opened in a process of their own."""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import PurePath

from huiyin.cases.drafting.reading.refusal import Unreadable
from huiyin.cases.drafting.reading.texts import decode

LARGEST_FILE = 20 * 2**20
"""Bytes of a file."""
LARGEST_TEXT = 400_000
"""Characters of its text."""
SECONDS = 40
_TEXTS = (".txt", ".md", ".text")
_OPENED = {".docx": "docx", ".pdf": "pdf"}
_CHILD = "huiyin.cases.drafting.reading.child"


@dataclass(frozen=True, slots=True)
class Brought:
    """The text of a file; ``without_text`` are pages that are pictures only (need OCR)."""

    text: str
    kind: str
    without_text: tuple[int, ...] = ()


def read_file(name: str, data: bytes) -> Brought:
    """The text of the file ``name``; ``Unreadable`` says what is wrong with it."""
    if len(data) > LARGEST_FILE:
        raise Unreadable("large")
    ending = PurePath(name).suffix.lower()
    if ending in _TEXTS:
        return _checked(Brought(decode(data), "txt"))
    if ending not in _OPENED:
        raise Unreadable("kind")
    return _checked(_opened(_OPENED[ending], data))


def read_pasted(text: str) -> Brought:
    """Text that was pasted; ``Unreadable`` when it is too long or says nothing."""
    return _checked(Brought(text.replace("\x00", ""), "pasted"))


def _checked(brought: Brought) -> Brought:
    text = brought.text.replace("\r\n", "\n").replace("\r", "\n")
    if len(text) > LARGEST_TEXT:
        raise Unreadable("large")
    if not text.strip():
        raise Unreadable("ocr" if brought.without_text else "empty", brought.without_text)
    return Brought(text, brought.kind, brought.without_text)


def _opened(kind: str, data: bytes) -> Brought:
    """The child has little memory and time: a hostile file ends it, and nothing else."""
    try:
        done = subprocess.run(
            [sys.executable, "-m", _CHILD, kind],
            input=data,
            capture_output=True,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise Unreadable("slow") from None
    try:
        answer = json.loads(done.stdout)
    except ValueError:
        raise Unreadable("damaged") from None
    if "problem" in answer:
        raise Unreadable(str(answer["problem"]))
    return Brought(str(answer["text"]), kind, tuple(answer["without_text"]))
