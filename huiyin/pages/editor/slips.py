"""Where a slip is, in words: ``rule[0].ladder[1].after`` is step 2 of rule 1."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from huiyin.cases.naming import word
from huiyin.core.phrase import Phrase
from huiyin.core.writing.reading import Problem
from huiyin.pages.editor.differing import field_words, part_words
from huiyin.ui.phrasing import in_words

_STEP = re.compile(r"([^.\[\]]+)(?:\[([0-9]+)\])?")
_SPAN = re.compile(r"“%\(text\)s”(不是时长|：时长必须大于零).*")


@dataclass(frozen=True, slots=True)
class Slip:
    """A problem with its place in words."""

    field: str
    problem: str
    line: int
    place: str


def worded(one: Problem, *, toml: bool) -> Slip:
    """``one`` as it is shown; in the forms a number is asked for, in TOML the grammar is named."""
    problem = in_words(one.problem)
    pattern = one.problem.pattern if isinstance(one.problem, Phrase) else ""
    if not toml and _SPAN.fullmatch(pattern):
        problem = _("时长要写成大于零的整数")
    elif not toml and pattern == "缺少":
        problem = _("还没有选")
    return Slip(one.field, problem, one.line, place_words(one.field))


def place_words(field: str) -> str:
    """``规则 1 · 时限``; empty for what has no place."""
    return " · ".join(_step(name, number) for name, number in _STEP.findall(field))


def _step(name: str, number: str) -> str:
    if number:
        named = _("升级步骤") if name == "ladder" else part_words(name)
        return f"{named} {int(number) + 1}"
    said = field_words(name)
    return said if said != name else word(name)
