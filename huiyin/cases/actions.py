"""One function per verb: what every action of every scenario has in common."""

import inspect
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import transaction

P = ParamSpec("P")
R = TypeVar("R")

_KINDS: dict[str, str] = {}


def action(kind: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Declare that the decorated verb records exactly the event ``kind``, in one transaction.

    The verb takes who does it as keyword-only ``by=``; ``TypeError`` at import when it does not.
    """

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        by = inspect.signature(function).parameters.get("by")
        if by is None or by.kind is not inspect.Parameter.KEYWORD_ONLY:
            raise TypeError(f"{function.__qualname__} needs a keyword-only argument by=")
        _KINDS[f"{function.__module__}.{function.__qualname__}"] = kind

        @wraps(function)
        def run(*args: P.args, **kwargs: P.kwargs) -> R:
            with transaction.atomic():
                return function(*args, **kwargs)

        return run

    return decorate


def declared() -> dict[str, str]:
    """Every action that was imported so far: dotted name -> the event kind it records."""
    return dict(_KINDS)
