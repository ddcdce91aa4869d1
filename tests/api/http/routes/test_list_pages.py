"""The pages of the lists: what stands in the address is what is shown, page by page, without any script."""

from collections.abc import Callable
from typing import Any

import pytest

from api.http.pages import Links
from graph.settings import Settings

Read = Callable[..., Any]
LISTS = ("/seizures", "/consignments", "/arrivals", "/entities")
at = Links()


@pytest.mark.parametrize("path", LISTS)
def test_an_empty_list_says_what_to_do(read: Read, settings: Settings, open_client: Any, path: str) -> None:
    with open_client(settings) as client:
        assert "Load a file" in read(client, path).text


def test_a_list_counts_what_matches_and_keeps_what_was_asked(read: Read, small: Any) -> None:
    page = read(small, at("/consignments", q="karvon", sort="oldest"))
    assert "1 of 4" in page.text and "Karvon Trans LLC" in page.text and "Izmir" not in page.text
    (wanted,) = [a for a in page.of("input") if a.get("name") == "q" and a["id"] == "f-q"]
    assert wanted["value"] == "karvon"
    assert [option["value"] for option in page.of("option") if "selected" in option] == ["oldest"]


def test_a_list_without_a_match_leads_back_to_all(read: Read, small: Any) -> None:
    page = read(small, at("/entities", q="zzz"))
    assert "None of" in page.text and "/entities" in page.links()


def test_pages_of_a_list_lead_to_each_other_and_hold_every_row_once(read: Read, client: Any) -> None:
    path, rows = at("/consignments", kind="manifest", sort="oldest"), []
    for _ in range(3):
        page = read(client, path)
        rows += [link for link in page.links() if link.startswith("/entity?id=consignment")]
        path = next(a["href"] for a in page.of("a") if a.get("rel") == "next")
        assert "kind=manifest" in path and "sort=oldest" in path
    assert len(rows) == len(set(rows)) == 150


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("page=0", "page is 0"),
        ("page=soon", "page is 'soon'"),
        ("sort=best", "sort is 'best'"),
        ("from=soon", "'soon' is not a day"),
    ],
)
@pytest.mark.parametrize("path", LISTS)
def test_what_a_list_does_not_know_is_told(read: Read, small: Any, path: str, query: str, words: str) -> None:
    assert words in read(small, f"{path}?{query}", 422).text


def test_a_list_shows_nothing_that_is_hidden(read: Read, small: Any) -> None:
    seen = Links("UZ/decl/H1/*")
    for path in LISTS:
        assert "Silk House" not in read(small, seen(path)).text
    assert "3 in all" in read(small, seen("/consignments")).text
    assert "4 in all" in read(small, "/consignments").text


def test_seizures_stand_with_goods_amount_and_place(read: Read, client: Any) -> None:
    page = read(client, "/seizures")
    for words in ("Goods", "Amount", "Place", " in all"):
        assert words in page.text
    shown = [link for link in page.links() if link.startswith("/entity?id=seizure")]
    assert len(shown) == min(50, client.get("/v1/stats").json()["nodes"]["Seizure"])
