"""Texts that name nothing are recognised, and short real values are not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.values.placeholders import PLACEHOLDERS_VERSION, is_placeholder


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("N/A", "consignee.name"),
        ("n.a.", "consignee.name"),
        ("NA", "seal"),
        ("UNKNOWN", "consignee.name"),
        ("не указано", "address"),
        ("Нет", "phone"),
        ("Без номера", "vehicle.plate"),
        ("Yo'q", "seal"),
        ("نامعلوم", "name"),
        ("-", "container"),
        ("", ""),
        ("  . ", "name"),
        ("AD12345", "consignee.passport"),
        ("ad 12345", "passport"),
        ("12345", "transport_document"),
        ("1234567890", "tax_number"),
        ("000000", ""),
        ("00-00-00", "tax_number"),
        ("XXXX", "name"),
        ("test", "name"),
        ("TO ORDER", "consignee.name"),
        ("To the order of National Bank", "consignee.name"),
        ("SAME AS CONSIGNEE", "notify.name"),
        ("он же", "notify.name"),
        ("Получатель", "consignee.name"),
        ("грузополучатель", "consignee.name"),
        ("Driver", "driver.name"),
        ("Физическое лицо", "consignee.name"),
        ("haydovchi", "driver.name"),
        ("ООО", "consignee.name"),  # a legal form and no name
        ("noemail@noemail.com", "consignee.email"),
        ("No seal", "seal"),
    ],
)
def test_it_is_a_placeholder(text: str, field: str) -> None:
    assert is_placeholder(text, field)


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("NA", "origin_country"),  # Namibia
        ("NO", "country"),  # Norway
        ("Ли", "consignee.name"),
        ("Ан", "driver.name"),
        ("Ким", "consignee.name"),
        ("ННН 1", "consignee.name"),
        ("Order Logistics", "consignee.name"),
        ("Ordered Goods LLC", "consignee.name"),
        ("Unknown Worlds LLC", "consignee.name"),
        ("Водитель Сервис ООО", "consignee.name"),  # a word of a role inside a name
        ("Получатель", "goods_description"),  # a role is no placeholder elsewhere
        ("12346", "tax_number"),
        ("1234", "transport_document"),  # too short for a run
        ("301234567", "tax_number"),
        ("998901234567", "phone"),
        ("007", "vehicle.plate"),
        ("MSKU1234565", "container"),
    ],
)
def test_it_is_not_a_placeholder(text: str, field: str) -> None:
    assert not is_placeholder(text, field)


@given(st.sampled_from("0123456789XxАя"), st.integers(3, 40))
def test_a_run_of_one_character_is_a_placeholder(char: str, length: int) -> None:
    assert is_placeholder(char * length)


@given(st.text(), st.text())
def test_any_text_is_judged_the_same_way_twice(text: str, field: str) -> None:
    assert is_placeholder(text, field) is is_placeholder(text, field)


def test_the_list_has_a_version() -> None:
    assert len(PLACEHOLDERS_VERSION) == 12


@pytest.mark.parametrize("text", ["AD12345", "DM1234", "CONU1234567", "BG 1234", "container123", "XXXU0000000"])
def test_counted_digits_and_zeros_are_no_container(text: str) -> None:
    assert is_placeholder(text, "container")
    assert not is_placeholder(text, "vehicle.plate")


@pytest.mark.parametrize("text", ["MSKU1234565", "TGHU7654321", "CSQU3054383", "CN123422834"])
def test_other_numbers_are_containers(text: str) -> None:
    assert not is_placeholder(text, "container")
