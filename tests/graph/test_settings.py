"""Settings: one model, read once; what is misspelt or cannot be used is named with its variable."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from graph.errors import BadValue
from graph.settings import PREFIX, Settings


def test_an_empty_environment_gives_the_defaults() -> None:
    settings = Settings.read({})
    assert settings == Settings()
    assert settings.data_dir == Path("~/.local/share/halqa").expanduser()
    assert (settings.store, settings.records, settings.profiles, settings.upload_limit_mb) == ("", "", None, 512)
    assert (settings.neo4j_user, settings.neo4j_password, settings.neo4j_database) == ("neo4j", "", "neo4j")


def test_the_environment_is_heard() -> None:
    environment = {
        "HALQA_DATA_DIR": "~/x",
        "HALQA_STORE": "sqlite:///a",
        "HALQA_RECORDS": "sqlite:///b",
        "HALQA_PROFILES": "~/p",
        "HALQA_UPLOAD_LIMIT_MB": "7",
    }
    assert Settings.read(environment) == Settings(
        data_dir=Path("~/x").expanduser(),
        store="sqlite:///a",
        records="sqlite:///b",
        profiles=Path("~/p").expanduser(),
        upload_limit_mb=7,
    )


def test_an_empty_value_is_the_default() -> None:
    assert Settings.read(dict.fromkeys(Settings.variables(), "")) == Settings.read({})


def test_the_process_environment_is_read_where_none_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HALQA_STORE", "sqlite:///z")
    assert Settings.read().store == "sqlite:///z"


@pytest.mark.parametrize(
    ("variable", "value", "sentence"),
    [
        ("HALQA_STOR", "x", "the variable HALQA_STOR is no setting; did you mean HALQA_STORE? known: HALQA_DATA"),
        ("HALQA_DATADIR", "", "the variable HALQA_DATADIR is no setting; did you mean HALQA_DATA_DIR?"),
        ("HALQA_store", "x", "the variable HALQA_store is no setting; did you mean HALQA_STORE?"),
        ("HALQA_COLOUR", "x", "the variable HALQA_COLOUR is no setting; known: HALQA_DATA_DIR, HALQA_STORE"),
        ("HALQA_UPLOAD_LIMIT_MB", "many", "HALQA_UPLOAD_LIMIT_MB is 'many'; write a whole number from 1 to 999999"),
        ("HALQA_UPLOAD_LIMIT_MB", "0", "HALQA_UPLOAD_LIMIT_MB is '0'; write a whole number from 1 to 999999"),
        ("HALQA_UPLOAD_LIMIT_MB", "1_0", "HALQA_UPLOAD_LIMIT_MB is '1_0'; write a whole number from 1 to 999999"),
        ("HALQA_UPLOAD_LIMIT_MB", "9" * 5000, f"HALQA_UPLOAD_LIMIT_MB is '{'9' * 59}…'; write a whole number from 1"),
        ("HALQA_STORE", "/srv/graph.db", "HALQA_STORE is '/srv/graph.db'; write a URL, such as sqlite:////srv/halqa/"),
        ("HALQA_RECORDS", "records.db", "HALQA_RECORDS is 'records.db'; write a URL, such as sqlite:////srv/halqa/"),
        ("HALQA_RECORDS", f"halqa:{'x' * 70}@host/db", "HALQA_RECORDS is '***@host/db'; write a URL, such as sqlite:"),
        ("HALQA_DATA_DIR", "~nobody-here/x", "HALQA_DATA_DIR is '~nobody-here/x'; write a path without `~`"),
        ("HALQA_PROFILES", "~nobody-here/x", "HALQA_PROFILES is '~nobody-here/x'; write a path without `~`"),
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_named_with_what_to_write(variable: str, value: str, sentence: str) -> None:
    with pytest.raises(BadValue) as caught:
        Settings.read({"PATH": "/bin", variable: value})
    assert str(caught.value).startswith(sentence)


def test_variables_of_the_tests_and_of_others_are_left_alone() -> None:
    others = {"HALQA_TEST_DATA": "x", "HALQA_TEST_NEO4J": "y", "HALQA_REQUIRE": "z", "HALQAX": "w", "PATH": "/bin"}
    assert Settings.read(others) == Settings()


def test_no_password_is_shown() -> None:
    secret = "t0p-secret"
    settings = Settings(neo4j_password=secret, records=f"postgresql://halqa:{secret}@host/db")
    assert settings.neo4j_password == secret
    assert secret not in repr(settings) and secret not in str(settings)
    assert "postgresql://***@host/db" in repr(settings)
    assert "sec/r@et" not in repr(Settings(state="postgresql://halqa:sec/r@et@host/db?password=sec/r@et"))
    with pytest.raises(ValueError, match="neo4j_password") as caught:
        Settings(neo4j_password=[secret])
    assert secret not in str(caught.value)


def test_settings_are_frozen() -> None:
    with pytest.raises(ValueError, match="frozen"):
        Settings().store = "sqlite:///other"


def test_every_setting_has_a_help_text_and_our_prefix() -> None:
    assert all(name.startswith(PREFIX) for name in Settings.variables())
    assert all(Settings.model_fields[field].description for field in Settings.variables().values())


def test_a_command_names_the_misspelt_variable(tmp_path: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
    environment |= {"HALQA_DATADIR": str(tmp_path), "PYTHONPATH": str(Path(__file__).parents[2])}
    command = [sys.executable, "-m", "api.cli.main", "stats"]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr.startswith(
        "halqa: the variable HALQA_DATADIR is no setting\n  next: did you mean HALQA_DATA_DIR?"
    )
