"""What a command works with: a graph store, its record store, and the applier that keeps them in step."""

from collections.abc import Callable, Collection
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, TypeVar

from graph.derivation.apply import Applier, Resumed
from graph.derivation.checking import graph_faults
from graph.errors import NotFound, StoreProblem
from graph.model import EVERYONE, Channel, Viewer
from graph.progress import Progress, silent
from graph.records.batch import ProfileText
from graph.records.staging import NOTHING_READ, Reading
from graph.records.store import RecordStore
from graph.settings import Settings
from graph.store import open_store
from graph.store.base import GraphStore
from graph.store.moment import at_one_moment
from loaders import registry
from loaders.profile.profile import day_in_name, parse_profile

if TYPE_CHECKING:
    from api.services.runtime.worlds import Worlds
    from api.state.store import StateStore
    from graph.linkage.judged import JudgedIds
    from graph.linkage.world import World

Say = Callable[[str], None]
Answer = TypeVar("Answer")


class Workspace(AbstractContextManager["Workspace"]):
    """The open stores of one command; opening it first finishes what an interrupted command left undone.

    `by` is who asks, "" for whoever works on this machine.

    Args:
        settings: The settings of the command.
        store_url: The graph store, "" for the one of the settings.
        progress: Told how far the work is.
        say: Told of what was finished first; of channels that `patterns` do not match nothing is said.
        resume: False leaves what is undone to somebody else: a service does it once, at its start and before each load.
        patterns: Channel patterns of whoever asks, "" for every channel.
        worlds: Where worlds are kept; by default in the data directory.
        anew: For `rebuild`: a store of an older layout is emptied instead of refused, a damaged file put aside, and a
            store that has no records of its own is filled from those of the settings.
        makes: False raises `NoStore` where there is no graph store yet, and leaves nothing behind.
    """

    def __init__(  # noqa: PLR0913  # a store, and for whom it is opened
        self,
        settings: Settings,
        store_url: str = "",
        progress: Progress = silent,
        say: Say = lambda _: None,
        resume: bool = True,
        patterns: str = "",
        anew: bool = False,
        worlds: "Worlds | None" = None,
        makes: bool = True,
    ) -> None:
        self.settings = settings
        self.progress = progress
        self.patterns = patterns
        self.by = ""
        url = store_url or settings.store or f"sqlite:///{settings.data_dir / 'graph.db'}"
        if makes:
            make_folder(url)
        self._worlds = worlds
        self._state: StateStore | None = None
        with ExitStack() as opened:
            self.store: GraphStore = open_store(url, settings, anew, say, makes)
            opened.callback(self.store.close)
            self.records = RecordStore(records_url(settings, url, anew, self.store.records_url()))
            opened.callback(self.records.close)
            self.applier = Applier(self.records, self.store, reading_of, progress)
            self.is_read_only = self.store.is_read_only or self.records.is_read_only
            self._resumed = self.applier.resume() if resume and not self.is_read_only else []
            for done in self._resumed:
                if self._may_be_told(done):
                    say(f"Brought up to date first: {done.words}.")
            if any(done.recalled for done in self._resumed):
                self._forget_recalled()
            self._opened = opened.pop_all()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._state is not None:
            self._state.close()
        self._opened.close()

    def _forget_recalled(self) -> None:
        """Forgets what was made of what a recall took away that was finished just now."""
        from api.services.runtime.dropping import drop_of_channels  # which opens the state

        channels = {channel for done in self._resumed if done.recalled for channel in done.channels}
        self.forget_worlds(channels)
        drop_of_channels(self, channels)

    def _may_be_told(self, done: Resumed) -> bool:
        return not self.patterns or all(Viewer.matches(self.patterns, channel) for channel in done.channels)

    def compare(self) -> list[str]:
        """What in the graph is not as its records have it, a sentence each."""
        return graph_faults(self.records, self.store, reading_of, self.progress)

    def has_recalled(self, name: str) -> bool:
        """Whether the recall of a batch was finished when the stores were opened, which no longer hold it."""
        return any(done.recalled == name for done in self._resumed if self._may_be_told(done))

    @property
    def worlds(self) -> "Worlds":
        """The worlds that are kept for the next question."""
        if self._worlds is None:
            from api.services.runtime.worlds import Worlds  # with it come the analyses

            self._worlds = Worlds(worlds_folder(self.settings, self.store.url))
        return self._worlds

    def world(self, viewer: Viewer) -> "World":
        """What analyses look at: all that a viewer sees now, of one moment."""
        return self.worlds.of(self.store, viewer, self.judged(viewer))

    def kept_world(self, viewer: Viewer) -> "World | None":
        """What analyses look at, with who is who, where it was made for the data of now; None where it was not."""
        folder = worlds_folder(self.settings, self.store.url)
        if self._worlds is None and (folder is None or not folder.is_dir()):
            return None  # without the analyses, which take long to import
        return self.worlds.kept(self.store, viewer, self.judged(viewer))

    def judged(self, viewer: Viewer) -> "JudgedIds":
        """What people decided about who is who, as far as a viewer sees the parties."""
        from api.state import judgements  # which opens the state
        from graph.linkage.judged import NOTHING_JUDGED

        state = self.state
        return NOTHING_JUDGED if state is None else judgements.as_pairs(judgements.standing(state, viewer))

    @property
    def state(self) -> "StateStore | None":
        """The state database, opened when it is first asked for; None where there is none yet."""
        from api.state.store import has_state, open_state

        if self._state is None and has_state(self.settings):
            self._state = open_state(self.settings)
        return self._state

    def state_made(self) -> "StateStore":
        """The state database, made where there is none yet."""
        from api.state.store import open_state

        if self._state is None:
            self._state = open_state(self.settings)
        return self._state

    def forget_worlds(self, channels: Collection[str] | None = None) -> None:
        """Forgets what was kept for the next question of some channels, or everything, after something was taken away.

        Nothing of it may stay.
        """
        self.worlds.clear(channels)

    def answer(self, viewer: Viewer, read: "Callable[[Workspace, Viewer], Answer]") -> "Answer":
        """What a question reads, all of it of one moment.

        Raises:
            Overtaken: the store was written to again and again while it was read.
        """
        return at_one_moment(self.store, viewer, lambda: read(self, viewer))

    def viewer(self, patterns: str | None = None) -> Viewer:
        """Who sees the channels that the patterns match (those of the workspace unless given); everyone for ""."""
        asked = self.patterns if patterns is None else patterns
        return Viewer.of_patterns(asked, self.records.channels()) if asked else EVERYONE

    def may_write(self, channel: Channel) -> bool:
        """Whether whoever asks may write to a channel."""
        return not self.patterns or Viewer.matches(self.patterns, channel.name)

    def check_may_write(self, channel: Channel) -> None:
        """Raises `NotFound` where whoever asks may not write to a channel."""
        if not self.may_write(channel):
            words = f"no channel {channel.name!r} among those of {self.patterns!r}"
            raise NotFound(words, "name one of your own channels")


