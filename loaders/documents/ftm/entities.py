"""The entities of a file of JSON lines, those put together whose fragments stand on several lines.

Tools that gather an entity piece by piece write one line a piece, with the same id: the entity has the values of all of
them, and of their schemas the most special one.
"""

import json
import re
from collections.abc import Container, Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from graph.errors import BadFile
from loaders.encoding import MAX_LINE
from loaders.wrapping import opened

Entity = dict[str, Any]
UNSENDABLE = re.compile("[\ud800-\udfff\x00-\x08\x0e-\x1f]")  # no text that a store could keep
_AROUND = " \t\r\n\x0b\x0c\x1a"  # the last is the end-of-file sign of DOS

# Schema -> what it is a kind of, among those that fragments of one entity may have.
_BROADER = {
    "Company": ("Organization", "LegalEntity", "Thing"),
    "PublicBody": ("Organization", "LegalEntity", "Thing"),
    "Organization": ("LegalEntity", "Thing"),
    "Person": ("LegalEntity", "Thing"),
    "LegalEntity": ("Thing",),
    "Vehicle": ("Asset", "Thing"),
    "Vessel": ("Vehicle", "Asset", "Thing"),
    "Airplane": ("Vehicle", "Asset", "Thing"),
}


class Repeats:
    """The ids that come more than once in a file; of the others only hashes are kept."""

    def __init__(self) -> None:
        self.again: set[str] = set()
        self._met: set[int] = set()

    def noted(self, entity: dict[str, Any] | None) -> dict[str, Any] | None:
        """The entity, whose id has been taken note of."""
        if entity is not None:
            digest = hash(entity["id"])
            if digest in self._met:
                self.again.add(entity["id"])
            self._met.add(digest)
        return entity


def whole(fragments: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """One entity of its fragments, in their order: values each once, lists joined, the latest change."""
    entity: dict[str, Any] = {}
    properties: dict[str, list[Any]] = {}
    for fragment in fragments:
        for name, given in fragment["properties"].items():
            properties.setdefault(name, []).extend(given if isinstance(given, list) else [given])
        for key, value in fragment.items():
            entity[key] = _joined(key, entity.get(key), value)
    return entity | {"properties": {name: _each_once(values) for name, values in properties.items()}}


def _each_once(values: Iterable[Any]) -> list[Any]:
    return list({json.dumps(value, sort_keys=True): value for value in values}.values())


def _joined(key: str, known: Any, value: Any) -> Any:
    if known is None:
        return value
    if key == "schema":
        return common_schema(known, value)
    if isinstance(known, list) and isinstance(value, list):
        return _each_once([*known, *value])
    if key == "last_change" and isinstance(known, str) and isinstance(value, str):
        return max(known, value)
    return known


def common_schema(first: str, second: str) -> str:
    """The more special of two schemas of which one is a kind of the other, else the nearest that both are a kind of.

    The first where nothing is known of them.
    """
    if first == second or second in _BROADER.get(first, ()):
        return first
    if first in _BROADER.get(second, ()):
        return second
    shared = (schema for schema in _BROADER.get(first, ()) if schema in _BROADER.get(second, ()))
    return next(shared, first)


def entities(path: Path, again: Container[str] = ()) -> Iterator[tuple[int, str, Entity | None]]:
    """Line, text and entity of each line; of ids that come `again` the whole entity stands at their first line."""
    fragments: dict[str, list[Entity]] = {}
    if again:
        for _, text in _lines(path):
            entity = entity_of(text)
            if entity is not None and entity["id"] in again:
                fragments.setdefault(entity["id"], []).append(entity)
    for line, text in _lines(path):
        entity = entity_of(text)
        if entity is None or entity["id"] not in again:
            yield line, text, entity
        elif entity["id"] in fragments:
            merged = whole(fragments.pop(entity["id"]))
            yield line, json.dumps(merged, ensure_ascii=False, sort_keys=True), merged


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    with opened(path) as file:
        number = 0
        while raw := file.readline(MAX_LINE):
            number += 1
            if len(raw) >= MAX_LINE:
                raise BadFile(f"{path}, line {number} is longer than {MAX_LINE:,} bytes", "these are no JSON lines")
            try:
                text = raw.decode("utf-8-sig" if number == 1 else "utf-8").strip(_AROUND)
            except UnicodeDecodeError as error:
                raise BadFile(f"{path}, line {number} is not UTF-8: {error.reason}", "export it again") from None
            if "\0" in text:
                raise BadFile(f"{path}, line {number} holds a NUL byte", "the file is damaged: export it again")
            if text:
                yield number, text


def entity_of(text: str) -> dict[str, Any] | None:
    """The entity of a line, None where it is none; its id and schema are texts, its properties an object."""
    data = None
    with suppress(ValueError, RecursionError):
        data = json.loads(text)
    if not isinstance(data, dict) or not isinstance(data.get("properties"), dict):
        return None
    is_named = all(isinstance(data.get(key), str) and data[key].strip() for key in ("id", "schema"))
    return data if is_named and not UNSENDABLE.search(data["id"] + data["schema"]) else None
