"""A version of the regulation as a file: its own TOML, Markdown to read, JSON for programs."""

import json
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from typing import Any

from huiyin.pages.policy.document import markdown
from huiyin.policies import in_force
from huiyin.policies.models import PolicyVersion


def _toml(row: PolicyVersion) -> str:
    return row.source


def _markdown(row: PolicyVersion) -> str:
    return markdown(in_force.company(row.pk))


def _json(row: PolicyVersion) -> str:
    policy = in_force.company(row.pk)
    document = {
        "version": row.pk,
        "title": row.title,
        "digest": row.digest,
        "in_force_from": row.in_force_from.isoformat(),
        "policy": plain(policy),
    }
    return json.dumps(document, ensure_ascii=False, indent=2, default=str)


def plain(value: Any) -> Any:
    """Values of the core as what JSON knows; what a rule would be without is left out."""
    if is_dataclass(value) and not isinstance(value, type):
        return {
            each.name: plain(getattr(value, each.name)) for each in fields(value) if each.compare
        }
    if isinstance(value, dict):
        return {str(name): plain(one) for name, one in value.items()}
    if isinstance(value, tuple | list):
        return [plain(one) for one in value]
    return value


FORMS: dict[str, Callable[[PolicyVersion], str]] = {
    "toml": _toml,
    "md": _markdown,
    "json": _json,
}
"""By the name of the format."""
