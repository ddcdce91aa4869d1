"""Settings: one table of name, default and help, read once from the environment."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Setting:
    """A setting that people may give in the environment."""

    name: str
    default: str
    help: str


SETTINGS = (
    Setting("HALQA_DATA_DIR", "~/.local/share/halqa", "Folder of the embedded store, the records and the rejects"),
    Setting("HALQA_STORE", "", "Graph store URL; empty: sqlite file `graph.db` in the data directory"),
    Setting("HALQA_RECORDS", "", "Record store URL; empty: `records.db` beside the embedded graph file"),
    Setting("HALQA_PROFILES", "", "Folder of your own mapping profiles, looked up before the built-in ones"),
)


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of one run, frozen and passed in."""

    data_dir: Path
    store: str
    records: str
    profiles: Path | None

    @classmethod
    def read(cls, environment: Mapping[str, str] | None = None) -> "Settings":
        """Settings from the environment, defaults where it is silent."""
        source = os.environ if environment is None else environment
        value = {s.name: source.get(s.name) or s.default for s in SETTINGS}
        profiles = value["HALQA_PROFILES"]
        return cls(
            data_dir=Path(value["HALQA_DATA_DIR"]).expanduser(),
            store=value["HALQA_STORE"],
            records=value["HALQA_RECORDS"],
            profiles=Path(profiles).expanduser() if profiles else None,
        )
