"""What the REST API says when it does not do what was asked: problem details (RFC 9457)."""

from collections.abc import Iterable, Mapping
from http import HTTPStatus

from ninja import Field, Schema
from pydantic import ConfigDict
from pydantic.config import JsonDict

CONTENT_TYPE = "application/problem+json"
_KIND = "urn:huiyin:problem:"

EXAMPLE: JsonDict = {
    "type": "urn:huiyin:problem:invalid",
    "title": "Unprocessable Entity",
    "status": 422,
    "detail": "还有必须改的地方，没有发出",
    "instance": "/api/v1/notices/0199c0de-0000-7000-8000-000000000001/publish",
    "errors": [{"field": "contact", "message": "缺少联系人"}],
}


class FieldError(Schema):
    """One thing to mend."""

    field: str = Field(
        description="Where: a field of the body, a parameter, or a column of a file."
    )
    message: str = Field(description="What is wrong, for people.")
    row: int | None = Field(
        default=None, description="The row of a file, counted as spreadsheets do."
    )


class Problem(Schema):
    """Problem details as in RFC 9457."""

    model_config = ConfigDict(json_schema_extra={"example": EXAMPLE})

    type: str = Field(description="What kind of problem; compare this, not the words.")
    title: str
    status: int
    detail: str = Field(description="What happened here, for people, in their language.")
    instance: str = Field(description="The path that was asked for.")
    errors: list[FieldError] = []


class Refusal(Exception):
    """The request is answered with a problem; what was begun is rolled back.

    ``kind`` is the stable name of the problem (``not-draft``); without one the status says it all.
    """

    def __init__(
        self,
        status: int,
        detail: str,
        *,
        kind: str = "",
        errors: Iterable[FieldError] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.status = HTTPStatus(status)
        self.detail = detail
        self.kind = kind
        self.errors = list(errors)
        self.headers = dict(headers or {})

    def problem(self, instance: str) -> Problem:
        """The body of the answer."""
        return Problem(
            type=_KIND + self.kind if self.kind else "about:blank",
            title=self.status.phrase,
            status=self.status.value,
            detail=self.detail,
            instance=instance,
            errors=self.errors,
        )


def invalid(detail: str, errors: Mapping[str, str]) -> Refusal:
    """422: the fields of the request, each with what is wrong."""
    found = [FieldError(field=field, message=message) for field, message in errors.items()]
    return Refusal(HTTPStatus.UNPROCESSABLE_ENTITY, detail, kind="invalid", errors=found)


def conflict(kind: str, detail: str) -> Refusal:
    """409: what was asked does not fit the present state."""
    return Refusal(HTTPStatus.CONFLICT, detail, kind=kind)
