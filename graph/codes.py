"""What the stable codes of loading mean: flags on values that were kept, and reasons why rows were rejected."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from graph.values.reference.tables import read_table


@dataclass(frozen=True, slots=True)
class Code:
    """A code in words: what it means, and what to do about it."""

    means: str
    next_step: str

    @property
    def words(self) -> str:
        """Both, as one line."""
        return f"{self.means}; {self.next_step}"


@cache
def codes(level: str) -> Mapping[str, Code]:
    """The codes of a level, `flags` or `rejects`; a key with `*` stands for all codes of that form."""
    table, _ = read_table(Path(__file__).with_name("codes.yaml"))
    found = {name: Code(row.pop("means"), row.pop("next")) for name, row in table[level].items()}
    assert not any(table[level].values()), "a text of codes.yaml with a comma is not quoted"
    return MappingProxyType(found)


@cache
def code(name: str, level: str = "flags") -> Code | None:
    """What a code means; `None` for one that is none of ours."""
    known = codes(level)
    if name in known:
        return known[name]
    forms = ((form.split("*"), found) for form, found in known.items() if "*" in form)
    return next((found for (head, tail), found in forms if name.startswith(head) and name.endswith(tail)), None)
