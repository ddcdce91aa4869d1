"""A made-up register of any size as a projection, with the truth: firms and persons as offices write them.

Words are made of syllables and used as often as words of names are (few of them by many), so that a million parties
have many names in common. Entities stand in several records: in Latin and Cyrillic letters, with another legal form,
swapped or mistyped words, initials, without some of their numbers. Some numbers are mistyped, some are a broker's, some
phones a forwarder's, some firms have a namesake: guessed shares, that compare methods and describe no country.
"""

from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa

from graph.columns import TEXT, Texts, column_of
from graph.projection.making import LABELS
from graph.projection.projection import Projection
from graph.schema import EDGE_TYPES
from graph.store.base import EdgeColumns, HubRegister
from graph.values.names import fold
from loaders.sample.scripts import LATIN_TO_RUSSIAN, transliterate

COUNTRIES = ("AZ", "GE", "KG", "KZ", "TJ", "TM", "UA", "UZ")
SYLLABLES = [f"{first}{second}" for first in "bdfgklmnprstvz" for second in ("a", "e", "i", "o", "u")]
ENDS = ("n", "r", "m", "t", "sh", "l", "k", "s", "")
TRADES = ("Trans", "Savdo", "Logistik", "Servis", "Eksport", "Import", "Agro", "Tekstil", "Kargo", "Invest", "Market")
FORMS = {False: ("LLC", "MCHJ", "Ltd", ""), True: ("ООО", "МЧЖ", "ТОО", "")}
MEAN_RECORDS = 4.0
MOST_WORDS, MOST_GIVEN = 8_000, 1_200
EDGES = {"phone": "HAS_PHONE", "identifier": "HAS_IDENTIFIER", "address": "HAS_ADDRESS"}


@dataclass(frozen=True, slots=True)
class Entity:
    """A true firm or person; a value that it does not have is ""."""

    is_person: bool
    words: tuple[str, ...]
    country: str
    number: str
    phone: str
    address: str
    birth_on: str
    plate: str


@dataclass(frozen=True, slots=True)
class Party:
    """An entity as one record says it."""

    entity: int
    name: str
    is_person: bool
    country: str
    birth_on: str
    values: tuple[str, ...]
    plate: str


