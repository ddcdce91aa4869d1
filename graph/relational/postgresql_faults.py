"""What PostgreSQL's errors mean to people: by their codes, and of a connection, which has none, by its words."""

from collections.abc import Sequence
from typing import Any

from graph.errors import DamagedStore, StoreProblem, StoreUnavailable, Unstorable

_AWAY = "start the PostgreSQL server or check host and port; nothing was lost"
_AGAIN = "run the command again; nothing was lost"
_MAKE = "make it: `createdb --encoding=UTF8 --template=template0 NAME`"
_LOGIN = "check user and password in the URL, or in ~/.pgpass"

# Code, or its beginning -> kind of problem, what is told after the URL, next step. The first that fits counts.
_CODES: Sequence[tuple[str, type[StoreProblem], str, str]] = (
    ("08", StoreUnavailable, "does not answer", _AWAY),
    ("57P01", StoreUnavailable, "does not answer: it was stopped", _AWAY),
    ("57P02", StoreUnavailable, "does not answer: it was stopped", _AWAY),
    ("57P03", StoreUnavailable, "does not answer yet: it is starting or stopping", _AGAIN),
    ("57P05", StoreUnavailable, "closed a connection that did nothing", _AGAIN),
    ("25P03", StoreUnavailable, "closed a transaction that did nothing", _AGAIN),
    ("53100", StoreProblem, "cannot write: the disk of the server is full",
     "free some space there; the next command goes on where this one stopped"),
    ("53200", StoreUnavailable, "ran out of memory", "give the server more, or try again when it is less busy"),
    ("53300", StoreUnavailable, "takes no more connections", "try again in a moment, or raise `max_connections`"),
    ("53", StoreUnavailable, "lacks what it needs", "look at the log of the server"),
    ("55P03", StoreUnavailable, "is locked by another program", "wait until it has ended, then run the command again"),
    ("57014", StoreUnavailable, "took too long", "raise `statement_timeout`, or try again later"),
    ("40", StoreUnavailable, "could not carry two writes out at once", _AGAIN),
    ("25006", StoreProblem, "may not be written to: it is a copy that follows another server, or set to be read only",
     "name the server that takes changes"),
    ("28", StoreProblem, "refuses the user or the password", _LOGIN),
    ("3D000", StoreProblem, "is no database of that server", _MAKE),
    ("42501", StoreProblem, "does not let this user do that", "let the user own the database and its schema"),
    ("XX", DamagedStore, "is damaged", "take the last copy of it"),
    ("22", Unstorable, "refuses a value", "`halqa batches` tells what is set aside for it"),
    ("23", Unstorable, "refuses a value", "`halqa batches` tells what is set aside for it"),
    ("54000", Unstorable, "refuses a value that is too large", "`halqa batches` tells what is set aside for it"),
)  # fmt: skip

# Words of a connection that failed -> the code that it would have; servers say them in the language they are set to.
_WORDS: Sequence[tuple[str, str]] = (
    ("password authentication failed", "28P01"),
    ("no password supplied", "28P01"),
    ("no pg_hba.conf entry", "28000"),
    ("authentication failed", "28000"),
    ("role ", "28000"),
    ("permission denied for database", "42501"),
    ("too many clients", "53300"),
    ("remaining connection slots", "53300"),
    ("starting up", "57P03"),
    ("shutting down", "57P03"),
    ("recovery mode", "57P03"),
    ("not yet accepting", "57P03"),
)
_SHOWN_WORDS = frozenset({"22", "23", "54000", "53", "XX", "42501"})  # where the server's own words tell more than ours
_LONGEST = 300


def explain(error: BaseException | None, url: str, database: str = "") -> StoreProblem:
    """The store problem behind an error of psycopg, in words, with the next step.

    Args:
        error: What psycopg raised.
        url: The database as it is shown: without its password.
        database: Its name, by which a server in any language tells that there is none.
    """
    text = _one_line(error)
    code: str = getattr(error, "sqlstate", None) or _code_of_connection(error, text, database)
    for beginning, kind, words, next_step in _CODES:
        if code.startswith(beginning):
            more = f" ({text})" if beginning in _SHOWN_WORDS else ""
            return kind(f"{url} {words}{more}", next_step)
    if type(error).__name__ in ("DataError", "IntegrityError"):  # psycopg's own: a NUL in a text
        return Unstorable(f"{url} refuses a value ({text})", "`halqa batches` tells what is set aside for it")
    return StoreProblem(f"{url}: {text}", "`halqa doctor` checks the store")


def _code_of_connection(error: BaseException | None, text: str, database: str) -> str:
    """What a connection that could not be made, or broke, would have as its code; "" for any other error."""
    if type(error).__name__ != "OperationalError" and type(error).__name__ != "ConnectionTimeout":
        return ""
    attempt: Any = getattr(error, "pgconn", None)
    for words, code in _WORDS:
        if words in text:
            return code
    if database and f'"{database}"' in text:
        return "3D000"
    if attempt is not None and (attempt.needs_password or attempt.used_password):
        return "28P01"
    return "08006"


def _one_line(error: BaseException | None) -> str:
    """What the server says, without the values of rows that stand in its details."""
    told = getattr(getattr(error, "diag", None), "message_primary", None)
    text = " ".join((told or str(error)).split())
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
