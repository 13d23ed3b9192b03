"""The installed channels, found by what their ``AppConfig`` says of itself (``channel = "…"``)."""

from functools import cache
from typing import cast

from django.apps import apps
from django.utils.module_loading import import_string

from huiyin.core.evidence import Channel as Code
from huiyin.delivery.channel import Channel


@cache
def channels() -> tuple[Channel, ...]:
    """Every installed channel, in the order of ``INSTALLED_APPS``."""
    paths = [str(getattr(config, "channel", "")) for config in apps.get_app_configs()]
    return tuple(cast(Channel, import_string(path.replace(":", "."))()) for path in paths if path)


def by_name(name: str) -> Channel | None:
    """The channel the matrix calls ``name``; ``None`` when it is not installed."""
    return next((one for one in channels() if one.name == name), None)


def by_code(code: int) -> Channel:
    """The channel of a stored code; ``KeyError`` when it is not installed (any more)."""
    for one in channels():
        if one.code == code:
            return one
    raise KeyError(Code(code).name)


def pushing(names: list[str]) -> list[Channel]:
    """Of the matrix's ``names`` those that push outward and are configured, in that order."""
    found = [by_name(name) for name in dict.fromkeys(names)]
    return [one for one in found if one is not None and one.pushes and one.available()]
