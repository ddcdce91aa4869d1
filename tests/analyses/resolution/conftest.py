"""Parties said in a line each."""

from collections.abc import Callable, Sequence

import pytest

from analyses.resolution.normalise import Parties, parties_from

Say = Callable[..., Parties]


@pytest.fixture
def parties() -> Say:
    """Makes parties of rows: a name, and by column what else is known of each row, `""` or `()` for nothing."""

    def make(names: Sequence[str], is_person: bool = False, **columns: Sequence[object]) -> Parties:
        texts = {"label": list(names), **{k: list(v) for k, v in columns.items() if k in ("country", "birth_on")}}
        several = {k: list(v) for k, v in columns.items() if k not in texts}
        keys = [f"party:{number:04d}" for number in range(len(names))]
        return parties_from(keys, [is_person] * len(names), texts, several)  # type: ignore[arg-type]

    return make
