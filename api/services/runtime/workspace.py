"""What a command works with: a graph store, its record store, and the applier that keeps them in step."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import cache
from pathlib import Path
from types import TracebackType

from graph.derivation.apply import Applier, UnitParser
from graph.errors import NotFound, StoreProblem
from graph.model import EVERYONE, Viewer
from graph.progress import Progress, silent
from graph.records.store import ProfileText, RecordStore
from graph.settings import Settings
from graph.store import open_store
from graph.store.base import GraphStore
from loaders import registry
from loaders.profile.profile import Profile, parse_profile

Say = Callable[[str], None]


class Workspace(AbstractContextManager["Workspace"]):
    """The open stores of one command; opening it first finishes what an interrupted command left undone.

    With `resume` false that is left to somebody else: a service does it once, at its start and before each load.
    """

    def __init__(
        self,
        settings: Settings,
        store_url: str = "",
        progress: Progress = silent,
        say: Say = lambda _: None,
        resume: bool = True,
    ) -> None:
        self.settings = settings
        self.progress = progress
        url = store_url or settings.store or f"sqlite:///{settings.data_dir / 'graph.db'}"
        make_folder(url)
        self.store: GraphStore = open_store(url, settings)
        self.records = RecordStore(records_url(settings, url))
        self.applier = Applier(self.records, self.store, parser_of, progress)
        for sentence in self.applier.resume() if resume else ():
            say(f"Brought up to date first: {sentence}.")

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.store.close()
        self.records.close()

    def viewer(self, patterns: str = "") -> Viewer:
        """Who sees the channels that the patterns match; everyone's view where none are given."""
        return Viewer.of_patterns(patterns, self.records.channels()) if patterns else EVERYONE

    def check_may_write(self, patterns: str, channel: str) -> None:
        """Raises `NotFound` where a viewer of these patterns may not write to a channel; "" may write everywhere."""
        if patterns and not Viewer.matches(patterns, channel):
            raise NotFound(f"no channel {channel!r} among those of {patterns!r}", "name one of your own channels")


def make_folder(url: str) -> None:
    """Makes the folder of an embedded store."""
    path = url.removeprefix("sqlite:///")
    if path == url or path in ("", ":memory:"):
        return
    try:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreProblem(
            f"{Path(path).parent} cannot be made: {error.strerror}", "name another place with --store or HALQA_DATA_DIR"
        ) from error


def records_url(settings: Settings, store_url: str) -> str:
    """Where the records of a graph store are: the setting, else beside the embedded file, else the data directory."""
    if settings.records:
        return settings.records
    if store_url == "sqlite:///:memory:":
        return "sqlite://"
    if store_url.startswith("sqlite:///"):
        path = Path(store_url.removeprefix("sqlite:///"))
        return f"sqlite:///{path.with_name('records.db' if path.name == 'graph.db' else path.stem + '.records.db')}"
    return f"sqlite:///{settings.data_dir / 'records.db'}"


@cache
def _profile(text: str) -> Profile:
    return parse_profile(text)


def parser_of(profile: ProfileText, header: tuple[str, ...]) -> UnitParser:
    """The function that reads the rows of a batch: handed to the graph layer, which knows no formats."""
    return registry.parser(_profile(profile.text), header)
