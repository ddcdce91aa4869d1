"""Indicators of papers that do not go together, each on two movements where it fires and two where it does not."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from graph.linkage.inputs import Amendment

if TYPE_CHECKING:
    from tests.conftest import SmallWorld

Say = Callable[..., str]
Fires = Callable[..., set[str]]
BOTH = {"P1", "P2"}
ANOR, BEHI = "Anor Savdo MChJ", "Behi Trans MChJ"


def test_a_consignee_to_order_fires(say: Say, fires: Fires) -> None:
    names = (("P1", "TO ORDER OF NATIONAL BANK"), ("P2", "По приказу банка"), ("N1", ANOR), ("N2", "N/A"))
    for number, name in names:
        say(number, "02-01", consignee__name=name, shipper__name="Mill One")
    assert fires("to_order") == BOTH


def test_a_consignee_that_was_changed_late_fires(say: Say, fires: Fires) -> None:
    changes = (
        ("P1", "consignee.name", BEHI, "2024-02-28"),
        ("P2", "consignee.tax_number", "301111111", "2024-03-05"),
        ("N1", "consignee.name", BEHI, "2024-01-10"),
        ("N2", "consignee.name", "МЧЖ «Анор Савдо»", "2024-03-01"),
    )
    amendments = []
    for number, field, after, on in changes:
        node = say(number, "03-01", consignee__name=ANOR)
        amendments.append(Amendment(record=node, field=field, before=ANOR, after=after, on=on))
    assert fires("late_consignee_change", amendments=amendments) == BOTH


def test_a_notify_party_that_is_linked_to_the_receiver_fires(say: Say, fires: Fires) -> None:
    for number, firm, other, phone in (
        ("P1", ANOR, BEHI, "+998901112233"),
        ("P2", "Gilos Un MChJ", "Dolana Yog MChJ", "+998902223344"),
        ("N1", "Xurmo Tosh MChJ", "Bodom Oltin MChJ", ""),
    ):
        said = {"notify__phone": phone, "consignee__phone": phone} if phone else {}
        say(number, "02-01", consignee__name=firm, notify__name=other, **said)
    say("N2", "02-01", consignee__name=ANOR, notify__name=ANOR, notify__phone="+998901112233")
    assert fires("notify_linked") == BOTH


def paper(world: "SmallWorld", kind: str, number: str, day: str, **fields: object) -> None:
    """A paper of the movement that the CMR of the same number names."""
    on = {"declaration": "registered_on", "manifest": "arrived_on"}[kind]
    own = number if kind == "declaration" else f"M-{number}"
    world.say(kind, own, transport_document=f"CMR-{number}", **{on: f"2024-{day}", **fields})


def test_papers_with_other_seals_fire(world: "SmallWorld", fires: Fires) -> None:
    for number, said in (("P1", ("SA11111", "SB22222")), ("P2", ("SC33333", "SD44444")), ("N1", ("SE55555",) * 2)):
        paper(world, "declaration", number, "02-02", consignee__name=ANOR, seal=said[0])
        paper(world, "manifest", number, "02-01", consignee__name=ANOR, seal=said[1])
    paper(world, "declaration", "N2", "02-02", consignee__name=ANOR, seal="SF66666")
    assert fires("seal_changed") == BOTH


def test_a_seal_that_was_used_before_fires(say: Say, fires: Fires) -> None:
    for number in (1, 2):
        say(f"A{number}", "01-01", consignee__name=BEHI, seal=f"SA{number}1111")
        say(f"P{number}", "02-01", consignee__name=ANOR, seal=f"SA{number}1111")
    say("N1", "02-01", consignee__name=ANOR, seal="SB33333")
    for day in range(1, 8):
        say(f"C{day}", f"01-0{day}", consignee__name=BEHI, seal="SC44444")
    say("N2", "02-01", consignee__name=ANOR, seal="SC44444")
    assert fires("seal_reused") == BOTH


def test_papers_with_other_weights_fire(world: "SmallWorld", fires: Fires) -> None:
    for number, kg in (("P1", 2000.0), ("P2", 700.0), ("N1", 1001.0), ("N2", 1000.0)):
        paper(world, "declaration", number, "02-02", consignee__name=ANOR, gross_weight_kg=1000.0)
        paper(world, "manifest", number, "02-01", consignee__name=ANOR, gross_weight_kg=kg)
    assert fires("weights_differ") == BOTH


def test_papers_with_other_receivers_fire(world: "SmallWorld", fires: Fires) -> None:
    for number, name in (("P1", BEHI), ("P2", "Gilos Un MChJ"), ("N1", ANOR), ("N2", "ООО Анор Савдо")):
        paper(world, "declaration", number, "02-02", consignee__name=ANOR, consignee__phone="+998901112233")
        own = {"consignee__phone": "+998901112233"} if number.startswith("N") else {}
        paper(world, "manifest", number, "02-01", consignee__name=name, **own)
    assert fires("receivers_differ") == BOTH


def test_papers_with_other_drivers_fire(world: "SmallWorld", fires: Fires) -> None:
    rustam = {"driver__name": "Rustam Rahimov", "driver__passport": "AB7654381"}
    for number, name, passport in (
        ("P1", "Otabek Norbotayev", "AB7035761"),
        ("P2", "Sardor Tursunov", "AC1112223"),
        ("N1", "Rustam Rahimov", "AB7654381"),
        ("N2", "RAHIMOV RUSTAM", "AB7654381"),
    ):
        paper(world, "declaration", number, "02-02", consignee__name=ANOR, **rustam)
        paper(world, "manifest", number, "02-01", consignee__name=ANOR, driver__name=name, driver__passport=passport)
    assert fires("driver_changed") == BOTH
