"""Who asks: somebody signed in by key or session, or, as long as there are no users, whoever works on this machine."""

import getpass
import threading
from dataclasses import dataclass

from api.state import sessions, users
from api.state.store import StateStore, has_state, now, open_state
from api.state.users import User
from graph import patterns
from graph.settings import Settings

NO_LOGIN_NAME = "local"


@dataclass(frozen=True, slots=True)
class Asker:
    """Somebody who asks; `patterns` are the channels that he may see at most, "" for every one.

    `is_user`: he has a key, rather than being whoever works on this machine.
    """

    name: str
    display: str
    patterns: str = patterns.EVERY
    is_user: bool = False

    @property
    def sees_all(self) -> bool:
        """Whether he may see every channel."""
        return not self.patterns


NOBODY = Asker("", "", patterns.NONE)


def local_asker() -> Asker:
    """Whoever works on this machine, by his login name."""
    try:
        name = getpass.getuser()
    except (KeyError, ImportError, OSError):  # a container may have numbers alone
        name = NO_LOGIN_NAME
    return Asker(name, name)


class Askers:
    """Finds out who asks a service. The state is opened when there is one, and made when it is needed first.

    Raises:
        StoreProblem: from every method, where the state cannot be opened; nobody is let in then.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._lock = threading.Lock()
        self._state: StateStore | None = None
        self._local = local_asker()

    @property
    def local(self) -> Asker | None:
        """Whoever works on this machine, where that can be told without asking the state: there is none yet."""
        return None if has_state(self._settings) else self._local

    def state(self) -> StateStore:
        """The open state."""
        with self._lock:
            if self._state is None:
                self._state = open_state(self._settings)
            return self._state

    def of_key(self, key: str) -> Asker | None:
        """Who has a key; without users whoever works on this machine, whatever the key."""
        with self.state().reading() as connection:
            if not users.has_users(connection):
                return self._local
            return _asker(users.of_key(connection, key) if key else None)

    def of_session(self, token: str) -> Asker | None:
        """Who is signed in by the token of a session; without users whoever works on this machine."""
        with self.state().reading() as connection:
            if not users.has_users(connection):
                return self._local
            return _asker(sessions.user_of(connection, token, now()))

    def sign_in(self, key: str) -> str:
        """Begins a session of whoever has a key; its token, "" where nobody has it."""
        with self.state().reading() as connection:
            user = users.of_key(connection, key)
        return sessions.begin(self.state(), user.name) if user else ""

    def sign_out(self, token: str) -> None:
        """Ends a session."""
        sessions.end(self.state(), token)

    def close(self) -> None:
        """Lets go of the state."""
        with self._lock:
            if self._state is not None:
                self._state.close()
            self._state = None


def _asker(user: User | None) -> Asker | None:
    return Asker(user.name, user.display, user.patterns, True) if user else None
