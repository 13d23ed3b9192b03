"""Cases that contain what somebody looks for: exactly those that LIKE finds, at any size.

How common the words are is seen in the newest few hundred texts. Rare ones are asked of the index of
neighbouring signs; common ones are met soon by walking from the newest. Whoever may see few of what
was found is asked from their own side (``own``). All this only narrows: ``judging`` has the last word.
"""

from collections.abc import Callable
from itertools import pairwise
from typing import Any
from uuid import UUID

from django.db import connection

from huiyin.cases.finding import own
from huiyin.cases.finding.judging import Judge
from huiyin.cases.finding.models import Words
from huiyin.directory.access import Action
from huiyin.directory.models import Person

LONGEST = 60
NEWEST = 500
PAIR = 2
"""Signs that the index answers by itself."""
COMMON = 25
"""Hits among the ``NEWEST`` from which on walking is sooner than the index."""
MANY = 8_000
"""Hits beyond which fetching all of them takes longer than walking to the newest."""
GROWTH = 4
SAMPLE = 40
SCARCE = 0.1
"""Share of the first ``SAMPLE`` hits that somebody sees, below which their own side is asked."""

Hit = tuple[UUID, int, int]
"""A case, which part of it, and how many hits the index knows of."""

_NEEDED = {Words.HEAD: Action.SEE, Words.INSIDE: Action.READ}


def find(actor: Person, text: str, *, limit: int, inside: bool = True) -> list[UUID]:
    """At most ``limit`` cases that ``actor`` may see and that contain ``text``, the newest first.

    Number and title count where the case is seen; with ``inside`` the rest too, where it may be
    read. Letters are compared in lower case. Nothing for an empty text.
    """
    words = "".join(sign for sign in text.strip()[:LONGEST] if sign >= " ").lower()
    if not words:
        return []
    judge = Judge(actor)
    values = _parameters(judge, words, inside=inside)
    first, everybody, mine = _first(values | {"look": limit + SAMPLE})
    found = _visible(judge, first[:SAMPLE])
    whole = len(first) < limit + SAMPLE
    if not whole and len(found) < SCARCE * SAMPLE and (cases := own.cases_of(actor)):
        values["own"] = cases
        return _all(judge, limit, lambda look: _rows(mine, values | {"look": look}))
    found = list(dict.fromkeys(found + _visible(judge, first[SAMPLE:])))
    if whole or len(found) >= limit:
        return found[:limit]
    return _all(judge, limit, lambda look: _rows(everybody, values | {"look": look}))


def _first(values: dict[str, Any]) -> tuple[list[Hit], str, str]:
    """The newest hits, and the statements that go on: for everybody's cases, for somebody's own."""
    if len(_rows(_PROBE, values)) < COMMON:
        hits = _rows(_INDEX, values)
        if not hits or hits[0][2] <= MANY:
            return hits, _INDEX, _INDEX_OWN
    return _rows(_WALK, values), _WALK, _WALK_OWN


def _all(judge: Judge, limit: int, source: Callable[[int], list[Hit]]) -> list[UUID]:
    """What ``actor`` sees, from ever larger portions until there is enough or no more."""
    look, judged = limit * GROWTH, 0
    found: dict[UUID, None] = {}
    while True:
        hits = source(look)
        found |= dict.fromkeys(_visible(judge, hits[judged:]))
        if len(found) >= limit or len(hits) < look:
            return list(found)[:limit]
        judged, look = look, look * GROWTH


def _visible(judge: Judge, hits: list[Hit]) -> list[UUID]:
    """The cases of ``hits`` that may be seen or, for words inside, read; in their order."""
    allowed = judge.allowed(list({case for case, _part, _hits in hits})) if hits else {}
    return list(
        dict.fromkeys(case for case, part, _hits in hits if _NEEDED[part] in allowed.get(case, ()))
    )


def _parameters(judge: Judge, words: str, *, inside: bool) -> dict[str, Any]:
    escaped = words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    parts = [Words.HEAD, Words.INSIDE] if inside else [Words.HEAD]
    openly = [(part, kind) for part in parts for kind in judge.open_to(_NEEDED[part])]
    return {
        "like": f"%{escaped}%",
        "grams": _query(words),
        "exact": len(words) <= PAIR,
        "parts": parts,
        "open_parts": [part for part, _kind in openly],
        "open_kinds": [kind for _part, kind in openly],
        "newest": NEWEST,
        "most": MANY + 1,
    }


def _query(words: str) -> str:
    """Every pair of neighbouring signs; a single sign is the beginning of a pair."""
    if len(words) == 1:
        return f"{_quoted(words)}:*"
    return " & ".join({_quoted(a + b): None for a, b in pairwise(words)})


def _quoted(sign: str) -> str:
    return "'" + sign.replace("\\", "\\\\").replace("'", "''") + "'"


def _rows(sql: str, values: dict[str, Any]) -> list[Hit]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())


_PROBE = """
SELECT case_id, part, 0
  FROM (SELECT * FROM finding_words ORDER BY at DESC, case_id LIMIT %(newest)s) newest
 WHERE part = ANY(%(parts)s) AND text LIKE %(like)s
"""
_INDEX = """
WITH hit AS MATERIALIZED (
  SELECT case_id, part, at, kind FROM finding_words
   WHERE finding_grams(text) @@ %(grams)s::tsquery AND (%(exact)s OR text LIKE %(like)s)
   LIMIT %(most)s)
SELECT case_id, part, (SELECT count(*) FROM hit)::int FROM hit
 WHERE part = ANY(%(parts)s)/*mine*/
 ORDER BY at DESC, case_id, part LIMIT %(look)s
"""
_INDEX_OWN = _INDEX.replace(
    "/*mine*/",
    " AND (case_id = ANY(%(own)s::uuid[])"
    " OR (part, kind) IN (SELECT * FROM unnest(%(open_parts)s::smallint[], %(open_kinds)s::text[])))",
)
# OFFSET 0 keeps the order inside: the planner takes LIKE for rarer than it is, and would sort everything.
_WALK = """
SELECT case_id, part, 0
  FROM (SELECT * FROM finding_words ORDER BY at DESC, case_id OFFSET 0) newest
 WHERE part = ANY(%(parts)s) AND text LIKE %(like)s LIMIT %(look)s
"""
_WALK_OWN = """
SELECT case_id, part, 0 FROM (
  SELECT f.* FROM unnest(%(open_parts)s::smallint[], %(open_kinds)s::text[]) AS open (part, kind)
   CROSS JOIN LATERAL (
     SELECT w.case_id, w.part, w.at
       FROM (SELECT * FROM finding_words x WHERE x.kind = open.kind AND x.part = open.part
              ORDER BY x.at DESC, x.case_id OFFSET 0) w
      WHERE w.text LIKE %(like)s LIMIT %(look)s) f
  UNION
  (SELECT w.case_id, w.part, w.at FROM unnest(%(own)s::uuid[]) mine
     JOIN finding_words w ON w.case_id = mine
    WHERE w.part = ANY(%(parts)s) AND w.text LIKE %(like)s)) hit
 ORDER BY at DESC, case_id, part LIMIT %(look)s
"""
