"""Users: who may ask, by which key, and which channels he sees.

A key is 256 random bits, shown once when it is made; kept is its SHA-256 alone, by which it is found again. A slow hash
such as argon2 protects what people think up and others can guess; nobody guesses 256 random bits.
"""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from api.state import tables as t
from api.state.store import StateStore, now
from graph import patterns as channel_patterns
from graph.errors import BadValue, NotFound, Refused

KEY_BYTES = 32
LONGEST_NAME = 64
_LONGEST_DISPLAY = 200
_LONGEST_KEY = 200  # what is longer is none of ours, and is not hashed


@dataclass(frozen=True, slots=True)
class User:
    """Somebody who may ask; `patterns` are his channels, "" for every one, `disabled_at` is "" while he may."""

    name: str
    display: str
    patterns: str
    created_at: str
    disabled_at: str = ""

    @property
    def is_disabled(self) -> bool:
        return bool(self.disabled_at)


def add(state: StateStore, name: str, patterns: str = "", display: str = "") -> str:
    """Makes a user; his key, which is kept nowhere.

    Raises:
        BadValue: the name or the patterns cannot be used.
        Refused: there is such a user, in whatever capitals.
    """
    _check_name(name)
    if len(display) > _LONGEST_DISPLAY or not display.isprintable():
        raise BadValue(f"the name to show of {name} cannot be used", f"write at most {_LONGEST_DISPLAY} characters")
    wanted = channel_patterns.check(patterns)
    key = secrets.token_urlsafe(KEY_BYTES)
    row = {"name": name, "display": display or name, "patterns": wanted, "created_at": now(), "disabled_at": ""}
    with state.transaction() as connection:
        state.lock(connection, t.user)
        for other in connection.scalars(sa.select(t.user.c.name)):
            if other.casefold() == name.casefold():
                raise Refused(f"there is a user {other} already", f"`halqa user key {other}` makes a new key for him")
        connection.execute(t.user.insert().values(**row, key_hash=hash_of(key)))
    return key


def listed(state: StateStore) -> list[User]:
    """Every user, disabled ones included, by name."""
    with state.reading() as connection:
        return [_user(row) for row in connection.execute(_USERS.order_by(t.user.c.name))]


def has_users(connection: Connection) -> bool:
    """Whether there is any user, disabled ones included: from then on nobody is let in without a key."""
    return connection.execute(sa.select(t.user.c.name).limit(1)).first() is not None


def disable(state: StateStore, name: str) -> User:
    """Ends a user's key and sessions for good; what he did stays. One who is disabled already stays as he is.

    Raises:
        NotFound: there is no such user.
    """
    with state.transaction() as connection:
        user = _named(connection, name)
        connection.execute(sa.delete(t.session).where(t.session.c.user == name))
        if not user.is_disabled:
            connection.execute(t.user.update().where(t.user.c.name == name).values(disabled_at=now()))
        return _named(connection, name)


def renew_key(state: StateStore, name: str) -> str:
    """Gives a user a new key; the old one ends, and what he signed in with it.

    Raises:
        NotFound: there is no such user.
        Refused: he is disabled.
    """
    key = secrets.token_urlsafe(KEY_BYTES)
    with state.transaction() as connection:
        if _named(connection, name).is_disabled:
            raise Refused(f"user {name} is disabled", "add a user of another name")
        connection.execute(sa.delete(t.session).where(t.session.c.user == name))
        connection.execute(t.user.update().where(t.user.c.name == name).values(key_hash=hash_of(key)))
    return key


def of_key(connection: Connection, key: str) -> User | None:
    """The user of a key; None for one that is not known and for one of somebody disabled alike."""
    if len(key) > _LONGEST_KEY:
        return None
    digest = hash_of(key)
    row = connection.execute(_USERS.add_columns(t.user.c.key_hash).where(t.user.c.key_hash == digest)).first()
    if row is None or not hmac.compare_digest(row.key_hash, digest) or row.disabled_at:
        return None
    return _user(row)


def of_name(connection: Connection, name: str) -> User | None:
    """A user who is not disabled."""
    row = connection.execute(_USERS.where(t.user.c.name == name, t.user.c.disabled_at == "")).first()
    return _user(row) if row else None


def hash_of(secret: str) -> str:
    """What is kept of a key, or of the token of a session."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


_USERS = sa.select(t.user.c.name, t.user.c.display, t.user.c.patterns, t.user.c.created_at, t.user.c.disabled_at)


def _user(row: Any) -> User:
    return User(row.name, row.display, row.patterns, row.created_at, row.disabled_at)


def _named(connection: Connection, name: str) -> User:
    row = connection.execute(_USERS.where(t.user.c.name == name)).first()
    if row is None:
        raise NotFound(f"no user {name!r}", "`halqa user list` names them")
    return _user(row)


def _check_name(name: str) -> None:
    if not name or len(name) > LONGEST_NAME or not all(c.isalnum() or c in "-_.@" for c in name):
        raise BadValue(
            f"user name {name[:LONGEST_NAME]!r} cannot be used",
            f"write at most {LONGEST_NAME} letters, digits, '-', '_', '.' and '@'",
        )
