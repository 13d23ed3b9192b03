"""What the events of notices say, for the linter of the regulation."""

from huiyin.cases.factvalues import CASE, YES_NO
from huiyin.core.linting import MATRIX, FactValues, path_of
from huiyin.directory.roles import EMPLOYEE, HEAD, PUBLISHER
from huiyin.scenarios.notices import events, published
from huiyin.scenarios.notices.assigned import events as assigned
from huiyin.scenarios.notices.cascade import events as cascade
from huiyin.scenarios.notices.living import events as living
from huiyin.scenarios.notices.models import Complexity, ConfirmMode, NoticeKind, Stage
from huiyin.scenarios.notices.requests import events as requests
from huiyin.scenarios.notices.revisions import events as revisions

_SCOPES = (published.DEPARTMENT, published.CROSS, published.COMPANY, published.OUTSIDE)

_MATRIX: FactValues = {**CASE, "kind": NoticeKind.values, "complexity": Complexity.values}

_PATH: FactValues = {
    **_MATRIX,
    "stage": Stage.values,
    "scope": _SCOPES,
    "author": (PUBLISHER, HEAD, EMPLOYEE),
    "has_data": YES_NO,
    "has_concerned": YES_NO,
    "requested": YES_NO,
    "department": None,
}

_TOLD: FactValues = {
    **{name: _PATH[name] for name in _PATH if name != "requested"},
    "initiator": None,
    "number": None,
    "confirm": [mode for mode in ConfirmMode.values if mode],
    "follow": YES_NO,
    "cascade": YES_NO,
    "has_aid": YES_NO,
    "has_sensitive": YES_NO,
    "is_confidential": YES_NO,
    "override": YES_NO,
    "pre_noticed_at": None,
    "has_reply_by": YES_NO,
    "reply_by": None,
    "digest": None,
}

PUBLISHED: FactValues = {
    **_TOLD,
    "has_key_people": YES_NO,
    "has_path": YES_NO,
    "signed_off": YES_NO,
    "has_points": YES_NO,
    "has_questions": YES_NO,
}

_LEVEL: FactValues = {**_TOLD, "part": None, "hop": None, "relayer": None, "people": None}

_REVISED: FactValues = {
    **_TOLD,
    "revision": None,
    "change": None,
    "material": YES_NO,
    "owner": None,
    "part": None,
    "cause": None,
}

_REQUEST: FactValues = {
    **CASE,
    "initiator": None,
    "number": None,
    "effect_measure": None,
    "affects_work": YES_NO,
    "must_synchronise": YES_NO,
    "may_be_misunderstood": YES_NO,
}

FACTS: dict[str, FactValues] = {
    events.PUBLISHED: PUBLISHED,
    revisions.REVISED: _REVISED,
    revisions.CORRECTED: _REVISED,
    cascade.PASSED_ON: _LEVEL,
    cascade.ISLAND_REACHED: _LEVEL,
    living.JOINED: {**_TOLD, "part": None, "count": None},
    assigned.ASSIGNED: {
        **CASE,
        "kind": NoticeKind.values,
        "part": None,
        "action_owner": None,
        "action_due": None,
        "initiator": None,
    },
    requests.DECIDED: {**_REQUEST, "approved": YES_NO},
    requests.RETURNED: _REQUEST,
    path_of("notices"): _PATH,
    path_of("requests"): CASE,
    MATRIX: {**_MATRIX, "audience": None},
}
"""By event: the facts that conditions and terms may name; the sign-off paths and the matrix too."""
