"""Settings: one table of name, default and help, read once from the environment."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from graph.errors import BadValue


@dataclass(frozen=True, slots=True)
class Setting:
    """A setting that people may give in the environment."""

    name: str
    default: str
    help: str


SETTINGS = (
    Setting("HALQA_DATA_DIR", "~/.local/share/halqa", "Folder of the embedded store, the records and the rejects"),
    Setting(
        "HALQA_STORE",
        "",
        "Graph store URL, `sqlite:///FILE` or `neo4j://HOST:PORT`; empty: file `graph.db` in the data directory",
    ),
    Setting("HALQA_NEO4J_USER", "neo4j", "User name on the Neo4j server"),
    Setting("HALQA_NEO4J_PASSWORD", "", "Password on the Neo4j server; never written in the URL"),
    Setting("HALQA_NEO4J_DATABASE", "neo4j", "Database on the Neo4j server; Community has only this one"),
    Setting("HALQA_RECORDS", "", "Record store URL; empty: `records.db` beside the embedded graph file"),
    Setting("HALQA_PROFILES", "", "Folder of your own mapping profiles, looked up before the built-in ones"),
    Setting("HALQA_UPLOAD_LIMIT_MB", "512", "Largest upload that the service takes, in MB of 1,048,576 bytes"),
)


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of one run, frozen and passed in."""

    data_dir: Path
    store: str
    records: str
    profiles: Path | None
    neo4j_user: str = "neo4j"
    neo4j_password: str = field(default="", repr=False)
    neo4j_database: str = "neo4j"
    upload_limit_mb: int = 512

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
            neo4j_user=value["HALQA_NEO4J_USER"],
            neo4j_password=value["HALQA_NEO4J_PASSWORD"],
            neo4j_database=value["HALQA_NEO4J_DATABASE"],
            upload_limit_mb=_whole("HALQA_UPLOAD_LIMIT_MB", value["HALQA_UPLOAD_LIMIT_MB"]),
        )


def _whole(name: str, text: str) -> int:
    if not (text.isascii() and text.isdigit() and 0 < int(text[:9]) < 1_000_000):
        raise BadValue(f"{name} is {text!r}", "write a whole number from 1 to 999999")
    return int(text)
