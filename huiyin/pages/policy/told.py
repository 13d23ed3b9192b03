"""Stories as people tell them: what happens, and what follows, with names instead of code words."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import pgettext

from huiyin.core.policy import Policy, Story
from huiyin.core.rehearsal import Outcome
from huiyin.pages.editor.storywords import event_words, sentence_words

_CAST = (
    "wang", "li", "zhao", "sun", "qian", "he", "chen", "luo", "qin", "gu", "han", "lu", "ye", "su",
    "jiang", "bai", "shen", "qiu", "tang", "lin", "jia", "yi", "bing", "zhou", "wu",
    "gao", "fan",
)  # fmt: skip
_NAME = re.compile(rf"(?<![\w.])({'|'.join(_CAST)})(?![\w.])")
_INSTANT = re.compile(r"\b\d{4}-(\d\d)-(\d\d)T(\d\d:\d\d)\b")
_MUST = re.compile(r"(?<= must )([a-z]+)(?= )")
_GAP = re.compile(r"(?<=[\u3400-\u9fff”]) (?=[“\u3400-\u9fff])")
_EMPTY = re.compile(r"、(?=[，）])")
_DATE = re.compile(r"\b\d{4}-(\d\d)-(\d\d)\b")


@dataclass(frozen=True, slots=True)
class Told:
    """A story in words: its title, what happens in it, what follows from that."""

    title: str
    happens: tuple[str, ...]
    follows: tuple[str, ...]


def teller(policy: Policy) -> Callable[[Story], Told]:
    """What puts stories of ``policy`` in words, their people by name."""
    rungs = [rung.do for clause in policy.clauses for rule in clause.rules for rung in rule.ladder]

    def whole(match: re.Match[str]) -> str:
        """``must phone`` stands for the first step whose name begins so."""
        fitting = (name for name in rungs if name.startswith(f"{match[1]}_"))
        return next(fitting, match[1])

    def told(story: Story) -> Told:
        return Told(
            story.title,
            tuple(_smooth(event_words(_named(line))) for line in story.events),
            tuple(_followed(_MUST.sub(whole, line)) for line in story.then),
        )

    return told


def _followed(line: str) -> str:
    return _smooth(sentence_words(Outcome(_named(line), holds=True)))


def _named(line: str) -> str:
    names = _people()
    shown = _NAME.sub(lambda match: names[match[1]], line)
    return _INSTANT.sub(lambda match: _day(match) + match[3], shown)


def _smooth(text: str) -> str:
    """Dates in words (they had to stay as the grammar reads them), no gaps between Chinese."""
    return _GAP.sub("", _DATE.sub(_day, _EMPTY.sub("", text)))


def _day(match: re.Match[str]) -> str:
    month, day = int(match[1]), int(match[2])
    return pgettext("date", "%(month)s月%(day)s日") % {"month": month, "day": day}


def _people() -> dict[str, str]:
    said = (
        pgettext("cast", "小王"), pgettext("cast", "小李"), pgettext("cast", "小赵"),
        pgettext("cast", "小孙"), pgettext("cast", "小钱"), pgettext("cast", "小何"),
        pgettext("cast", "小陈"), pgettext("cast", "小罗"), pgettext("cast", "小秦"),
        pgettext("cast", "小顾"), pgettext("cast", "小韩"), pgettext("cast", "小陆"),
        pgettext("cast", "小叶"), pgettext("cast", "小苏"), pgettext("cast", "小江"),
        pgettext("cast", "小白"), pgettext("cast", "小沈"), pgettext("cast", "小邱"),
        pgettext("cast", "小唐"), pgettext("cast", "小林"), pgettext("cast", "小贾"),
        pgettext("cast", "小易"), pgettext("cast", "小邴"), pgettext("cast", "小周"),
        pgettext("cast", "小吴"), pgettext("cast", "小高"), pgettext("cast", "小范"),
    )  # fmt: skip
    return dict(zip(_CAST, said, strict=True))
