import pytest

from loaders.documents.chassis import chassis_numbers

VIN = "WVWZZZ1KZAW123456"


@pytest.mark.parametrize(
    "text",
    [
        f"USED CAR VOLKSWAGEN VIN: {VIN}",
        f"Chassis No. {VIN}, colour white",
        f"№ кузова {VIN}; двигатель CBZ123456",
        f"шасси номер {VIN.lower()}",
        f"VIN-код: {VIN}",
        f"VIN NUMBER:{VIN}/{VIN}",
        f"VIN1: {VIN}",
        f"Номер шасси (рамы) {VIN}",
        f"VIN{VIN}",
    ],
)
def test_a_number_that_a_word_announces_is_one_whatever_the_goods(text: str) -> None:
    assert chassis_numbers(text, "") == (VIN,)


def test_of_vehicles_a_number_without_a_word_is_one_too() -> None:
    text = f"1 UNIT TOYOTA {VIN}\n1 UNIT TOYOTA JTMHV05J604012345"
    assert chassis_numbers(text, "8703231990") == (VIN, "JTMHV05J604012345")
    assert chassis_numbers(text, "0808108000") == ()


@pytest.mark.parametrize(
    "text",
    [
        "VIN",
        "VIN 123",
        f"VIN X{VIN}",
        "VIN IOQ4567890ABCDEFG",
        "12345678901234567",
        "ABCDEFGHJKLMNPRST",
        "VINYL FLOORING",
    ],
)
def test_other_texts_hold_none(text: str) -> None:
    assert chassis_numbers(text, "8703") == ()


def test_cyrillic_letters_that_look_like_latin_ones_are_read_as_those() -> None:
    assert chassis_numbers("КУЗОВ: ХТА210990Y3456789", "") == ("XTA210990Y3456789",)


def test_signs_without_end_take_no_time() -> None:
    assert chassis_numbers("VIN" + "." * 1_000_000, "8703") == ()
