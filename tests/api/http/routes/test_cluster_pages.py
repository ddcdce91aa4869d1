"""The page of a cluster: from any node to the cluster of whoever stands on it, with its picture first."""

from collections.abc import Callable
from typing import Any

from api.http.pages import Links

Read = Callable[..., Any]
KARVON = "phone:+998901234567"


def at(**values: str) -> str:
    return Links()("/cluster", values)


def test_a_node_leads_to_the_cluster_of_those_who_hold_it(read: Read, small: Any) -> None:
    page = read(small, at(around=KARVON))
    assert "Karvon Trans LLC" in page.text and "both use the phone +998901234567 (2 holders)" in page.text
    tags = [(tag, given.get("id", "")) for tag, given in page.found if tag in ("iframe", "table") or given.get("id")]
    assert tags.index(("iframe", "")) < tags.index(("table", ""))


def test_a_node_in_no_cluster_says_so_and_shows_what_is_around_it(read: Read, small: Any) -> None:
    page = read(small, at(around="phone:+992901112233"))
    assert "It stands in no cluster" in page.text
    (frame,) = page.of("iframe")
    assert small.get(frame["src"]).status_code == 200


def test_what_is_hidden_looks_like_what_is_absent(read: Read, small: Any) -> None:
    seen = Links("UZ/decl/H1/*")
    absent = read(small, seen("/cluster", around="phone:+998900000000"), 404).text
    hidden = read(small, seen("/cluster", around="phone:+998907777777"), 404).text
    assert hidden.replace("+998907777777", "+998900000000") == absent


def test_a_page_without_a_name_says_what_to_name(read: Read, small: Any) -> None:
    assert "no cluster is named" in read(small, "/cluster", 422).text


def test_a_cluster_that_is_not_there_is_not_found(read: Read, small: Any) -> None:
    assert "no cluster 'cluster:none'" in read(small, at(id="cluster:none"), 404).text


def test_few_rows_stand_open_and_the_rest_is_counted(read: Read, client: Any) -> None:
    page = read(client, "/analyses/linked_entities")
    clusters = [link for link in page.links() if link.startswith("/cluster")]
    pages = [read(client, link) for link in clusters[:12]]
    assert any("more pairs" in page.text for page in pages)
    assert all(len(page.of("details")) <= 4 for page in pages)
