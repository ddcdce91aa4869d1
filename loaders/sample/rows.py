"""How a consignment becomes a row of a layout, with the true parties that the row mentions."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from loaders.sample.clerk import Clerk, Particulars
from loaders.sample.goods import POSTS
from loaders.sample.sheets import ENGLISH, ROAD, RUSSIAN, UZBEK, Sheet
from loaders.sample.trade import Consignment
from loaders.sample.world import Entity

Mention = tuple[str, Entity]
MODE_CODES = {"sea": "10", "rail": "20", "road": "30", "air": "40"}
RUSSIAN_MODES = {"sea": "морской", "rail": "ж/д", "road": "авто", "air": "воздушный"}
POST_CODES = {"KG": "417", "KZ": "398", "TJ": "762", "UA": "804"}


@dataclass(slots=True)
class Row:
    """A rendered row with the true parties it mentions, by role."""

    cells: list[str]
    mentions: list[Mention] = field(default_factory=list)


def render(sheet: Sheet, made: Consignment, clerk: Clerk, is_export: bool, broker: Entity) -> Row:
    """The row of a consignment in this layout."""
    if sheet is ENGLISH:
        return _english(made, clerk, is_export, broker)
    if sheet is RUSSIAN:
        return _russian(made, clerk, is_export, broker)
    if sheet is UZBEK:
        return _uzbek(made, clerk, is_export, broker)
    return _road(made, clerk) if sheet is ROAD else _sea(made, clerk)


def consignee_cells(made: Consignment, clerk: Clerk, firm: Entity) -> tuple[list[str], Particulars]:
    """The consignee's five cells (name, country, tax number, phone, address) of any layout."""
    written = clerk.consignee(made, firm)
    country = firm.country if written.is_known else ""
    return [written.name, country, written.tax, written.phone, written.address], written


def _parties(made: Consignment, clerk: Clerk) -> tuple[list[str], list[str], list[Mention]]:
    """Cells of the shipper (name, country) and the consignee, with what they mention."""
    mentions: list[Mention] = []
    name, is_known = clerk.shipper(made.shipper)
    if is_known:
        mentions.append(("shipper", made.shipper))
    consignee, written = consignee_cells(made, clerk, made.consignee)
    if written.is_known:
        mentions.append(("consignee", made.consignee))
    return [name, made.shipper.country if is_known else ""], consignee, mentions


def _notify(made: Consignment, clerk: Clerk, mentions: list[Mention]) -> list[str]:
    """Notify party and its phone: the consignee himself, his broker, his forwarder, or nobody."""
    u = clerk.dice.random()
    firm = made.relation.forwarder if u < 0.4 else made.relation.broker if u < 0.55 else None
    if firm is None and u > 0.85:
        mentions.append(("notify", made.consignee))
        own = made.shown_phone or made.consignee.phone
        return [clerk.name(made.consignee), clerk.phone(own, made.consignee.country)]
    if firm is None:
        return ["", ""]
    mentions.append(("notify", firm))
    return [clerk.name(firm), clerk.hub_phone(firm)]


def _crew(made: Consignment, clerk: Clerk, mentions: list[Mention]) -> tuple[str, str, str, str]:
    """Truck, trailer, driver's passport and driver's country; empty where nobody drives."""
    mentions.append(("carrier", made.carrier))
    if made.mode != "road":
        return "", "", "", ""
    driver, fixed = made.driver, made.is_fixed
    truck, trailer = clerk.plate(made.truck), clerk.trailer(made.trailer, fixed)
    if driver is None:
        return truck, trailer, "", ""
    mentions.append(("driver", driver))
    return truck, trailer, clerk.passport(driver, fixed), driver.country


def _named(role: str, firm: Entity | None, clerk: Clerk, mentions: list[Mention]) -> str:
    """Name of a firm in a role, or nothing."""
    if firm is None:
        return ""
    mentions.append((role, firm))
    return clerk.name(firm)


def _declarant(broker: Entity, clerk: Clerk, mentions: list[Mention]) -> list[str]:
    """Name, tax number and phone of the declarant."""
    return [_named("declarant", broker, clerk, mentions), clerk.tax(broker), clerk.hub_phone(broker)]


