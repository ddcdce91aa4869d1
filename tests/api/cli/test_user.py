"""`halqa user`: the key stands alone on stdout, once; lists never show it."""

import json
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from api.state import users
from api.state.store import open_state
from graph.settings import Settings

if TYPE_CHECKING:
    from tests.conftest import Ran

Run = Callable[..., "Ran"]


@pytest.fixture
def halqa(tmp_path: Path, run_command: Callable[..., "Ran"]) -> Run:
    """Runs the command with a data directory of its own."""
    return lambda *words: run_command(tmp_path, {"HALQA_DATA_DIR": str(tmp_path / "data")}, *words)


def who_has(tmp_path: Path, key: str) -> str:
    with closing(open_state(Settings(data_dir=tmp_path / "data"))) as state, state.reading() as connection:
        user = users.of_key(connection, key)
    return user.name if user else ""


def test_a_user_is_added_and_his_key_printed_alone(halqa: Run, tmp_path: Path) -> None:
    ran = halqa("user", "add", "gulnora", "--as", "UZ/*", "--display", "Gulnora, PCU Termez")
    assert ran.returncode == 0 and ran.stdout.count("\n") == 1 and "it is kept nowhere" in ran.stderr
    assert who_has(tmp_path, ran.stdout.strip()) == "gulnora"


def test_users_are_listed_without_their_keys(halqa: Run) -> None:
    assert "there are no users" in halqa("user", "list").stderr
    keys = [halqa("user", "add", name).stdout.strip() for name in ("rustam", "gulnora")]
    halqa("user", "disable", "rustam")
    listed = halqa("user", "list")
    assert [line.split()[0] for line in listed.stdout.splitlines()[2:]] == ["gulnora", "rustam"]
    assert "every channel" in listed.stdout
    rows = json.loads(halqa("user", "list", "--json").stdout)
    assert [(row["name"], bool(row["disabled_at"])) for row in rows] == [("gulnora", False), ("rustam", True)]
    assert not any(key in listed.stdout + json.dumps(rows) for key in keys) and "hash" not in json.dumps(rows)


def test_a_new_key_ends_the_old_one(halqa: Run, tmp_path: Path) -> None:
    old = halqa("user", "add", "gulnora").stdout.strip()
    new = halqa("user", "key", "gulnora").stdout.strip()
    assert (who_has(tmp_path, old), who_has(tmp_path, new)) == ("", "gulnora")
    halqa("user", "disable", "gulnora")
    assert who_has(tmp_path, new) == ""


@pytest.mark.parametrize("words", [("disable", "nobody"), ("key", "nobody"), ("add", "a b"), ("add", "a", "--as", ",")])
def test_what_cannot_be_is_told_with_the_next_step(halqa: Run, words: tuple[str, ...]) -> None:
    ran = halqa("user", *words)
    assert ran.returncode == 2 and "  next: " in ran.stderr and ran.stdout == ""
