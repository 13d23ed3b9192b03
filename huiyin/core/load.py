"""Reads the regulation from TOML texts: strict, so that a slip is named and not swallowed."""

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from huiyin.core.due import Duration, Term, TermError, parse_duration, parse_term
from huiyin.core.evidence import Channel
from huiyin.core.policy import Anchor, Clause, Kind, Policy, Route, Rule, Rung, Story, spelled

CONFIRM_MODES = ("none", "acknowledge", "teach_back", "spoken")

_NAME = re.compile(r"[a-z][a-z0-9_]*")
_EVENT = re.compile(r"[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*")
_ROLE = re.compile(r"[a-z][a-z0-9_]*(\([a-z][a-z0-9_]*\))?")
_Parsed = TypeVar("_Parsed")
_CHANNELS = tuple(channel.name.lower() for channel in Channel)


class PolicyError(ValueError):
    """A text that is no policy: names the file, the clause and the field."""

    def __init__(self, file: str, clause: str, field: str, problem: str) -> None:
        self.file, self.clause, self.field, self.problem = file, clause, field, problem
        place = " · ".join(part for part in (file, clause, field) if part)
        super().__init__(f"{place}：{problem}")


def read_policy(version: int, texts: Mapping[str, str]) -> Policy:
    """The policy that ``texts`` (file name -> TOML) say together, as ``version``.

    A text holds ``[[clause]]`` tables and ``[[route]]`` rows of the channel matrix. Raises
    ``PolicyError`` for bad TOML, unknown or missing keys, wrong types, bad terms and a clause
    number that occurs twice.
    """
    clauses: list[Clause] = []
    matrix: list[Route] = []
    for file, text in texts.items():
        try:
            table = _Table(file, "", "", tomllib.loads(text))
        except tomllib.TOMLDecodeError as error:
            raise PolicyError(file, "", "", f"不是有效的 TOML（{error}）") from error
        for clause in map(_clause, table.tables("clause")):
            if any(clause.id == other.id for other in clauses):
                raise PolicyError(file, clause.id, "id", "条款编号重复")
            clauses.append(clause)
        matrix += map(_route, table.tables("route"))
        table.end()
    return Policy(version, tuple(clauses), tuple(matrix))


@dataclass(slots=True)
class _Table:
    """One TOML table whose keys are taken one by one; what is left over is unknown."""

    file: str
    clause: str
    place: str
    left: dict[str, object]

    def error(self, key: str, problem: str) -> PolicyError:
        return PolicyError(self.file, self.clause, f"{self.place}{key}", problem)

    def text(self, key: str, default: str | None = None) -> str:
        value = self.left.pop(key, default)
        if value is None:
            raise self.error(key, "缺少")
        if not isinstance(value, str) or (not value.strip() and value != default):
            raise self.error(key, "必须是非空文字")
        return value.strip()

    def match(self, key: str, pattern: re.Pattern[str], default: str | None = None) -> str:
        value = self.text(key, default)
        if value != default and pattern.fullmatch(value) is None:
            raise self.error(key, f"“{value}”的写法不对")
        return value

    def one_of(self, key: str, allowed: tuple[str, ...]) -> str:
        value = self.text(key)
        if value not in allowed:
            raise self.error(key, f"“{value}”应为 {'、'.join(allowed)} 之一")
        return value

    def flag(self, key: str, *, default: bool) -> bool:
        value = self.left.pop(key, default)
        if not isinstance(value, bool):
            raise self.error(key, "必须是 true 或 false")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        value = self.left.pop(key, [])
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            raise self.error(key, "必须是文字列表")
        return tuple(value)

    def tables(self, key: str) -> "list[_Table]":
        value = self.left.pop(key, [])
        if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
            raise self.error(key, f"必须是表的列表（[[{key}]]）")
        return [
            _Table(self.file, self.clause, f"{self.place}{key}[{index}].", dict(each))
            for index, each in enumerate(value)
        ]

    def parsed(self, key: str, parse: Callable[[str], _Parsed], text: str) -> _Parsed:
        try:
            return parse(text)
        except TermError as error:
            raise self.error(key, str(error)) from error

    def when(self) -> dict[str, tuple[str, ...]]:
        value = self.left.pop("when", {})
        if not isinstance(value, dict):
            raise self.error("when", "必须是表")
        return {key: self._wanted(f"when.{key}", wanted) for key, wanted in value.items()}

    def _wanted(self, key: str, wanted: object) -> tuple[str, ...]:
        values = wanted if isinstance(wanted, list) else [wanted]
        if not values or not all(isinstance(value, str | bool | int) for value in values):
            raise self.error(key, "必须是文字、整数、true/false 或它们的列表")
        return tuple(spelled(value) for value in values)

    def end(self) -> None:
        if self.left:
            raise self.error(min(self.left), "未知的键")


def _clause(table: _Table) -> Clause:
    table.clause = table.text("id")
    table.place = ""
    clause = Clause(
        id=table.clause,
        text=table.text("text"),
        kind=Kind(table.one_of("kind", tuple(Kind))),
        requirement=table.texts("requirement"),
        reason=table.text("reason", ""),
        rules=tuple(
            _rule(rule, f"{table.clause}/{index}")
            for index, rule in enumerate(table.tables("rule"))
        ),
        stories=tuple(_story(story) for story in table.tables("story")),
    )
    if clause.kind is Kind.OUT_OF_SCOPE and not clause.reason:
        raise table.error("reason", "不在范围内的条款要写明理由")
    table.end()
    return clause


def _rule(table: _Table, key: str) -> Rule:
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
        deem=table.flag("deem", default=False),
        ladder=tuple(_rung(rung) for rung in table.tables("ladder")),
    )
    table.end()
    return rule


def _term(table: _Table, text: str) -> Term:
    return table.parsed("within", parse_term, text)


def _rung(table: _Table) -> Rung:
    given = [anchor for anchor in Anchor if anchor in table.left]
    if len(given) != 1:
        raise table.error("after", f"{'、'.join(Anchor)} 要写且只写一个")
    within = table.text("within", "")
    rung = Rung(
        after=_duration(table, given[0], table.text(given[0])),
        who=table.match("who", _ROLE),
        do=table.match("do", _NAME),
        anchor=given[0],
        within=_duration(table, "within", within) if within else None,
    )
    table.end()
    return rung


def _duration(table: _Table, key: str, text: str) -> Duration:
    return table.parsed(key, parse_duration, text)


def _story(table: _Table) -> Story:
    story = Story(
        clause=table.clause,
        title=table.text("title"),
        events=table.texts("events"),
        then=table.texts("then"),
    )
    table.end()
    return story


def _route(table: _Table) -> Route:
    route = Route(
        when=table.when(),
        channels=table.texts("channels"),
        confirm=table.one_of("confirm", CONFIRM_MODES),
        with_text=table.flag("with_text", default=True),
    )
    unknown = [name for name in route.channels if name not in _CHANNELS]
    if unknown or not route.channels:
        raise table.error("channels", f"{unknown}：渠道应为 {'、'.join(_CHANNELS)} 之一")
    table.end()
    return route
