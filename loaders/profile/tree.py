"""The YAML of a profile as a tree of texts, lists and mappings.

Every scalar stays the text that was written: a column may be called `No`, a country `NO`, a code `010`. The tree is
made of the nodes and not by the library's own constructor, which lets the last of two equal keys win in silence. A
small file can hold aliases of aliases that make a tree without end, so each use of one counts as all that it repeats.
"""

from dataclasses import dataclass
from typing import Any

import yaml

from graph.errors import BadProfile

MOST_BYTES = 1_000_000  # the longest profile that we have seen has 4,000
MOST_NODES = 50_000
MOST_LEVELS = 20

_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
# What the parser says, what that means most often, and what to do; the first that fits counts.
_FAULTS = (
    ("tab character", "a tab stands where the line is indented", "indent with blanks"),
    (
        "cannot start any token",
        "a text begins with a sign that YAML keeps for itself, or a line with a tab",
        "put the text in quotes, and indent with blanks",
    ),
    (
        "mapping values are not allowed",
        "a second colon stands in the line, or it is indented too far",
        "put a text with a colon in quotes, and begin the keys of one mapping under each other",
    ),
    ("could not find expected ':'", "a line before it has no colon", "write a colon and a blank after each key"),
    (
        "block end",
        "a line does not stand under those that it belongs to",
        "begin what belongs together under each other",
    ),
    (
        "did not find expected key",
        "a key does not stand under those before it, or a quote is not closed",
        "begin the keys of one mapping under each other, and close every quote",
    ),
    ("'-' indicator", "an entry of a list does not stand under those before it", "begin each dash under the other"),
    ("did not find expected", "a bracket is not closed, or a comma is missing", "look at the brackets before it"),
    ("unexpected end of stream", "a quote is not closed", "close it"),
    ("unknown escape character", "a backslash stands between double quotes", "write it between single quotes"),
    (
        "undefined alias",
        "an alias repeats what is not written before it",
        "write & and its name before what it repeats",
    ),
    ("another document", "a second document begins", "leave out the line `---`"),
    ("nesting depth", "it is nested a thousand levels deep", "no profile is"),
    ("control characters", "it holds a control character", "take it out"),
)


def tree_of(text: str, where: str) -> Any:
    """The tree of a YAML text; "" where it says nothing.

    Raises:
        BadProfile: it is no YAML, too large, too deep, holds a key twice or several documents.
    """
    if len(text) > MOST_BYTES:
        raise BadProfile(f"{where} has {len(text):,} characters", f"a profile has at most {MOST_BYTES:,}")
    try:
        node = yaml.compose(text, Loader=_LOADER)
    except UnicodeError:
        raise BadProfile(f"{where} holds half of a character", "save it as UTF-8") from None
    except yaml.YAMLError as error:
        raise _not_yaml(error, where) from None
    except RecursionError:  # of the parser in Python, where that in C is not there
        raise BadProfile(f"{where} is nested too deep to be read", "no profile is nested so") from None
    return "" if node is None else _Tree(where).value(node, ())


@dataclass(slots=True)
class _Tree:
    """Makes values of nodes and counts them."""

    where: str
    nodes: int = 0

    def value(self, node: Any, path: tuple[str, ...]) -> Any:
        """What a node says; `path` is where it stands."""
        self.nodes += 1
        if self.nodes > MOST_NODES:
            words = f"more than {MOST_NODES:,} entries, what its aliases repeat included"
            raise BadProfile(f"{self.where} has {words}", "write what is meant, without aliases")
        if len(path) > MOST_LEVELS:
            next_step = "no profile needs that; an alias may not stand in what it repeats"
            raise BadProfile(f"{self.where} is nested deeper than {MOST_LEVELS} levels", next_step)
        if isinstance(node, yaml.SequenceNode):
            return [self.value(entry, (*path, str(place))) for place, entry in enumerate(node.value, 1)]
        return self._mapping(node, path) if isinstance(node, yaml.MappingNode) else node.value

    def _mapping(self, node: Any, path: tuple[str, ...]) -> dict[str, Any]:
        values: dict[str, Any] = {}
        lines: dict[str, int] = {}
        for key, value in node.value:
            line = key.start_mark.line + 1
            if not isinstance(key, yaml.ScalarNode):
                raise BadProfile(f"{self.where}, line {line}: a key is no text", "write one text before the colon")
            inner = (*path, key.value)
            if key.value in values:
                before = lines[key.value]
                places = f"line {line}" if before == line else f"lines {before} and {line}"
                raise BadProfile(f"{self.where}: `{': '.join(inner)}` stands twice, in {places}", "leave one of them")
            values[key.value], lines[key.value] = self.value(value, inner), line
        return values


def _not_yaml(error: yaml.YAMLError, where: str) -> BadProfile:
    """What the parser met, where, and what mends it most often; what is not in the table in the parser's own words."""
    mark = getattr(error, "problem_mark", None)
    reason = str(getattr(error, "problem", None) or getattr(error, "reason", None) or "it cannot be read")
    place = f" (line {mark.line + 1}, column {mark.column + 1})" if mark is not None else ""
    own = (reason, reason, "mend that line")
    _, words, next_step = next((entry for entry in _FAULTS if entry[0] in reason), own)
    return BadProfile(f"{where} is not YAML{place}: {words}", next_step)
