"""The text layer of a PDF, page by page; pages are parted by form feeds."""

import pypdfium2
import pypdfium2.raw as pdfium

from huiyin.cases.drafting.reading.refusal import Unreadable

MOST_PAGES = 600
LARGEST_TEXT = 400_000


def read_pdf(data: bytes) -> tuple[str, tuple[int, ...]]:
    """The text, and the numbers of the pages that have none (a scan: needs OCR).

    ``Unreadable`` for a damaged or encrypted file and for one with too many pages.
    """
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise Unreadable(_problem(error)) from error
    if len(document) > MOST_PAGES:
        raise Unreadable("large")
    pages: list[str] = []
    length = 0
    for index in range(len(document)):
        pages.append(_page(document, index))
        length += len(pages[-1])
        if length > LARGEST_TEXT:
            raise Unreadable("large")
    without = tuple(number for number, text in enumerate(pages, 1) if not text.strip())
    return "\f".join(pages), without


def _problem(error: pypdfium2.PdfiumError) -> str:
    locked = getattr(error, "err_code", None) in {
        pdfium.FPDF_ERR_PASSWORD,
        pdfium.FPDF_ERR_SECURITY,
    }
    return "encrypted" if locked else "damaged"


def _page(document: pypdfium2.PdfDocument, index: int) -> str:
    try:
        text: str = document[index].get_textpage().get_text_bounded()
    except pypdfium2.PdfiumError:
        return ""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\ufffe", "").replace("\x00", "")
