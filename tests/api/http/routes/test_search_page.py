"""The page of the search: what it finds and leads to, what it says where nothing is found, and bad questions."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest

from api.http.pages import Links
from graph.settings import Settings

Open = Callable[..., AbstractContextManager[Any]]
Read = Callable[..., Any]

KARVON = "phone:+998901234567"
at = Links()


def test_a_search_leads_to_what_it_found(read: Read, small: Any) -> None:
    page = read(small, "/search?q=karvon")
    assert "1 found" in page.text
    (link,) = {link for link in page.links() if link.startswith("/entity")}
    assert "Karvon Trans LLC" in read(small, link).text


def test_a_search_finds_a_value_as_people_write_it(read: Read, small: Any) -> None:
    page = read(small, at("/search", q="90 123 45 67"))
    assert KARVON in page.text


@pytest.mark.parametrize("asked", [{"q": "karvon"}, {"q": KARVON, "type": "Phone"}, {"q": "9012345"}])
def test_a_search_for_less_than_one_whole_number_shows_what_it_found(small: Any, asked: dict[str, str]) -> None:
    assert small.get(at("/search", **asked), follow_redirects=False).status_code == 200


def test_a_number_that_is_hidden_leads_nowhere(small: Any) -> None:
    seen = Links("UZ/decl/H1/*")
    for text in ("+998907777777", "+998900000000"):
        answer = small.get(seen("/search", q=text), follow_redirects=False)
        assert answer.status_code == 200 and "Nothing found" in answer.text


def test_a_search_can_be_narrowed_to_a_type(read: Read, small: Any) -> None:
    assert "1 found" in read(small, "/search?q=karvon&type=Party").text
    assert "Nothing found" in read(small, "/search?q=karvon&type=Phone").text


def test_a_search_page_shows_what_is_said_of_a_firm_and_keeps_the_days(read: Read, small: Any) -> None:
    page = read(small, "/search?q=karvon&from=2024-03-01&to=2024-03-31")
    for words in ("Country", "Roles", "receiver", "Consignments", "Seizures"):
        assert words in page.text
    assert {field.get("value") for field in page.of("input")} >= {"2024-03-01", "2024-03-31"}
    assert "Nothing found" in read(small, "/search?q=karvon&from=2030-01-01").text


def test_a_search_page_of_an_empty_store_says_that_nothing_is_loaded(
    read: Read, settings: Settings, open_client: Open
) -> None:
    with open_client(settings) as client:
        page = read(client, "/search?q=karvon")
    assert "nothing is loaded" in page.text and "Nothing found" not in page.text


def test_a_search_that_finds_nothing_says_what_to_try(read: Read, small: Any) -> None:
    page = read(small, "/search?q=zzzyyyxxx")
    assert "fewer words, or only the beginning of one" in page.text


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("q=", "the text to search is empty"),
        ("q=%20", "the text to search is empty"),
        ("q=" + "a" * 501, "the text to search has 501 characters"),
        ("q=a&type=Nonsense", "no node type 'Nonsense'"),
        ("q=a&from=soon", "'soon' is not a day"),
        ("q=a*b", "has no 3 letters or digits in a row"),
    ],
)
def test_a_bad_search_is_the_page_with_a_message(read: Read, small: Any, query: str, words: str) -> None:
    page = read(small, f"/search?{query}", 422)
    assert words in page.text
    assert page.of("input")


def test_the_search_page_without_a_text_is_the_form(read: Read, small: Any) -> None:
    assert "match by whole words" in read(small, "/search").text
