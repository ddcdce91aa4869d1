"""A party in one text: the name is its first line, numbers are taken out where a word says what they are."""

from typing import Any

import pytest

from loaders.documents.party_text import particulars


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Kohi Nur Trading,\nMandawi 3,\n Mazar", {"name": "Kohi Nur Trading", "address": "Mandawi 3, Mazar"}),
        (
            "Pamir Broker\nGate 2\nPAN : 900000042",
            {"name": "Pamir Broker", "address": "Gate 2", "tax_number": "900000042"},
        ),
        ("Dala Trans LLP BIN 050140001234", {"name": "Dala Trans LLP", "tax_number": "050140001234"}),
        ("ООО «Мост», ИНН 7701234567\nМосква", {"name": "ООО «Мост»", "address": "Москва", "tax_number": "7701234567"}),
        ("PAN ASIA TRADING\nTermiz", {"name": "PAN ASIA TRADING", "address": "Termiz"}),  # a word, no number
        ("TINA 12345 STORES", {"name": "TINA 12345 STORES"}),
        ("A\nTIN 123456789, TIN 987654321", {"name": "A", "address": "TIN 123456789, TIN 987654321"}),
        ("A, TIN 123456789\nTIN: 123456789", {"name": "A", "tax_number": "123456789"}),
        ("A\nTel: +998 90 123-45-67", {"name": "A", "phone": "+998 90 123-45-67"}),
        (
            "A\nтел. 8 (727) 300 10 20\nМоб: +7 701 300 10 20",
            {"name": "A", "phone": ("8 (727) 300 10 20", "+7 701 300 10 20")},
        ),
        ("A\nBobur 7, a.b@c.example", {"name": "A", "address": "Bobur 7", "email": "a.b@c.example"}),
        ("Street 12345678", {"name": "Street 12345678"}),
        (" \n , \n", {}),
        ("", {}),
    ],
)
def test_what_is_written_is_taken_apart(text: str, said: dict[str, Any]) -> None:
    assert particulars(text) == said


@pytest.mark.parametrize(
    "text", ["A 11" + " ," * 100_000, "A\nb@" + "a." * 100_000, "A\n" + "a." * 100_000 + "@", "11 TEL" + " " * 100_000]
)
def test_signs_without_end_take_no_time(text: str) -> None:
    assert particulars(text)["name"]
