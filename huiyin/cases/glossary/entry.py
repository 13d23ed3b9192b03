"""What a term is told with, made clean and checked field by field."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from huiyin.cases.glossary.models import Term, TermKind
from huiyin.cases.wrongs import WrongFields
from huiyin.directory.models import Department
from huiyin.directory.names import fold, invisible

WORD_LIMIT, MEANING_LIMIT, MOST_VARIANTS = 60, 4000, 20
_LEAST = 2


class TermError(WrongFields):
    """A term cannot stand like this."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A term as it is to be."""

    word: str
    department: Department
    since: date
    kind: str = TermKind.TERM
    variants: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    meaning: str = ""

    def cleaned(self) -> "Entry":
        """Without spaces at the ends, empty and doubled words."""
        return Entry(
            word=" ".join(self.word.split()),
            department=self.department,
            since=self.since,
            kind=self.kind,
            variants=_each_once(self.variants),
            unless=_each_once(self.unless),
            meaning=self.meaning.strip(),
        )


def key(word: str) -> str:
    """The form in which two words compare: width, case and spaces apart."""
    return fold(word).replace(" ", "")


def errors(entry: Entry, others: Iterable[Term]) -> dict[str, str]:
    """What is wrong with a cleaned ``entry`` beside the ``others`` in force; empty when nothing is."""
    found: dict[str, str] = {}
    if not entry.word or len(entry.word) > WORD_LIMIT:
        found["word"] = _("写法应为 1 到 %(most)d 个字") % {"most": WORD_LIMIT}
    if entry.kind not in TermKind.values:
        found["kind"] = _("类别应为术语或报告格式")
    if len(entry.meaning) > MEANING_LIMIT:
        found["meaning"] = _("不超过 %(most)d 个字") % {"most": MEANING_LIMIT}
    if entry.kind == TermKind.FORMAT and not entry.meaning:
        found["meaning"] = _("写明格式包含哪些内容")
    for field, words in (
        ("word", [entry.word]),
        ("variants", entry.variants),
        ("unless", entry.unless),
    ):
        problem = next((why for word in words if (why := _unfit(word))), "")
        if problem:
            found.setdefault(field, problem)
    if "variants" not in found and (problem := _variants(entry)):
        found["variants"] = problem
    return found | {field: why for field, why in _clashes(entry, others) if field not in found}


def _unfit(word: str) -> str:
    if len(word) > WORD_LIMIT:
        return _("“%(word)s”太长") % {"word": word[:20]}
    return _("不能含不可见字符") if invisible(word) else ""


def _variants(entry: Entry) -> str:
    if len(entry.variants) > MOST_VARIANTS:
        return _("不用的写法最多 %(most)d 个") % {"most": MOST_VARIANTS}
    for word in entry.variants:
        if len(key(word)) < _LEAST:
            return _("“%(word)s”只有一个字，会误伤别的词") % {"word": word}
        if key(word) == key(entry.word):
            return _("“%(word)s”就是规范写法") % {"word": word}
    return ""


def _clashes(entry: Entry, others: Iterable[Term]) -> list[tuple[str, str]]:
    """A word may mean one thing only: neither right twice, nor right here and wrong there."""
    own, wrong = key(entry.word), {key(word): word for word in entry.variants}
    found = []
    for other in others:
        theirs = {key(word) for word in other.variants}
        facts = {"word": other.word}
        if other.folded == own:
            found.append(("word", _("已有“%(word)s”") % facts))
        elif own in theirs:
            found.append(("word", _("“%(word)s”已把它列为不用的写法") % facts))
        both = [
            word for folded, word in wrong.items() if folded in theirs or folded == other.folded
        ]
        if both:
            facts = {"word": both[0], "other": other.word}
            found.append(("variants", _("“%(word)s”与“%(other)s”冲突") % facts))
    return found


def _each_once(words: Iterable[str]) -> tuple[str, ...]:
    kept = {key(word): " ".join(word.split()) for word in reversed(list(words)) if word.strip()}
    return tuple(reversed(kept.values()))
