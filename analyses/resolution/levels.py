"""In which ways two parties can agree in a field, best first: the comparison levels, as conditions of DuckDB.

A level is a label and a condition on the columns of `scoring._table_of` with `_l` and `_r` behind their names; what
meets none of them is `other`. A field that one of the two says nothing about counts neither way.
"""

from collections.abc import Mapping
from dataclasses import dataclass

OTHER = "other"
_COMMON_WORDS = "len(list_intersect(words_l, words_r))"
_COMMON_PLACES = "len(list_intersect(address_words_l, address_words_r))"
_FEWER_WORDS = "least(len(words_l), len(words_r))"
_LIKENESS = "jaro_winkler_similarity(name_key_l, name_key_r)"


@dataclass(frozen=True, slots=True)
class Level:
    """A way to agree; where `rare` names a column, agreeing in a rare value of it says more, as in a rare name.

    `m` and `u` are the shares of true pairs and of strangers that agree so, where nothing can be learnt about it.
    """

    label: str
    condition: str
    m: float
    u: float
    rare: str = ""
    rare_name: str = ""


@dataclass(frozen=True, slots=True)
class ComparedField:
    """A field that is compared: its column, and its levels, best first.

    A country `speaks_only_against`: names are of a country, so that the same one says nothing beyond the same name.
    """

    name: str
    column: str
    levels: tuple[Level, ...]
    speaks_only_against: bool = False

    @property
    def output(self) -> str:
        """The name of its column in what Splink gives."""
        return self.name.replace(" ", "_")

    @property
    def labels(self) -> tuple[str, ...]:
        """All levels, best first, the last for those that agree in no way."""
        return (*(level.label for level in self.levels), OTHER)


def _any_in_common(name: str, column: str, slip: bool = False, *more: Level) -> ComparedField:
    levels = [Level("same", f"list_has_any({column}_l, {column}_r)", 0.9, 0.0005)]
    if slip:
        levels.append(Level("one slip", f"damerau_levenshtein({column}_l[1], {column}_r[1]) <= 1", 0.03, 0.0001))
    return ComparedField(name, column, (*levels, *more))


_SAME_NAME = (
    Level("same words", "name_key_l = name_key_r", 0.6, 0.0005, rare_name="name_key"),
    Level("same consonants", "skeleton_l = skeleton_r", 0.1, 0.0002, rare_name="skeleton"),
)
_ALIKE_NAME = (
    Level("one within the other", f"{_COMMON_WORDS} = {_FEWER_WORDS} AND {_FEWER_WORDS} >= 2", 0.08, 0.0005),
    Level("nearly the same", f"{_LIKENESS} >= 0.94", 0.07, 0.0003),
    Level("most words", f"{_COMMON_WORDS} >= 2 AND {_COMMON_WORDS} >= 0.6 * {_FEWER_WORDS}", 0.04, 0.001),
    Level("alike", f"{_LIKENESS} >= 0.86", 0.04, 0.002),
    Level("a word", f"{_COMMON_WORDS} >= 1 OR {_LIKENESS} >= 0.78", 0.05, 0.05),
)
_SHORT_FORM = Level("a short form", "list_has_any(formal_keys_l, formal_keys_r)", 0.03, 0.0002)
_INITIALS = Level("initials", "longest_l = longest_r AND initials_l = initials_r", 0.05, 0.0002)
_NAME_OF_COMPANY = ComparedField("name", "name_key", (*_SAME_NAME, *_ALIKE_NAME))
_NAME_OF_PERSON = ComparedField("name", "name_key", (*_SAME_NAME, _SHORT_FORM, _INITIALS, *_ALIKE_NAME))
_ADDRESS = _any_in_common(
    "address",
    "addresses",
    False,
    Level("nearly the same", "jaro_winkler_similarity(street_l, street_r) >= 0.92", 0.1, 0.002),
    Level("words in common", f"{_COMMON_PLACES} >= 2", 0.1, 0.02),
    Level("a rare word", "list_has_any(places_l, places_r)", 0.05, 0.001),
    Level("one within the other", f"{_COMMON_PLACES} = least(len(address_words_l), len(address_words_r))", 0.05, 0.02),
)
_COUNTRY = ComparedField("country", "country", (Level("same", "country_l = country_r", 0.97, 0.97),), True)
_BIRTH = ComparedField(
    "birth",
    "birth_on",
    (
        Level("same day", "birth_on_l = birth_on_r", 0.85, 0.0001, rare="birth_on"),
        Level("one slip", "damerau_levenshtein(birth_on_l, birth_on_r) <= 1", 0.07, 0.001),
        Level("two slips", "damerau_levenshtein(birth_on_l, birth_on_r) <= 2", 0.03, 0.01),
        Level("same year", "left(birth_on_l, 4) = left(birth_on_r, 4)", 0.02, 0.01),
    ),
)
_ACTED = ComparedField(
    "acted with",
    "acted_with",
    (
        Level("same vehicle or firm", "list_has_any(vehicles_l, vehicles_r)", 0.4, 0.0005),
        Level("same carrier", "list_has_any(carriers_l, carriers_r)", 0.1, 0.002),
        Level("same route", "list_has_any(routes_l, routes_r)", 0.2, 0.01),
    ),
)
_NUMBERS = (
    _any_in_common("tax number", "tax_numbers", True),
    _any_in_common("identifier", "identifiers", True),
    _any_in_common("phone", "phones"),
    _any_in_common(
        "email",
        "emails",
        False,
        Level("same mailbox", "list_has_any(mailboxes_l, mailboxes_r)", 0.03, 0.0002),
        Level("alike", "jaro_winkler_similarity(emails_l[1], emails_r[1]) >= 0.9", 0.05, 0.002),
    ),
)

COMPANY_FIELDS = (_NAME_OF_COMPANY, *_NUMBERS, _ADDRESS, _COUNTRY)
PERSON_FIELDS = (_NAME_OF_PERSON, *_NUMBERS, _ADDRESS, _COUNTRY, _BIRTH, _ACTED)
FIELDS: Mapping[bool, tuple[ComparedField, ...]] = {False: COMPANY_FIELDS, True: PERSON_FIELDS}