def _journey(made: Consignment, modes: dict[str, str], language: int) -> list[str]:
    """Countries of dispatch and destination, mode of transport, border post (0 English, 1 Russian)."""
    post = POSTS[made.destination][made.relation.post][language]
    return [made.origin, made.destination, modes[made.mode], post]


def _english(made: Consignment, clerk: Clerk, is_export: bool, broker: Entity) -> Row:
    shipper, consignee, mentions = _parties(made, clerk)
    notify = _notify(made, clerk, mentions)
    truck, trailer, passport, citizenship = _crew(made, clerk, mentions)
    goods, cc = made.goods, clerk.originator
    cells = [
        f"{cc}{'E' if is_export else 'I'}{made.day.year % 100}-{made.serial:07d}",
        "1000" if is_export else "4000",
        made.day.isoformat(),
        f"{cc}{1 + made.relation.post:02d}",
        "",
        "registered",
        *shipper,
        clerk.tax(made.shipper) if is_export else "",
        *consignee,
        *notify,
        *_declarant(broker, clerk, mentions),
        clerk.name(made.carrier),
        made.carrier.country,
        truck,
        trailer,
        clerk.name(made.driver) if made.driver is not None and citizenship else "",
        passport,
        citizenship,
        clerk.containers(made.containers, ";", made.is_fixed),
        ";".join(made.seals),
        made.document,
        f"INV-{made.serial % 99991:05d}/{made.shipper.number}",
        goods.hs_code,
        goods.english,
        f"{made.gross_kg:.1f}",
        f"{made.net_kg:.1f}",
        str(made.packages),
        f"{made.value:.2f}",
        "USD",
        *_journey(made, MODE_CODES, 0),
    ]
    return Row(cells, mentions)


def decimal_comma(value: float, digits: int, separator: str) -> str:
    """A number with decimal comma and its thousands set apart."""
    return f"{value:,.{digits}f}".replace(",", separator).replace(".", ",")


def _russian(made: Consignment, clerk: Clerk, is_export: bool, broker: Entity) -> Row:
    shipper, consignee, mentions = _parties(made, clerk)
    truck, trailer, passport, citizenship = _crew(made, clerk, mentions)
    forwarder = made.relation.forwarder if not is_export else None
    surname, given = clerk.name_parts(made.driver) if made.driver is not None and citizenship else ("", "")
    goods, day = made.goods, made.day
    space = "\u00a0" if made.serial % 3 else " "
    cells = [
        f"{POST_CODES[clerk.originator]}{(20 if is_export else 10) + made.relation.post}",
        str(day.year),
        f"{made.serial:07d}",
        f"{day.day:02d}.{day.month:02d}.{day.year}",
        "ЭК10" if is_export else "ИМ40",
        "1",
        "выпуск",
        *shipper,
        clerk.tax(made.shipper) if is_export else "",
        *consignee,
        *_declarant(broker, clerk, mentions),
        clerk.name(made.carrier),
        _named("forwarder", forwarder, clerk, mentions),
        truck,
        trailer,
        surname,
        given,
        passport,
        citizenship,
        clerk.containers(made.containers, ", ", made.is_fixed),
        ", ".join(made.seals),
        made.document,
        goods.hs_code,
        goods.russian,
        decimal_comma(made.gross_kg, 1, space),
        decimal_comma(made.net_kg, 1, space),
        str(made.packages),
        decimal_comma(made.value, 2, space),
        "USD",
        *_journey(made, RUSSIAN_MODES, 1),
    ]
    return Row(cells, mentions)


