"""What somebody saved in this session, step by step, so that it can be taken back and done again."""

from typing import Any, NamedTuple
from uuid import UUID

from django.http import HttpRequest

from huiyin.kit import clock

MOST = 40
_TOGETHER = 15.0
"""Seconds within which saves of one clause are one step: typing is one act."""


class Step(NamedTuple):
    """A clause as it was written before and after (empty: it was not there)."""

    clause: str
    before: str
    after: str
    after_id: str = ""


def remember(request: HttpRequest, amendment: UUID, step: Step) -> None:
    """Note a save; what was taken back before cannot be done again."""
    if step.before == step.after:
        return
    kept = _kept(request, amendment)
    now, done = clock.now().timestamp(), kept["done"]
    last = Step(*done[-1][:4]) if done else None
    if last and _follows(last, step) and now - done[-1][4] < _TOGETHER:
        done[-1] = [last.clause, last.before, step.after, step.after_id, now]
    else:
        done.append([*step, now])
    kept["done"], kept["undone"] = done[-MOST:], []
    _keep(request, amendment, kept)


def _follows(last: Step, step: Step) -> bool:
    return bool(last.before and step.before) and last.after == step.before


def back(request: HttpRequest, amendment: UUID) -> Step | None:
    """The last step, to be taken back now; ``None`` when there is none."""
    return _moved(request, amendment, "done", "undone")


def again(request: HttpRequest, amendment: UUID) -> Step | None:
    """The step that was taken back last, to be done again; ``None`` when there is none."""
    return _moved(request, amendment, "undone", "done")


def counts(request: HttpRequest, amendment: UUID) -> tuple[int, int]:
    """How many steps can be taken back, and done again."""
    kept = _kept(request, amendment)
    return len(kept["done"]), len(kept["undone"])


def _moved(request: HttpRequest, amendment: UUID, source: str, to: str) -> Step | None:
    kept = _kept(request, amendment)
    if not kept[source]:
        return None
    step = kept[source].pop()
    kept[to].append([*step[:4], 0])
    _keep(request, amendment, kept)
    return Step(*step[:4])


def _kept(request: HttpRequest, amendment: UUID) -> dict[str, list[Any]]:
    found = request.session.get(_name(amendment)) or {}
    return {"done": list(found.get("done", ())), "undone": list(found.get("undone", ()))}


def _keep(request: HttpRequest, amendment: UUID, kept: dict[str, list[Any]]) -> None:
    request.session[_name(amendment)] = kept


def _name(amendment: UUID) -> str:
    return f"editor:{amendment}"
