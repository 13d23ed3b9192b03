"""The sentences written for this purpose, and how well the rules do on them."""

import csv
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from huiyin.core.wording import Draft, Rules, Term, Terms, check

SHANGHAI = ZoneInfo("Asia/Shanghai")
RULES = Rules(at=datetime(2026, 11, 25, 9, 0, tzinfo=SHANGHAI), instead="12 月 4 日 18:00 前")
REPLY_BY = datetime(2026, 12, 8, 18, 0, tzinfo=SHANGHAI)
TERMS = Terms(
    (
        Term("OA审批", ("OA报批", "OA申批")),
        Term("登录", ("登陆",), unless=("登陆演习", "登陆作战")),
        Term("账户", ("帐户",)),
        Term("账号", ("帐号",)),
    )
)
CORPUS = Path(__file__).parent / "corpus.tsv"


@dataclass(frozen=True, slots=True)
class Sentence:
    """One row: ``held`` rows were written before the rules and not looked at while tuning them."""

    held: bool
    draft: Draft
    codes: frozenset[str]


@dataclass(slots=True)
class Score:
    """Hits, false alarms and misses, by code."""

    hits: Counter[str] = field(default_factory=Counter)
    false: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)

    def precision(self, code: str = "") -> float:
        return _share(_count(self.hits, code), _count(self.false, code))

    def recall(self, code: str = "") -> float:
        return _share(_count(self.hits, code), _count(self.missed, code))

    def lines(self) -> list[str]:
        """A table of every code, then of all together."""
        codes = sorted({*self.hits, *self.false, *self.missed})
        return [
            f"{code or 'all':<18} precision {self.precision(code):.3f} recall {self.recall(code):.3f}"
            f" ({_count(self.hits, code)} found, {_count(self.false, code)} false,"
            f" {_count(self.missed, code)} missed)"
            for code in (*codes, "")
        ]


def sentences() -> list[Sentence]:
    """Every row of the corpus."""
    with CORPUS.open(encoding="utf-8") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [_sentence(row) for row in rows]


def score(rows: Iterable[Sentence]) -> Score:
    """How the rules do on ``rows``."""
    made = Score()
    for row in rows:
        found = {finding.code for finding in check(row.draft, TERMS, RULES)}
        made.hits.update(found & row.codes)
        made.false.update(found - row.codes)
        made.missed.update(row.codes - found)
    return made


def _sentence(row: dict[str, str]) -> Sentence:
    context = row["context"]
    text: dict[str, Any] = {row["field"]: row["text"].replace("\\n", "\n")}
    draft = Draft(
        **text,
        classification="confidential" if context == "confidential" else "internal",
        complex="complex" in context,
        has_aid="aid" in context,
        reply_by=REPLY_BY if context == "reply" else None,
    )
    codes = frozenset() if row["codes"] == "-" else frozenset(row["codes"].split(","))
    return Sentence(row["set"] == "held", draft, codes)


def _count(counter: Counter[str], code: str) -> int:
    return counter[code] if code else counter.total()


def _share(right: int, wrong: int) -> float:
    return right / (right + wrong) if right + wrong else 1.0