def _uzbek(made: Consignment, clerk: Clerk, is_export: bool, broker: Entity) -> Row:
    shipper, consignee, mentions = _parties(made, clerk)
    truck, trailer, passport, citizenship = _crew(made, clerk, mentions)
    warehouse = made.relation.warehouse if not is_export else None
    driver = made.driver if citizenship else None
    goods, day = made.goods, made.day
    written = f"{day.day:02d}.{day.month:02d}.{day.year}"
    cells = [
        f"{26010 + made.relation.post + (50 if is_export else 0)}/{written}/{made.serial:07d}",
        written,
        "EK10" if is_export else "IM40",
        "rasmiylashtirilgan",
        "",
        *shipper,
        clerk.tax(made.shipper) if is_export else "",
        *consignee,
        *_declarant(broker, clerk, mentions),
        clerk.name(made.carrier),
        _named("warehouse", warehouse, clerk, mentions),
        truck,
        trailer,
        clerk.name(driver) if driver is not None else "",
        passport,
        citizenship,
        clerk.phone(driver.phone, driver.country) if driver is not None and clerk.dice.random() < 0.6 else "",
        clerk.containers(made.containers, ";", made.is_fixed),
        ";".join(made.seals),
        made.document,
        goods.hs_code,
        goods.uzbek,
        f"{made.gross_kg:,.1f}".replace(",", " "),
        f"{made.net_kg:,.1f}".replace(",", " "),
        str(made.packages),
        f"{made.value:,.2f}".replace(",", " "),
        "USD",
        *_journey(made, MODE_CODES, 0),
    ]
    return Row(cells, mentions)


def _road(made: Consignment, clerk: Clerk) -> Row:
    shipper, consignee, mentions = _parties(made, clerk)
    notify = _notify(made, clerk, mentions)
    truck, trailer, passport, citizenship = _crew(made, clerk, mentions)
    driver, forwarder = made.driver if citizenship else None, made.relation.forwarder
    surname, given = clerk.name_parts(driver) if driver is not None else ("", "")
    arrived = _before(made.day, made.serial % 2)
    cells = [
        f"{clerk.originator}M{made.day.year % 100}{made.serial // 4:06d}",
        str(1 + made.serial % 4),
        f"{arrived.isoformat()} {made.serial % 24:02d}:{made.serial * 7 % 60:02d}",
        POSTS[made.destination][made.relation.post][0],
        truck,
        trailer,
        surname,
        given,
        passport,
        citizenship,
        clerk.phone(driver.phone, driver.country) if driver is not None and clerk.dice.random() < 0.6 else "",
        clerk.name(made.carrier),
        made.carrier.country,
        clerk.hub_phone(made.carrier),
        *shipper,
        *consignee,
        *notify,
        _named("forwarder", forwarder, clerk, mentions),
        clerk.hub_phone(forwarder) if forwarder is not None else "",
        clerk.containers(made.containers, ";", made.is_fixed),
        ";".join(made.seals),
        made.document,
        made.goods.english,
        f"{made.gross_kg / 1000:.4f}",
        str(made.packages),
        made.shipper.address.town.split("|")[-1],
        made.consignee.address.town.split("|")[-1],
        f"{made.value:.2f}",
    ]
    return Row(cells, mentions)


def _sea(made: Consignment, clerk: Clerk) -> Row:
    shipper, consignee, mentions = _parties(made, clerk)
    notify = _notify(made, clerk, mentions)
    forwarder = made.relation.forwarder
    arrived = _before(made.day, 1 + made.serial % 2)
    voyage = made.serial // 40
    cells = [
        made.document,
        f"MV SAMPLE {1 + voyage % 17}",
        f"{voyage % 400:03d}W",
        f"{arrived.day:02d}/{arrived.month:02d}/{arrived.year}",
        f"{made.origin} PORT" if made.mode == "sea" else f"{made.origin} AIRPORT",
        POSTS[made.destination][made.relation.post][0],
        *shipper,
        *consignee,
        *notify,
        _named("forwarder", forwarder, clerk, mentions),
        clerk.hub_phone(forwarder) if forwarder is not None else "",
        clerk.containers(made.containers, ";", made.is_fixed),
        ";".join(made.seals),
        made.goods.hs_code,
        made.goods.english,
        f"{made.gross_kg:.1f}",
        str(made.packages),
        made.mode,
    ]
    return Row(cells, mentions)


def _before(day: date, days: int) -> date:
    """Some days earlier in the same month, so that a document belongs to one month's extract."""
    return day - timedelta(days=days) if day.day > days else day