def worlds_folder(settings: Settings, url: str) -> Path | None:
    """Where worlds of a store are kept as files; those of one in memory are not."""
    return None if ":memory:" in url else settings.data_dir / ".kept"


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


def records_url(settings: Settings, store_url: str, anew: bool = False, remembered: str = "") -> str:
    """Where the records of a graph store are: the setting, else beside the embedded file, else the data directory.

    Args:
        settings: The settings.
        store_url: The graph store.
        anew: It is filled from records: one that has none of its own gets those of the store of the settings.
        remembered: Where its records were when it was filled; what lies beside the store goes before.
    """
    if settings.records:
        return settings.records
    if store_url == "sqlite:///:memory:":
        return "sqlite://"
    own = _own_records(settings, store_url)
    usual = _own_records(settings, settings.store or f"sqlite:///{settings.data_dir / 'graph.db'}")
    if own.exists():
        return f"sqlite:///{own}"
    is_file = remembered.startswith("sqlite:///")
    if remembered and (not is_file or Path(remembered.removeprefix("sqlite:///")).exists()):
        return remembered
    return f"sqlite:///{usual if anew and usual.exists() else own}"


def _own_records(settings: Settings, store_url: str) -> Path:
    if store_url.startswith("sqlite:///"):
        path = Path(store_url.removeprefix("sqlite:///")).resolve()
        return path.with_name("records.db" if path.name == "graph.db" else path.stem + ".records.db")
    return settings.data_dir.resolve() / "records.db"


def reading_of(profile: ProfileText, header: tuple[str, ...]) -> Reading:
    """How a profile reads a file with this header: handed to the graph layer, which knows no formats."""
    known = parse_profile(profile.text, f"the stored profile {profile.name} version {profile.version}")
    conditions = sorted({record.when for record in known.records} - {""})
    empty = f"column {', '.join(map(repr, conditions))} of `when` is empty in all of them"
    return Reading(
        profile,
        registry.parser(known, header),
        lambda name: day_in_name(name, known),
        is_complete=known.is_complete,
        why_none=empty if conditions else NOTHING_READ,
    )
