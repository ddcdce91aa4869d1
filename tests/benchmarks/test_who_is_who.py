"""One command for all figures about who is who: each part is a benchmark that takes these words."""

import importlib
import subprocess
import sys
from typing import Any

import pytest

from benchmarks import who_is_who


def test_every_part_is_run_and_takes_its_words(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    ran: list[list[str]] = []

    def run(command: list[str], check: bool) -> Any:
        assert command[:2] == [sys.executable, "-m"] and check
        ran.append(command[2:])

    monkeypatch.setattr(subprocess, "run", run)
    monkeypatch.setattr(sys, "argv", ["who_is_who", "--quick"])
    monkeypatch.setenv("HALQA_TEST_DATA", "somewhere")
    who_is_who.main()
    named = ("names", "resolution", "linkage", "matching", "scale")
    assert [name for name, *_ in ran] == [f"benchmarks.{name}" for name in named]
    for name, *words in ran:
        options = [word for word in words if word.startswith("--")]
        monkeypatch.setattr(sys, "argv", [name, "--help"])
        if options:
            with pytest.raises(SystemExit):
                importlib.import_module(name).main()
            told = capsys.readouterr().out
            assert all(option in told for option in options), name


def test_without_the_outside_data_it_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["who_is_who"])
    monkeypatch.delenv("HALQA_TEST_DATA", raising=False)
    with pytest.raises(SystemExit, match="HALQA_TEST_DATA names no folder"):
        who_is_who.main()
