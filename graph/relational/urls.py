"""URLs of our relational databases: which driver a URL means, and how it is shown without its password."""

import sqlalchemy as sa

from graph.errors import StoreProblem
from graph.wording import without_login

_DRIVERS = {
    "sqlite": "sqlite",
    "postgresql": "postgresql+psycopg",
    "postgres": "postgresql+psycopg",
    "postgresql+psycopg": "postgresql+psycopg",
}
_SECRETS = ("password", "sslpassword")  # that libpq takes from the query of a URL too


def parse_url(url: str, noun: str, file: str) -> sa.URL:
    """A URL with the driver that we use for it.

    Args:
        url: `sqlite:///FILE` or `postgresql://USER:PASSWORD@HOST:PORT/DATABASE`.
        noun: What is kept there, for messages: `record store`.
        file: Usual name of its file, for the example in messages: `records.db`.

    Raises:
        StoreProblem: it is no URL, or names a database that we do not work with.
    """
    try:
        parsed = sa.make_url(url)
        driver = _DRIVERS.get(parsed.drivername)
        reason = "" if driver else f"{parsed.drivername} is not known here"
        if driver and driver != "sqlite" and not parsed.database:
            reason = "it names no database"
    except (sa.exc.ArgumentError, ValueError):
        reason = "it is no URL"
    if reason:
        raise StoreProblem(
            f"no {noun} at {without_login(url)!r}: {reason}",
            f"write for example sqlite:////var/lib/halqa/{file} or postgresql://halqa@127.0.0.1/halqa",
        )
    return parsed.set(drivername=driver)


def without_password(url: sa.URL) -> str:
    """A URL as it may be kept anywhere: it still tells the user, and no password."""
    if url.drivername == "sqlite":
        return f"sqlite:///{url.database}" if url.database else "sqlite://"
    name = url.drivername.partition("+")[0]
    plain = sa.URL.create(name, url.username, None, url.host, url.port, url.database)
    query = {key: value for key, value in url.query.items() if key not in _SECRETS}
    return plain.set(query=query).render_as_string(hide_password=False)
