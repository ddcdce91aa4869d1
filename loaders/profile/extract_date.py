"""The pattern that finds the day of an extract in a file's name, and why it always comes to an end.

Python's `re` tries every way in which the repeats of a pattern can be laid on a text, and of some patterns there are
more ways than seconds: `(\\d+)+x` on thirty digits tries a thousand million. Names are short, 255 bytes on every file
system that we know and 120 in an upload, but that alone bounds nothing. So the ways are counted when a profile is read,
never below what `re` may try: `bits` is the logarithm of their number, and a pattern above the limit is refused. At the
limit, three repeats such as `.*` one after the other, the worst name that could be made takes about a second.
"""

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from importlib import import_module
from typing import Annotated, Any

from pydantic import BeforeValidator, WithJsonSchema

from graph.wording import shown
from loaders.profile.faults import fault

MOST_CHARACTERS = 500
MOST_BITS = 24.0
LONGEST_SEARCHED = 255
_REPEATS = frozenset({"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"})
_CHARACTERS = frozenset({"LITERAL", "NOT_LITERAL", "ANY", "IN"})
# Whether two sets of characters have one in common is looked up among these, and those that the pattern holds.
_ALPHABET = "".join(map(chr, (*range(0x20, 0x180), *range(0x400, 0x530), *range(0x620, 0x66A), 0x4E00, 0x9FA0)))
Node = tuple[Any, Any]


def read_pattern(value: Any) -> str:
    """Checks a pattern, also as it was written in the first profiles: `{file_name: PATTERN}`; "" is none.

    Raises:
        PydanticCustomError: it is no regular expression, has no group or several, or may not come to an end.
    """
    if isinstance(value, dict) and value.keys() == {"file_name"}:
        value = value["file_name"]
    return _checked(value, "the date; a group that is no date is (?:...)", "a long name")


def read_cell_pattern(value: Any) -> str:
    """Checks the pattern of a part of a cell; it is tried on cells of up to 255 characters.

    Raises:
        PydanticCustomError: see `read_pattern`.
    """
    return _checked(value, "the part to read; another group is (?:...)", "a long cell")


def _checked(value: Any, around: str, searched: str) -> str:
    if not isinstance(value, str):
        raise fault(f"is {shown(value)}", "write a regular expression between single quotes")
    if not value:
        return value
    if len(value) > MOST_CHARACTERS:
        raise fault(f"has {len(value):,} characters", f"write at most {MOST_CHARACTERS}")
    try:
        groups = re.compile(value).groups
    except (re.error, OverflowError, RecursionError) as error:
        raise fault(f"is no regular expression: {error}", "mend it") from None
    if groups != 1:
        how_many = f"{groups} pairs" if groups else "no pair"
        raise fault(f"has {how_many} of parentheses", f"put one pair around {around}")
    if bits(value) > MOST_BITS:
        what = f"is {shown(value)}, which may search {searched} for ever"
        raise fault(what, "write no repeat inside a repeated group, and at most three repeats such as .*")
    return value


CellPattern = Annotated[str, BeforeValidator(read_cell_pattern), WithJsonSchema({"type": ["string", "null"]})]
Pattern = Annotated[
    str,
    BeforeValidator(read_pattern),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": ["string", "null"]},
                {
                    "type": "object",
                    "properties": {"file_name": {"type": "string"}},
                    "required": ["file_name"],
                    "additionalProperties": False,
                },
            ]
        }
    ),
]


def bits(pattern: str) -> float:
    """The logarithm to base 2 of how many ways there are at most to lay a pattern on a name, from its beginning."""
    parser: Any = import_module("re._parser")  # how `re` itself understands a pattern, from Python 3.11 on
    tree = parser.parse(pattern)
    return _Ways(tree.state, {*_ALPHABET, *pattern}).of(tree)


@dataclass(frozen=True, slots=True)
class _Ways:
    """Counts the ways of parts of a pattern, as logarithms; `characters` are those that names may hold."""

    state: Any
    characters: set[str]

    def of(self, nodes: Iterable[Node]) -> float:
        """Of parts one after the other: the product of theirs."""
        flat = list(_flat(nodes))
        total = 0.0
        for (operation, argument), follower in zip(flat, [*flat[1:], None], strict=False):
            name = str(operation)
            if name in _REPEATS:
                total += self._of_repeat(argument, follower)
            elif name == "BRANCH":
                total += math.log2(len(argument[1])) + max(map(self.of, argument[1]))
            elif name in ("ASSERT", "ASSERT_NOT"):
                total += self.of(argument[1])
            elif name == "ATOMIC_GROUP":
                total += self.of(argument)
            elif name == "GROUPREF_EXISTS":
                total += sum(self.of(branch) for branch in argument[1:] if branch)
        return total

    def _of_repeat(self, argument: Any, follower: Node | None) -> float:
        """Of a repeat: how many times, and each time in as many ways as what is repeated.

        One set of characters up to a sign that is not of it can be repeated in one way alone: `\\d+-`.
        """
        least, most = (min(int(bound), LONGEST_SEARCHED) for bound in argument[:2])
        body = list(_flat(argument[2]))
        if follower and len(body) == 1 and self._are_apart(body[0], follower):
            return 0.0
        return math.log2(most - least + 1) + most * self.of(body)

    def _are_apart(self, *nodes: Node) -> bool:
        """Whether all are sets of characters that have none in common."""
        if not {str(operation) for operation, _ in nodes} <= _CHARACTERS:
            return False
        parser, compiler = import_module("re._parser"), import_module("re._compiler")
        for flags in (0, re.IGNORECASE):  # part of a pattern may look at case and another part not
            sets = [compiler.compile(parser.SubPattern(self.state, [node]), flags) for node in nodes]
            if any(all(pattern.fullmatch(char) for pattern in sets) for char in self.characters):
                return False
        return True


def _flat(nodes: Iterable[Node]) -> Iterable[Node]:
    """The parts, with those of plain groups in the place of the group."""
    for operation, argument in nodes:
        if str(operation) == "SUBPATTERN":
            yield from _flat(argument[3])
        else:
            yield operation, argument
