"""The number before a clause, in all the ways in which regulations count."""

import re
from dataclasses import dataclass

from huiyin.core.restating.numerals import number

_HAN = "[一二三四五六七八九十百零〇两]{1,5}"
_ANY = rf"(?:\d{{1,3}}|{_HAN})"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_UNITS = "(?:个|小时|分钟|天|日|月|年|周|%|元|万|次|人|倍|h|min)"
_FORMS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (style, re.compile(form, re.IGNORECASE))
    for style, form in (
        ("heading", r"(?P<mark>#{1,6})\s+"),
        ("part", rf"(?P<mark>第\s*(?P<n>{_ANY})\s*(?:编|篇|部分))"),
        ("chapter", rf"(?P<mark>第\s*(?P<n>{_ANY})\s*章)"),
        ("section", rf"(?P<mark>第\s*(?P<n>{_ANY})\s*节)"),
        ("article", rf"(?P<mark>第\s*(?P<n>{_ANY})\s*条(?:之{_HAN})?)"),
        ("annex", rf"(?P<mark>附\s*(?:件|录|表)\s*(?P<n>{_ANY}|[a-z])?)(?=[:、.\s]|$)"),
        ("closing", r"(?P<mark>附\s*则)\s*$"),
        ("han_paren", rf"(?P<mark>\(\s*(?P<n>{_HAN})\s*\))"),
        ("han", rf"(?P<mark>(?P<n>{_HAN}))[、.](?!\d)"),
        ("dotted", rf"(?P<mark>(?P<n>\d{{1,2}}(?:\.\d{{1,2}})+))\.?(?!\d)(?!{_UNITS})"),
        ("dotted", r"(?P<mark>(?P<n>\d{1,2}))\.(?!\d)"),
        ("dotted", rf"(?P<mark>(?P<n>\d{{1,2}}))\s+(?=[^\s\d])(?!{_UNITS})"),
        ("comma", r"(?P<mark>(?P<n>\d{1,3}))、"),
        ("paren", r"(?P<mark>\(\s*(?P<n>\d{1,3})\s*\))"),
        ("half_paren", r"(?P<mark>(?P<n>\d{1,3})\))"),
        ("circled", rf"(?P<mark>(?P<n>[{_CIRCLED}]))"),
        ("letter_paren", r"(?P<mark>\(\s*(?P<n>[a-z]|[ivx]{1,4})\s*\))"),
        ("letter", r"(?P<mark>(?P<n>[a-z]))[.)、](?!\w*[.@])"),
        ("bullet", r"(?P<mark>[-*•·●○◆◇■□▪►>])\s+"),
    )
)


@dataclass(frozen=True, slots=True)
class Mark:
    """``words`` as they stand; ``style`` counts by itself; ``depth`` of 1.1.1 is 3.

    ``value`` is the number it says (0: none); ``length`` is where the text begins in the line.
    """

    style: str
    words: str
    value: int
    depth: int
    length: int


def mark_of(line: str) -> Mark | None:
    """The mark that a plain ``line`` begins with, the spaces before it included."""
    skipped = len(line) - len(line.lstrip())
    inner = line[skipped:]
    heading = _FORMS[0][1].match(inner)
    if heading:
        return _headed(inner, heading, skipped)
    for style, form in _FORMS[1:]:
        found = form.match(inner)
        if found and not _mid_sentence(style, inner[found.end() :]):
            return _mark(style, found, skipped)
    return None


def _headed(inner: str, heading: re.Match[str], skipped: int) -> Mark:
    """``## 3. 会议`` is the heading with the number 3."""
    rest = mark_of(inner[heading.end() :])
    level = len(heading["mark"])
    if rest is None:
        return Mark("heading", "", 0, level, skipped + heading.end())
    length = skipped + heading.end() + rest.length
    return Mark("heading", rest.words, rest.value, level, length)


def _mark(style: str, found: re.Match[str], skipped: int) -> Mark:
    words = re.sub(r"\s+", "", found["mark"])
    said = found.groupdict().get("n") or ""
    rest = found.string[found.end() :]
    length = skipped + found.end() + len(rest) - len(rest.lstrip(" .、:"))
    depth = said.count(".") + 1 if style == "dotted" else 1
    return Mark(style, words, _value(said), depth, length)


def _value(said: str) -> int:
    last = said.rsplit(".", maxsplit=1)[-1].strip().lower()
    if last.isdigit() and last.isascii():
        return int(last)
    if last and last in _CIRCLED:
        return _CIRCLED.index(last) + 1
    if len(last) == 1 and last.isascii() and last.isalpha():
        return ord(last) - ord("a") + 1
    return number(last) if re.fullmatch(_HAN, last) else 0


def _mid_sentence(style: str, rest: str) -> bool:
    """``第八条规定的…`` quotes an article, it does not begin one."""
    return (
        style == "article"
        and re.match(r"\s*(?:规定|所称|所列|第|的|、|和|至|及)", rest) is not None
    )
