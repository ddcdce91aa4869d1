"""Sessions: somebody signed in at the pages, by a random token in a cookie of which a hash is kept, until it ends."""

import datetime
import hmac
import secrets

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from api.state import tables as t
from api.state import users
from api.state.store import StateStore, moment
from api.state.users import User

SESSION_HOURS = 12  # a shift
_TOKEN_BYTES = 32
_LONGEST_TOKEN = 200


def begin(state: StateStore, user: str) -> str:
    """Begins a session of a user; its token, which is kept nowhere. Sessions that have ended are swept."""
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    begun = datetime.datetime.now(datetime.UTC)
    ends = begun + datetime.timedelta(hours=SESSION_HOURS)
    row = {"token_hash": users.hash_of(token), "user": user, "begun_at": moment(begun), "ends_at": moment(ends)}
    with state.transaction() as connection:
        connection.execute(sa.delete(t.session).where(t.session.c.ends_at <= moment(begun)))
        connection.execute(t.session.insert().values(row))
    return token


def user_of(connection: Connection, token: str, at: str) -> User | None:
    """The user of a session that has not ended at a moment; None for any other, and where he is disabled."""
    if not token or len(token) > _LONGEST_TOKEN:
        return None
    digest = users.hash_of(token)
    row = connection.execute(sa.select(t.session).where(t.session.c.token_hash == digest)).first()
    if row is None or not hmac.compare_digest(row.token_hash, digest) or row.ends_at <= at:
        return None
    return users.of_name(connection, row.user)


def end(state: StateStore, token: str) -> None:
    """Ends a session; one that is not known is ended already."""
    with state.transaction() as connection:
        connection.execute(sa.delete(t.session).where(t.session.c.token_hash == users.hash_of(token)))
