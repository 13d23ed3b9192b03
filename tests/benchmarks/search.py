"""R06, W6: Chinese words among a million cases, permission filter included, against LIKE.

``limit`` is what LIKE takes over the same texts for the newest twenty without asking who may see
them; ``same`` says whether the same cases were found. Goals: 20 ms up to 30,000 hits, 100 ms for any word.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from time import perf_counter
from typing import Any
from uuid import UUID

from django.db import connection

from huiyin.cases.finding import search
from huiyin.directory import roles
from huiyin.directory.models import Person, Role
from huiyin.kit import clock
from huiyin.policies import in_force
from tests.benchmarks import limits, sizes, world
from tests.benchmarks.fanout import draft, publish

ROUNDS = 7
SHOWN = 21
PEOPLE = 1000
TRIGGERS = "ALTER TABLE cases_case {0} TRIGGER finding_head"

FILL = """
INSERT INTO cases_case (id, scenario, number, title, initiator_id, department_id, urgency,
       classification, created_at, opened_at)
SELECT uuidv7(), 'bench', 'BX-' || n, '关于' || (%(sentences)s::text[])[1 + n %% %(many)s] , %(author)s,
       %(department)s, 'routine', CASE n %% 100 WHEN 0 THEN 'public' WHEN 1 THEN 'confidential' ELSE 'internal' END,
       %(at)s::timestamptz - n * interval '1 minute', %(at)s::timestamptz - n * interval '1 minute'
  FROM generate_series(1, %(records)s) n;
INSERT INTO finding_words (case_id, part, at, kind, text)
SELECT id, 0, created_at, classification, finding_text(ARRAY[number, left(title, 30)])
  FROM cases_case WHERE scenario = 'bench';
INSERT INTO finding_words (case_id, part, at, kind, text)
SELECT id, 1, created_at, classification, finding_text(ARRAY[
       (%(sentences)s::text[])[1 + (hashtext(number) & 65535) %% %(many)s],
       (%(sentences)s::text[])[1 + (hashtext('b' || number) & 65535) %% %(many)s],
       '订单 DD' || lpad((hashtext('o' || number) & 1048575)::text, 7, '0'),
       CASE WHEN hashtext('r' || number) & 31 = 0 THEN '机房搬迁' ELSE '' END,
       CASE WHEN hashtext('s' || number) & 127 = 0 THEN '供应商对账' ELSE '' END,
       CASE WHEN hashtext('q' || number) & 3 = 0 THEN '会议纪要' ELSE '' END,
       CASE WHEN hashtext('u' || number) & 16383 = 0 THEN '冷却塔检修' ELSE '' END])
  FROM cases_case WHERE scenario = 'bench';
"""

TELL = """
INSERT INTO cases_reader (person_id, case_id)
SELECT %s, id FROM cases_case WHERE scenario = 'bench' AND abs(hashtext('p' || number)) %% 200 = 0
"""

BUILD = (
    "DROP INDEX finding_by_grams",
    """CREATE INDEX finding_by_grams ON finding_words USING gin (finding_grams(text))
       WITH (fastupdate = on, gin_pending_list_limit = 256)""",
)

LIKE = """
SELECT case_id FROM (SELECT DISTINCT w.at, w.case_id FROM finding_words w
 WHERE w.text LIKE %(like)s AND (w.kind = ANY(%(kinds)s) OR %(all)s AND w.part = 0
    OR EXISTS (SELECT 1 FROM cases_reader r WHERE r.case_id = w.case_id AND r.person_id = %(me)s))) f
 ORDER BY at DESC, case_id LIMIT 21
