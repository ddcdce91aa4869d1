"""What people put around a value for a spreadsheet's sake is no part of it."""

import pytest

from graph.values.guards import unguarded


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('="00451"', "00451"),
        ('= "00451"', "00451"),
        ('="say ""x"""', 'say "x"'),
        ("=00451", "00451"),
        ("'00452", "00452"),
        ("’00452", "00452"),
        ("'MSKU1234565", "MSKU1234565"),
        ("'+998901234567", "+998901234567"),
        ("'=1+1", "=1+1"),
        ("\t00454", "00454"),
        (" 00455 ", "00455"),
        ("'Алтын Жол'", "'Алтын Жол'"),  # a name in quotes
        ("'Али", "'Али"),
        ("O'zbekiston", "O'zbekiston"),
        ("=A1+B2", "=A1+B2"),
        ("=", "="),
        ("'", "'"),
        ("", ""),
    ],
)
def test_a_guard_is_taken_off(text: str, expected: str) -> None:
    assert unguarded(text) == expected
