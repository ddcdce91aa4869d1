"""The page of the watch list: put on, met at a load, told on the start page, decided of, taken off."""

from collections.abc import Callable
from typing import Any

import pytest

from api.http.pages import Links

Read = Callable[..., Any]
HEAD = "No,Handling,Date,Consignee,Phone,Shipper,Container\n"
ENTRY = {"kind": "container", "text": "MSKU1234565", "why": "seen at night", "scope": "administration"}


def test_a_hit_is_told_on_the_start_page_until_somebody_decides(read: Read, small: Any) -> None:
    assert small.post("/watch", data=ENTRY, follow_redirects=False).headers["location"] == "/watch"
    rows = HEAD + "77,,2024-05-01,New LLC,,Izmir Boya AS,MSKU1234565\n"
    sent = {"files": {"file": ("may.csv", rows.encode())}, "data": {"profile": "decl", "originator": "UZ"}}
    (told,) = small.post("/v1/loads", **sent).json()["watch_hits"]
    assert (told["text"], told["node"]) == ("MSKU1234565", "container:MSKU1234565")
    assert "1 new hit of the watch list since yesterday" in read(small, "/").text
    page = read(small, "/watch")
    assert "seen at night" in page.text and "declaration 77" in page.text
    decision = {"hit": told["id"], "state": "dismissed", "reason": "another box"}
    assert small.post("/watch/decide", data=decision | {"reason": ""}).status_code == 422
    assert small.post("/watch/decide", data=decision, follow_redirects=False).status_code == 303
    assert "another box" in read(small, "/watch").text
    assert "new hit" not in read(small, "/").text


def test_an_entry_is_taken_off_by_the_page(read: Read, small: Any) -> None:
    small.post("/watch", data=ENTRY)
    (entry,) = small.get("/v1/watch").json()["watches"]
    assert small.post("/watch/remove", data={"watch": entry["id"]}, follow_redirects=False).status_code == 303
    assert small.get("/v1/watch").json()["watches"] == []
    assert "seen at night" not in read(small, "/watch").text


def test_what_cannot_be_watched_is_told_beside_the_form(small: Any) -> None:
    answer = small.post("/watch", data={"kind": "phone", "text": "12", "why": "rang"})
    assert answer.status_code == 422 and "is read as no phone" in answer.text
    assert "Watch something" in answer.text


@pytest.mark.parametrize("name", ["container:MSKU1234565", "phone:+998901234567"])
def test_what_a_page_shows_is_watched_from_there(read: Read, small: Any, name: str) -> None:
    page = read(small, Links()("/entity", id=name))
    assert [field["value"] for field in page.of("input") if field.get("name") == "node"] == [name]
    sent = small.post("/watch", data={"node": name, "why": "seen at night"}, follow_redirects=False)
    assert sent.headers["location"] == "/watch"
    (entry,) = small.get("/v1/watch").json()["watches"]
    assert (entry["text"], entry["kind"]) == (name.partition(":")[2], name.partition(":")[0])


def test_whoever_stands_on_a_consignment_is_watched_from_its_page_and_told_by_name(read: Read, small: Any) -> None:
    page = read(small, Links()("/entity", id="consignment:UZ/decl/H1/customs:declaration:1"))
    parties = [one["value"] for one in page.of("option") if one.get("value", "").startswith("party:")]
    assert [one for one in page.of("option") if one.get("value") == "container:MSKU1234565"]
    small.post("/watch", data={"node": parties[0], "why": "again", "scope": "administration"})
    assert small.get("/v1/watch").json()["watches"][0]["text"] == parties[0]
    listed = read(small, "/watch").text
    assert "Karvon Trans LLC" in listed and parties[0] not in listed


def test_a_day_or_a_place_cannot_be_watched(small: Any) -> None:
    answer = small.post("/watch", data={"node": "place:UZ:termez", "why": "rang"})
    assert answer.status_code == 422 and "place:UZ:termez cannot be watched" in answer.text
