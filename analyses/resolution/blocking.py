"""Which parties are compared at all: those that share a value, or a form of the name that few have."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from analyses.resolution.normalise import Parties
from analyses.resolution.specificity import CAP
from graph.collector import paused_collector

LEAST_OF_MAILBOX = 5  # letters
MOST_DOMAINS = 5  # at which one mailbox is somebody's


@dataclass(frozen=True, slots=True)
class Blocks:
    """In which blocks each party is, by kind of block, and the mailboxes of each that may be somebody's."""

    of_kind: Mapping[str, Sequence[Sequence[str]]]
    mailboxes: Sequence[Sequence[str]]

    def around(self, wanted: Collection[int]) -> tuple["Blocks", list[int]]:
        """The blocks alone in which one of the parties wanted is, and the places of all that are in one of them."""
        of_kind, beside = {}, set(wanted)
        for kind, column in self.of_kind.items():
            shared = {value for place in wanted for value in column[place]}
            of_kind[kind] = [[value for value in values if value in shared] for values in column]
            beside |= {place for place, values in enumerate(of_kind[kind]) if values}
        return Blocks(of_kind, self.mailboxes), sorted(beside)

    def take(self, places: Sequence[int]) -> "Blocks":
        """Those of some parties."""
        of_kind = {kind: [column[place] for place in places] for kind, column in self.of_kind.items()}
        return Blocks(of_kind, [self.mailboxes[place] for place in places])


@paused_collector()
def blocks_of(parties: Parties) -> Blocks:
    """The blocks in which each party is; a block of more than `CAP` parties is left out.

    A vehicle or firm that somebody acted with makes a block only together with a word of his name.
    """
    boxes = mailboxes(parties.emails)
    country = [name or "?" for name in parties.country]
    words = [name.split() for name in parties.name]
    every: dict[str, Sequence[Sequence[str]]] = {
        "tax": parties.tax_numbers,
        "identifier": parties.identifiers,
        "phone": parties.phones,
        "email": parties.emails,
        "mailbox": boxes,
        "address": parties.addresses,
        "name_key": [(key,) if key else () for key in parties.name_key],
        "skeleton": [(bones,) if bones else () for bones in parties.skeleton],
        "formal": parties.formal_keys,
        "rarest_in_country": [
            (f"{word} {where}",) if word else () for word, where in zip(parties.rarest, country, strict=True)
        ],
        "birth": [(day,) if day else () for day in parties.birth_on],
        "word_and_year": [
            tuple(f"{word[:4]} {day[:4]}" for word in of_name) if day else ()
            for day, of_name in zip(parties.birth_on, words, strict=True)
        ],
        "word_and_place": [
            tuple(f"{word[:4]} {place}" for word in of_name for place in places)
            for places, of_name in zip(parties.places, words, strict=True)
        ],
        "acted_and_word": [
            tuple(f"{deed} {word[:3]}" for deed in deeds for word in of_name)
            for deeds, of_name in zip(parties.vehicles, words, strict=True)
        ],
    }
    return Blocks({kind: _capped(column) for kind, column in every.items()}, boxes)


def mailboxes(emails: Sequence[Sequence[str]]) -> list[list[str]]:
    """What stands before the sign in the mails of each party, as domains are mistyped; none that many domains have.

    `info` and `office` stand at as many domains as there are firms.
    """
    split = [[mail.rpartition("@")[::2] for mail in mails] for mails in emails]
    domains: dict[str, set[str]] = defaultdict(set)
    for mails in split:
        for box, domain in mails:
            domains[box].add(domain)
    return [
        sorted({box for box, _ in mails if len(box) >= LEAST_OF_MAILBOX and len(domains[box]) <= MOST_DOMAINS})
        for mails in split
    ]


def _capped(column: Sequence[Sequence[str]]) -> list[list[str]]:
    distinct = [set(values) for values in column]
    sizes = Counter(chain.from_iterable(distinct))
    shared = {value for value, size in sizes.items() if 1 < size <= CAP}
    return [sorted(values & shared) for values in distinct]
