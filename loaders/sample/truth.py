"""The truth about a sample, for tests and evaluation: who is who, who is in a ring, what is risky, what is broken."""

import csv
import json
from collections.abc import Callable, Iterable
from io import TextIOWrapper
from pathlib import Path
from typing import Any

from loaders.sample.rings import Ring
from loaders.sample.world import Entity

FILES = {
    "truth_mentions.csv": ("kind", "source_id", "originator", "role", "entity_id", "is_current"),
    "truth_risky.csv": ("originator", "kind", "source_id", "ring_id", "is_seized"),
    "truth_entities.csv": ("entity_id", "kind", "country", "tax_number", "name", "ring_id", "is_hub", "group_id"),
    "truth_groups.csv": ("group_id", "kind", "entity_id"),
}


class Truth:
    """Writes the truth beside the data, line by line; only the bad rows (one in a hundred) are held to the end."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.bad_rows: dict[str, list[dict[str, Any]]] = {}
        self.seizures: dict[str, list[str]] = {}
        self._streams: list[TextIOWrapper] = []
        self._mention = self._open("truth_mentions.csv")
        self._risky = self._open("truth_risky.csv")

    def _open(self, name: str) -> Callable[[list[str]], object]:
        stream = (self.folder / name).open("w", encoding="utf-8", newline="")
        self._streams.append(stream)
        write = csv.writer(stream, lineterminator="\n").writerow
        write(FILES[name])
        return write

    def mention(self, source: tuple[str, str, str], role: str, entity: Entity, is_current: bool = True) -> None:
        """Who is meant in a role by a record (`source`: kind, number, originator).

        Where the record's last version no longer says so (corrected or cancelled), `is_current` is false.
        """
        self._mention([*source, role, entity.id, "1" if is_current else "0"])

    def risky(self, originator: str, kind: str, source_id: str, ring: str, is_seized: bool) -> None:
        """A record about a consignment that carried contraband, found or not."""
        self._risky([originator, kind, source_id, ring, "1" if is_seized else "0"])

    def seizure(self, ring: str, originator: str, source_id: str) -> None:
        """A seizure that hit a ring."""
        self.seizures.setdefault(ring, []).append(f"{originator}:{source_id}")

    def bad_row(self, file: str, line: int, reason: str, source_id: str) -> None:
        """A row spoiled on purpose; `line` counts from 1, the header is line 1."""
        self.bad_rows.setdefault(file, []).append({"line": line, "reason": reason, "source_id": source_id})

    def entities(self, entities: list[Entity]) -> None:
        """All true entities with their main spelling."""
        write = self._open("truth_entities.csv")
        for entity in entities:
            write(
                [
                    entity.id,
                    entity.kind,
                    entity.country,
                    entity.tax,
                    entity.names.latin[0],
                    entity.ring,
                    "1" if entity.is_hub else "0",
                    entity.group,
                ]
            )

    def groups(self, members: Iterable[tuple[str, str, Entity]]) -> None:
        """Every membership of an entity in a group, with the group's kind; only worlds with several kinds have it."""
        write = self._open("truth_groups.csv")
        for group, kind, entity in members:
            write([group, kind, entity.id])

    def close(self, rings: list[Ring], rest: dict[str, Any]) -> None:
        """Write `truth.json` and end all files."""
        for stream in self._streams:
            stream.close()
        whole = {
            **rest,
            "rings": [self._ring(ring) for ring in rings],
            "bad_rows": dict(sorted(self.bad_rows.items())),
        }
        text = json.dumps(whole, ensure_ascii=False, indent=1, sort_keys=True)
        (self.folder / "truth.json").write_bytes(text.encode() + b"\n")

    def _ring(self, ring: Ring) -> dict[str, Any]:
        return {
            "id": ring.id,
            "countries": ring.countries,
            "members": [member.id for member in ring.members],
            "roles": _roles(ring),
            "seizures": self.seizures.get(ring.id, []),
            "successions": [[old.id, new.id] for old, new in ring.successions],
            "evidence": [
                {"kind": asset.kind, "value": _value(asset.value), "holders": [holder.id for holder in asset.holders]}
                for asset in ring.assets
                if len(asset.holders) > 1
            ],
        }


def _roles(ring: Ring) -> dict[str, str]:
    roles = {front.id: "front" for front in ring.fronts}
    for role, member in (("shipper", ring.shipper), ("carrier", ring.carrier), ("boss", ring.boss)):
        if member is not None:
            roles[member.id] = role
    return roles | {driver.id: "driver" for driver in ring.drivers}


def _value(value: object) -> str:
    """An asset as text: number, plate, entity id, or the parts of an address."""
    if isinstance(value, Entity):
        return value.id
    plate = getattr(value, "plate", "")
    if plate:
        return str(plate)
    if isinstance(value, str):
        return value
    parts = [getattr(value, name) for name in ("country", "town", "street", "house", "office")]
    return ", ".join(str(part) for part in parts)
