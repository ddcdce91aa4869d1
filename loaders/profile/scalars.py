"""Single values of a profile: texts, columns, counts, and lists of them.

The tree holds nothing but texts, so each type here reads a text; what editors are told of it (`WithJsonSchema`) is
wider, since in YAML people write `2024` and `true` without quotes.
"""

import math
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, WithJsonSchema

from graph.wording import shown
from loaders.profile.faults import fault

TEXT_SCHEMA = {"type": ["string", "number", "boolean"]}
OPTIONAL_SCHEMA = {"type": ["string", "number", "boolean", "null"]}
TEXTS_SCHEMA = {"anyOf": [OPTIONAL_SCHEMA, {"type": "array", "items": TEXT_SCHEMA}]}
_MOST_DIGITS = 9  # such a number fits every store


def _one_text(value: Any) -> Any:
    if not isinstance(value, str):
        raise fault(f"is {shown(value)}", "write one text")
    return value


def _filled(text: str) -> str:
    if not text.strip():
        raise fault("is empty", "write a text")
    return text


def _listed(value: Any) -> Any:
    """One text or a list of texts as a list; an empty text is none."""
    if isinstance(value, str):
        return [value] if value else []
    if not isinstance(value, list):
        raise fault(f"is {shown(value)}", "write one text, or a list of texts")
    return value


def _each_once(names: tuple[str, ...]) -> tuple[str, ...]:
    for place, name in enumerate(names):
        if name in names[:place]:
            raise fault(f"names the column {name!r} twice", "name each column once")
    return names


def _not_empty(texts: tuple[str, ...]) -> tuple[str, ...]:
    if not texts:
        raise fault("is empty", "write at least one, or leave the key out")
    return texts


def whole_number(text: str, least: int, what: str) -> int:
    """A whole number of at most nine digits from `least` on; raises the fault that asks for `what`."""
    if not (text.isdecimal() and len(text) <= _MOST_DIGITS and int(text) >= least):
        raise fault("is empty" if text == "" else f"is {shown(text)}", f"write {what}")
    return int(text)


def _version(value: Any) -> int:
    return whole_number(_one_text(value), 1, "a whole number from 1 to 999999999, and a higher one at every change")


def _count(value: Any) -> int:
    return whole_number(_one_text(value), 0, "a whole number of rows")


def _scale(value: Any) -> float:
    text = _one_text(value)
    try:
        scale = float(text)
    except ValueError:
        scale = 0.0
    if not 0 < scale < math.inf:
        raise fault("is empty" if text == "" else f"is {shown(text)}", "write a number above 0, such as 0.001")
    return scale


def _is_true(value: Any) -> bool:
    if value not in ("true", "false"):
        raise fault("is empty" if value == "" else f"is {shown(value)}", "write true or false")
    return bool(value == "true")


OneText = BeforeValidator(_one_text)
Text = Annotated[str, OneText, WithJsonSchema(OPTIONAL_SCHEMA)]
FilledText = Annotated[str, OneText, AfterValidator(_filled), WithJsonSchema(TEXT_SCHEMA)]
Texts = Annotated[tuple[FilledText, ...], BeforeValidator(_listed), WithJsonSchema(TEXTS_SCHEMA)]
SomeTexts = Annotated[Texts, AfterValidator(_not_empty), WithJsonSchema(TEXTS_SCHEMA)]
Columns = Annotated[Texts, AfterValidator(_each_once), WithJsonSchema(TEXTS_SCHEMA)]
Version = Annotated[
    int,
    BeforeValidator(_version),
    WithJsonSchema({"anyOf": [{"type": "integer", "minimum": 1}, {"type": "string", "pattern": "^[0-9]+$"}]}),
]
Count = Annotated[
    int,
    BeforeValidator(_count),
    WithJsonSchema({"anyOf": [{"type": "integer", "minimum": 0}, {"type": "string", "pattern": "^[0-9]+$"}]}),
]
Scale = Annotated[
    float,
    BeforeValidator(_scale),
    WithJsonSchema({"anyOf": [{"type": "number", "exclusiveMinimum": 0}, {"type": "string"}]}),
]
IsTrue = Annotated[
    bool,
    BeforeValidator(_is_true),
    WithJsonSchema({"anyOf": [{"type": "boolean"}, {"type": "string", "enum": ["true", "false"]}]}),
]
