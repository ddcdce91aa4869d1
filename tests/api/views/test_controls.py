"""Which texts a spreadsheet computes, in whatever width and behind whatever does not show."""

import pytest

from api.views.controls import guarded, is_formula


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1",
        "-1",
        "@SUM(1)",
        "＝1+1",
        "＋1",
        "－1",
        "＠x",
        "﹦1",
        "−1",
        "\t=1",
        "\tx",
        "\rx",
        "\nx",
        " =1",
        "\u00a0=1",
        "\u200b=1",
        "\ufeff=1",
        "\u200d\u2060\u00ad=1",
        "\x00=1",
        "\u202e=1",
        "\u200b" * 200 + "=1",
    ],
)
def test_what_begins_like_a_formula_is_guarded(text: str) -> None:
    assert is_formula(text)
    assert guarded(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "x", "1+1", "a=b", "'=1", " x", "\u200b", "Ш=1", "(=1)"])
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert guarded(text) == text
