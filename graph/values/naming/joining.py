"""Neighbours in a name that the other name writes as one word: Saad al-Din, Saduddin; Ак Жол, Акжол."""

from dataclasses import replace

from graph.values.naming.distance import Meeting, may_begin_alike
from graph.values.naming.sounds import LONG, VOWELS, sounds, tidied
from graph.values.naming.words import ONE_WORD, Role, Word, alike, similarity

_OTHER_LENGTH = 3  # sounds that a word may have more or less than its parts together


def joined(words: list[Word], others: list[Word], meeting: Meeting, is_person: bool) -> list[Word]:
    """The words with neighbours put together where the other name writes them as one."""
    sizes, other_sizes = ([_length(word.sound, meeting) for word in side] for side in (words, others))
    for length in (3, 2):
        for start in range(len(words) - length + 1):
            longest, size = max(sizes[start : start + length]), sum(sizes[start : start + length])
            fitting = [
                other
                for other, own in zip(others, other_sizes, strict=True)
                if longest < own and abs(own - size) <= _OTHER_LENGTH
            ]
            neighbours = words[start : start + length]
            if not fitting or any(word.role in (Role.INITIAL, Role.NUMBER) for word in neighbours):
                continue
            one = _as_one(neighbours, fitting, meeting, is_person)
            if one is not None:
                return [*words[:start], one, *words[start + length :]]
    return words


def _as_one(neighbours: list[Word], others: list[Word], meeting: Meeting, is_person: bool) -> Word | None:
    heard = tidied("".join(word.sound for word in neighbours), meeting is not Meeting.ABJAD)
    text = "".join(word.text for word in neighbours)
    for other in others:
        is_equal = other.sound in (heard, sounds(text))
        if not is_equal and not may_begin_alike(heard, other.sound, meeting):
            continue
        if not is_equal and similarity(heard, other.sound, meeting, is_person) < ONE_WORD:
            continue
        if all(alike(word, other, meeting, is_person)[0] < ONE_WORD for word in neighbours):
            text = " ".join(word.text for word in neighbours)
            return replace(other, text=text, sound=other.sound if is_equal else heard, role=Role.NAME, stem="")
    return None


def _length(heard: str, meeting: Meeting) -> int:
    """How many sounds a word has, without vowels where one of the two writings has none."""
    if meeting is not Meeting.ABJAD:
        return len(heard)
    return sum(sign not in VOWELS and sign not in LONG for sign in heard)
