"""Which nodes a text may mean: the ways in which people write numbers."""

import pytest

from graph.values.candidates import candidates


@pytest.mark.parametrize(
    ("text", "node_id"),
    [
        ("+998 90 123-45-67", "phone:+998901234567"),
        ("90 123 45 67", "phone:+998901234567"),
        ("msku 123456-5", "container:MSKU1234565"),
        ("01 777 AAA", "vehicle:UZ:01777AAA"),
        ("301234567", "identifier:tax:UZ:301234567"),
        ("AA1234568", "identifier:passport:UZ:AA1234568"),
        ("Info@Alfa.uz", "email:info@alfa.uz"),
        ("WVWZZZ1JZXW000001", "vehicle:VIN:WVWZZZ1JZXW000001"),
        ("IMO 9074729", "vehicle:IMO:9074729"),
        (" container:MSKU1234565 ", "container:MSKU1234565"),
        ("MSKU1234560", "container:?MSKU1234560"),  # a failed check is marked in the id
        ("30123456", "identifier:tax:UZ:?30123456"),
        ("01 777 AAA, 01 778 AAA", "vehicle:UZ:01778AAA"),
        ("identifier:tax:UZ:?12", "identifier:tax:UZ:?12"),
    ],
)
def test_a_text_may_mean(text: str, node_id: str) -> None:
    assert node_id in candidates(text)


@pytest.mark.parametrize("text", ["", "  ", "301234567", "Karvon Trans"])
def test_candidates_are_sorted_and_each_once(text: str) -> None:
    found = candidates(text)
    assert found == sorted(set(found))


def test_no_text_means_no_node() -> None:
    assert candidates("") == []
