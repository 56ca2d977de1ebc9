"""Requests that nobody would think of, made from the description of the service itself."""

from __future__ import annotations

import os
from collections import Counter

import httpx
import pytest

EXAMPLES = int(os.environ.get("FAIRLOAD_EXAMPLES", "12"))
"""Per operation; a nightly run asks for 500."""


@pytest.mark.filterwarnings("ignore")  # schemathesis tells by warnings what it could not make; that is no fault of ours
def test_nothing_that_the_description_allows_or_forbids_breaks_the_service(api: httpx.Client) -> None:
    import schemathesis
    from hypothesis import HealthCheck, Phase, settings
    from schemathesis.checks import not_a_server_error
    from schemathesis.specs.openapi.checks import response_schema_conformance, status_code_conformance

    described = schemathesis.openapi.from_dict(api.get("/openapi.json").json())
    checks = [not_a_server_error, status_code_conformance, response_schema_conformance]
    tried = 0
    answers: Counter[int] = Counter()
    for found in described.get_all_operations():
        operation = found.ok()
        if operation.path.endswith("/events"):
            continue  # a stream of a job that nobody solves has no end

        @settings(
            max_examples=EXAMPLES,
            deadline=None,
            database=None,
            derandomize=True,
            phases=[Phase.explicit, Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        def one(case: schemathesis.Case) -> None:
            answer = case.call(base_url=str(api.base_url).rstrip("/"), timeout=180)
            answers[answer.status_code] += 1
            case.validate_response(answer, checks=checks)

        from hypothesis import given

        given(case=operation.as_strategy())(one)()
        tried += 1
    assert tried > 20
    print(tried, "operations,", answers.total(), "requests:", sorted(answers.items()))
