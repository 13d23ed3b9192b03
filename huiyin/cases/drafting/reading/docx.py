"""The text of a Word file: paragraphs with the numbers that Word counts by itself, tables as rows."""

import zipfile
from io import BytesIO

import docx
from docx.document import Document
from docx.table import Table
from docx.text.paragraph import Paragraph

from huiyin.cases.drafting.reading.numbering import Numbering
from huiyin.cases.drafting.reading.refusal import Unreadable

MOST_PARTS = 3000
LARGEST_PART = 48 * 2**20
LARGEST_WHOLE = 160 * 2**20
LARGEST_TEXT = 400_000


def read_docx(data: bytes) -> str:
    """The text, one line per paragraph and table row (cells parted by tabs).

    ``Unreadable`` for a damaged file, and before anything is unpacked for one that is too large.
    """
    _admit(data)
    try:
        document = docx.Document(BytesIO(data))
        return "\n".join(_lines(document))
    except Unreadable:
        raise
    except Exception as error:  # parsers raise anything at all for a damaged file
        raise Unreadable("damaged") from error


def _admit(data: bytes) -> None:
    """Look at the sizes that the archive announces; more than these are never unpacked."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise Unreadable("encrypted" if data[:4] == b"\xd0\xcf\x11\xe0" else "damaged") from error
    sizes = [part.file_size for part in parts]
    if (
        len(parts) > MOST_PARTS
        or sum(sizes) > LARGEST_WHOLE
        or max(sizes, default=0) > LARGEST_PART
    ):
        raise Unreadable("large")
    if any(part.flag_bits & 1 for part in parts):
        raise Unreadable("encrypted")


def _lines(document: Document) -> list[str]:
    numbering = Numbering(document)
    lines: list[str] = []
    length = 0
    for block in document.iter_inner_content():
        found = _rows(block) if isinstance(block, Table) else [_line(block, numbering)]
        length += sum(map(len, found))
        if length > LARGEST_TEXT:
            raise Unreadable("large")
        lines += found
    return lines


def _line(paragraph: Paragraph, numbering: Numbering) -> str:
    words = " ".join(paragraph.text.split("\t")).replace("\n", " ")
    number = numbering.number(paragraph)
    return f"{number} {words}" if number and words.strip() else words


def _rows(table: Table) -> list[str]:
    """Each row as a line; a merged cell stands once."""
    rows = []
    for row in table.rows:
        seen: list[object] = []
        cells: list[str] = []
        for cell in row.cells:
            if cell._tc in seen:  # noqa: SLF001 - its only identity
                continue
            seen.append(cell._tc)  # noqa: SLF001 - its only identity
            cells.append(" ".join(cell.text.split()))
        rows.append("\t".join(cells))
    return rows
