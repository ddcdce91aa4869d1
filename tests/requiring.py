"""What a run must not leave untested: the parts that `HALQA_REQUIRE` names."""

import os
from typing import NoReturn

import pytest

NO_NEO4J, NO_POSTGRESQL = "no Neo4j server", "no PostgreSQL server"


def required() -> set[str]:
    """The parts without which a run must fail."""
    return {name.strip() for name in os.environ.get("HALQA_REQUIRE", "").split(",")} - {""}


def give_up(part: str, reason: str) -> NoReturn:
    """Skips the test that needs a part of this machine, or fails it where the part is required."""
    if part in required():
        pytest.fail(reason)
    pytest.skip(reason)