@dataclass
class Register:
    """Entities and the parties that stand for them, made from a seed."""

    count: int
    seed: int = 1
    entities: list[Entity] = field(default_factory=list)
    parties: list[Party] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._dice = np.random.default_rng(self.seed)
        words = max(100, min(MOST_WORDS, self.count // 10))
        self._words = sorted({self._word(shape) for shape in (2, 2, 2, 2, 3, 3) for _ in range(words)})
        self._dice.shuffle(self._words)
        self._given = [self._word(2) for _ in range(max(50, min(MOST_GIVEN, self.count // 20)))]
        while len(self.parties) < self.count:
            self.entities.append(self.stranger())
            for _ in range(min(60, 1 + int(self._dice.exponential(MEAN_RECORDS - 1)))):
                self.parties.append(self.said(len(self.entities) - 1))
        del self.parties[self.count :]

    def _word(self, shape: int) -> str:
        letters = "".join(SYLLABLES[i] for i in self._dice.integers(0, len(SYLLABLES), shape))
        return (letters + ENDS[self._dice.integers(0, len(ENDS))]).title()

    def _often(self, words: list[str]) -> str:
        """A word, the first ones more often: by the square of a uniform number."""
        return words[int(len(words) * self._dice.random() ** 2.5)]

    def _digits(self, length: int) -> str:
        return str(self._dice.integers(10 ** (length - 1), 10**length))

    def stranger(self) -> Entity:
        """One more entity, of which no party stands for it yet."""
        dice, country = self._dice, COUNTRIES[self._dice.integers(0, len(COUNTRIES))]
        is_person = bool(dice.random() < 0.45)
        if is_person:
            family, given, father = self._often(self._words) + "ov", self._often(self._given), self._often(self._given)
            words: tuple[str, ...] = (family, given, father + "ovich") if dice.random() < 0.4 else (family, given)
        else:
            words = (self._often(self._words), self._often(self._words), TRADES[dice.integers(0, len(TRADES))])
            if self.entities and dice.random() < 0.07:
                twin = self.entities[dice.integers(0, len(self.entities))]
                words = words if twin.is_person else twin.words
        birth = f"{dice.integers(1955, 2004)}-{dice.integers(1, 13):02d}-{dice.integers(1, 29):02d}"
        scheme = "passport" if is_person else "tax"
        street = f"{self._often(self._words).lower()} {dice.integers(1, 90)} {dice.integers(1, 60)}"
        letters = f"A{'ABCEK'[dice.integers(0, 5)]}" if is_person else ""
        return Entity(
            is_person=is_person,
            words=words,
            country=country,
            number=f"identifier:{scheme}:{country}:{letters}{self._digits(7 if is_person else 9)}",
            phone=f"phone:+998{self._digits(9)}",
            address=f"address:{country}:{street}",
            birth_on=birth if is_person else "",
            plate=f"vehicle:{country}:{self._digits(4)}AA{dice.integers(1, 30):02d}" if is_person else "",
        )

    def said(self, number: int) -> Party:
        """An entity as one more record says it."""
        entity, dice = self.entities[number], self._dice
        values = []
        if dice.random() < (0.4 if entity.is_person else 0.65):
            scheme, _, digits = entity.number.rpartition(":")
            said = f"{scheme}:{self._mistyped(digits, 3)}" if dice.random() < 0.03 else entity.number
            is_brokers = not entity.is_person and dice.random() < 0.015
            values.append(f"identifier:tax:{entity.country}:99900000{dice.integers(1, 6)}" if is_brokers else said)
        if dice.random() < (0.3 if entity.is_person else 0.5):
            is_forwarders = dice.random() < 0.1
            values.append(f"phone:+9989999999{dice.integers(10, 40)}" if is_forwarders else entity.phone)
        if dice.random() < 0.4:
            is_center = dice.random() < 0.1
            values.append(
                f"address:{entity.country}:biznes markaz {dice.integers(1, 9)}" if is_center else entity.address
            )
        birth = entity.birth_on if dice.random() < 0.4 else ""
        plate = entity.plate if dice.random() < 0.6 else ""
        country = entity.country if dice.random() < 0.8 else ""
        return Party(number, self._name(entity), entity.is_person, country, birth, tuple(values), plate)

    def _name(self, entity: Entity) -> str:
        dice, words = self._dice, list(entity.words)
        if entity.is_person and len(words) > 2 and dice.random() < 0.5:
            words.pop()
        if entity.is_person and dice.random() < 0.12:
            words[1] = f"{words[1][0]}."
        elif dice.random() < 0.15:
            words[0], words[1] = words[1], words[0]
        name = " ".join(words)
        if dice.random() < 0.06:
            name = self._mistyped(name, 1)
        is_cyrillic = bool(dice.random() < 0.4)
        if is_cyrillic:
            name = " ".join(transliterate(word, LATIN_TO_RUSSIAN) for word in name.split())
        form = "" if entity.is_person else FORMS[is_cyrillic][dice.integers(0, 4)]
        return f"{form} {name}".strip() if is_cyrillic else f"{name} {form}".strip()

    def _mistyped(self, text: str, first: int) -> str:
        """A sign left out, or another in its place, or two swapped, after the first ones."""
        place = int(self._dice.integers(first, len(text) - 1))
        match self._dice.integers(0, 3):
            case 0:
                return text[:place] + text[place + 1 :]
            case 1:
                return text[:place] + text[place + 1] + text[place] + text[place + 2 :]
            case _:
                return text[:place] + str(self._dice.integers(0, 10)) * text[place].isdigit() + text[place + 1 :]

    @property
    def truth(self) -> np.ndarray:
        """The true entity of each party."""
        return np.array([party.entity for party in self.parties], dtype=np.int64)

    def projection(self) -> Projection:
        """The parties, each on a consignment of its own: firms receive, persons drive."""
        count = len(self.parties)
        parties = [f"party:UZ/register:{number:08d}" for number in range(count)]
        records = [f"consignment:UZ/register:declaration:{number:08d}" for number in range(count)]
        edges: list[tuple[str, str, str]] = []
        for party, node, record in zip(self.parties, parties, records, strict=True):
            edges.append((record, node, "DRIVEN_BY" if party.is_person else "CONSIGNED_TO"))
            edges += [(node, value, EDGES[value[: value.index(":")]]) for value in party.values]
            edges += [(record, party.plate, "ON_VEHICLE")] if party.plate else []
        return _projected(self.parties, edges)


def _projected(parties: list[Party], edges: list[tuple[str, str, str]]) -> Projection:
    ids = sorted({end for source, target, _ in edges for end in (source, target)})
    place = {node: number for number, node in enumerate(ids)}
    columns = EdgeColumns(
        ids=Texts(pa.array(ids, type=TEXT)),
        source=np.array([place[source] for source, _, _ in edges], dtype=np.int32),
        target=np.array([place[target] for _, target, _ in edges], dtype=np.int32),
        type=np.array([EDGE_TYPES[kind].number for _, _, kind in edges], dtype=np.uint8),
        on=np.zeros(len(edges), dtype=np.int32),
        role=np.zeros(len(edges), dtype=np.uint16),
        weight=np.ones(len(edges)),
        channel=np.zeros(len(edges), dtype=np.uint16),
        roles=("",),
        channels=("UZ/register",),
    )
    said: dict[str, list[str | None]] = {name: [None] * len(parties) for name in LABELS["Party"]}
    said["name"] = [party.name for party in parties]
    said["name_folded"] = [fold(party.name) or None for party in parties]
    said["kind"] = ["person" if party.is_person else "company" for party in parties]
    said["country"] = [party.country or None for party in parties]
    said["birth_on"] = [party.birth_on or None for party in parties]
    properties = {"Party": {name: column_of(pa.array(texts, type=TEXT)) for name, texts in said.items()}}
    return Projection(columns, properties, "", {}, HubRegister(0, frozenset()), True, columns, {})
