"""Indicators of who trades with whom, each on two consignments at which it fires and two at which it does not."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.conftest import SmallWorld

Say = Callable[..., str]
Fires = Callable[..., set[str]]
BOTH = {"P1", "P2"}
ANOR, BEHI, GILOS = "Anor Savdo MChJ", "Behi Trans MChJ", "Gilos Impeks MChJ"


def trade(receiver: str, sender: str = "", **fields: Any) -> dict[str, Any]:
    """Who receives from whom."""
    return {"consignee__name": receiver, "shipper__name": sender, **fields}


def test_a_pair_that_was_never_seen_together_fires(say: Say, fires: Fires) -> None:
    for day in range(1, 6):
        say(f"A{day}", f"01-0{day}", **trade(ANOR, "Mill One"))
        say(f"B{day}", f"01-0{day}", **trade(BEHI, "Mill Two"))
    say("P1", "02-01", **trade(ANOR, "Mill Two"))
    say("P2", "02-01", **trade(BEHI, "Mill One"))
    say("N1", "02-01", **trade(ANOR, "Mill One"))
    say("N2", "02-01", **trade(GILOS, "Mill One"))
    assert fires("first_time_pair") == BOTH


def test_a_receiver_that_was_never_seen_fires(say: Say, fires: Fires) -> None:
    say("A1", "01-01", **trade(ANOR))
    say("N1", "01-20", **trade(BEHI))
    say("P1", "05-01", **trade(GILOS))
    say("P2", "05-02", **trade("Dolana Un MChJ"))
    say("N2", "05-03", **trade(ANOR))
    assert fires("first_time_receiver") == BOTH


def test_goods_of_a_chapter_that_a_firm_never_had_fire(say: Say, fires: Fires) -> None:
    for day in range(1, 6):
        say(f"A{day}", f"01-0{day}", **trade(ANOR, hs_code="0702000007"))
        say(f"B{day}", f"01-0{day}", **trade(BEHI, hs_code="5208111000"))
        say(f"C{day}", f"01-0{day}", **trade(GILOS, hs_code=f"{10 + day}01000000"))
    say("P1", "02-01", **trade(ANOR, hs_code="8517130000"))
    say("P2", "02-01", **trade(BEHI, hs_code="0702000007"))
    say("N1", "02-01", **trade(ANOR, hs_code="0703101900"))
    say("N2", "02-01", **trade(GILOS, hs_code="8517130000"))
    assert fires("goods_new_to_firm") == BOTH


def test_a_firm_that_was_silent_for_long_fires(say: Say, fires: Fires) -> None:
    for firm in (ANOR, BEHI):
        say(f"A{firm}", "01-01", **trade(firm))
    say("P1", "07-15", **trade(ANOR))
    say("P2", "08-15", **trade(BEHI))
    say("N1", "07-20", **trade(ANOR))
    say("N2", "08-15", **trade(GILOS))
    assert fires("dormant_firm") == BOTH


def test_a_firm_that_was_founded_of_late_fires(world: "SmallWorld", say: Say, fires: Fires) -> None:
    for number, (firm, founded) in enumerate(((ANOR, "2023-11-01"), (BEHI, "2024-01-01"), (GILOS, "2010-01-01"))):
        about = {"party__name": firm, "party__country": "UZ", "party__tax_number": f"30{number}111111"}
        world.say("party", f"R{number}", registered_on=founded, **about)
    for number, name, firm in ((0, "P1", ANOR), (1, "P2", BEHI), (2, "N1", GILOS), (3, "N2", "Dolana Un MChJ")):
        tax = f"30{number}111111"
        say(name, "03-01", **trade(firm, consignee__country="UZ", consignee__tax_number=tax))
    assert fires("young_firm") == BOTH


def test_a_firm_that_moves_much_more_than_before_fires(say: Say, fires: Fires) -> None:
    for firm, times in ((ANOR, 5), (BEHI, 6), (GILOS, 2)):
        say(f"O{firm}", "03-01", **trade(firm))
        for day in range(times):
            say(f"{firm}{day}", f"06-0{1 + day}", **trade(firm))
    say("P1", "06-20", **trade(ANOR))
    say("P2", "06-20", **trade(BEHI))
    say("N1", "06-20", **trade(GILOS))
    say("N2", "06-20", **trade("Dolana Un MChJ"))
    assert fires("sudden_growth") == BOTH


def test_the_same_goods_again_and_again_within_days_fire(say: Say, fires: Fires) -> None:
    for firm, code in ((ANOR, "0702000007"), (BEHI, "5208111000"), (GILOS, "8517130000")):
        for day in (1, 2):
            say(f"{firm}{day}", f"06-0{day}", **trade(firm, "Mill One", hs_code=code))
    say("P1", "06-03", **trade(ANOR, "Mill One", hs_code="0702000007"))
    say("P2", "06-02", **trade(BEHI, "Mill One", hs_code="5208111000"))
    say("N1", "06-03", **trade(GILOS, "Mill One", hs_code="0702000007"))
    say("N2", "06-09", **trade(ANOR, "Mill One", hs_code="0702000007"))
    assert fires("split_shipment") == BOTH
