"""Rules of a risk profile, applied to consignments."""

from collections.abc import Callable, Mapping

import numpy as np

from analyses.screening.columns import Consignments, letters
from analyses.screening.firing import Fired
from analyses.screening.risk_profile import FIELDS, Condition, Rule
from graph.values.names import fold

_NUMBERS: Mapping[str, Callable[[Consignments], np.ndarray]] = {
    "gross_weight_kg": lambda c: c.gross_kg,
    "net_weight_kg": lambda c: c.net_kg,
    "packages": lambda c: c.packages,
    "value_amount": lambda c: c.value,
}
_CODES: Mapping[str, Callable[[Consignments], np.ndarray]] = {
    "departure_country": lambda c: c.origin,
    "destination_country": lambda c: c.destination,
    "value_currency": lambda c: c.currency,
}
_ENTITIES: Mapping[str, Callable[[Consignments], np.ndarray]] = {
    "receiver": lambda c: c.receiver,
    "sender": lambda c: c.sender,
    "carrier": lambda c: c.carrier,
}


def selected(rule: Rule, fired: Fired) -> np.ndarray:
    """Whether a rule selects each consignment; what a condition asks for and no paper says does not hold."""
    flags = np.ones(len(fired.subjects), dtype=bool)
    for condition in rule.where:
        flags &= _holds(condition, fired) == condition.holds
    return flags


def _holds(condition: Condition, fired: Fired) -> np.ndarray:
    c = fired.subjects
    if condition.indicator:
        flags = np.zeros(len(c), dtype=bool)
        if condition.indicator in fired.hits:
            flags[fired.hits[condition.indicator].row] = True
        return flags
    kind = FIELDS[condition.field]
    if kind == "number":
        return _is_in_range(_NUMBERS[condition.field](c), condition)
    if kind == "digits":
        return _begins(c, condition.begins_with)
    if kind == "words":
        return _contains(condition, fired)
    return _post_is(condition, fired) if condition.field == "post" else _code_is(condition, c)


def _is_in_range(values: np.ndarray, condition: Condition) -> np.ndarray:
    flags: np.ndarray = np.isfinite(values)
    with np.errstate(invalid="ignore"):
        if condition.at_least is not None:
            flags &= values >= condition.at_least
        if condition.at_most is not None:
            flags &= values <= condition.at_most
    return flags


def _begins(c: Consignments, beginnings: tuple[str, ...]) -> np.ndarray:
    """Whether a commodity code of each begins with one of some digits; more than six are compared on six."""
    codes = np.unique(c.headings.value)
    wanted = tuple("".join(char for char in text if char.isdecimal())[:6] for text in beginnings)
    matching = codes[np.array([f"{code:06d}".startswith(wanted) for code in codes.tolist()], dtype=bool)]
    flags = np.zeros(len(c), dtype=bool)
    flags[c.headings.row[np.isin(c.headings.value, matching)]] = True
    return flags


def _code_is(condition: Condition, c: Consignments) -> np.ndarray:
    wanted = [number for text in condition.is_one_of if (number := letters(text)) >= 0]
    return np.isin(_CODES[condition.field](c), wanted)


def _post_is(condition: Condition, fired: Fired) -> np.ndarray:
    """Whether the post of each is one of some, by id (`UZ:oybek`) or by name."""
    p, wanted = fired.facts.whole.projection, {text.casefold() for text in condition.is_one_of}
    posts = np.unique(fired.subjects.post[fired.subjects.post >= 0])
    named = [
        bool({p.ids[post].removeprefix("place:").casefold(), p.label(post).casefold()} & wanted)
        for post in posts.tolist()
    ]
    return np.isin(fired.subjects.post, posts[np.array(named, dtype=bool)])


def _contains(condition: Condition, fired: Fired) -> np.ndarray:
    """Whether a text of each holds one of some words, whatever the script."""
    c, words = fired.subjects, [f" {fold(text)} " for text in condition.contains]
    is_text = condition.field == "goods_description"
    column = c.description if is_text else _ENTITIES[condition.field](c)
    places = np.unique(column[column >= 0])
    name = c.texts.__getitem__ if is_text else fired.facts.whole.entities.label
    holding = [any(word in f" {fold(name(place))} " for word in words) for place in places.tolist()]
    return np.isin(column, places[np.array(holding, dtype=bool)])
