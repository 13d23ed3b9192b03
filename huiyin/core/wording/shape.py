"""The build of a text: the conclusion first, one thing per line, an aid for what is complex."""

import re
from collections.abc import Iterator
from itertools import pairwise

from huiyin.core.wording.draft import Draft, Rules
from huiyin.core.wording.finding import Finding
from huiyin.core.wording.reading import Span, half, is_listed, items, lines, sentences

_PREAMBLE = re.compile(
    r"为(?!期|止|\d)|根据|按照|依据|遵照|鉴于|由于|随着|结合|针对|经(?!理|营|办)|现将|现就|本着|响应|贯彻|落实|近年来|一直以来|在.{2,20}(?:下|中)$"
)
_CONCLUSION = re.compile(
    r"自|于\s*\d|即日起|\d{1,2}\s*[月日号]|\d[:：]\d\d|今天|明天|周[一二三四五六日]|请|须|应当|必须|不得|禁止"
    r"|暂停|停止|改为|改到|调整为|延长|定于|将[于在]|执行|实施"
)
_CLAUSE = re.compile(r"[^，。；：\n]+[，。；：\n]?")
_STEPS = re.compile(
    r"(?:[一二三四五六七八九十]是|第[一二三四五六七八九十][，、]?|首先|其次|再次|最后|[①-⑨]|(?<!\d)\d[、）)])"
)
_FEW = 3
_SHORT = 30


def check(draft: Draft, rules: Rules) -> Iterator[Finding]:
    """Everything that the order and the form of the text make hard to grasp."""
    yield from _core_first(draft, rules)
    for field, limit in (
        ("background", rules.explaining),
        ("items", rules.paragraph),
        ("requirements", rules.paragraph),
    ):
        for line in lines(draft.text(field)):
            yield from _paragraph(field, line, limit)
    if draft.complex and not draft.has_aid:
        text = draft.items.rstrip()
        yield Finding("no_aid", "items", 0, len(text))


def _core_first(draft: Draft, rules: Rules) -> Iterator[Finding]:
    """The words that readers see first: the gist, or the first item where there is none."""
    field = "gist" if draft.gist.strip() else "items"
    first = next(items(half(draft.text(field))), None)
    if first is None or _PREAMBLE.match(first.text) is None:
        return
    length = 0
    for clause in _CLAUSE.finditer(first.text):
        said = clause.group()
        if _PREAMBLE.match(said) is None and _CONCLUSION.search(said):
            break
        length = clause.end()
    if length > rules.preamble:
        yield Finding("core_late", field, first.start, first.start + length, {"length": length})


def _paragraph(field: str, line: Span, limit: int) -> Iterator[Finding]:
    parts = _parts(line.text)
    steps = len(_STEPS.findall(line.text))
    stepwise = steps >= _FEW and len(line.text) > _SHORT
    wordy = len(line.text) > limit and len(parts) >= _FEW
    if stepwise or wordy:
        mend = "\n".join(f"{number}. {part}" for number, part in enumerate(parts, 1))
        several = len(parts) >= _FEW and not is_listed(line.text)
        yield Finding(
            "long_paragraph",
            field,
            line.start,
            line.end,
            {"length": len(line.text)},
            mend if several else None,
        )


def _parts(text: str) -> list[str]:
    """One thing each: at the author's own numbering where there are several, else by sentence."""
    starts = [found.start() for found in _STEPS.finditer(text)]
    if len(starts) < _FEW:
        return [f"{part.text.strip()}。" for part in sentences(text) if part.text.strip()]
    edges = [*starts, len(text)]
    cut = [text[: edges[0]], *(text[a:b] for a, b in pairwise(edges))]
    bare = (_STEPS.sub("", part, count=1).strip("，、；。 ") for part in cut)
    return [f"{part}。" for part in bare if part]
