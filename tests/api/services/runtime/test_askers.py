"""Who asks: by key or session, or whoever works on this machine while there are no users."""

import getpass
from contextlib import closing
from pathlib import Path

import pytest

from api.services.runtime import askers
from api.services.runtime.askers import NO_LOGIN_NAME, Askers, local_asker
from api.state import users
from api.state.store import open_state
from graph.settings import Settings


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path)


def test_without_a_state_whoever_works_here_asks_and_none_is_made(settings: Settings) -> None:
    with closing(Askers(settings)) as found:
        assert found.local is not None
        assert (found.local.name, found.local.patterns, found.local.is_user) == (getpass.getuser(), "", False)
    assert not (settings.data_dir / "state.db").exists()


def test_a_state_without_users_lets_whoever_works_here_ask(settings: Settings) -> None:
    open_state(settings).close()
    with closing(Askers(settings)) as found:
        assert found.local is None
        assert found.of_key("") == found.of_key("x") == found.of_session("") == local_asker()


def test_with_users_only_keys_and_sessions_count(settings: Settings) -> None:
    with closing(open_state(settings)) as state:
        key = users.add(state, "gulnora", "UZ/*", "Gulnora")
    with closing(Askers(settings)) as found:
        assert found.of_key("") is found.of_key("x") is found.of_session("") is found.of_session(key) is None
        assert found.sign_in("x") == ""
        token = found.sign_in(key)
        for asker in (found.of_key(key), found.of_session(token)):
            assert asker is not None
            assert (asker.name, asker.display, asker.patterns, asker.is_user) == ("gulnora", "Gulnora", "UZ/*", True)
        found.sign_out(token)
        assert found.of_session(token) is None


@pytest.mark.parametrize("error", [KeyError, ImportError, OSError])
def test_a_system_without_login_names_has_one_all_the_same(
    monkeypatch: pytest.MonkeyPatch, error: type[Exception]
) -> None:
    def nobody() -> str:
        raise error

    monkeypatch.setattr(askers.getpass, "getuser", nobody)
    assert local_asker().name == NO_LOGIN_NAME
