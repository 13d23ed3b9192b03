"""The API's description of itself: what every operation shares is added to it here."""

from typing import Any

from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema

from huiyin.api.idempotency import HEADER, PATTERN, REPLAYED
from huiyin.cases.rest.problem import CONTENT_TYPE, Problem
from huiyin.directory.access import permission_of

_SCHEMAS = "#/components/schemas/{model}"
_ALWAYS = {
    "400": "The request cannot be read",
    "401": "No valid token",
    "403": "The token's person may not do this",
    "422": "Something in the request is wrong; `errors` says what",
    "429": "Too many requests of this token, or wrong tokens from this address",
    "500": "A fault of ours, logged",
    "default": "Any other problem",
}
_KEY = {
    "name": HEADER,
    "in": "header",
    "required": False,
    "description": (
        "Sent again with the same key within a day, the same request is answered with the stored "
        f"answer (header `{REPLAYED}: true`) and does nothing more. Refusals are not stored."
    ),
    "schema": {"type": "string", "pattern": f"^{PATTERN}$"},
}


class DescribedAPI(NinjaAPI):
    """Adds problem answers, idempotency keys and permissions to the OpenAPI document."""

    def get_openapi_schema(self, **kwargs: Any) -> OpenAPISchema:
        """The document, whole."""
        document = super().get_openapi_schema(**kwargs)
        permissions = self.permissions()
        for path, item in document["paths"].items():
            for method, operation in item.items():
                operation["x-permission"] = permissions[operation["operationId"]]
                _add_problems(operation, path, method)
                if method == "post":
                    operation["parameters"].append(_KEY)
        components = document["components"]
        problem = Problem.model_json_schema(ref_template=_SCHEMAS)
        components["schemas"] |= problem.pop("$defs") | {"Problem": problem}
        components["responses"] = {
            f"Problem{status.title()}": _problem(words) for status, words in _every().items()
        }
        return document

    def permissions(self) -> dict[str, str]:
        """The action that each operation names, by operation id; empty when it names none."""
        return {
            str(operation.operation_id): permission_of(operation.view_func)
            for router in self._get_bound_routers()
            for view in router.path_operations.values()
            for operation in view.operations
        }


def _every() -> dict[str, str]:
    return _ALWAYS | {
        "404": "It does not exist, or is not for this person to see",
        "409": "It does not fit the present state",
        "413": "The body is too large",
    }


def _add_problems(operation: dict[str, Any], path: str, method: str) -> None:
    wanted = list(_ALWAYS)
    if "{" in path:
        wanted.append("404")
    if method != "get":
        wanted += ["409", "413"]
    for status in wanted:
        operation["responses"].setdefault(
            status, {"$ref": f"#/components/responses/Problem{status.title()}"}
        )


def _problem(words: str) -> dict[str, Any]:
    return {
        "description": words,
        "content": {CONTENT_TYPE: {"schema": {"$ref": _SCHEMAS.format(model="Problem")}}},
    }
