"""What the events of the regulation's own life say, for its linter."""

from huiyin.cases.factvalues import YES_NO
from huiyin.cases.models import Classification
from huiyin.core.linting import FactValues, path_of
from huiyin.scenarios.regulation import events
from huiyin.scenarios.regulation.path import COMPANY, DEPARTMENT, OF

_PLACE: FactValues = {"scope": (COMPANY, DEPARTMENT), "department": None}
_MADE: FactValues = {**_PLACE, "base": None}
_THEIRS: FactValues = {**_PLACE, "person": None}
_WAIVER: FactValues = {"clause": None, "until": None, "department": None}

FACTS: dict[str, FactValues] = {
    events.BEGUN: _MADE,
    events.PROPOSED: {
        **_MADE, "initiator": None, "proposer": None, "origin": None, "clause": None,
    },
    events.APPROVED: {**_THEIRS, "initiator": None, "digest": None, "wanted_from": None},
    events.ANNOUNCED: {**_THEIRS, "follower": None},
    events.PUT_IN_FORCE: {**_MADE, "digest": None, "announced": YES_NO},
    events.WITHDRAWN: _THEIRS,
    events.REOPENED: _PLACE,
    events.REBASED: _MADE,
    events.WAIVED: _WAIVER,
    events.WAIVER_ENDED: _WAIVER,
    events.REVIEW_BEGAN: {"initiator": None, "number": None},
    events.REVIEWED: {"person": None, "amended": YES_NO},
    path_of(OF): {
        "scope": (COMPANY, DEPARTMENT),
        "waives": YES_NO,
        "restores": YES_NO,
        "classification": Classification.values,
    },
}  # fmt: skip
"""By event: the facts that conditions and terms may name; the sign-off path too."""
