"""What every page shares: addresses that carry the viewer, texts in pieces, values as they are shown."""

import pytest

from api.http.pages import Links, page, pieces


@pytest.mark.parametrize(
    ("given", "address"),
    [
        ({}, "/entity"),
        ({"id": "phone:+99890"}, "/entity?id=phone%3A%2B99890"),
        ({"id": "a b&c=d#e?f/g%41"}, "/entity?id=a%20b%26c%3Dd%23e%3Ff%2Fg%2541"),
        ({"id": "x", "type": None, "after": ""}, "/entity?id=x"),
        ({"id": "\ud800"}, "/entity?id=%3F"),
    ],
)
def test_a_query_is_percent_encoded_and_empty_parameters_are_left_out(
    given: dict[str, str | None], address: str
) -> None:
    assert Links()("/entity", given) == address


def test_the_viewer_is_carried_on_and_cannot_be_replaced() -> None:
    assert Links("UZ/*")("/search", {"as": "KZ/*"}, q="a") == "/search?as=UZ%2F%2A&q=a"


def test_marks_become_pieces() -> None:
    assert list(pieces("**Ids** are `text`, **`as`** too; 2 * 3 * 4")) == [
        ("b", "Ids"),
        ("", " are "),
        ("code", "text"),
        ("", ", "),
        ("code", "as"),
        ("", " too; 2 * 3 * 4"),
    ]


def test_a_page_without_a_value_that_its_template_names_is_a_fault_of_ours() -> None:
    with pytest.raises(Exception, match="is undefined"):
        page("search.html", Links())
