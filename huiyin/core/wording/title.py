"""The subject form: marks in 【】, a reply date that is still to come, and something said (Kit 4.2)."""

import re
from collections.abc import Iterator

from huiyin.core.wording.draft import Draft, Rules
from huiyin.core.wording.finding import Finding
from huiyin.core.wording.moments import NoDate, named
from huiyin.core.wording.reading import half

_MARKS = re.compile(r"^\s*((?:【[^】]*】\s*)+)")
_MARK = re.compile(r"【([^】]*)】")
_OTHER = re.compile(r"^\s*(?:\[([^\]]{1,24})\]|[（(]([^）)]{1,24})[）)]|〔([^〕]{1,24})〕)")
_REPLY = re.compile(r"需(.*?)(?:之?前)?(?:回复|反馈|确认|提交)")
_FILLER = re.compile(
    r"关于|有关|相关|近期|重要|紧急|特急|工作|事项|事宜|情况|问题|内容|安排|通知|公告|通报|要求|说明|函|一些|若干|部分|各项"
    r"|做好|公司|部门|进一步|加强|开展|几个|的|和|及|与|等|了|[\s，。、：:！!.]"
)
_LEAST = 2


def check(draft: Draft, rules: Rules) -> Iterator[Finding]:
    """What is wrong with the title; nothing about one that is still empty."""
    text = half(draft.title)
    if not text.strip():
        return
    marks = _MARKS.match(text)
    start = marks.end() if marks else 0
    yield from _wrong_brackets(text)
    for mark in _MARK.finditer(text, 0, start):
        yield from _mark(mark, draft, rules)
    bare = text[start:].strip()
    end = start + len(text[start:].rstrip())
    if len(_FILLER.sub("", bare)) < _LEAST:
        yield Finding("title_empty", "title", start, end)
    elif len(bare) > rules.title:
        yield Finding("title_long", "title", start, end, {"length": len(bare)})


def _wrong_brackets(text: str) -> Iterator[Finding]:
    other = _OTHER.match(text)
    if other:
        said = next(part for part in other.groups() if part)
        start = other.end() - len(other.group().strip())
        yield Finding("title_mark", "title", start, other.end(), {"word": said}, f"【{said}】")


def _mark(mark: re.Match[str], draft: Draft, rules: Rules) -> Iterator[Finding]:
    said = mark.group(1).strip()
    if not said:
        yield Finding("title_mark", "title", mark.start(), mark.end(), {"word": ""}, "")
        return
    if _REPLY.search(said) is None:
        return
    reason = _date(said, rules)
    if reason:
        facts = {"word": said, "reason": reason}
        yield Finding("title_date", "title", mark.start(), mark.end(), facts)
    elif draft.reply_by is None:
        yield Finding("title_unset", "title", mark.start(), mark.end(), {"word": said})


def _date(said: str, rules: Rules) -> str:
    """Why the date of a mark is no use; empty when it is fine."""
    try:
        return "past" if named(said, rules.at) <= rules.at else ""
    except NoDate as error:
        return error.reason
