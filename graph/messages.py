"""What an answer says in words: a key with its values, and the catalogue that makes a sentence of it.

Reasons, flags, warnings and notes are messages wherever they are made; whoever shows one shows its `text`. A catalogue
is one file for each language, `messages.en.yaml`: a text with the values in braces, or one text for each plural form
where `count` decides. A flag of a record (`container_check_digit: MSKU1234560`) is a message too, explained in
`graph.codes`.
"""

import string
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from pydantic import BaseModel, ConfigDict, Field, computed_field

from graph.codes import code
from graph.values.reference.tables import read_table

LANGUAGE = "en"
FLAG = "flag."
COUNT = "count"

Value = bool | int | float | str
Plurals = Mapping[str, str]  # plural form -> text


class Message(BaseModel):
    """A sentence for people, as a key of the catalogue and the values that stand in it."""

    model_config = ConfigDict(frozen=True)

    key: str = Field(description="Key of the catalogue; it stays when the words change")
    values: dict[str, Value] = Field(default_factory=dict, description="What stands in the sentence, by name")

    @computed_field(description="The sentence in English")  # type: ignore[prop-decorator]  # pydantic documents it so
    @property
    def text(self) -> str:
        return text_of(self)

    def __str__(self) -> str:
        return self.text


def message(key: str, **values: Value) -> Message:
    """A message of the catalogue.

    Raises:
        ValueError: the catalogue has no such key, or other values stand in its text.
    """
    texts = catalogue(LANGUAGE).get(key)
    if texts is None:
        raise ValueError(f"the catalogue has no message {key!r}")
    if names_in(texts) | ({COUNT} & values.keys()) != values.keys():
        raise ValueError(f"the message {key!r} has the values {sorted(names_in(texts))}, not {sorted(values)}")
    return Message(key=key, values=values)


def flag_message(flag: str) -> Message:
    """The message of a record's flag: `code`, `code: value`, or either behind the role of a party."""
    role, _, rest = flag.partition(": ")
    if code(role) is not None or code(rest.partition(": ")[0]) is None:
        role, rest = "", flag
    name, _, value = rest.partition(": ")
    said = {"role": role, "value": value}
    return Message(key=FLAG + name, values={name: text for name, text in said.items() if text})


def end_words(edge_type: str, outward: bool, role: str = "") -> str:
    """What the node at the other end of an edge is to the one that is looked at: `CONSIGNED_TO` leads to the receiver.

    Args:
        edge_type: The edge type; one that the catalogue does not know, as another program may have written, is told as
            it is called.
        outward: Whether the one that is looked at is the edge's source.
        role: The edge's own role, in brackets where there is one.
    """
    known = catalogue(LANGUAGE)
    if f"edge.out.{edge_type}" not in known:
        words = edge_type.replace("_", " ").lower()
    elif outward:
        words = message(f"edge.out.{edge_type}").text
    else:
        words = message(f"edge.in.{edge_type}").text
    return f"{words} ({role.replace('_', ' ')})" if role else words


def text_of(message: Message, language: str = LANGUAGE) -> str:
    """A message in words; one whose key is not in the catalogue, as an older program may have kept, as it is."""
    if message.key.startswith(FLAG):
        return _flag_text(message)
    texts = catalogue(language).get(message.key)
    if texts is None:
        return f"{message.key} {dict(message.values)}" if message.values else message.key
    form = "one" if message.values.get(COUNT) == 1 and "one" in texts else "other"
    return texts[form].format_map(message.values)


def _flag_text(message: Message) -> str:
    name = message.key.removeprefix(FLAG)
    explained = code(name)
    words = explained.words if explained else name
    return ": ".join(filter(None, (str(message.values.get(part, "")) for part in ("role", "value")))) + (
        f": {words}" if message.values else words
    )


@cache
def catalogue(language: str) -> Mapping[str, Plurals]:
    """The texts of a language by key and plural form, `other` where there is one for all.

    Raises:
        FileNotFoundError: there is no catalogue of that language.
    """
    return read_catalogue(Path(__file__).with_name(f"messages.{language}.yaml"))


def read_catalogue(path: Path) -> Mapping[str, Plurals]:
    """The texts of a file by key and plural form, `other` where there is one for all.

    Raises:
        FileNotFoundError: there is no such file.
    """
    table, _ = read_table(path)
    return MappingProxyType({key: {"other": text} if isinstance(text, str) else text for key, text in table.items()})


@cache
def _fields(text: str) -> frozenset[str]:
    return frozenset(name for _, name, _, _ in string.Formatter().parse(text) if name)


def names_in(texts: Plurals) -> frozenset[str]:
    """The values that stand in the texts of a key."""
    return frozenset().union(*map(_fields, texts.values()))
