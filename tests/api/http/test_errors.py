import json
from typing import Any

import pytest
from starlette.exceptions import HTTPException

from api.http.errors import TABLE, answer_of, faults_of, problem, problem_of
from graph import errors


def all_faults(kind: type[errors.HalqaError]) -> list[type[errors.HalqaError]]:
    return [kind, *(one for sub in kind.__subclasses__() for one in all_faults(sub))]


@pytest.mark.parametrize(
    ("kind", "status", "name"),
    [
        (errors.NotFound, 404, "not-found"),
        (errors.BadValue, 422, "bad-value"),
        (errors.BadFile, 422, "bad-file"),
        (errors.BadProfile, 422, "bad-profile"),
        (errors.TooManyRejects, 422, "too-many-rejects"),
        (errors.Refused, 422, "refused"),
        (errors.WriterBusy, 409, "writer-busy"),
        (errors.Interrupted, 409, "interrupted"),
        (errors.StoreUnavailable, 503, "store-unavailable"),
        (errors.StoreProblem, 503, "store-problem"),
    ],
)
def test_each_fault_has_its_status_and_its_name(kind: type[errors.HalqaError], status: int, name: str) -> None:
    found = problem_of(kind("the thing", "the next step"))
    assert (found.status, found.type) == (status, f"urn:halqa:error:{name}")
    assert (found.detail, found.next_step) == ("the thing", "the next step")


def test_every_fault_of_ours_is_in_the_table() -> None:
    assert set(TABLE) == set(all_faults(errors.HalqaError)) - {errors.HalqaError}


def test_no_fault_is_hidden_behind_a_more_general_one() -> None:
    kinds = list(TABLE)
    assert not [(a, b) for i, a in enumerate(kinds) for b in kinds[i + 1 :] if issubclass(b, a)]


@pytest.mark.parametrize("kind", [errors.WriterBusy, errors.StoreUnavailable])
def test_a_fault_that_passes_says_when_to_ask_again(kind: type[errors.HalqaError]) -> None:
    assert int(answer_of(problem_of(kind("busy"))).headers["retry-after"]) > 0


def test_an_unexpected_fault_is_logged_and_says_nothing_of_its_inside(caplog: pytest.LogCaptureFixture) -> None:
    found = problem_of(KeyError("secret"))
    assert found.status == 500
    assert "secret" not in found.model_dump_json()
    assert "secret" in caplog.text


def test_a_status_without_an_entry_of_ours_has_the_phrase_of_http() -> None:
    found = problem_of(HTTPException(418, "no"))
    assert (found.type, found.title) == ("about:blank", "I'm a Teapot")


def test_what_was_sent_is_not_repeated_at_length() -> None:
    assert len(problem_of(errors.BadValue("x" * 100_000, "y" * 100_000)).model_dump_json()) < 3_000


def test_a_lone_surrogate_in_a_message_is_answered_all_the_same() -> None:
    body: Any = json.loads(bytes(answer_of(problem(422, "\ud800")).body))
    assert body["detail"] == "?"


def test_a_fault_of_a_body_says_where_and_why_and_never_what_was_sent() -> None:
    sent = [{"loc": ("body", "k" * 500), "msg": "secret", "input": "secret", "type": "int_parsing"}]
    (fault,) = faults_of(sent)
    assert len(fault.field) == 100 and fault.reason == "is not as it should be; write a whole number"
    assert "secret" not in fault.model_dump_json()


def test_a_fault_of_a_query_repeats_what_was_sent_and_not_at_length() -> None:
    sent = [{"loc": ("query", "limit"), "msg": "", "input": "9" * 5_000, "type": "int_parsing"}]
    (fault,) = faults_of(sent)
    assert fault.reason == f"is '{'9' * 59}…'; write a whole number"
