"""What of a page a browser would run or fetch, found in the tree that an HTML 5 parser makes."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from tests.security.payloads import CANARY

FORBIDDEN = {
    "iframe", "frame", "object", "embed", "applet", "base", "math", "animate", "set", "marquee",
    "foreignobject", "style", "portal", "frameset", "mglyph",
}  # fmt: skip
FETCHED = {
    "src", "srcset", "poster", "data", "background", "action", "formaction", "ping", "manifest",
    "hx-get", "hx-post", "hx-put", "hx-patch", "hx-delete", "hx-push-url", "hx-replace-url",
    "data-hx-get", "data-hx-post", "xlink:href", "cite", "longdesc", "codebase", "srcdoc",
}  # fmt: skip
"""Attributes whose address is asked for, now or when something is pressed."""

EVALUATED = ("hx-vals", "hx-headers", "hx-vars", "hx-on", "hx-trigger", "hx-request", "hx-ext")
OUTSIDE = {"http", "https", "mailto", "tel"}
_BLANK = re.compile(r"[\x00-\x20]")


def faults(html: str) -> list[str]:
    """What is wrong with a page; empty when nothing in it runs but our own files."""
    tree = LexborHTMLParser(html)
    root = tree.root
    return [] if root is None else [fault for node in _nodes(root) for fault in _of(node)]


def _nodes(root: LexborNode) -> Iterator[LexborNode]:
    yield from root.traverse(include_text=False)


def _of(node: LexborNode) -> Iterator[str]:
    tag = (node.tag or "").lower()
    attributes = {name.lower(): value or "" for name, value in node.attributes.items()}
    if tag in FORBIDDEN or CANARY in tag:
        yield f"<{tag}> {attributes}"
    if tag == "script":
        yield from _script(node, attributes)
    if tag == "meta" and attributes.get("http-equiv", "").lower() not in {"", "content-type"}:
        yield f"<meta> {attributes}"
    for name, value in attributes.items():
        yield from _attribute(tag, name, value)


def _script(node: LexborNode, attributes: dict[str, str]) -> Iterator[str]:
    kind = attributes.get("type", "")
    if kind in {"application/json", "application/ld+json"}:
        return
    if not attributes.get("src") or (node.text() or "").strip():
        yield f"a script in the page: {(node.text() or '')[:80]}"


def _attribute(tag: str, name: str, value: str) -> Iterator[str]:
    if name.startswith("on") or CANARY in name or name == "srcdoc":
        yield f"<{tag} {name}={value[:60]!r}>"
    if name.startswith(EVALUATED) and (CANARY in value or _scheme(value) in {"js", "javascript"}):
        yield f"<{tag} {name}={value[:60]!r}>"
    if name == "style" and (CANARY in value or "url(" in value or "position:" in value):
        yield f"<{tag} {name}={value[:60]!r}>"
    if name in FETCHED and not _is_ours(value, tag):
        yield f"<{tag} {name}={value[:60]!r}>"
    if name == "href" and not _may_be_followed(tag, value):
        yield f"<{tag} {name}={value[:60]!r}>"


def _is_ours(value: str, tag: str) -> bool:
    bare = _BLANK.sub("", value)
    if tag == "img" and bare.startswith("data:image/"):
        return True
    parts = urlsplit(bare)
    return not parts.scheme and not parts.netloc and not bare.startswith(("//", "\\", "/\\"))


def _may_be_followed(tag: str, value: str) -> bool:
    if _is_ours(value, tag):
        return True
    return tag == "a" and _scheme(value) in OUTSIDE


def _scheme(value: str) -> str:
    return _BLANK.sub("", value).partition(":")[0].lower()
