"""Words for refusals, read by people who have never heard of the library that refused."""

from typing import Annotated, Any, Literal

import pytest
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from graph.wording import names_known, nearest, refusal, rounded_down, score_text, shown, without_login


class Asked(BaseModel):
    """A model with a field of each sort that ours have."""

    model_config = ConfigDict(extra="forbid")

    limit: Annotated[int, Field(ge=1, le=200)] = 50
    share: Annotated[float, Field(gt=0, lt=1, allow_inf_nan=False)] = 0.5
    text: Annotated[str, Field(min_length=1, max_length=10)] = "a"
    code: Annotated[str, Field(pattern="^[a-z]+$")] = "a"
    rank: Literal["id", "recent"] = "id"
    is_whole: bool = True
    types: Annotated[list[str], Field(max_length=2)] = []


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"limit": "0"}, "is '0'; write a number from 1 on"),
        ({"limit": 201}, "is 201; write a number up to 200"),
        ({"limit": "many"}, "is 'many'; write a whole number"),
        ({"limit": 1.5}, "is 1.5; write a whole number"),
        ({"limit": "9" * 5000}, f"is '{'9' * 59}…'; write a whole number of at most 15 digits"),
        ({"limit": None}, "is None; write a whole number"),
        ({"share": 0}, "is 0; write a number above 0"),
        ({"share": 1}, "is 1; write a number below 1"),
        ({"share": "nan"}, "is 'nan'; write a number that is finite"),
        ({"share": "x"}, "is 'x'; write a number"),
        ({"text": ""}, "is empty; write a text"),
        ({"text": "a" * 5000}, "has 5,000 characters; write at most 10 characters"),
        ({"text": ["a"]}, "is a list; write one text"),
        ({"code": "A"}, "is 'A'; write what fits the pattern ^[a-z]+$"),
        ({"rank": "best"}, "is 'best'; write 'id' or 'recent'"),
        ({"is_whole": "perhaps"}, "is 'perhaps'; write true or false"),
        ({"types": ["a", "b", "c"]}, "has 3 entries; give at most 2"),
        ({"types": "a"}, "is 'a'; write a list"),
        ({"limt": 1}, "is not known; leave it out"),
    ],
)
def test_a_fault_is_a_sentence_and_a_next_step(given: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ValidationError) as caught:
        Asked.model_validate(given)
    assert "; ".join(refusal(caught.value.errors()[0])) == sentence


def test_a_value_may_be_kept_out_of_the_sentence() -> None:
    with pytest.raises(ValidationError) as caught:
        Asked.model_validate({"limit": "secret", "code": "SECRET", "text": "secret" * 20})
    told = [refusal(fault, with_value=False) for fault in caught.value.errors()]
    assert [what for what, _ in told] == ["is not as it should be", "has 120 characters", "is not as it should be"]


def test_known_names_in_the_context_are_offered() -> None:
    fault = {"type": "extra_forbidden", "loc": ("query", "limt"), "input": "1", "ctx": {"known": ["q", "limit"]}}
    assert refusal(fault) == ("is not known", "did you mean limit? known: q, limit")


def test_the_text_of_a_check_of_ours_is_the_next_step() -> None:
    fault = {"type": "value_error", "input": "x", "loc": (), "ctx": {"error": ValueError("write a URL")}}
    assert refusal(fault) == ("is 'x'", "write a URL")


def test_what_the_table_does_not_know_says_what_was_written() -> None:
    assert refusal({"type": "url_parsing", "input": "x", "loc": ()}) == ("is 'x'", "write another value")


@pytest.mark.parametrize(
    ("value", "text"),
    [("a", "'a'"), ("", "''"), ("a" * 100, f"'{'a' * 59}…'"), ([], "an empty list"), ({"a": 1}, "a mapping"), (7, "7")],
)
def test_a_value_is_shown_and_cut(value: object, text: str) -> None:
    assert shown(value) == text


@pytest.mark.parametrize(
    ("name", "meant"),
    [("limt", "limit"), ("LIMIT", "limit"), ("lim", ""), ("colour", ""), ("", "")],
)
def test_the_nearest_name_is_near(name: str, meant: str) -> None:
    assert nearest(name, ("offset", "limit", "rank")) == meant


def test_known_names_keep_their_order() -> None:
    assert names_known("limt", ["rank", "limit"]) == "did you mean limit? known: rank, limit"
    assert names_known("x", []) == "leave it out: none is known here"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("postgresql://halqa:secret@host/db is away", "postgresql://***@host/db is away"),
        ("postgresql+psycopg://halqa:se/c@re:t@host/db", "postgresql+psycopg://***@host/db"),
        ("halqa:secret@host/db", "***@host/db"),
        ("postgresql://host/db?sslmode=require&password=secret", "postgresql://host/db?sslmode=require&password=***"),
        ("postgresql://host/db", "postgresql://host/db"),
        ("sqlite:////srv/halqa/records.db", "sqlite:////srv/halqa/records.db"),
        ("a mail to gulnora@customs.example", "a mail to gulnora@customs.example"),
    ],
)
def test_a_login_in_a_url_is_not_shown(text: str, told: str) -> None:
    assert without_login(text) == told


def test_a_score_is_rounded_down_so_that_none_is_told_as_certain() -> None:
    assert [score_text(score) for score in (0.9996, 0.29, 0.57, 1.0, 0.0)] == ["0.99", "0.29", "0.57", "1.00", "0.00"]
    assert score_text(0.9996, 3) == "0.999"
    assert rounded_down(0.8749) == 0.87
