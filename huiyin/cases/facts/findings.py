"""What is wrong with the facts of a text: nobody knows them, or two values of one fact stand there.

All of it stops publishing: two live values of one fact must never go out.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from huiyin.cases.facts import references
from huiyin.cases.facts.models import Fact, FactValue
from huiyin.cases.facts.quoting import Quotes, live_in
from huiyin.cases.models import Classification
from huiyin.directory.models import Person

NEAR = 16
"""So many signs after a fact's name its value is looked for."""

_SENTENCE = re.compile(r"[。；;！？!?\n]")
_LITERAL = re.compile(
    r"[0-9０-９]+(?:[-–.:：/][0-9０-９]+| (?=[0-9]{3})[0-9]+)*|[\w.+-]+@[\w-]+\.[\w.-]+|https?://[^\s，。）)]+",
    re.ASCII,
)
_CHANGE = re.compile(
    r"changes? (?:from|to)|old value|instead of|no longer|改为|更正为|变更为|调整为|换成|原为|原值|原来|旧值|旧号码|不再|停用|此前|由.{1,40}?[变改调]",
    re.IGNORECASE,
)
_HAN = re.compile(r"[\u4e00-\u9fff]")
_DIGIT = re.compile(r"[0-9]")


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing to mend before publishing; ``mend`` replaces ``wrong`` where both are given."""

    field: str
    title: str
    hint: str
    wrong: str = ""
    mend: str = ""


def faults(
    texts: Mapping[str, str], *, classification: str, author: Person | None = None
) -> list[Fault]:
    """Everything that is wrong with the facts in ``texts`` (field -> text) as ``author`` writes."""
    quotes = live_in(texts, reader=author)
    found = [
        fault
        for field, text in texts.items()
        for fault in _unknown(field, text, quotes, classification)
    ]
    return [*found, *_contradictions(texts)]


def _unknown(field: str, text: str, quotes: Quotes, classification: str) -> Iterator[Fault]:
    for name in references.names_in(text):
        value = quotes.values.get(name)
        typed = references.refer(name)
        if value is None:
            title = _("没有口径「%(name)s」，或已停用") % {"name": name}
            yield Fault(field, title, _("在口径登记中查找正确的名称，或直接写明内容"), typed)
        elif (
            value.fact.classification == Classification.CONFIDENTIAL
            and classification != Classification.CONFIDENTIAL
        ):
            title = _("口径「%(name)s」是机密的，不能写进这份文稿") % {"name": name}
            yield Fault(field, title, _("把密级改为机密，或去掉这条口径"), typed)


def _contradictions(texts: Mapping[str, str]) -> Iterator[Fault]:
    """Literal values near the name of a fact that are not its live value."""
    whole = "\n".join(texts.values())
    named = [fact for fact in _open_facts() if fact.name in whole]
    if not named:
        return
    history = _history(named)
    for fact in named:
        live, older = history[fact.pk]
        for field, text in texts.items():
            wrong = next(_other_values(fact.name, text, live, older), "")
            if wrong:
                title = _("口径「%(name)s」现值是 %(live)s，这里写的是 %(wrong)s") % {
                    "name": fact.name,
                    "live": live.shown,
                    "wrong": wrong,
                }
                yield Fault(
                    field,
                    title,
                    _("改为引用 %(reference)s，一份文稿里同一口径只能有一个值")
                    % {"reference": references.refer(fact.name)},
                    wrong,
                    references.refer(fact.name),
                )


def _open_facts() -> list[Fact]:
    rows = Fact.objects.filter(retired_at=None).exclude(classification=Classification.CONFIDENTIAL)
    return list(rows.order_by("pk"))


def _history(facts: list[Fact]) -> dict[object, tuple[FactValue, list[str]]]:
    rows = FactValue.objects.filter(fact__in=facts).select_related("fact").order_by("pk")
    values = list(rows)
    found: dict[object, tuple[FactValue, list[str]]] = {}
    for live in values:
        if live.live_until is None:
            older = {one.value for one in values if one.fact_id == live.fact_id}
            found[live.fact_id] = live, sorted(older - {live.value}, key=len, reverse=True)
    return found


def _other_values(name: str, text: str, live: FactValue, older: list[str]) -> Iterator[str]:
    """Values in ``text`` that speak against ``live``, in sentences that name the fact."""
    for sentence in _SENTENCE.split(text):
        bare = references.replaced(sentence, lambda quoted: f" {quoted} ")
        if name not in bare or _CHANGE.search(bare):
            continue
        around = bare.replace(live.value, " ")
        yield from (value for value in older if _stands_alone(value, around))
        yield from _literals(name, sentence, live)


def _stands_alone(value: str, text: str) -> bool:
    """Whether ``value`` is a word of its own in ``text``: 40 is not found in 400."""
    edge = r"(?<![0-9A-Za-z]){}(?![0-9A-Za-z])"
    return re.search(edge.format(re.escape(value)), text) is not None


def _literals(name: str, sentence: str, live: FactValue) -> Iterator[str]:
    """The value of the same shape that follows the name, when it is another one."""
    agreed = _LITERAL.search(live.value)
    if agreed is None:
        return
    for match in re.finditer(re.escape(name), sentence):
        if sentence[: match.start()].rstrip().endswith(("{{", "｛｛")):
            continue
        after = sentence[match.end() : match.end() + NEAR + len(live.value) + 1]
        literal = _LITERAL.search(after.partition("{{")[0])
        if literal is None or literal.start() > NEAR:
            continue
        stated = literal[0]
        same = _shape(stated) == _shape(agreed[0]) and _counts_the_same(stated, after, live)
        if same and _folded(stated) != _folded(agreed[0]):
            yield stated


def _counts_the_same(stated: str, after: str, live: FactValue) -> bool:
    """Whether the number is in the fact's unit: 2026 年 is no allowance of 120 元."""
    following = after.partition(stated)[2].lstrip(" ")[:1]
    if _shape(stated) != "number" or not _HAN.match(following):
        return True
    return following == (live.fact.unit or live.value.lstrip("0123456789.").lstrip(" "))[:1]


def _shape(value: str) -> str:
    """What kind of value it is: a long number (a telephone), a date or time, a plain number."""
    if "@" in value or "://" in value:
        return "address"
    digits = len(_DIGIT.findall(value))
    if re.search(r"[:：/]", value):
        return "time"
    if digits >= 7:  # noqa: PLR2004 - from here on it is a number to dial, not an amount
        return "telephone"
    return "number" if re.fullmatch(r"[0-9.]+", value) else "words"


def _folded(value: str) -> str:
    return re.sub(r"[\s–-]", "", value).casefold()
