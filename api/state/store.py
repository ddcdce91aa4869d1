"""The state database: what people decide, and what the service must remember, beside records and graph.

None of it can be made again: graph and records come from files, state comes from people.
"""

import datetime
import secrets
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from graph.relational.database import PATIENCE_SECONDS, Database
from graph.relational.migrating import Layout
from graph.settings import Settings

LAYOUT = Layout("state", "HALQA_STATE", "state.db", Path(__file__).parent / "migrations", "0006", "state_version")


class StateStore(Database):
    """The open state database; see the modules beside this one for what is in it.

    Raises:
        StoreProblem: when the database cannot be reached, is locked, full, too new or not ours.
    """

    def __init__(self, url: str, patience_seconds: float = PATIENCE_SECONDS) -> None:
        super().__init__(url, LAYOUT, patience_seconds)

    def lock(self, connection: Connection, table: sa.Table) -> None:
        """From here on no other program writes to a table before this transaction ends.

        For rules that no constraint can hold. In SQLite every transaction that writes is the only one anyway.
        """
        if self.is_postgresql:
            connection.execute(sa.text(f'LOCK TABLE "{table.name}" IN SHARE ROW EXCLUSIVE MODE'))


def state_url(settings: Settings) -> str:
    """Where the state is: the setting, else `state.db` in the data directory."""
    return settings.state or f"sqlite:///{settings.data_dir.resolve() / LAYOUT.file}"


def has_state(settings: Settings) -> bool:
    """Whether there is a state database, as far as that can be told without opening it."""
    return bool(settings.state) or (settings.data_dir / LAYOUT.file).exists()


def open_state(settings: Settings) -> StateStore:
    """Opens the state of some settings, and makes it where there is none.

    Raises:
        StoreProblem: it cannot be opened.
    """
    return StateStore(state_url(settings))


def now() -> str:
    """This moment as it is kept: UTC, milliseconds, so that texts sort as moments do."""
    return moment(datetime.datetime.now(datetime.UTC))


def moment(time: datetime.datetime) -> str:
    """A moment as it is kept."""
    return time.astimezone(datetime.UTC).isoformat(timespec="milliseconds")


def end_of_day(day: str) -> str:
    """The moment, as it is kept, at which an ISO day is over (UTC)."""
    return moment(datetime.datetime.fromisoformat(day).replace(tzinfo=datetime.UTC) + datetime.timedelta(days=1))


def new_id(prefix: str) -> str:
    """A text id that nobody has and nobody can guess: it tells no count."""
    return f"{prefix}:{secrets.token_hex(12)}"
