"""Judges a text while it is written: vague words, gaps, form, and what must not leave (N07, N26).

``check(draft, terms, rules)`` names each place by field and offsets, says what is wrong as a code
with facts (the words for people are made above), and offers a text in its stead where it can.
"""

from huiyin.core.wording.check import check
from huiyin.core.wording.draft import FIELDS, Draft, Rules
from huiyin.core.wording.finding import LEVELS, SENSITIVE, Finding, Level
from huiyin.core.wording.glossary import Term, Terms

__all__ = [
    "FIELDS",
    "LEVELS",
    "SENSITIVE",
    "Draft",
    "Finding",
    "Level",
    "Rules",
    "Term",
    "Terms",
    "check",
]
