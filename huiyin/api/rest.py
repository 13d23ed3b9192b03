"""The REST API under ``/api/v1``: this room's routers and one of each installed scenario.

A scenario names its router in its ``AppConfig``: ``api = "huiyin.scenarios.notices.api:router"``.
"""

import importlib
from collections.abc import Iterator

from django.apps import apps
from ninja import Router
from ninja.renderers import JSONRenderer

from huiyin import __version__
from huiyin.api import errors
from huiyin.api.bearer import BearerToken
from huiyin.api.idempotency import once
from huiyin.api.routes import amendments, backtests, clauses, compliance, ledger, me, people, policy
from huiyin.api.schema import DescribedAPI

DESCRIPTION = """\
The same actions, reads and permissions as the pages, for programs. A token acts as its person.

* **Errors** are problem details (RFC 9457); compare `type` and `status`, show `detail`.
* **Instants** are ISO 8601 with an offset; one without is refused.
* **Lists** come in pages: pass `next` on as `cursor`. A cursor belongs to its list and filters.
* **Repeating a POST** is safe with an `Idempotency-Key`.
* What a person may not see is 404, exactly as if it did not exist.
* `x-permission` names the action that an operation asks for.
"""


class Plain(JSONRenderer):
    """Chinese as it is written."""

    json_dumps_params = {"ensure_ascii": False, "separators": (",", ":")}


def build() -> DescribedAPI:
    """The API with everything that is installed."""
    api = DescribedAPI(
        title="Huiyin",
        version=__version__,
        description=DESCRIPTION,
        docs_url=None,
        urls_namespace="api:v1",
        auth=BearerToken(),
        renderer=Plain(),
    )
    errors.install(api)
    api.add_decorator(once, mode="view")
    rooms = (me, people, ledger, policy, clauses, compliance, backtests, amendments)
    own = (each.router for each in rooms)
    for router in (*own, *_of_scenarios()):
        api.add_router("", router)
    return api


def _of_scenarios() -> Iterator[Router]:
    for app in apps.get_app_configs():
        path = getattr(app, "api", "") if app.name.startswith("huiyin.") else ""
        if path:
            module, _colon, name = path.partition(":")
            yield getattr(importlib.import_module(module), name)


rest = build()
