"""Reads the regulation from TOML texts: strict, so that a slip is named and not swallowed."""

import re
import tomllib
from collections.abc import Mapping

from huiyin.core.attention import Attention
from huiyin.core.evidence import Channel
from huiyin.core.load_attention import read_attention
from huiyin.core.load_lint import read_lints, refuse_second
from huiyin.core.load_target import read_target
from huiyin.core.load_tension import read_tension
from huiyin.core.obligation import NEEDED
from huiyin.core.phrase import phrase
from huiyin.core.policy import (
    AS_CONFIRM,
    Anchor,
    Chapter,
    Clause,
    Guard,
    Kind,
    Mode,
    Otherwise,
    Policy,
    Route,
    Rule,
    Rung,
    Signing,
    Story,
)
from huiyin.core.precedence import Tension
from huiyin.core.table import PolicyError, Table
from huiyin.core.terms import Duration, Term, parse_duration, parse_term

CONFIRM_MODES = tuple(NEEDED)
NEEDS = ("", "acknowledged", "understood", AS_CONFIRM)

_NAME = re.compile(r"[a-z][a-z0-9_]*")
_NUMBER = re.compile(r"[0-9A-Z][0-9A-Za-z.]*")
_EVENT = re.compile(r"[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*")
_ROLE = re.compile(r"[a-z][a-z0-9_]*(\([a-z][a-z0-9_]*\))?")
_CHANNELS = tuple(channel.name.lower() for channel in Channel)


def read_policy(version: int, texts: Mapping[str, str]) -> Policy:
    """The policy that ``texts`` (file name -> TOML) say together, as ``version``.

    A text holds ``[[clause]]`` tables, ``[[chapter]]`` headings, ``[[route]]`` rows of the channel
    matrix, ``[[tension]]`` between clauses, and one of them may hold ``[attention]``. Raises
    ``PolicyError`` for bad TOML, unknown or missing keys, wrong types, bad terms, and a clause
    number, a chapter or an ``[attention]`` that occurs twice.
    """
    clauses: list[Clause] = []
    matrix: list[Route] = []
    attention: Attention | None = None
    chapters: list[Chapter] = []
    tensions: list[Tension] = []
    for file, text in texts.items():
        try:
            table = Table(file, "", "", tomllib.loads(text))
        except tomllib.TOMLDecodeError as error:
            raise PolicyError(
                file, "", "", phrase("不是有效的 TOML（%(error)s）", error=error)
            ) from error
        for clause in map(_clause, table.tables("clause")):
            if any(clause.id == other.id for other in clauses):
                raise PolicyError(file, clause.id, "id", phrase("条款编号重复"))
            refuse_second(file, clause, clauses)
            clauses.append(clause)
        matrix += map(_route, table.tables("route"))
        tensions += map(read_tension, table.tables("tension"))
        for one in table.tables("chapter"):
            chapters.append(_chapter(one, chapters))
        inner = table.table("attention")
        if inner is not None:
            if attention is not None:
                raise PolicyError(file, "", "attention", phrase("打扰上限只能写一处"))
            attention = read_attention(inner)
        table.end()
    return Policy(
        version, tuple(clauses), tuple(matrix), attention, tuple(chapters), tuple(tensions)
    )


def read_clause(data: Mapping[str, object]) -> Clause:
    """The clause that one ``[[clause]]`` table says; ``PolicyError`` as ``read_policy``."""
    return _clause(Table("", "", "", dict(data)))


def _chapter(table: Table, before: list[Chapter]) -> Chapter:
    chapter = Chapter(table.match("id", _NUMBER), table.text("title"))
    if any(chapter.id == other.id for other in before):
        raise table.error("id", phrase("章节 %(clause)s 重复", clause=chapter.id))
    table.end()
    return chapter


