"""Words that every reader takes differently: when, how many, who, how far (Kit 4.1)."""

import re
from collections.abc import Iterator

from huiyin.core.wording.draft import Draft, Rules
from huiyin.core.wording.finding import Finding
from huiyin.core.wording.moments import TIME
from huiyin.core.wording.reading import half, inside, quoted, sentences

FIELDS = ("title", "gist", "items", "requirements")
"""Where somebody is to act on the words; what lies behind it may be told loosely."""

_GROUPS = "部门|单位|人员|同事|员工|负责人|责任人|领导|方面|岗位|同志"
_WHO = "员工|人员|同事|部门|门店|岗位|客户|商品|单位|班组"
_PATTERNS = {
    "vague_time": (
        r"尽快(?!充)|尽早|尽速|及早|早日|从速|抓紧"
        r"|(?<![不未没有])及时(?!雨|率|性|通)"
        r"|(?<!远)近期(?!目标|规划|款)|近日|不日(?!常)|择日|择期|择机|适时|稍后|稍晚|第一时间|另行通知"
        r"|不定期|定期(?!存|报告|合同|寿|保险|航班|会议)|过几天|过段时间|过一段时间|到时候?(?!间)"
    ),
    "vague_party": (
        rf"(?:各)?(?:相关|有关)(?:{_GROUPS})(?!\s*[（(：:])"
        r"|等(?:相关|有关)?(?:部门|单位|人员|方面)(?!\s*[（(：:])"
        r"|专人(?!专)|某(?:部门|单位|人)|(?<=[报请经])(?:上级)?领导"
    ),
    "vague_quantity": (
        rf"若干|一些|(?<![第二三四五六七八九十个])部分(?={_WHO})|少数(?={_WHO})|多数(?={_WHO})"
        r"|少量|大量|适量|大约|大概(?!念)|差不多|十几|几十|数十|好几|[几数]个(?!月)"
        r"|(?<=\d)\s*(?:[个人台天元件份%]|分钟|小时|万元)?左右"
    ),
    "vague_degree": (
        r"原则上|(?<![不否])适当(?!性)|适度|酌情|酌量|视情况|视情(?!况)|尽量|尽可能|必要时"
        r"|一般情况下|特殊情况(?=除外|下|可)|基本(?=完成|到位|就绪|结束)|大体(?!育|重|型)|大致"
    ),
}
_HAN = re.compile(r"[\u3400-\u9fff]")
_WORDS = re.compile("|".join(f"(?P<{code}>{words})" for code, words in _PATTERNS.items()))


def check(draft: Draft, rules: Rules) -> Iterator[Finding]:
    """Every vague word; a vague time is none when its sentence also says the hour or the day."""
    for field in FIELDS:
        text = half(draft.text(field))
        quotes: list[tuple[int, int]] | None = None
        for sentence in sentences(text):
            for found in _WORDS.finditer(sentence.text):
                quotes = quoted(text) if quotes is None else quotes
                code = str(found.lastgroup)
                place = sentence.start + found.start()
                clear = code == "vague_time" and TIME.search(sentence.text)
                if not clear and not inside(place, quotes):
                    space = " " if _HAN.match(text[place - 1 : place]) else ""
                    yield _finding(code, field, place, found.group(), space, rules)


def _finding(code: str, field: str, place: int, word: str, space: str, rules: Rules) -> Finding:
    """``space`` stands before the figures of a date that follows a Chinese word."""
    dated = code == "vague_time" and word not in _OFTEN and rules.instead
    mend = f"{space}{rules.instead}" if dated else None
    return Finding(code, field, place, place + len(word), {"word": word.strip()}, mend)


_OFTEN = {"定期", "不定期", "另行通知"}
"""A date is no answer to these."""
