"""What a page adds to a text and nobody wrote: page numbers, headers and footers."""

import re
from collections import Counter, defaultdict

from huiyin.core.drafting.view import Place

_NUMBER = r"(?:\d{1,4}|[一二三四五六七八九十百]{1,4})"
_PAGE = re.compile(
    rf"\s*(?:第{_NUMBER}页(?:[,/ ]*共{_NUMBER}页)?|共{_NUMBER}页[,/ ]*第{_NUMBER}页"
    r"|page\s*\d+(?:\s*(?:of|/)\s*\d+)?|[-~·]\s*\d{1,4}\s*[-~·]|\d{1,4}\s*/\s*\d{1,4}|\d{1,3})\s*",
    re.IGNORECASE,
)
_FEED = "\f"
_EDGE = 2
_OFTEN = 3


def lines(whole: str) -> list[Place]:
    """The lines of ``whole`` in order; a form feed ends one too."""
    return [found.span() for found in re.finditer(r"[^\n\r\f\v\u2028\u2029\x85\x1c-\x1e]+", whole)]


def furniture(whole: str, places: list[Place]) -> set[int]:
    """Which of the lines at ``places`` are a page's own.

    A page number always is; a short line is when it stands at the edge of three pages or more,
    its digits apart. Pages are parted by form feeds or by page numbers.
    """
    found = {
        index
        for index, (start, end) in enumerate(places)
        if _is_number(whole[start:end].replace(" ", ""), whole[start:end])
    }
    return found | _running(whole, places, found)


def _is_number(tight: str, line: str) -> bool:
    return _PAGE.fullmatch(tight) is not None or _PAGE.fullmatch(line) is not None


def _running(whole: str, places: list[Place], numbers: set[int]) -> set[int]:
    """Headers and footers: what the edges of many pages have in common."""
    seen: Counter[str] = Counter()
    members: defaultdict[str, list[int]] = defaultdict(list)
    for page in _pages(whole, places, numbers):
        for index in {*page[:_EDGE], *page[-_EDGE:]}:
            start, end = places[index]
            key = re.sub(r"[\d\s]+", "", whole[start:end])
            if key and len(key) <= 40:  # noqa: PLR2004 - a header is short
                seen[key] += 1
                members[key].append(index)
    return {index for key, count in seen.items() if count >= _OFTEN for index in members[key]}


def _pages(whole: str, places: list[Place], numbers: set[int]) -> list[list[int]]:
    pages: list[list[int]] = [[]]
    last = 0
    for index, (start, end) in enumerate(places):
        if _FEED in whole[last:start]:
            pages.append([])
        if index in numbers:
            pages.append([])
        else:
            pages[-1].append(index)
        last = end
    return [page for page in pages if page]
