"""The pages: what their users need is on them, and what is hidden is absent."""

import html
import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest

from api.http.pages import Links
from api.services.loading.load import LoadOptions, load_file
from api.services.runtime.workspace import Workspace
from graph.settings import Settings

Open = Callable[..., AbstractContextManager[Any]]
Read = Callable[..., Any]

KARVON = "phone:+998901234567"
H1, H3 = "UZ/decl/H1/customs", "UZ/decl/H3/customs"
at = Links()


# --- start -----------------------------------------------------------------------------------------------------------


def test_the_start_page_says_what_it_is_what_is_loaded_and_what_can_be_asked(read: Read, small: Any) -> None:
    page = read(small, "/")
    for words in (
        "Scores and clusters are leads for people to check, never findings",
        "This service answers on this machine only, and to whoever works on it: there are no users",
        "New since yesterday",
        "rows.csv",
        "No group stands above the cut",
        "No notice of an arrival is open",
        "2 batches of 2 channels",
    ):
        assert words in page.text
    for link in ("/seizures", "/consignments", "/arrivals", "/entities", "/loaded", "/load", "/watch", "/review"):
        assert link in page.links()
    for link in ("/analyses/linked_entities", "/analyses/communities", "/analyses/centrality", "/analyses/paths"):
        assert link in page.links()
    assert "/docs" in page.links()


def test_what_is_loaded_is_counted_by_type_and_batch(read: Read, small: Any) -> None:
    page = read(small, "/loaded")
    for words in ("Consignment", "receiver", H1, H3, "rows.csv", "2024-03-10", "Data version"):
        assert words in page.text


def test_the_start_page_lists_the_first_leads_with_their_strongest_reason(read: Read, client: Any) -> None:
    page = read(client, "/")
    leads = [link for link in page.links() if link.startswith("/analyses/leads?lead=")]
    assert len(leads) == 5
    first = client.post("/v1/analyses/leads", json={"limit": 1}).json()["rows"][0]
    assert at("/analyses/leads", lead=first["id"]) == leads[0]
    assert max(first["shares"], key=lambda share: share["points"])["reason"]["text"] in page.text


def test_the_start_page_of_an_empty_store_says_what_to_do_next(
    read: Read, settings: Settings, open_client: Open
) -> None:
    with open_client(settings) as client:
        page, loaded = read(client, "/"), read(client, "/loaded")
    assert "halqa load declarations-2024-03.csv --profile my-declarations.yaml --originator UZ" in page.text
    assert "halqa sample sample --load" in page.text
    assert "Nothing is loaded yet" in loaded.text and not loaded.of("table")


def test_batches_stand_newest_first_and_the_rest_is_counted(read: Read, client: Any) -> None:
    page = read(client, "/loaded")
    text = client.get("/loaded").text
    shown = [html.unescape(name) for name in re.findall(r'data-name="File" dir="auto">([^<]+)<', text)]
    count = int(page.text.split(" batches of ")[0].split()[-1])
    loaded = [batch["file"] for batch in client.get("/v1/batches").json()["batches"]]
    assert len(loaded) == count and shown == loaded[::-1][:50]
    assert f"{count - 50} more; halqa batches lists all" in page.text


# --- one node --------------------------------------------------------------------------------------------------------


def test_a_shared_value_shows_its_edges_and_neighbours(read: Read, small: Any) -> None:
    page = read(small, at("/entity", id=KARVON))
    for words in (
        "Phone",
        KARVON,
        "Karvon Trans LLC",
        "Ipak Savdo MChJ",
        "firm or person with this phone",
        "2 links in all",
    ):
        assert words in page.text
    (frame,) = page.of("iframe")
    assert "sandbox" not in frame, "its own header takes the origin away, and a page that waits for it keeps one"
    assert small.get(frame["src"]).headers["content-security-policy"].startswith("sandbox allow-scripts;")
    assert frame["src"] == at("/picture", around=KARVON)
    assert at("/picture", around=KARVON, file="html") in page.links()


