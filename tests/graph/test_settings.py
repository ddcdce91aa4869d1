"""Settings: one table, read once."""

from pathlib import Path

import pytest

from graph.settings import SETTINGS, Settings


def test_an_empty_environment_gives_the_defaults() -> None:
    settings = Settings.read({})
    assert settings.data_dir == Path("~/.local/share/halqa").expanduser()
    assert (settings.store, settings.records, settings.profiles) == ("", "", None)


def test_the_environment_is_heard() -> None:
    given = {
        "HALQA_DATA_DIR": "~/x",
        "HALQA_STORE": "sqlite:///a",
        "HALQA_RECORDS": "sqlite:///b",
        "HALQA_PROFILES": "p",
    }
    settings = Settings.read(given)
    assert settings == Settings(Path("~/x").expanduser(), "sqlite:///a", "sqlite:///b", Path("p"))


def test_an_empty_value_is_the_default() -> None:
    assert Settings.read({"HALQA_DATA_DIR": "", "HALQA_PROFILES": ""}) == Settings.read({})


def test_the_process_environment_is_read_where_none_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HALQA_STORE", "sqlite:///z")
    assert Settings.read().store == "sqlite:///z"


def test_every_setting_has_a_help_text_and_our_prefix() -> None:
    assert all(setting.name.startswith("HALQA_") and setting.help for setting in SETTINGS)
    assert len({setting.name for setting in SETTINGS}) == len(SETTINGS)
