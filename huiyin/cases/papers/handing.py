"""A paper as a download."""

from django.http import HttpResponse

from huiyin.cases.papers import sheet, word
from huiyin.cases.papers.paper import Paper, single
from huiyin.ui.downloads import download

_NOT_IN_NAMES = '\\/:*?"<>|'

WRITERS = {"docx": (word.docx, word.CONTENT_TYPE), "pdf": (sheet.pdf, sheet.CONTENT_TYPE)}
"""By the ending of the file."""


def hand_out(paper: Paper, ending: str) -> HttpResponse:
    """``paper`` as a file to keep, never cached; ``KeyError`` for an ending that nobody writes."""
    write, content_type = WRITERS[ending]
    return download(write(paper), content_type, file_name(paper, ending))


def file_name(paper: Paper, ending: str) -> str:
    """What the download is called: the kind and the number, or the title without one."""
    said = f"{single(paper.kind)}-{single(paper.number or paper.title)[:80]}"
    return "".join(sign for sign in said if sign not in _NOT_IN_NAMES) + f".{ending}"
