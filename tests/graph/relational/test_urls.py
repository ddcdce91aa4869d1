"""URLs of databases: which driver they mean, and where their password may not show."""

import pytest

from graph.errors import StoreProblem
from graph.relational.urls import parse_url, without_password


@pytest.mark.parametrize(
    ("url", "driver"),
    [
        ("sqlite://", "sqlite"),
        ("sqlite:////srv/records.db", "sqlite"),
        ("postgresql://halqa@host/db", "postgresql+psycopg"),
        ("postgres://halqa@host/db", "postgresql+psycopg"),
        ("postgresql+psycopg://halqa@host/db", "postgresql+psycopg"),
    ],
)
def test_a_url_finds_its_driver(url: str, driver: str) -> None:
    assert parse_url(url, "record store", "records.db").drivername == driver


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("records.db", "no record store at 'records.db': it is no URL"),
        ("mysql://halqa:secret@host/db", r"at 'mysql://\*\*\*@host/db': mysql is not known here"),
        ("postgresql+asyncpg://halqa:secret@host/db", r"\*\*\*@host/db': postgresql\+asyncpg is not known here"),
        ("postgresql://halqa:secret@host", r"\*\*\*@host': it names no database"),
        ("postgresql://halqa:sec/ret@host:port/db", r"\*\*\*@host:port/db': it is no URL"),
    ],
)
def test_another_url_is_refused_with_an_example_and_without_its_password(url: str, told: str) -> None:
    example = "write for example sqlite:////var/lib/halqa/records.db or postgresql://halqa@127.0.0.1/halqa"
    with pytest.raises(StoreProblem, match=f"{told}; {example}") as caught:
        parse_url(url, "record store", "records.db")
    assert "secret" not in str(caught.value) and "sec/ret" not in str(caught.value)


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("sqlite:////srv/100%/records.db", "sqlite:////srv/100%/records.db"),
        ("postgres://halqa:secret@host:6543/db", "postgresql://halqa@host:6543/db"),
        ("postgresql://host/db?password=secret&sslmode=require", "postgresql://host/db?sslmode=require"),
    ],
)
def test_what_is_kept_of_a_url_opens_the_same_database_and_holds_no_password(url: str, kept: str) -> None:
    parsed = parse_url(url, "record store", "records.db")
    assert without_password(parsed) == kept
    again = parse_url(kept, "record store", "records.db")
    assert (again.host, again.port, again.database) == (parsed.host, parsed.port, parsed.database)
