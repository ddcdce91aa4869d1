"""Users: names, keys that are kept nowhere, and an end that ends everything."""

from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa

from api.state import sessions, tables, users
from api.state.store import StateStore, now
from graph.errors import BadValue, NotFound, Refused


def of_key(state: StateStore, key: str) -> users.User | None:
    with state.reading() as connection:
        return users.of_key(connection, key)


def test_a_user_is_found_by_his_key(state: StateStore) -> None:
    key = users.add(state, "gulnora", "KZ/*, UZ/*", "Gulnora, PCU Termez")
    found = of_key(state, key)
    assert found is not None
    assert (found.name, found.display, found.patterns) == ("gulnora", "Gulnora, PCU Termez", "KZ/*,UZ/*")
    assert not found.is_disabled and found.created_at.endswith("+00:00")


def test_a_key_is_new_each_time_and_kept_nowhere(state: StateStore) -> None:
    keys = {users.add(state, f"user{n}") for n in range(5)}
    assert len(keys) == 5 and all(len(key) == 43 for key in keys)
    with state.reading() as connection:
        everything = repr(connection.execute(sa.select(tables.user)).all())
    assert not any(key in everything for key in keys)


@pytest.mark.parametrize("key", ["", "x", "x" * 43, "x" * 5000, "\ud800"])
def test_another_key_opens_nothing(state: StateStore, key: str) -> None:
    users.add(state, "gulnora")
    assert of_key(state, key) is None


def test_there_are_users_as_soon_as_one_was_added_and_for_good(state: StateStore) -> None:
    def has_users() -> bool:
        with state.reading() as connection:
            return users.has_users(connection)

    assert not has_users()
    users.add(state, "gulnora")
    assert has_users()
    users.disable(state, "gulnora")
    assert has_users()


def test_somebody_disabled_has_neither_key_nor_session(state: StateStore) -> None:
    key = users.add(state, "gulnora")
    token = sessions.begin(state, "gulnora")
    first = users.disable(state, "gulnora")
    assert first.is_disabled and users.disable(state, "gulnora") == first
    assert of_key(state, key) is None
    with state.reading() as connection:
        assert sessions.user_of(connection, token, now()) is None


def test_a_new_key_ends_the_old_one_and_its_sessions(state: StateStore) -> None:
    old = users.add(state, "gulnora")
    token = sessions.begin(state, "gulnora")
    new = users.renew_key(state, "gulnora")
    assert of_key(state, old) is None
    assert of_key(state, new) is not None
    with state.reading() as connection:
        assert sessions.user_of(connection, token, now()) is None


def test_a_disabled_user_gets_no_new_key(state: StateStore) -> None:
    users.add(state, "gulnora")
    users.disable(state, "gulnora")
    with pytest.raises(Refused, match="user gulnora is disabled; add a user of another name"):
        users.renew_key(state, "gulnora")


@pytest.mark.parametrize("work", [users.disable, users.renew_key])
def test_a_name_that_nobody_has_is_told(state: StateStore, work: Callable[..., Any]) -> None:
    with pytest.raises(NotFound, match="no user 'gulnora'; `halqa user list` names them"):
        work(state, "gulnora")


def test_users_are_listed_by_name(state: StateStore) -> None:
    for name in ("rustam", "Aziza", "бахтиёр", "gulnora"):
        users.add(state, name)
    users.disable(state, "rustam")
    assert [(user.name, user.is_disabled) for user in users.listed(state)] == [
        ("Aziza", False), ("gulnora", False), ("rustam", True), ("бахтиёр", False),
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["gulnora", "Gulnora", "GULNORA"])
def test_a_name_is_given_once_in_whatever_capitals(state: StateStore, name: str) -> None:
    users.add(state, "Gulnora")
    with pytest.raises(Refused, match="there is a user Gulnora already"):
        users.add(state, name)


@pytest.mark.parametrize("name", ["", "a b", "a/b", "a\n", "x" * 65, "<b>"])
def test_what_is_no_name_is_refused(state: StateStore, name: str) -> None:
    with pytest.raises(BadValue, match=r"user name .* cannot be used; write at most 64 letters"):
        users.add(state, name)


@pytest.mark.parametrize(("patterns", "display"), [("UZ/*,,", ""), ("", "a\u202eb"), ("", "x" * 201)])
def test_what_cannot_be_shown_or_matched_is_refused(state: StateStore, patterns: str, display: str) -> None:
    with pytest.raises(BadValue):
        users.add(state, "gulnora", patterns, display)
    assert users.listed(state) == []


def test_of_two_that_add_one_name_at_once_one_succeeds(state: StateStore, at_once: Callable[..., list[Any]]) -> None:
    made = at_once(*[lambda own: users.add(own, "gulnora")] * 2)
    assert sorted(type(one).__name__ for one in made) == ["Refused", "str"]
    assert len(users.listed(state)) == 1
