"""The words of the pages: one catalogue for each language, `texts.en.yaml`, beside the messages of `graph.messages`.

A text holds values in braces as messages do, one text for each plural form where `count` decides, and three marks:
**bold**, `code`, and `[words](name)`, a link to the address that is given by that name. What is given is escaped and
stands in a direction of its own; what is Markup already, as what a macro made, is taken as it is.
"""

import re
import string
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from markupsafe import Markup, escape

from api.views.picture import plain
from graph.messages import COUNT, LANGUAGE, Plurals, read_catalogue

FOLDER = Path(__file__).parent
FROM_RIGHT = frozenset({"ar", "fa", "he", "ps", "ur"})  # languages that are written from the right
_MARK = re.compile(r"\*\*(.+?)\*\*|`([^`]+)`|\[([^\]]+)\]\((\w+)\)")


@dataclass(frozen=True, eq=False)
class Texts:
    """The catalogue of a language."""

    language: str
    catalogue: Mapping[str, Plurals]

    @property
    def direction(self) -> str:
        """`rtl` or `ltr`, for the attribute `dir` of a page."""
        return "rtl" if self.language in FROM_RIGHT else "ltr"

    def __call__(self, key: str, **values: Any) -> Markup:
        """A text in a page, with its marks as elements.

        Raises:
            ValueError: the catalogue has no such key, or a value of its text is not given.
        """
        return Markup(self._filled(_Elements(), _marked(self._form(key, values)), key, values))

    def words(self, key: str, **values: Any) -> str:
        """The same as plain text, for titles and attributes, which hold no elements.

        Raises:
            ValueError: see above.
        """
        return self._filled(_Words(), self._form(key, values), key, values)

    def beginning(self, prefix: str) -> dict[str, dict[str, str]]:
        """The texts whose keys begin so, by the rest of the key and the plural form, for a script."""
        cut = len(prefix)
        return {key[cut:]: dict(forms) for key, forms in self.catalogue.items() if key.startswith(prefix)}

    def _form(self, key: str, values: Mapping[str, Any]) -> str:
        forms = self.catalogue.get(key)
        if forms is None:
            raise ValueError(f"the catalogue of the pages has no text {key!r}")
        return forms["one" if values.get(COUNT) == 1 and "one" in forms else "other"]

    def _filled(self, formatter: string.Formatter, text: str, key: str, values: Mapping[str, Any]) -> str:
        try:
            return formatter.vformat(text, (), values)
        except KeyError as missing:
            raise ValueError(f"the text {key!r} needs the value {missing.args[0]!r}") from None


def texts_of(language: str = "") -> Texts:
    """The texts of a language; of the usual one where none is named.

    Raises:
        FileNotFoundError: there is no catalogue of that language.
    """
    return _texts(language or LANGUAGE, FOLDER)


@cache
def _texts(language: str, folder: Path) -> Texts:
    return Texts(language, read_catalogue(folder / f"texts.{language}.yaml"))


class _Words(string.Formatter):
    """Values as text: numbers in groups of three, nothing that could turn what stands around."""

    def format_field(self, value: Any, format_spec: str) -> str:
        if format_spec:
            return format(value, format_spec)
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        return f"{value:,}" if is_number else plain(str(value))


class _Elements(_Words):
    """Values as elements of a page: escaped, and each text in a direction of its own."""

    def convert_field(self, value: Any, conversion: Any) -> Any:
        return Markup(escape(str(value))) if conversion == "u" else super().convert_field(value, conversion)

    def format_field(self, value: Any, format_spec: str) -> str:
        if isinstance(value, Markup):
            return value
        words = escape(super().format_field(value, format_spec))
        return words if format_spec or not isinstance(value, str) else f"<bdi>{words}</bdi>"


@cache
def _marked(text: str) -> str:
    """A text as HTML, with its values still to be filled in."""
    return _MARK.sub(_element, str(escape(text)))


def _element(mark: re.Match[str]) -> str:
    bold, code, words, name = mark.groups()
    if bold:
        return f"<b>{bold}</b>"
    return f"<code>{code}</code>" if code else f'<a href="{{{name}!u}}">{words}</a>'


def names_given(texts: Plurals) -> Sequence[str]:
    """The values that the texts of a key need, addresses of links included, sorted."""
    filled = (field for text in texts.values() for _, field, _, _ in string.Formatter().parse(_marked(text)))
    return sorted({name for name in filled if name})
