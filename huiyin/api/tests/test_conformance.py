"""Whatever is sent, the API neither falls over nor answers otherwise than it says (schemathesis)."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import checks
from schemathesis.specs.openapi import checks as openapi

from huiyin.api.rest import rest
from huiyin.cases.tests.rest_client import Program
from huiyin.kit import clock
from huiyin.scenarios.notices.tests.stage import Stage

CHECKS = (
    checks.not_a_server_error,
    openapi.status_code_conformance,
    openapi.content_type_conformance,
    openapi.response_headers_conformance,
    openapi.response_schema_conformance,
)
EXAMPLES = 6


@pytest.fixture
def one_connection() -> Iterator[None]:
    """Requests leave the test's connection alone, as they do under Django's own test client."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.slow
@pytest.mark.usefixtures("one_connection")
@pytest.mark.parametrize("operation_id", sorted(rest.permissions()))
def test_the_api_keeps_its_word(
    stage: Stage, caller: Callable[[str], Program], operation_id: str
) -> None:
    notices = [str(stage.published().pk), str(stage.published(reply_by=later()).pk)]
    notices.append(str(stage.draft().pk))
    tokens = [caller("林若溪").token, caller("罗一鸣").token]
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())
    operation = schema.find_operation_by_id(operation_id)
    for mode in schemathesis.GenerationMode:
        probe(operation.as_strategy(mode), notices, tokens)


def probe(cases: Any, notices: list[str], tokens: list[str]) -> None:
    @given(case=cases, notice=st.sampled_from([None, *notices]), token=st.sampled_from(tokens))
    @settings(
        max_examples=EXAMPLES,
        database=None,
        deadline=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def ask(case: Any, notice: str | None, token: str) -> None:
        if notice is not None and "notice_id" in (case.path_parameters or {}):
            case.path_parameters["notice_id"] = notice
        case.call_and_validate(checks=CHECKS, headers={"Authorization": f"Bearer {token}"})

    ask()


def later() -> Any:
    return clock.now() + timedelta(days=2)