@pytest.mark.parametrize(("text", "found"), [("MSKU1234565", "container:MSKU1234565"), ("+998901234567", KARVON)])
def test_two_clicks_lead_from_a_number_to_the_cluster_of_who_had_to_do_with_it(
    read: Read, small: Any, text: str, found: str
) -> None:
    answer = small.get(at("/search", q=text), follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, at("/entity", id=found))
    page = read(small, at("/entity", id=found))
    assert "Karvon Trans LLC" in page.text
    assert Links()("/cluster", around=found) in page.links()
    clusters = [link for link in page.links() if link.startswith("/cluster?around=party")]
    assert len(clusters) == 2
    shown = read(small, clusters[0])
    assert "Ipak Savdo MChJ, Karvon Trans LLC" in shown.text
    assert shown.of("iframe")


def test_a_record_shows_its_source_line_and_its_history(
    read: Read, small: Any, small_settings: Settings, tmp_path: Path
) -> None:
    record = f"consignment:{H1}:declaration:1"
    changed = "No,Handling,Date,Consignee,Phone,Shipper,Container\n1,,2024-03-01,Karvon Trans LLC,,Bursa AS,\n"
    (tmp_path / "april.csv").write_text(changed, encoding="utf-8")
    with Workspace(small_settings) as workspace:
        load_file(workspace, tmp_path / "april.csv", LoadOptions("decl", "UZ", extract_date="2024-04-01"))
    page = read(small, at("/entity", id=record))
    text = " ".join(page.text.split())
    assert f"{H1}: declaration 1, 2024-03-01 (april.csv, line 2)" in text
    assert "Shipper: Ankara Tekstil AS → Bursa AS" in text
    assert "Container: MSKU1234565 → (empty)" in text
    assert len(page.of("del")) == 3


def test_an_id_of_any_characters_can_be_opened(read: Read, small: Any) -> None:
    page = read(small, at("/entity", id=f"consignment:{H1}:declaration:2024/4#a?b&c%41"))
    assert "2024/4#a?b&c%41" in page.text
    assert "شركة الامل" in page.text


def test_counts_lead_to_the_neighbours_of_one_edge_type(read: Read, small: Any) -> None:
    record = f"consignment:{H1}:declaration:1"
    page = read(small, at("/entity", id=record, type="IN_CONTAINER"))
    assert "MSKU1234565" in page.text.split("All links")[1]
    assert "Ankara Tekstil AS" not in page.text.split("All links")[1].split("History")[0]


def test_neighbours_come_page_by_page(read: Read, client: Any) -> None:
    seen: list[str] = []
    path = at("/entity", id="phone:+998900000001")
    for _ in range(2):
        page = read(client, path)
        seen += [link for link in page.links() if link.startswith("/entity?id=party")]
        path = next(link for link in page.links() if "after=" in link)
    assert len(set(seen)) >= 50


def test_values_of_data_have_a_direction_of_their_own(read: Read, small: Any) -> None:
    page = read(small, at("/entity", id=f"consignment:{H1}:declaration:2024/4#a?b&c%41"))
    links = [a for a in page.of("a") if a["href"].startswith("/entity?id=party")]
    assert links
    assert all(a.get("dir") == "auto" for a in links)
    assert page.of("h1")[0]["dir"] == "auto"


# --- analyses and clusters -------------------------------------------------------------------------------------------


def test_an_analysis_runs_with_its_defaults_and_leads_on(read: Read, client: Any) -> None:
    page = read(client, "/analyses/linked_entities")
    for words in ("Best first; leads for people to check", "Out of how many", "parties", "hubs", "Data version"):
        assert words.casefold() in page.text.casefold()
    cluster = next(link for link in page.links() if link.startswith("/cluster"))
    found = read(client, cluster)
    for words in ("What links them", "Who is in it", "holders", "honest reasons", "Last seen"):
        assert words in found.text
    for jargon in ("receiving side", "vehicle, ", "SHIPPED_BY", "shipped by"):
        assert jargon not in found.text
    (frame,) = found.of("iframe")
    assert client.get(frame["src"]).headers["content-type"] == "text/html; charset=utf-8"


def test_a_cut_answer_says_so(read: Read, client: Any) -> None:
    assert "Cut: " in read(client, "/analyses/linked_entities?limit=3").text


def test_parameters_are_carried_to_the_cluster_and_its_picture(read: Read, client: Any) -> None:
    page = read(client, "/analyses/linked_entities?min_weight=0.9&limit=2")
    cluster = next(link for link in page.links() if link.startswith("/cluster"))
    assert "min_weight=0.9" in cluster
    (frame,) = read(client, cluster).of("iframe")
    assert "min_weight=0.9" in frame["src"]
    assert client.get(frame["src"]).status_code == 200