"""

BARE = "SELECT case_id FROM finding_words WHERE text LIKE %s ORDER BY at DESC, case_id LIMIT 21"
HITS = "SELECT count(DISTINCT case_id) FROM finding_words WHERE text LIKE %s"

WORDS = (
    "订单 DD0012345",
    "冷却塔",
    "冷却塔检修",
    "供应商",
    "供应商对账",
    "机房搬迁",
    "搬迁",
    "会议纪要",
    "关于",
    "塔",
    "没有这个词",
)


@dataclass(frozen=True, slots=True)
class Seeker:
    """Somebody who searches: ``kinds`` are what they may read, whatever the case is to them."""

    name: str
    person: Person
    kinds: list[str]
    everything: bool


def lines(size: sizes.Size) -> Iterator[dict[str, Any]]:
    """A line for the index, one for each word and seeker, one for a new record."""
    records = size.of(tiny=500, quick=20_000, full=1_000_000)
    world.populate(PEOPLE)
    yield _filled(records)
    for seeker in _seekers():
        for word in WORDS:
            yield _asked(records, seeker, word)
    yield _fresh(records)


def _filled(records: int) -> dict[str, Any]:
    author = world.author()
    sentences = [one.text for one in in_force.current().clauses if len(one.text) > 8]
    values = {
        "sentences": sentences,
        "many": len(sentences),
        "author": author.pk,
        "department": author.department_id,
        "at": clock.now(),
        "records": records,
    }
    limits.run(TRIGGERS.format("DISABLE"))
    limits.run(BUILD[0])
    filled = world.measure(lambda: limits.run(FILL, values))
    limits.run(TRIGGERS.format("ENABLE"))
    built = world.measure(lambda: limits.run(BUILD[1]))
    limits.run("VACUUM ANALYZE finding_words")
    limits.run("ANALYZE cases_case")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_relation_size('finding_by_grams'), pg_table_size('finding_words')"
        )
        index, table = cursor.fetchone()
    return {
        "name": f"index of the words of {records} cases",
        "value": round(built.wall, 2),
        "unit": "s",
        "limit": round(filled.wall, 2),
        "ratio": round(filled.wall / built.wall, 2),
        "index_mb": index >> 20,
        "table_mb": table >> 20,
    }


def _seekers() -> list[Seeker]:
    second, third = Person.objects.order_by("pk")[1:3]
    roles.grant(second, Role.AUDITOR)
    limits.run(TELL, [third.pk])
    limits.run("ANALYZE cases_reader")
    return [
        Seeker(
            "an auditor", Person.objects.get(pk=second.pk), ["public", "internal"], everything=True
        ),
        Seeker("a reader of one in 200", third, ["public"], everything=False),
    ]


def _asked(records: int, seeker: Seeker, word: str) -> dict[str, Any]:
    like = f"%{word.lower()}%"
    values = {"like": like, "kinds": seeker.kinds, "all": seeker.everything, "me": seeker.person.pk}
    found: list[list[UUID]] = []
    mine: list[float] = []

    def seek() -> None:
        found.append(search.find(seeker.person, word, limit=SHOWN))

    cost = world.measure(lambda: mine.extend(_times(seek)))
    bare = _times(lambda: _rows(BARE, [like]), rounds=1)
    expected = [row[0] for row in _rows(LIKE, values)]
    return {
        "name": f"{word} among {records}, {seeker.name}",
        "value": round(mine[len(mine) // 2] * 1000, 1),
        "unit": "ms",
        "server_cpu": round(cost.cpu * 1000 / ROUNDS, 1),
        "worst": round(mine[-1] * 1000, 1),
        "limit": round(bare[0] * 1000, 1),
        "ratio": round(bare[0] / mine[len(mine) // 2], 2),
        "hits": _rows(HITS, [like])[0][0],
        "same": found[-1] == expected,
    }


def _fresh(records: int) -> dict[str, Any]:
    """From the commit of a publication to its being found."""
    notice = draft(PEOPLE)
    publish(notice)
    begun = perf_counter()
    author = world.author()
    while notice not in search.find(author, "机房搬迁安排", limit=SHOWN):
        pass
    seconds = perf_counter() - begun
    return {
        "name": f"a new notice is found among {records}",
        "value": round(seconds * 1000, 1),
        "unit": "ms",
        "limit": 2000,
        "ratio": round(2 / seconds, 1),
    }


def _times(act: Callable[[], object], rounds: int = ROUNDS) -> list[float]:
    taken = []
    for _round in range(rounds):
        begun = perf_counter()
        act()
        taken.append(perf_counter() - begun)
    return sorted(taken)


def _rows(sql: str, values: Any) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())
