"""Inspections and seizures: layouts and rows, most inspections with nothing found."""

from dataclasses import dataclass
from datetime import date

from loaders.sample.clerk import Clerk
from loaders.sample.goods import CONCEALMENTS, CONTRABAND, DETECTIONS, POSTS
from loaders.sample.rows import Mention, decimal_comma
from loaders.sample.sheets import Sheet, columns
from loaders.sample.trade import Consignment

INSPECTIONS_EN = Sheet(
    "sample-inspections-en",
    "inspection",
    columns(
        "Inspection No|Inspected On|Office|Declaration No|Transport Doc|Container|Truck|Result|Remarks|Handling|"
        "Seizure No|Commodity|Quantity|Unit|Concealment|Detection|Offender|Offender Passport|Offender Country"
    ),
    "utf-8", ",", "\n", "latin", (0,), 1, -1, (),
)  # fmt: skip
INSPECTIONS_RU = Sheet(
    "sample-inspections-ru",
    "inspection",
    columns("Номер акта|Дата досмотра|Пост|Номер ДТ|Контейнер|Рег. номер ТС|Результат|Примечание"),
    "cp1251", ";", "\r\n", "russian", (0,), 1, -1, (),
)  # fmt: skip
SEIZURES_RU = Sheet(
    "sample-seizures-ru",
    "seizure",
    columns(
        "Номер протокола|Дата изъятия|Пост|Номер ДТ|Транспортный документ|Контейнер|Рег. номер ТС|Прицеп|Предмет|"
        "Количество|Ед. изм.|Место сокрытия|Способ выявления|ФИО нарушителя|Паспорт нарушителя|Гражданство|Оценка"
    ),
    "cp1251", ";", "\r\n", "russian", (0,), 1, 9, (),
)  # fmt: skip
ENGLISH_EVENTS = ("AF", "AZ", "GE", "PK", "TM")


@dataclass(frozen=True, slots=True)
class Event:
    """A row about an inspection or a seizure: the records it holds (kind, number) and the parties they mention."""

    sheet: Sheet
    cells: list[str]
    records: tuple[tuple[str, str], ...]
    mentions: tuple[Mention, ...] = ()


def is_inspected(made: Consignment, clerk: Clerk) -> bool:
    """Every seized consignment was looked at, one in six of the other ring and risky ones, one in forty of the rest."""
    return made.is_seized or clerk.dice.random() < (0.16 if made.ring or made.is_risky else 0.025)


def events_of(made: Consignment, clerk: Clerk, declaration: str) -> list[Event]:
    """The rows of the office that looked at a consignment; `declaration` is its number there."""
    if clerk.originator in ENGLISH_EVENTS:
        return [_english(made, clerk, declaration)]
    return [_russian_inspection(made, clerk, declaration)] + (
        [_russian_seizure(made, clerk, declaration)] if made.is_seized else []
    )


def _number(made: Consignment, clerk: Clerk, letter: str) -> str:
    return f"{clerk.originator}-{letter}-{made.day.year % 100}-{made.serial:06d}"


def _english(made: Consignment, clerk: Clerk, declaration: str) -> Event:
    dice, found = clerk.dice, made.is_seized
    driver = made.driver if found and made.driver is not None and dice.random() < 0.85 else None
    inspection, seizure = _number(made, clerk, "INS"), _number(made, clerk, "SZ") if found else ""
    thing, hidden, seen = dice.pick(CONTRABAND), dice.pick(CONCEALMENTS), dice.pick(DETECTIONS)
    found_cells = (
        [seizure, thing.english, str(dice.between(thing.low, thing.high)), thing.unit, hidden[0], seen[0]]
        if found
        else [""] * 6
    )
    cells = [
        inspection,
        made.day.isoformat(),
        POSTS[made.destination][made.relation.post][0],
        declaration if dice.random() < 0.8 or not made.truck else "",
        made.document,
        ";".join(made.containers),
        clerk.plate(made.truck),
        "found" if found else "cleared",
        "" if dice.random() < 0.8 else "scan and partial unloading",
        "H2" if found and dice.random() < 0.5 else "H1",
        *found_cells,
        clerk.name(driver) if driver is not None else "",
        driver.passport if driver is not None else "",
        driver.country if driver is not None else "",
    ]
    records = (("inspection", inspection), ("seizure", seizure)) if found else (("inspection", inspection),)
    return Event(INSPECTIONS_EN, cells, records, (("offender", driver),) if driver is not None else ())


def _russian_inspection(made: Consignment, clerk: Clerk, declaration: str) -> Event:
    number = _number(made, clerk, "A")
    cells = [
        number,
        _dotted(made.day),
        POSTS[made.destination][made.relation.post][1],
        declaration,
        ", ".join(made.containers),
        clerk.plate(made.truck),
        "выявлено нарушение" if made.is_seized else "без нарушений",
        "" if clerk.dice.random() < 0.8 else "частичная выгрузка",
    ]
    return Event(INSPECTIONS_RU, cells, (("inspection", number),))


def _russian_seizure(made: Consignment, clerk: Clerk, declaration: str) -> Event:
    dice, number = clerk.dice, _number(made, clerk, "P")
    driver = made.driver if made.driver is not None and dice.random() < 0.85 else None
    thing, hidden, seen = dice.pick(CONTRABAND), dice.pick(CONCEALMENTS), dice.pick(DETECTIONS)
    cells = [
        number,
        _dotted(made.day),
        POSTS[made.destination][made.relation.post][1],
        declaration if dice.random() < 0.75 else "",
        made.document,
        ", ".join(made.containers),
        clerk.plate(made.truck),
        clerk.plate(made.trailer),
        thing.russian,
        decimal_comma(dice.between(thing.low, thing.high), 0, "\u00a0"),
        thing.russian_unit,
        hidden[1],
        seen[1],
        clerk.name(driver) if driver is not None else "",
        driver.passport if driver is not None else "",
        driver.country if driver is not None else "",
        dice.pick(("A1", "B2", "B2", "C3")),
    ]
    mentions = (("offender", driver),) if driver is not None else ()
    return Event(SEIZURES_RU, cells, (("seizure", number),), mentions)


def _dotted(day: date) -> str:
    return f"{day.day:02d}.{day.month:02d}.{day.year}"
