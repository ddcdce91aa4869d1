"""Words for what is refused: what was written, which known name was meant, and pydantic's kinds of faults as sentences.

Whoever reads a message has written a file, a variable or an address and has never heard of pydantic, so its own texts
never reach people: one table holds the next step for each kind of fault that our models can meet.
"""

import math
import re
from collections.abc import Collection, Mapping
from typing import Any

_LONGEST = 60  # characters of a value that are repeated
_NEAR = 0.8  # of the letters in order, so that no name is offered for one that has little in common with it
_MANY = 40  # characters of a text of which the length tells more than the text
# Up to the last @: a password may hold another one, or a slash.
_LOGIN = re.compile(r"((?:[\w+.-]+:)?//)\S*@|[\w.%+-]+:\S*@")
_SECRET = re.compile(r"([?&]\w*password=)[^&\s]*", re.IGNORECASE)

_NEXT_STEPS: Mapping[str, str] = {
    "missing": "give it",
    "bool_parsing": "write true or false",
    "bool_type": "write true or false",
    "int_from_float": "write a whole number",
    "int_parsing": "write a whole number",
    "int_parsing_size": "write a whole number of at most 15 digits",
    "int_type": "write a whole number",
    "float_parsing": "write a number",
    "float_type": "write a number",
    "finite_number": "write a number that is finite",
    "greater_than": "write a number above {gt}",
    "greater_than_equal": "write a number from {ge} on",
    "less_than": "write a number below {lt}",
    "less_than_equal": "write a number up to {le}",
    "string_type": "write one text",
    "string_unicode": "write a text that UTF-8 can hold",
    "string_too_short": "write at least {min_length} characters",
    "string_too_long": "write at most {max_length} characters",
    "string_pattern_mismatch": "write what fits the pattern {pattern}",
    "literal_error": "write {expected}",
    "enum": "write {expected}",
    "too_short": "give at least {min_length}",
    "too_long": "give at most {max_length}",
    "list_type": "write a list",
    "tuple_type": "write a list",
    "dict_type": "write names with their values",
    "model_type": "write names with their values",
    "model_attributes_type": "write names with their values",
    "date_type": "write a day such as 2024-03-31",
    "date_parsing": "write a day such as 2024-03-31",
    "date_from_datetime_parsing": "write a day such as 2024-03-31",
    "date_from_datetime_inexact": "write a day such as 2024-03-31",
    "extra_forbidden": "leave it out",
}


def without_login(text: str) -> str:
    """A text that may hold URLs, without the user names and passwords in them."""
    return _SECRET.sub(r"\1***", _LOGIN.sub(lambda login: f"{login[1] or ''}***@", text))


def shown(value: object) -> str:
    """A value as it is repeated in a message: texts in quotes and cut, of lists and mappings the shape alone."""
    if isinstance(value, list | tuple):
        return "a list" if value else "an empty list"
    if isinstance(value, Mapping):
        return "a mapping" if value else "an empty mapping"
    text = str(value)
    cut = text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
    return repr(cut) if isinstance(value, str) else cut


def nearest(name: str, known: Collection[str], near: float = _NEAR) -> str:
    """The known name that was meant most likely, in capitals or not; "" where none is near (0-1, 1 is equal)."""
    from difflib import get_close_matches  # only a refusal needs it

    spelled: dict[str, str] = {}
    for candidate in known:
        spelled.setdefault(candidate.casefold(), candidate)
    matches = get_close_matches(name.casefold(), list(spelled), 1, near)
    return spelled[matches[0]] if matches else ""


def names_known(name: str, known: Collection[str]) -> str:
    """The next step for a name that is not known: what may have been meant, and what is known, in the given order."""
    near = nearest(name, known)
    if not known:
        return "leave it out: none is known here"
    return f"did you mean {near}? known: {', '.join(known)}" if near else f"known: {', '.join(known)}"


def refusal(fault: Mapping[str, Any], with_value: bool = True) -> tuple[str, str]:
    """What is wrong, to be read after the name of the thing, and the next step.

    `fault` is an entry of `ValidationError.errors()`; its context may hold the names that are `known`. A kind that the
    table does not hold says what was written. Without `with_value` nothing of what was written is repeated.
    """
    kind, value, context = fault["type"], fault.get("input"), fault.get("ctx", {})
    context = {name: _plain_number(bound) for name, bound in context.items()}
    if kind == "missing":
        what = "is missing"
    elif kind == "extra_forbidden":
        what = "is not known"
        if "known" in context:
            return what, names_known(str(fault["loc"][-1]), context["known"])
    elif kind in ("too_long", "too_short"):
        what = f"has {context['actual_length']} entries"
    elif value == "":
        what = "is empty"
        if kind == "string_too_short":
            return what, "write a text"
    elif isinstance(value, str) and len(value) > _MANY and kind == "string_too_long":
        what = f"has {len(value):,} characters"
    else:
        what = f"is {shown(value)}" if with_value else "is not as it should be"
    if kind == "value_error":  # raised by a check of ours, whose text is the next step
        return what, str(context["error"])
    return what, _NEXT_STEPS.get(kind, "write another value").format_map(context)


def _plain_number(bound: Any) -> Any:
    """60 for 60.0: a bound as people write it."""
    return int(bound) if isinstance(bound, float) and bound.is_integer() else bound


def rounded_down(score: float, digits: int = 2) -> float:
    """A score of 0 to 1 as it is shown: rounded down, so that nothing below 1 is shown as certain."""
    scale = 10.0**digits
    return math.floor(round(score * scale, 6)) / scale


def score_text(score: float, digits: int = 2) -> str:
    """A score of 0 to 1 as text, see `rounded_down`."""
    return f"{rounded_down(score, digits):.{digits}f}"
