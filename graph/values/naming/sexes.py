"""What two names of persons say of a man and a woman: -ov and -ova, Aziz and Aziza."""

import re

from graph.values.naming import known_names
from graph.values.naming.distance import Meeting, likeness
from graph.values.naming.words import ONE_WORD

_OF_TWO_SEXES = (
    re.compile(r"(?P<stem>.{2,}(?:[eoO][vwf]|[iI]n))(?P<woman>[aE])?"),
    re.compile(r"(?P<stem>.{2,}[sc]k)(?:(?P<woman>aya|a)|[iI]y?)"),
)
_OWN_NAME_OF_TWO_SEXES = re.compile(r"(?P<stem>.{3,}[^aeiouEOUIy])(?P<woman>[aE])?")


def has_other_sex(left: str, right: str, meeting: Meeting) -> bool:
    """Whether two names are those of a man and a woman of one family: -ov and -ova, -in and -ina, -skiy and -skaya.

    Perso-Arabic does not tell.
    """
    return _sexes(left, right, meeting) == {True, False}


def tells_sex(left: str, right: str, meeting: Meeting) -> bool:
    """Whether two names are one family's, in a form that a man or a woman alone has."""
    return bool(_sexes(left, right, meeting))


def _sexes(left: str, right: str, meeting: Meeting) -> set[bool]:
    for pattern in () if meeting is Meeting.ABJAD else _OF_TWO_SEXES:
        one, other = pattern.fullmatch(left), pattern.fullmatch(right)
        if one and other:
            is_one = likeness(one["stem"], other["stem"], meeting, ONE_WORD) > 0
            return {bool(one["woman"]), bool(other["woman"])} if is_one else set()
    return set()


def is_own_name_of_other_sex(left: str, right: str, meeting: Meeting) -> bool:
    """Whether two own names are a man's and a woman's: Aziz, Aziza; not so Tamar, Tamara, which are forms of one."""
    if meeting is Meeting.ABJAD or known_names.is_one_name(left, right):
        return False
    one, other = _OWN_NAME_OF_TWO_SEXES.fullmatch(left), _OWN_NAME_OF_TWO_SEXES.fullmatch(right)
    if not one or not other or bool(one["woman"]) == bool(other["woman"]):
        return False
    return likeness(one["stem"], other["stem"], meeting, ONE_WORD) > 0
