"""Which word of one name answers to which word of the other, and what is left over."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from graph.values.naming.distance import Meeting
from graph.values.naming.joining import joined
from graph.values.naming.sounds import Script
from graph.values.naming.words import READ_AGAIN, Likeness, Role, Word, alike, likeness_aloud

OTHER_WORD = 0.7  # up to this two words are two
SAME_WORD = 0.94  # from this on they are one
ABSENT_COST = {True: 0.25, False: 0.45}  # of a word that one side alone has: of a person, of anything else
AGAINST_COST = {True: 2.1, False: 1.8}  # of words that stand against each other
_JOINS = 2  # times that neighbours are put together


@dataclass(frozen=True, slots=True)
class Pair:
    """Two words that were taken for one; `grade` is 0 where they hardly were, 1 where they surely were."""

    left: Word
    right: Word
    score: float
    grade: float
    reason: Likeness


@dataclass(slots=True)
class Alignment:
    """Pairs in the order of their likeness, and the words that are left on either side, in their order."""

    meeting: Meeting
    pairs: list[Pair] = field(default_factory=list)
    left: list[Word] = field(default_factory=list)
    right: list[Word] = field(default_factory=list)
    is_father_for_own: bool = False

    @property
    def is_complete(self) -> bool:
        """Whether no word is left over."""
        return not self.left and not self.right


def meeting_of(
    left: Sequence[Word], right: Sequence[Word], is_person: bool, is_arabic: Callable[[str], bool]
) -> Meeting:
    """Which two writings two names are in."""
    scripts, others = ({word.script for word in words if word.text.isalpha()} for words in (left, right))
    if scripts != others:
        is_abjad = (Script.PERSO_ARABIC in scripts) != (Script.PERSO_ARABIC in others)
        return Meeting.ABJAD if is_abjad else Meeting.CROSS
    is_latin = scripts == {Script.LATIN}
    if is_person and is_latin and is_arabic(" ".join(word.sound for word in (*left, *right))):
        return Meeting.ARABIC
    if _has_national_letters(left) != _has_national_letters(right):
        return Meeting.CROSS
    return Meeting.SAME if is_latin else Meeting.OWN


_NATIONAL = frozenset("ғқҳҷӯӣәөұүңһіїўєəğışçöüýžňä")


def _has_national_letters(words: Iterable[Word]) -> bool:
    return any(not _NATIONAL.isdisjoint(word.text) for word in words)


def align(left: list[Word], right: list[Word], meeting: Meeting, is_person: bool) -> Alignment:
    """Pairs words greedily, the most alike first, near places before far ones; joins neighbours where that helps.

    A patronymic answers to a patronymic alone where the other name has one.
    """
    for _ in range(_JOINS if len(left) + len(right) > 2 else 0):
        words, others = joined(left, right, meeting, is_person), joined(right, left, meeting, is_person)
        if words is left and others is right:
            break
        left, right = words, others
    options = _options(left, right, meeting, is_person)
    rest, other_rest = dict(enumerate(left)), dict(enumerate(right))
    has_father = [any(word.role is Role.PATRONYMIC for word in words) for words in (left, right)]
    alignment = Alignment(meeting)
    crossed = []
    for score, _, i, j, reason in options:
        if -i not in rest or -j not in other_rest:
            continue
        word, other = rest[-i], other_rest[-j]
        is_father, is_other_father = word.role is Role.PATRONYMIC, other.role is Role.PATRONYMIC
        is_crossed = is_father != is_other_father and Role.INITIAL not in (word.role, other.role)
        if is_crossed and has_father[1 if is_father else 0]:
            continue
        del rest[-i], other_rest[-j]
        if is_crossed:
            crossed.append(rest if is_father else other_rest)
        grade = min(1.0, (score - OTHER_WORD) / (SAME_WORD - OTHER_WORD))
        alignment.pairs.append(Pair(word, other, score, grade, reason))
    alignment.left, alignment.right = list(rest.values()), list(other_rest.values())
    alignment.is_father_for_own = any(
        word.role is Role.NAME and word.weight > 0.5 for words in crossed for word in words.values()
    )
    return alignment


def _options(
    left: list[Word], right: list[Word], meeting: Meeting, is_person: bool
) -> list[tuple[float, int, int, int, Likeness]]:
    """The pairs of words that may be one, the likeliest first: score, nearness, the places negated, and the reason.

    Words that meet nothing as they are written are read as other languages spell.
    """
    alikes = {
        (i, j): alike(word, other, meeting, is_person) for i, word in enumerate(left) for j, other in enumerate(right)
    }
    enough = READ_AGAIN if is_person else SAME_WORD
    settled = [place for place, (score, _) in alikes.items() if score >= enough]
    rows, columns = {i for i, _ in settled}, {j for _, j in settled}
    options = []
    for (i, j), (score, reason) in alikes.items():
        if i not in rows and j not in columns:
            aloud = likeness_aloud(left[i], right[j], meeting, is_person)
            score, reason = (aloud, Likeness.READ_ALOUD) if aloud > score else (score, reason)
        if score >= OTHER_WORD:
            options.append((score, -abs(i - j), -i, -j, reason))
    return sorted(options, reverse=True)
