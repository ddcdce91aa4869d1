"""Addresses, postal and of e-mail: one key, several e-mails in a text."""

import pytest

from graph.values import ids
from graph.values.ids import CheckedId


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (" Info@Firma.UZ ", CheckedId("info@firma.uz")),
        ("Ali Valiev <ali@mail.firma.uz>", CheckedId("ali@mail.firma.uz")),
        ("mailto:ali@firma.uz.", CheckedId("ali@firma.uz")),
        ("ali(at)firma.uz", CheckedId("ali(at)firma.uz", "email_invalid")),
        ("ali@firma", CheckedId("ali@firma", "email_invalid")),
        ("nobody", CheckedId("nobody", "email_invalid", names_nothing=True)),
        ("@", None),
    ],
)
def test_email(text: str, expected: CheckedId | None) -> None:
    assert ids.email(text) == expected


@pytest.mark.parametrize("between", [" ", ", ", "; ", "/", "\n", " и "])
def test_every_email_of_a_text_is_read(between: str) -> None:
    found = ids.emails(f"a@x.example{between}b@y.example")
    assert found == (CheckedId("a@x.example"), CheckedId("b@y.example"))


def test_what_is_no_email_beside_others_is_left_over() -> None:
    assert ids.emails("a@x.example; b@")[1] == CheckedId("b@", "left_over", names_nothing=True)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("г. Ташкент, ул. Навои, д. 5, кв. 3", "Ташкент, улица Навои 5, квартира 3"),
        ("Toshkent sh., Navoiy ko'chasi, 5-uy", "Toshkent shahri Navoiy koʻchasi 5"),
        ("м. Одеса, вул. Садова, буд. 3, оф. 1", "Одеса, Садова 3, офіс 1"),
        ("12 Baker Street", "12, Baker st."),
    ],
)
def test_address_key_leaves_out_what_clerks_leave_out(one: str, other: str) -> None:
    assert ids.address_key(one) == ids.address_key(other) != ""


@pytest.mark.parametrize("text", ["", "-", "100000", "ул.", "д. 5"])
def test_what_names_no_place_has_no_address_key(text: str) -> None:
    assert ids.address_key(text) == ""


def test_an_address_of_dots_without_end_takes_no_time() -> None:
    found = ids.email("a." * 200_000 + "b")
    assert found is not None and found.problem == "email_invalid"
