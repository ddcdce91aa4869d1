"""The verb `review`: one key a decision, from a pipe too."""

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.declarations import profile_of

if TYPE_CHECKING:
    from tests.conftest import Ran

Run = Callable[..., "Ran"]

PROFILE = profile_of("consignee.name", "consignee.tax_number", "consignee.phone")
ROWS = """No,Date,Consignee,Tax,Phone
D1,2024-03-01,Karvon Trans LLC,301234567,+998901234567
D2,2024-03-08,Karvon Trans LLC,301234567,
D3,2024-03-02,ООО Карвон Транс,309876543,+998901234567
D4,2024-03-09,Карвон Транс,309876543,
"""


@pytest.fixture
def ask(halqa: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs `halqa review` on two firms that share a phone and a name and have other tax numbers, with keys typed."""
    (tmp_path / "decl.yaml").write_text(PROFILE, "utf-8")
    (tmp_path / "march.csv").write_text(ROWS, "utf-8")
    assert halqa("load", "march.csv", "--profile", "decl.yaml", "--originator", "UZ").returncode == 0

    def run(keys: str, *words: str) -> "Ran":
        monkeypatch.setattr("sys.stdin", io.StringIO(keys))
        return halqa("review", *words)

    return run


def entities(ask: Run) -> int:
    return len(json.loads(ask("", "--json").stdout))


def test_a_decision_counts_at_once_and_can_be_undone(ask: Run) -> None:
    assert entities(ask) == 1
    joined = ask("s\n")
    assert joined.returncode == 0, joined.stderr
    assert "tax_number" in joined.stdout or "their numbers differ" in joined.stdout
    assert "1 decision was made" in joined.stdout and "there is 1 entity now" in joined.stdout
    assert entities(ask) == 0
    assert "0 decisions were made" in ask("").stdout


def test_what_is_undone_is_asked_again(ask: Run) -> None:
    told = ask("d z u q").stdout
    assert "taken back: different" in told and "1 decision was made" in told
    assert entities(ask) == 0


def test_skipping_and_quitting_decide_nothing(ask: Run) -> None:
    assert "0 decisions were made" in ask("k").stdout
    assert "0 decisions were made" in ask("q").stdout
    assert entities(ask) == 1


def test_why_tells_values_bits_and_the_names_in_words(ask: Run) -> None:
    told = ask("w").stdout
    for piece in ("Карвон", "sound alike", "phone", "bits", "+998901234567", "held apart"):
        assert piece in told, piece


def test_two_records_are_asked_about_alone_and_taken_apart(ask: Run) -> None:
    (row,) = json.loads(ask("", "--json").stdout)
    pair = row["left"], row["right"]
    assert "there is 1 entity now" in ask("s", *pair).stdout
    told = ask("d", *pair, "--reason", "two offices").stdout
    assert "there are 2 entities now" in told
    judged = json.loads(ask("", *pair, "--json").stdout)
    assert [(known["verdict"], bool(known["revoked_at"])) for known in judged["judgements"]] == [("same", True)]
    assert judged["are_one"] is False


def test_a_key_that_is_none_and_an_undo_of_nothing_are_told(ask: Run) -> None:
    assert "no key 'x'" in ask("x").stderr
    assert "nothing was decided in this sitting" in ask("z").stderr
    assert ask("", "party:1").returncode == 2
