"""A TOML table read strictly: every key is taken once, and what is left over is unknown."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from huiyin.core.phrase import phrase
from huiyin.core.policy import spelled
from huiyin.core.terms import TermError

Parsed = TypeVar("Parsed")


class PolicyError(ValueError):
    """A text that is no policy: names the file, the clause and the field."""

    def __init__(self, file: str, clause: str, field: str, problem: str) -> None:
        self.file, self.clause, self.field, self.problem = file, clause, field, problem
        place = " · ".join(part for part in (file, clause, field) if part)
        super().__init__(phrase("%(place)s：%(problem)s", place=place, problem=problem))


@dataclass(slots=True)
class Table:
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
            raise self.error(key, phrase("缺少"))
        if not isinstance(value, str) or (not value.strip() and value != default):
            raise self.error(key, phrase("必须是非空文字"))
        return value.strip()

    def match(self, key: str, pattern: re.Pattern[str], default: str | None = None) -> str:
        value = self.text(key, default)
        if value != default and pattern.fullmatch(value) is None:
            raise self.error(key, phrase("“%(value)s”的写法不对", value=value))
        return value

    def one_of(self, key: str, allowed: tuple[str, ...], default: str | None = None) -> str:
        value = self.text(key, default)
        if value not in allowed:
            raise self.error(
                key, phrase("“%(value)s”应为 %(names)s 之一", value=value, names=tuple(allowed))
            )
        return value

    def flag(self, key: str, *, default: bool) -> bool:
        value = self.left.pop(key, default)
        if not isinstance(value, bool):
            raise self.error(key, phrase("必须是 true 或 false"))
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        value = self.left.pop(key, [])
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            raise self.error(key, phrase("必须是文字列表"))
        return tuple(value)

    def tables(self, key: str) -> "list[Table]":
        value = self.left.pop(key, [])
        if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
            raise self.error(key, phrase("必须是表的列表（[[%(key)s]]）", key=key))
        return [
            Table(self.file, self.clause, f"{self.place}{key}[{index}].", dict(each))
            for index, each in enumerate(value)
        ]

    def table(self, key: str) -> "Table | None":
        value = self.left.pop(key, None)
        if value is None:
            return None
        if not isinstance(value, dict):
            raise self.error(key, phrase("必须是表（[%(key)s]）", key=key))
        return Table(self.file, self.clause, f"{self.place}{key}.", dict(value))

    def parsed(self, key: str, parse: Callable[[str], Parsed], text: str) -> Parsed:
        try:
            return parse(text)
        except TermError as error:
            raise self.error(key, str(error)) from error

    def when(self) -> dict[str, tuple[str, ...]]:
        value = self.left.pop("when", {})
        if not isinstance(value, dict):
            raise self.error("when", phrase("必须是表"))
        return {key: self._wanted(f"when.{key}", wanted) for key, wanted in value.items()}

    def _wanted(self, key: str, wanted: object) -> tuple[str, ...]:
        values = wanted if isinstance(wanted, list) else [wanted]
        if not values or not all(isinstance(value, str | bool | int) for value in values):
            raise self.error(key, phrase("必须是文字、整数、true/false 或它们的列表"))
        return tuple(spelled(value) for value in values)

    def end(self) -> None:
        if self.left:
            raise self.error(min(self.left), phrase("未知的键"))
