"""What an XML element says, as texts by their paths: it is walked once, and whatever is asked then is one look-up.

A document of two kilobytes is asked for some seventy fields. A compiled XPath costs a microsecond each, and so that its
names need no namespaces every element has to be renamed, which costs half a microsecond; the walk costs no more than
that, and a look-up then a tenth of one. Elements that repeat and must be told apart (items, parties, containers) are
groups: they have texts of their own.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from loaders.documents.xml_reader import Element, document

_LONGEST_PATH = 2000  # characters; each text is kept under its path


@dataclass(frozen=True, slots=True)
class Shape:
    """What of a format's elements the walk must know.

    Attributes:
        groups: Local names of elements that are told apart; one that holds a text alone is a text.
        attributes: Local name -> the attribute that is read beside its text, as the path `Mass/@unitCode`.
    """

    groups: frozenset[str] = frozenset()
    attributes: Mapping[str, str] = field(default_factory=dict)


class Texts:
    """The texts of an element and of what is below it, by paths of local names; blanks around are gone.

    Attributes:
        tag: The element's local name.
    """

    __slots__ = ("_further", "_groups", "_texts", "tag")

    def __init__(self, tag: str) -> None:
        self.tag = tag
        self._texts: dict[str, str] = {}  # the first of each path; most paths have one, and a list each would cost
        self._further: dict[str, list[str]] | None = None
        self._groups: dict[str, list[Texts]] | None = None

    def text(self, *paths: str) -> str:
        """The first text at the first of these paths that has one, "" where none has."""
        for path in paths:
            if path in self._texts:
                return self._texts[path]
        return ""

    def texts(self, path: str) -> list[str]:
        """Every text at a path, in the order of the document."""
        if path not in self._texts:
            return []
        return [self._texts[path], *(self._further or {}).get(path, ())]

    def texts_below(self, path: str) -> list[str]:
        """Every text at a path that begins anywhere, outside the groups."""
        end = f"/{path}"
        return [text for at in self._texts if at.endswith(end) or at == path for text in self.texts(at)]

    def joined(self, *paths: str) -> str:
        """The texts at these paths, with commas: an address from its parts."""
        return ", ".join(text for path in paths for text in self.texts(path))

    def everything(self) -> Iterator[tuple[str, str]]:
        """Every text with its path, those of the groups after the others."""
        for path in self._texts:
            for text in self.texts(path):
                yield path, text
        for found in (self._groups or {}).values():
            for one in found:
                yield from one.everything()

    def first_steps(self) -> Iterator[str]:
        """The local names of the children that have texts, in the order of the document, some of them again."""
        return (path.partition("/")[0] for path in self._texts)

    def group(self, path: str) -> "Texts | None":
        """The first group at a path."""
        found = self.groups(path)
        return found[0] if found else None

    def groups(self, path: str) -> Sequence["Texts"]:
        """The groups at a path, in the order of the document."""
        return self._groups.get(path, ()) if self._groups else ()

    def groups_below(self, tag: str) -> Iterator["Texts"]:
        """The outermost groups of this local name, wherever they stand."""
        end = f"/{tag}"
        for path, found in (self._groups or {}).items():
            if path == tag or path.endswith(end):
                yield from found
            else:
                for one in found:
                    if one._groups:
                        yield from one.groups_below(tag)

    def add_text(self, path: str, text: str) -> None:
        """Adds a text that is not empty."""
        if path not in self._texts:
            self._texts[path] = text
            return
        if self._further is None:
            self._further = {}
        self._further.setdefault(path, []).append(text)

    def add_group(self, path: str, tag: str) -> "Texts":
        """Adds a group, empty as yet."""
        group = Texts(tag)
        if self._groups is None:
            self._groups = {}
        self._groups.setdefault(path, []).append(group)
        return group


def read(text: str, shape: Shape) -> Texts:
    """The texts of a raw unit.

    Raises:
        ValueError: it is no XML.
    """
    element = document(text)
    found = Texts(_local(element.tag))
    _gather(element, "", found, shape)
    return found


def _gather(element: Element, before: str, into: Texts, shape: Shape) -> None:
    """Adds what is below an element; as deep as the parser allows, which is 256 levels."""
    if len(before) > _LONGEST_PATH:
        raise ValueError("the names of its elements are too long, one inside the other")
    groups, attributes = shape.groups, shape.attributes
    for child in element:
        tag = child.tag
        if tag[0] == "{":
            tag = _local(tag)
        text = child.text
        if text and (text := text.strip()):
            into.add_text(before + tag, text)
        if tag in attributes and (attribute := child.get(attributes[tag])):
            into.add_text(f"{before}{tag}/@{attributes[tag]}", attribute)
        if tag in groups and (len(child) or not text):
            _gather(child, "", into.add_group(before + tag, tag), shape)
        elif len(child):
            _gather(child, f"{before}{tag}/", into, shape)


@lru_cache(maxsize=1 << 14)
def _local(tag: str) -> str:
    return tag.rpartition("}")[2]
