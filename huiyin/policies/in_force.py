"""Which version of the regulation binds what is born now, and which one an old duty knows."""

import re
from functools import lru_cache
from pathlib import Path
from uuid import UUID

from django.apps import apps
from django.core.exceptions import ImproperlyConfigured

from huiyin.core.load import read_policy
from huiyin.core.overlay import Own, compose
from huiyin.core.policy import Policy
from huiyin.kit import clock, digest
from huiyin.policies.models import Overlay, PolicyVersion
from huiyin.policies.shipped import clause_files

MARK = "# file: "
_MARKED = re.compile(rf"^{MARK}", re.MULTILINE)


def install_shipped() -> PolicyVersion:
    """Put the clauses that ship with the installed scenarios in force, once per content.

    An organisation that has amended its regulation keeps it: what ships anew is offered to it and
    never put in force by itself. Departments' own rules stay on top.
    """
    source = shipped_source()
    found = PolicyVersion.objects.filter(digest=digest.sha256_hex(source), shipped=True).first()
    if found is not None:
        return found
    now = latest()
    if now is not None and not _is_shipped(now):
        return now
    made = put_in_force(
        source,
        "随产品发布的沟通规定",
        base=now,
        overlays=now.overlays if now is not None else [],
        shipped=True,
    )
    forget()
    return made


def put_in_force(
    source: str,
    title: str,
    *,
    base: PolicyVersion | None = None,
    case: UUID | None = None,
    overlays: list[int] | None = None,
    shipped: bool = False,
) -> PolicyVersion:
    """A new version that binds what is born from now on."""
    at = clock.now()
    made = PolicyVersion.objects.create(
        title=title,
        source=source,
        digest=digest.sha256_hex(source),
        in_force_from=at,
        created_at=at,
        base=base,
        case=case,
        shipped=shipped,
        overlays=overlays or [],
    )
    forget()
    return made


def shipped_source() -> str:
    """The clause files of all installed scenarios and the matrix, joined, each after its mark."""
    parts = []
    for config in apps.get_app_configs():
        files = clause_files(config.label, Path(config.path))
        parts += [f"{MARK}{name}\n{text}" for name, text in files.items()]
    return "\n".join(parts)


def version(number: int | None) -> Policy:
    """Version ``number``, or the one in force now for ``None``, with departments' own rules."""
    return _read(number if number is not None else _current_number())


def current() -> Policy:
    """The policy that binds what is born now."""
    return version(None)


def company(number: int | None = None) -> Policy:
    """The company's regulation of a version alone, without departments' own rules."""
    return _read_company(number if number is not None else _current_number())


def latest() -> PolicyVersion | None:
    """The row of the version in force now, read afresh; ``None`` before anything was installed."""
    rows = PolicyVersion.objects.filter(in_force_from__lte=clock.now())
    return rows.order_by("-in_force_from", "-id").first()


def forget() -> None:
    """Drop what this process remembers (a version was installed, or a test ended)."""
    _read.cache_clear()
    _read_company.cache_clear()
    _current.clear()


def texts(source: str) -> dict[str, str]:
    """Split a stored source into its files; what stands before the first mark has no name."""
    head, *chunks = _MARKED.split(source)
    parts: dict[str, str] = {"": head} if head.strip() else {}
    for chunk in chunks:
        name, _, text = chunk.partition("\n")
        parts[name.strip()] = text
    return parts


def overlays_of(row: PolicyVersion) -> list[Overlay]:
    """The departments' own rules that stand on a version, in the order of the departments."""
    return list(Overlay.objects.filter(pk__in=row.overlays).order_by("department_id"))


_current: dict[str, tuple[float, int]] = {}
REMEMBER = 5.0
"""Seconds (of the product's clock) for which a process trusts the version it saw last."""


def _current_number() -> int:
    now = clock.now()
    seen = _current.get("number")
    if seen and 0 <= now.timestamp() - seen[0] < REMEMBER:
        return seen[1]
    row = latest()
    if row is None:
        raise ImproperlyConfigured("no regulation is in force: run `huiyin migrate`")
    _current["number"] = (now.timestamp(), row.pk)
    return row.pk


def _is_shipped(row: PolicyVersion) -> bool:
    """Whether the company's own words are those of the product; overlays do not matter."""
    return PolicyVersion.objects.filter(digest=row.digest, shipped=True).exists()


@lru_cache(maxsize=32)
def _read_company(number: int) -> Policy:
    return read_policy(number, texts(PolicyVersion.objects.get(pk=number).source))


@lru_cache(maxsize=32)
def _read(number: int) -> Policy:
    row = PolicyVersion.objects.get(pk=number)
    own = [
        Own(each.department_id, read_policy(number, texts(each.source)))
        for each in overlays_of(row)
    ]
    return compose(_read_company(number), own)
