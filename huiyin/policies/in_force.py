"""Which version of the regulation binds what is born now, and which one an old duty knows."""

import tomllib
from functools import lru_cache
from pathlib import Path

from django.apps import apps
from django.core.exceptions import ImproperlyConfigured

from huiyin.core.load import read_policy
from huiyin.core.policy import Policy
from huiyin.kit import clock, digest
from huiyin.policies.models import PolicyVersion
from huiyin.policies.shipped import clause_files

MARK = "# file: "


def install_shipped() -> PolicyVersion:
    """Put the clauses that ship with the installed scenarios in force, once per content."""
    source = shipped_source()
    at = clock.now()
    version, _created = PolicyVersion.objects.get_or_create(
        digest=digest.sha256_hex(source),
        shipped=True,
        defaults={
            "title": "随产品发布的沟通规定",
            "source": source,
            "in_force_from": at,
            "created_at": at,
        },
    )
    forget()
    return version


def shipped_source() -> str:
    """The clause files of all installed scenarios and the matrix, joined, each after its mark."""
    parts = []
    for config in apps.get_app_configs():
        files = clause_files(config.label, Path(config.path))
        parts += [f"{MARK}{name}\n{text}" for name, text in files.items()]
    return "\n".join(parts)


def version(number: int | None) -> Policy:
    """Version ``number``, or the one in force now for ``None``."""
    return _read(number if number is not None else _current_number())


def current() -> Policy:
    """The policy that binds what is born now."""
    return version(None)


def forget() -> None:
    """Drop what this process remembers (a version was installed, or a test ended)."""
    _read.cache_clear()
    _current.clear()


def texts(source: str) -> dict[str, str]:
    """Split a stored source into its files."""
    parts: dict[str, str] = {}
    for chunk in source.split(MARK)[1:]:
        name, _, text = chunk.partition("\n")
        tomllib.loads(text)
        parts[name.strip()] = text
    return parts


_current: dict[str, tuple[float, int]] = {}
REMEMBER = 5.0
"""Seconds (of the product's clock) for which a process trusts the version it saw last."""


def _current_number() -> int:
    now = clock.now()
    seen = _current.get("number")
    if seen and 0 <= now.timestamp() - seen[0] < REMEMBER:
        return seen[1]
    number = (
        PolicyVersion.objects.filter(in_force_from__lte=now)
        .order_by("-in_force_from", "-id")
        .values_list("id", flat=True)
        .first()
    )
    if number is None:
        raise ImproperlyConfigured("no regulation is in force: run `huiyin migrate`")
    _current["number"] = (now.timestamp(), number)
    return number


@lru_cache(maxsize=32)
def _read(number: int) -> Policy:
    return read_policy(number, texts(PolicyVersion.objects.get(pk=number).source))
