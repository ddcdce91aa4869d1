"""Notices before arrival: what was announced, and what had changed on the way when it was declared."""

from dataclasses import replace
from datetime import timedelta

from loaders.sample.clerk import Clerk
from loaders.sample.goods import POSTS
from loaders.sample.rows import Mention, Row, consignee_cells
from loaders.sample.sheets import Sheet, columns
from loaders.sample.trade import Consignment
from loaders.sample.world import Entity, World

NOTICES = Sheet(
    "sample-notices",
    "arrival",
    columns(
        "Notice No|Expected On|Post|Truck|Trailer|Containers|Transport Doc|Shipper|Shipper country|Consignee|"
        "Consignee country|Consignee tax no|Consignee phone|Consignee address|Carrier|Driver|Driver passport|"
        "Driver country|HS code|Goods|Gross kg|Packages|Destination"
    ),
    "utf-8", ",", "\n", "latin", (0,), 1, 20, (9, 10, 11, 12, 13),
)  # fmt: skip
NOTICE_OFFICES = ("AZ", "GE", "KZ", "PK", "UZ")


def announced(made: Consignment, clerk: Clerk, other: Entity, world: World) -> Consignment:
    """The consignment as it was announced when it changed on the way: goods sold, a truck or box replaced, delays."""
    dice = clerk.dice
    change = dice.below(4)
    if change == 0:
        agent = made.relation.forwarder if dice.chance(0.4) else None
        return replace(made, consignee=agent or other)
    if change == 1 and made.truck is not None:
        return replace(made, truck=dice.pick(dice.pick(world.carriers[made.destination]).fleet))
    if change == 2 and made.containers:
        return replace(made, containers=(dice.pick(world.containers),))
    return replace(made, gross_kg=round(made.gross_kg * (0.6 + 0.3 * dice.random()), 1))


def render_notice(made: Consignment, clerk: Clerk) -> Row:
    """The row of a notice: sent one to three days before the goods are declared, for the month of the declaration."""
    dice = clerk.dice
    mentions: list[Mention] = []
    name, is_known = clerk.shipper(made.shipper)
    if is_known:
        mentions.append(("shipper", made.shipper))
    consignee, written = consignee_cells(made, clerk, made.consignee)
    if written.is_known:
        mentions.append(("consignee", made.consignee))
    mentions.append(("carrier", made.carrier))
    driver = made.driver if made.mode == "road" else None
    if driver is not None:
        mentions.append(("driver", driver))
    expected = made.day - timedelta(days=min(dice.below(4), made.day.day - 1))
    cells = [
        f"{clerk.originator}N{made.day.year % 100}{made.serial:07d}",
        expected.isoformat(),
        POSTS[made.destination][made.relation.post][0],
        clerk.plate(made.truck) if made.mode == "road" else "",
        clerk.trailer(made.trailer, is_fixed=False) if made.mode == "road" else "",
        clerk.containers(made.containers, ";", is_fixed=False),
        made.document if dice.chance(0.85) else "",
        name,
        made.shipper.country if is_known else "",
        *consignee,
        clerk.name(made.carrier),
        clerk.name(driver) if driver is not None else "",
        clerk.passport(driver, is_fixed=False) if driver is not None else "",
        driver.country if driver is not None else "",
        made.goods.hs_code,
        made.goods.english,
        f"{made.gross_kg:.1f}",
        str(made.packages),
        made.destination,
    ]
    return Row(cells, mentions)
