"""Indicators over everything and of one consignment alone are the same, and nothing later changes a past hit."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
import pytest

from analyses.screening.facts import Facts
from analyses.screening.firing import Fired, fire
from analyses.screening.registry import Thresholds, usual_thresholds
from graph.model import day_number

if TYPE_CHECKING:
    from tests.conftest import SmallWorld

LEAST_FIRING = 20  # indicators that fire somewhere in this world: fewer, and the tests would say little
LOOSE: Mapping[str, Mapping[str, float]] = {
    "convoy": {"times": 2, "share": 0.1},
    "dormant_firm": {"silent_days": 20},
    "first_time_pair": {"earlier_movements": 1},
    "first_time_receiver": {"known_days": 1},
    "goods_new_to_firm": {"earlier_movements": 1, "most_chapters": 9},
    "impossible_travel": {"days": 60, "km_per_hour": 1},
    "cloned_container": {"days": 60, "km_per_hour": 1},
    "kg_per_package": {"least_peers": 3, "deviations": 1},
    "rare_corridor": {"least_movements": 2, "share": 0.6},
    "repeated_weight": {"movements": 2},
    "split_shipment": {"days": 70, "least_movements": 2},
    "sudden_growth": {"least_movements": 2, "ratio": 1},
    "trailer_behind_tractors": {"days": 200, "tractors": 2},
}
FIRMS = ("Anor Savdo", "Behi Trans", "Chinor Impeks", "Dolana Un")
POSTS = (("Ayritom", "UZ/import/H1/customs"), ("Karachi", "PK/import/H1/customs"))


def said(world: "SmallWorld", month: int) -> None:
    """A month of four firms that share a phone, a crew, a truck, seals, and boxes between far posts."""
    for place, firm in enumerate(FIRMS):
        post, channel = POSTS[(place + month) % 2]
        day = f"2024-{month:02d}-{10 + place // 2:02d}"
        number = f"{month}-{place}"
        world.say(
            number=number,
            channel=channel,
            registered_on=day,
            entered_at=post,
            consignee__name=firm,
            consignee__country="UZ",
            consignee__phone="+998901112233" if place < 3 else f"+99890222{month:04d}",
            notify__name=FIRMS[place - 1],
            shipper__name=f"Mill {month * place % 3}",
            shipper__country="CN",
            driver__name="Rustam Rahimov Karimovich",
            driver__passport="AB7654381",
            carrier__name=f"Tashuvchi {place}",
            vehicle__plate=f"01{place % 2}77AAA",
            trailer__plate=f"{month}097OA" if place else "9097OA",
            container="MSKU1234565",
            seal=f"SA{month}{place % 2}1111",
            transport_document=f"CMR-{number}",
            hs_code=("0702000007", "2915210000", "2915240000", "8517130000")[place - month % 2],
            goods_description=("Tomatoes", "Сборный груз")[place % 2],
            gross_weight_kg=1000.0 + 17.5 * (place % 2),
            net_weight_kg=1010.0,
            packages=10 + 90 * (month % 2),
            value_amount=10_000.0,
            value_currency="USD",
            departure_country="CN",
            destination_country="UZ",
        )
        paper = {"consignee__name": firm, "consignee__country": "UZ", "driver__name": "Otabek Norbotayev"}
        weight = {"gross_weight_kg": 1500.0, "seal": f"SB{month}{place}1111"}
        on = {"arrived_on": day, "transport_document": f"CMR-{number}"}
        world.say("manifest", f"M{number}", channel=channel, **paper, **weight, **on)
    world.say("seizure", f"S{month}", declaration=f"{month}-0", seized_on=f"2024-{month:02d}-12")
    world.say(
        "inspection", f"I{month}", declaration=f"{month}-1", inspected_on=f"2024-{month:02d}-12", result="cleared"
    )


@pytest.fixture(scope="module")
def loose() -> Thresholds:
    """Figures under which much fires in a small world."""
    usual = usual_thresholds()
    figures = {
        name: own.model_copy(update={"thresholds": {**own.thresholds, **LOOSE.get(name, {})}})
        for name, own in usual.indicators.items()
    }
    assert all(figures[name].thresholds.keys() == usual.indicators[name].thresholds.keys() for name in LOOSE)
    return usual.model_copy(update={"indicators": figures})


@pytest.fixture
def trade(world: "SmallWorld") -> "SmallWorld":
    for month in range(1, 7):
        said(world, month)
    return world


def hits(fired: Fired) -> Mapping[str, list[tuple[str, float, tuple[str, ...]]]]:
    """What fires, in text ids, which stay when the graph grows."""
    p = fired.facts.whole.projection
    return {
        name: [
            (p.ids[int(fired.subjects.node[row])], round(strength, 9), tuple(p.ids[n] for n in nodes if n >= 0))
            for row, strength, nodes in zip(
                found.row.tolist(), found.strength.tolist(), found.evidence.tolist(), strict=True
            )
        ]
        for name, found in fired.hits.items()
    }


def test_one_consignment_alone_fires_what_it_fires_among_all(trade: "SmallWorld", loose: Thresholds) -> None:
    facts = Facts(trade.seen())
    together = hits(fire(facts, thresholds=loose))
    assert sum(map(bool, together.values())) >= LEAST_FIRING
    rows = np.arange(0, len(facts.known), 4)
    alone = [hits(fire(facts, facts.known.take(np.array([row])), thresholds=loose)) for row in rows]
    ids = {facts.whole.projection.ids[int(node)] for node in facts.known.node[rows]}
    for name, found in together.items():
        assert [hit for row in alone for hit in row[name]] == [hit for hit in found if hit[0] in ids], name


def test_nothing_that_comes_later_changes_what_fires_by_a_day(trade: "SmallWorld", loose: Thresholds) -> None:
    day = day_number("2024-06-30")
    before = hits(fire(Facts(trade.seen(), day), thresholds=loose))
    assert sum(map(bool, before.values())) >= LEAST_FIRING
    for month in (7, 8, 9):
        said(trade, month)
    assert hits(fire(Facts(trade.seen(), day), thresholds=loose)) == before
