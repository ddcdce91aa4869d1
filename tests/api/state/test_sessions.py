"""Sessions: a token that is kept nowhere, and that ends."""

import datetime

import sqlalchemy as sa

from api.state import sessions, tables, users
from api.state.store import StateStore, moment, now

AFTER = datetime.timedelta(hours=sessions.SESSION_HOURS, minutes=1)


def user_of(state: StateStore, token: str, at: str = "") -> str:
    with state.reading() as connection:
        user = sessions.user_of(connection, token, at or now())
    return user.name if user else ""


def test_somebody_is_known_by_his_session_until_it_ends(state: StateStore) -> None:
    users.add(state, "gulnora")
    token = sessions.begin(state, "gulnora")
    assert user_of(state, token) == "gulnora"
    assert user_of(state, token, moment(datetime.datetime.now(datetime.UTC) + AFTER)) == ""
    sessions.end(state, token)
    assert user_of(state, token) == ""
    sessions.end(state, token)


def test_another_token_is_nobody_s(state: StateStore) -> None:
    users.add(state, "gulnora")
    token = sessions.begin(state, "gulnora")
    assert [user_of(state, other) for other in ("", "x", token[:-1], token + "x", "x" * 5000)] == [""] * 5


def test_a_token_is_kept_nowhere_and_ended_sessions_are_swept(state: StateStore) -> None:
    users.add(state, "gulnora")
    first = sessions.begin(state, "gulnora")
    with state.transaction() as connection:
        long_ago = moment(datetime.datetime.now(datetime.UTC) - AFTER)
        connection.execute(tables.session.update().values(ends_at=long_ago))
    second = sessions.begin(state, "gulnora")
    with state.reading() as connection:
        rows = connection.execute(sa.select(tables.session)).all()
    assert len(rows) == 1
    assert first not in repr(rows) and second not in repr(rows)
