"""Texts that fill a field and name nothing: `N/A`, `TO ORDER`, `000000`, `получатель` as the name of a consignee.

Such a value stays on the record as reported, marked, and gets no node: in one month of US manifests the consignee "N/A"
would have joined 233,768 entries. The list is `reference/placeholders.yaml`; texts are compared as `names.surface`
gives them, without blanks. Runs of one character and of ascending digits are rules here.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from graph.values import names
from graph.values.reference.tables import read_table

PLACEHOLDERS_VERSION: str
"""Short hash of the list file: a store derived with another list asks for a rebuild."""

CACHE_SIZE = 1 << 16  # texts; about 15 MB when full
_FILE = "placeholders.yaml"
_ONE_CHARACTER = re.compile(r"(\w)\1{2,}")
_ASCENDING = "1234567890123456789012345678901234567890"


@dataclass(frozen=True, slots=True)
class _Lists:
    """The list file, each text as its key; `prefixes` end with a blank so that they match whole words."""

    anywhere: frozenset[str]
    fields: Mapping[str, frozenset[str]]
    exceptions: Mapping[str, frozenset[str]]
    prefixes: Mapping[str, tuple[str, ...]]
    patterns: Mapping[str, re.Pattern[str]]
    version: str


def _key(text: str) -> str:
    return names.surface(text).replace(" ", "")


@cache
def _lists() -> _Lists:
    table, version = read_table(_FILE)
    return _Lists(
        frozenset(map(_key, table["any"])),
        {field: frozenset(map(_key, texts)) for field, texts in table["fields"].items()},
        {field: frozenset(map(_key, texts)) for field, texts in table["except"].items()},
        {field: tuple(f"{names.surface(text)} " for text in texts) for field, texts in table["prefixes"].items()},
        {field: re.compile(text) for field, text in table["patterns"].items()},
        version,
    )


def __getattr__(name: str) -> str:
    if name == "PLACEHOLDERS_VERSION":
        return _lists().version
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def _is_run(key: str) -> bool:
    """One character three times or more, or the digits 1, 2, 3 ... for five places or more (0 follows 9)."""
    is_one_character = key[0] == key[-1] and _ONE_CHARACTER.fullmatch(key) is not None
    return is_one_character or (len(key) >= 5 and _ASCENDING.startswith(key))


@lru_cache(maxsize=CACHE_SIZE)
def is_placeholder(text: str, field: str = "") -> bool:
    """Whether the text names nothing in this field; a text without letters and digits never does.

    `field` is a canonical name, of which the last part counts (`consignee.name`, `vehicle.plate`, `tax_number`);
    fields that end in `country` keep `NA` and `NO`, which are Namibia and Norway. Without a field only the texts that
    are placeholders everywhere count.
    """
    clean = names.surface(text)
    key = clean.replace(" ", "")
    if not key:
        return True
    kind = "country" if field.endswith("country") else field.rpartition(".")[2]
    lists = _lists()
    if key in lists.exceptions.get(kind, ()):
        return False
    if key in lists.anywhere or key in lists.fields.get(kind, ()) or _is_run(key):
        return True
    pattern = lists.patterns.get(kind)
    if pattern is not None and pattern.fullmatch(key):
        return True
    return f"{clean} ".startswith(lists.prefixes.get(kind, ()))