def test_an_analysis_that_needs_something_shows_its_form_first(read: Read, small: Any) -> None:
    page = read(small, "/analyses/paths")
    inputs = {a["name"]: a for a in page.of("input")}
    assert "required" in inputs["source"]
    assert inputs["count"]["type"] == "number" and inputs["count"]["max"] == "50"
    assert page.of("select")[-1]["name"] == "order"
    assert "Out of how many" not in page.text


def test_a_tick_box_can_be_switched_off(read: Read, small: Any) -> None:
    sent = "/analyses/linked_entities?commerce=false&min_weight=0.4"
    boxes = [a for a in read(small, sent).of("input") if a.get("type") == "checkbox"]
    assert {a["name"]: "checked" in a for a in boxes} == {"resolved": True, "commerce": False, "mentioned": False}
    ticked = read(small, sent.replace("commerce=false", "commerce=false&commerce=true"))
    boxes = [a for a in ticked.of("input") if a.get("type") == "checkbox"]
    assert [a["name"] for a in boxes if "checked" in a] == ["commerce", "resolved"]


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("linked_entities?min_weight=no", "min_weight is 'no'"),
        ("linked_entities?limit=0", "limit is '0'"),
        ("linked_entities?nonsense=1", "no such parameter"),
        ("centrality?seed=" + "9" * 40, "a number of 40 digits"),
        ("paths?source=a&target=b&order=back", "order is 'back'"),
    ],
)
def test_a_bad_parameter_is_the_form_with_a_message(read: Read, small: Any, query: str, words: str) -> None:
    page = read(small, f"/analyses/{query}", 422)
    assert words in page.text
    assert page.of("form")


def test_paths_to_what_is_not_there_are_the_form_with_a_message(read: Read, small: Any) -> None:
    page = read(small, at("/analyses/paths", source=KARVON, target="phone:+1"), 404)
    assert "no node 'phone:+1'" in page.text
    assert any(a.get("value") == KARVON for a in page.of("input"))


def test_a_path_is_shown_hop_by_hop_with_a_picture(read: Read, small: Any) -> None:
    one, other = f"consignment:{H1}:declaration:1", f"consignment:{H1}:declaration:2"
    page = read(small, at("/analyses/paths", source=one, target=other))
    assert " → " in page.text
    (frame,) = page.of("iframe")
    assert small.get(frame["src"]).status_code == 200


def test_an_analysis_that_is_not_there_is_a_page_that_says_so(read: Read, small: Any) -> None:
    assert "no analysis 'nothing'" in read(small, "/analyses/nothing", 404).text


def test_the_page_of_leads_says_why_and_what_else_it_may_be(read: Read, client: Any) -> None:
    page = read(client, "/analyses/leads?limit=2")
    for piece in ("What it adds up from", "points", "Or:", "Check:", "movements"):
        assert piece in page.text, piece
    assert [link for link in page.links() if link.startswith("/analyses/leads?lead=lead%3A")]


# --- who may see what ------------------------------------------------------------------------------------------------


def test_what_is_hidden_and_what_is_absent_look_the_same(read: Read, small: Any) -> None:
    narrow = {"as": "UZ/decl/H1/*"}
    hidden, absent = f"consignment:{H3}:declaration:3", f"consignment:{H3}:declaration:9"
    assert "2024-03-09" in read(small, at("/entity", id=hidden)).text
    for path in ("/entity", "/picture", "/cluster"):
        name = "around" if path == "/picture" else "id"
        pages = [small.get(path, params={name: one, **narrow}) for one in (hidden, absent)]
        assert {page.status_code for page in pages} == {404}
        assert pages[0].text.replace("declaration:3", "declaration:9") == pages[1].text
        assert pages[0].headers.get("content-length") == pages[1].headers.get("content-length")


def test_hidden_channels_are_on_no_page(read: Read, small: Any) -> None:
    for path in ("/", "/search?q=silk", "/search?q=998907777777", "/analyses/linked_entities"):
        sign = "&" if "?" in path else "?"
        text = read(small, f"{path}{sign}as=UZ/decl/H1/*").text
        assert H3 not in text
        assert "Silk House" not in text
        assert "Seen with the channels UZ/decl/H1/* alone" in text


def test_a_viewer_without_any_channel_gets_a_page_that_says_so(read: Read, small: Any) -> None:
    assert "no channel matches 'XX/*'" in read(small, "/?as=XX/*", 404).text
