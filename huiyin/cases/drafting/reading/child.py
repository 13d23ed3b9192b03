"""Opens one file in bounded memory and time: ``python -m … docx|pdf < file > answer.json``."""

import json
import sys

from huiyin.cases.drafting.reading.refusal import Unreadable

MEMORY = 1536 * 2**20
"""Bytes of address space."""
SECONDS = 30
"""Of the processor."""


def bound() -> None:
    """Give this process little; systems without limits go by the parent's clock alone."""
    try:
        import resource
    except ImportError:  # pragma: no cover - Windows
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def answer(kind: str, data: bytes) -> dict[str, object]:
    """The text of a file, or the problem with it."""
    try:
        if kind == "pdf":
            from huiyin.cases.drafting.reading.pdf import read_pdf

            text, without = read_pdf(data)
        else:
            from huiyin.cases.drafting.reading.docx import read_docx

            text, without = read_docx(data), ()
    except Unreadable as refusal:
        return {"problem": refusal.problem}
    except MemoryError:
        return {"problem": "large"}
    return {"text": text, "without_text": list(without)}


if __name__ == "__main__":
    bound()
    sys.stdout.write(json.dumps(answer(sys.argv[1], sys.stdin.buffer.read())))