def _clause(table: Table) -> Clause:
    table.clause = table.text("id")
    table.place = ""
    clause = Clause(
        id=table.clause,
        text=table.text("text"),
        kind=Kind(table.one_of("kind", tuple(Kind))),
        requirement=table.texts("requirement"),
        title=table.text("title", ""),
        reason=table.text("reason", ""),
        waits_for=table.match("waits_for", _NAME, ""),
        rules=tuple(
            _rule(rule, f"{table.clause}/{index}")
            for index, rule in enumerate(table.tables("rule"))
        ),
        guards=tuple(
            _guard(guard, f"{table.clause}/g{index}")
            for index, guard in enumerate(table.tables("guard"))
        ),
        signings=tuple(
            _signing(signing, f"{table.clause}/s{index}")
            for index, signing in enumerate(table.tables("sign"))
        ),
        targets=tuple(map(read_target, table.tables("target"))),
        lints=tuple(each for lint in table.tables("lint") for each in read_lints(lint)),
        stories=tuple(_story(story) for story in table.tables("story")),
    )
    if clause.kind is Kind.OUT_OF_SCOPE and not clause.reason:
        raise table.error("reason", phrase("不在范围内的条款要写明理由"))
    table.end()
    return clause


def _rule(table: Table, key: str) -> Rule:
    term = table.text("within", "")
    rule = Rule(
        key=key,
        clause=table.clause,
        on=table.match("on", _EVENT),
        when=table.when(),
        bearer=table.match("bearer", _ROLE),
        owes=table.match("owes", _NAME),
        to=table.match("to", _ROLE, "initiator"),
        within=_term(table, term) if term else None,
        met_by=table.match("met_by", _EVENT, ""),
        excused_by=table.match("excused_by", _EVENT, ""),
        ended_by=table.match("ended_by", _EVENT, ""),
        needs=table.one_of("needs", NEEDS, ""),
        deem=table.flag("deem", default=False),
        ladder=tuple(_rung(rung) for rung in table.tables("ladder")),
    )
    table.end()
    return rule


def _guard(table: Table, key: str) -> Guard:
    given = [name for name in ("not_before", "not_after", "needs") if name in table.left]
    if len(given) != 1:
        raise table.error("needs", phrase("not_before、not_after、needs 要写且只写一个"))
    before, after = table.text("not_before", ""), table.text("not_after", "")
    guard = Guard(
        key=key,
        clause=table.clause,
        on=table.match("on", _EVENT),
        when=table.when(),
        says=table.text("says"),
        otherwise=Otherwise(table.one_of("otherwise", tuple(Otherwise))),
        not_before=_term(table, before, "not_before") if before else None,
        not_after=_term(table, after, "not_after") if after else None,
        needs=table.match("needs", _NAME, ""),
    )
    table.end()
    return guard


def _signing(table: Table, key: str) -> Signing:
    signing = Signing(
        key=key,
        clause=table.clause,
        of=table.match("of", _NAME),
        when=table.when(),
        step=table.match("step", _NAME),
        who=table.match("who", _ROLE),
        mode=Mode(table.one_of("mode", tuple(Mode))),
    )
    table.end()
    return signing


def _term(table: Table, text: str, key: str = "within") -> Term:
    return table.parsed(key, parse_term, text)


def _rung_after(table: Table, anchor: Anchor) -> Duration:
    """``0min``, at once, is a time after the birth only."""
    zero = anchor is Anchor.BIRTH
    return table.parsed(anchor, lambda text: parse_duration(text, zero=zero), table.text(anchor))


def _rung(table: Table) -> Rung:
    given = [anchor for anchor in Anchor if anchor in table.left]
    if len(given) != 1:
        raise table.error("after", phrase("%(names)s 要写且只写一个", names=tuple(Anchor)))
    within = table.text("within", "")
    rung = Rung(
        after=_rung_after(table, given[0]),
        who=table.match("who", _ROLE),
        do=table.match("do", _NAME),
        anchor=given[0],
        within=_duration(table, "within", within) if within else None,
    )
    table.end()
    return rung


def _duration(table: Table, key: str, text: str) -> Duration:
    return table.parsed(key, parse_duration, text)


def _story(table: Table) -> Story:
    story = Story(
        clause=table.clause,
        title=table.text("title"),
        events=table.texts("events"),
        then=table.texts("then"),
    )
    table.end()
    return story


def _route(table: Table) -> Route:
    route = Route(
        when=table.when(),
        channels=table.texts("channels"),
        confirm=table.one_of("confirm", CONFIRM_MODES),
        with_text=table.flag("with_text", default=True),
    )
    unknown = [name for name in route.channels if name not in _CHANNELS]
    if unknown or not route.channels:
        raise table.error(
            "channels",
            phrase(
                "%(unknown)s：渠道应为 %(names)s 之一",
                unknown=tuple(unknown),
                names=tuple(_CHANNELS),
            ),
        )
    table.end()
    return route
