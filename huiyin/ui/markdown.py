"""Markdown as HTML that is safe to show: no raw HTML, an allow-list behind it, no images.

markdown-it-py (CommonMark) renders with ``html=False``; nh3 then keeps only what is on the list,
so neither alone has to be without fault.
"""

from functools import cache
from urllib.parse import unquote, urlsplit

import nh3
from django.utils.safestring import SafeString
from markdown_it import MarkdownIt
from markdown_it.common.normalize_url import normalizeLink
from markdown_it.rules_core import StateCore

TAGS = {
    "p", "br", "hr", "strong", "em", "s", "del", "code", "pre", "blockquote",
    "ul", "ol", "li", "a", "h3", "h4", "h5", "h6",
    "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}}
SCHEMES = {"http", "https", "mailto", "tel"}
LIMIT = 200_000


def render(text: str) -> SafeString:
    """``text`` as HTML. Over 200,000 signs the rest is cut; external links get ``rel``."""
    html = _reader().render(text[:LIMIT])
    clean = nh3.clean(
        html,
        tags=TAGS,
        clean_content_tags={"script", "style"},
        attributes=ATTRIBUTES,
        url_schemes=SCHEMES,
        link_rel="noopener noreferrer nofollow",
        strip_comments=True,
    )
    return SafeString(clean)


def plain(text: str) -> str:
    """``text`` without its marks, for previews and mail subjects; white space folded."""
    bare = nh3.clean(_reader().render(text[:LIMIT]), tags=set())
    for entity, sign in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&amp;", "&")):
        bare = bare.replace(entity, sign)
    return " ".join(bare.split())


def safe_link(url: str) -> str:
    """``url`` with a scheme: ``//host`` becomes https, so it never depends on the page."""
    return f"https:{url}" if url.startswith("//") else url


@cache
def _reader() -> MarkdownIt:
    reader = MarkdownIt("commonmark", {"html": False, "linkify": False, "breaks": True})
    reader.core.ruler.push("headings_below_the_page", _lower_headings)
    reader.enable(["table", "strikethrough"]).disable(["image"])
    reader.normalizeLink = _with_scheme  # type: ignore[method-assign]  # its documented way
    reader.validateLink = _allowed  # type: ignore[method-assign]  # its documented way
    return reader


def _with_scheme(url: str) -> str:
    return normalizeLink(safe_link(url))


def _lower_headings(state: StateCore) -> None:
    """The page owns h1 and h2: a text's own headings start at h3."""
    for token in state.tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{min(6, int(token.tag[1]) + 2)}"


def _allowed(url: str) -> bool:
    bare = "".join(sign for sign in unquote(url) if sign > " ")
    try:
        scheme = urlsplit(safe_link(bare)).scheme.lower()
    except ValueError:
        return False
    return scheme in SCHEMES | {""}
