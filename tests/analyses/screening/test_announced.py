"""A consignment that is not in the graph fires what it would fire in it."""

from typing import TYPE_CHECKING

from analyses.screening.announced import AnnouncedConsignment, announced_consignments
from analyses.screening.facts import Facts
from analyses.screening.firing import fire

if TYPE_CHECKING:
    from tests.conftest import SmallWorld


def test_what_is_announced_fires_as_if_it_had_come(world: "SmallWorld") -> None:
    anor = {"consignee__name": "Anor Savdo", "consignee__country": "UZ", "consignee__phone": "+998901112233"}
    behi = {"consignee__name": "Behi Trans", "consignee__country": "UZ", "consignee__phone": "+998901112233"}
    for day, firm in enumerate((anor, behi, behi), 1):
        world.say(number=f"A{day}", registered_on=f"2024-01-0{day}", seal="SA11111", **firm)
    seen = world.seen()
    p = seen.projection
    behi_entity = int(
        seen.entities.of_node[p.neighbours(p.number_of("consignment:UZ/import/H1/customs:declaration:A2")).nodes].max()
    )
    values = {
        "hs_code": "2915240000",
        "goods_description": "Сборный груз",
        "gross_weight_kg": 10.0,
        "net_weight_kg": 12.0,
    }
    nodes = {"phones": p.numbers_among(["phone:+998901112233"]), "seals": p.numbers_among(["seal:SA11111"])}
    full = AnnouncedConsignment(values, "2024-03-01", {"receiver": behi_entity}, nodes)
    other = AnnouncedConsignment({"placeholders": ["consignee.name=TO ORDER"]}, "2024-03-01")
    fired = fire(Facts(seen), announced_consignments([full, other]))
    names = [[hit.indicator for hit in hits] for hits in fired.of_rows([0, 1]).values()]
    assert names == [
        ["net_above_gross", "precursor", "seal_reused", "shared_phone", "vague_description"],
        ["to_order"],
    ]
