"""Numbers in names of firms and places, which say that two are two: Лотос 3, Лотос 4; Post 12, Post 14."""

from graph.values.naming.words import Role, Word

_WEIGHT = 0.5
_OTHER_NUMBERS, _ONE_NUMBER = 0.45, 0.75  # what is left of a score


def number_word(text: str, digits: str) -> Word:
    """The word of a number, whatever zeros it begins with."""
    return Word(text, digits.lstrip("0") or "0", Role.NUMBER, _WEIGHT)


def has_other_numbers(left: tuple[Word, ...], right: tuple[Word, ...]) -> bool:
    """Whether two names have different numbers in them; one with a number and one without has too."""
    return _numbers(left) != _numbers(right)


def left_by_numbers(left: tuple[Word, ...], right: tuple[Word, ...]) -> float:
    """What the numbers in two names leave of their score: all of it where they are the same, or neither has one."""
    if not has_other_numbers(left, right):
        return 1.0
    return _OTHER_NUMBERS if _numbers(left) and _numbers(right) else _ONE_NUMBER


def _numbers(words: tuple[Word, ...]) -> frozenset[str]:
    return frozenset(word.sound for word in words if word.role is Role.NUMBER)
