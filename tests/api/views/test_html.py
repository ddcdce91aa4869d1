import base64
import gzip
import hashlib
import json
import os
import random
import re
import subprocess
import sys
from html.parser import HTMLParser
from importlib.resources import files
from pathlib import Path

import pytest

from api.views import html, vis_network
from api.views.html import render
from api.views.picture import CAUTION, Picture, PictureEdge, PictureNode, SourceRow

ASSETS = files("api.views") / "assets"
VIS_NETWORK = "f3c1229464749a6f5a80c80867189edfdc0198be0d015c3d770aff196cb6c0a1"


class Reader(HTMLParser):
    """The parts of a page that tests look at: tags, attributes, and the text of scripts and styles."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.blocks: dict[str, list[str]] = {"script": [], "style": [], "packed": []}
        self.open = ""
        self.feed(page.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self.open = "packed" if dict(attrs).get("type") == "application/gzip" else tag
        if self.open in self.blocks:
            self.blocks[self.open].append("")

    def handle_endtag(self, tag: str) -> None:
        self.open = ""

    def handle_data(self, data: str) -> None:
        if self.open in self.blocks:
            self.blocks[self.open][-1] += data


def unpacked(page: bytes) -> list[str]:
    """The script of vis-network, our own, and the data."""
    return [gzip.decompress(base64.b64decode(text)).decode() for text in Reader(page).blocks["packed"]]


def data_of(picture: Picture) -> dict[str, object]:
    found: dict[str, object] = json.loads(unpacked(render(picture))[2])
    return found


def policy_of(page: bytes) -> dict[str, str]:
    tags = Reader(page).tags
    text = next(attrs["content"] for tag, attrs in tags if attrs.get("http-equiv") == "Content-Security-Policy")
    assert text is not None
    return dict(part.strip().split(" ", 1) for part in text.split(";"))


def hashed(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def test_the_policy_allows_the_scripts_and_the_style_by_hash_and_nothing_else(ring: Picture) -> None:
    page = render(ring)
    blocks = Reader(page).blocks
    scripts = [*blocks["script"], *unpacked(page)[:2]]
    assert policy_of(page) == {
        "default-src": "'none'",
        "script-src": " ".join(hashed(text) for text in scripts),
        "style-src": " ".join(hashed(text) for text in blocks["style"]),
        "base-uri": "'none'",
        "form-action": "'none'",
    }


def test_the_hashes_do_not_depend_on_the_data(ring: Picture, hostile: Picture) -> None:
    assert policy_of(render(ring)) == policy_of(render(hostile))


def test_nothing_is_loaded_from_elsewhere(ring: Picture) -> None:
    links = [
        (tag, name, value)
        for tag, attrs in Reader(render(ring)).tags
        for name, value in attrs.items()
        if name in {"src", "href", "action", "srcset", "poster", "style"} and not (value or "").startswith("#")
    ]
    assert links == []


def test_no_attribute_runs_script_whatever_the_names_are(hostile: Picture) -> None:
    tags = Reader(render(hostile)).tags
    assert [name for _, attrs in tags for name in attrs if name.startswith("on")] == []
    assert sum(tag == "script" for tag, _ in tags) == 4
    assert not any(tag in {"img", "iframe", "object", "a", "form"} for tag, _ in tags)


def test_our_script_never_makes_html_from_text() -> None:
    text = (ASSETS / "loading.js").read_text("utf-8") + html.script()
    banned = r"innerHTML|outerHTML|insertAdjacent|document\.write|\beval\b|new Function|DOMParser|setAttribute\(.on"
    assert re.findall(banned, text) == []


def test_our_template_switches_escaping_off_nowhere() -> None:
    text = (ASSETS / "picture.html").read_text("utf-8")
    assert re.findall(r"\|\s*safe|autoescape|https?:", text) == []


def test_every_module_of_our_script_is_in_it_once() -> None:
    assert sorted(html.MODULES) == sorted(file.name.removesuffix(".js") for file in (ASSETS / "picture").iterdir())


def test_vis_network_is_the_file_that_was_reviewed() -> None:
    assert hashlib.sha256(vis_network.script().encode()).hexdigest() == VIS_NETWORK


def test_a_packed_block_holds_nothing_that_could_end_it(hostile: Picture) -> None:
    blocks = Reader(render(hostile)).blocks["packed"]
    assert len(blocks) == 3
    assert all(re.fullmatch(r"[A-Za-z0-9+/]+=*", block) for block in blocks)


def test_no_key_of_the_data_is_text_of_a_user(hostile: Picture) -> None:
    def keys(value: object) -> set[str]:
        if isinstance(value, dict):
            return set(value).union(*(keys(one) for one in value.values()))
        return set().union(*(keys(one) for one in value)) if isinstance(value, list) else set()

    assert not {"__proto__", "constructor"} & keys(data_of(hostile))


def test_reading_direction_and_control_characters_are_taken_out_everywhere(hostile: Picture) -> None:
    page = render(hostile)
    signs = "[\u202a-\u202e\u2066-\u2069\x00-\x08\x0b-\x1f]"
    assert re.findall(signs, page.decode()) == re.findall(signs, unpacked(page)[2]) == []


def test_what_was_left_out_and_the_caution_are_in_the_page_without_script(ring: Picture) -> None:
    text = render(ring).decode()
    for words in (*ring.notes, "Highest handling", "H2", CAUTION, "RASSVET;081310", "Same phone"):
        assert words in text.split('<script type="application/gzip"')[0]


def test_positions_are_settled_and_the_browser_moves_nothing(ring: Picture) -> None:
    drawn = data_of(ring)["drawn"]
    assert isinstance(drawn, dict)
    assert drawn["options"]["physics"] == {"enabled": False}
    assert len({(node["x"], node["y"]) for node in drawn["nodes"]}) == len(ring.nodes)


def test_a_derived_link_is_dashed_and_a_reported_one_is_not(ring: Picture) -> None:
    data = data_of(ring)
    drawn, edges = data["drawn"], data["edges"]
    assert isinstance(drawn, dict)
    assert isinstance(edges, list)
    assert ["dashes" in line for line in drawn["edges"]] == [edge["derived"] for edge in edges]


def test_a_higher_rank_is_drawn_larger() -> None:
    nodes = tuple(PictureNode(str(rank), "Party", "", float(rank)) for rank in (0, 1, 4, 9))
    drawn = data_of(Picture("", "", nodes, ()))["drawn"]
    assert isinstance(drawn, dict)
    sizes = [node["size"] for node in drawn["nodes"]]
    assert sizes == sorted(set(sizes), reverse=True)


def test_parallel_links_do_not_lie_on_each_other() -> None:
    nodes = (PictureNode("a", "Party", "A", 1.0), PictureNode("b", "Party", "B", 1.0))
    edges = tuple(PictureEdge(str(at), *("ab" if at % 2 else "ba"), "X") for at in range(4))
    drawn = data_of(Picture("", "", nodes, edges))["drawn"]
    assert isinstance(drawn, dict)
    # seen from a: clockwise from a to b is the other side of clockwise from b to a
    sides = {
        ((line["smooth"]["type"] == "curvedCW") == (line["from"] == 0), line["smooth"]["roundness"])
        for line in drawn["edges"]
    }
    assert len(sides) == 4


@pytest.mark.parametrize("count", [0, 1, 2])
def test_small_pictures_are_written(count: int) -> None:
    nodes = tuple(PictureNode(str(at), "Party", f"name {at}", 0.0) for at in range(count))
    assert render(Picture("Title", "", nodes, ())).startswith(b"<!doctype html>")


def test_a_node_without_label_and_id_still_has_a_name() -> None:
    assert "(no name)" in render(Picture("", "", (PictureNode("", "", "\u202e", 1.0),), ())).decode()


def test_the_order_of_the_input_does_not_matter(ring: Picture) -> None:
    turned = Picture(
        ring.title, ring.question, ring.nodes[::-1], ring.edges[::-1], ring.sources, ring.notes, ring.facts
    )
    assert render(turned) == render(ring)


def test_two_processes_write_the_same_bytes(tmp_path: Path) -> None:
    code = """
import sys
from api.views.html import render
from api.views.picture import Picture, PictureEdge, PictureNode
kinds = {"Party", "Person", "Phone", "Vehicle", "Odd"}
some = {"b": "2", "a": "1"}
nodes = tuple(PictureNode(f"{kind}{at}", kind, kind, at, properties=some) for kind in kinds for at in range(9))
pairs = [(a, b) for a in nodes for b in nodes if a.rank == b.rank + 1]
edges = tuple(PictureEdge(f"{a.id}-{b.id}", a.id, b.id, f"T{a.rank}") for a, b in pairs)
sys.stdout.buffer.write(render(Picture("T", "Q", nodes, edges)))
"""
    pages = [
        subprocess.run(
            [sys.executable, "-c", code], env={**os.environ, "PYTHONHASHSEED": seed}, check=True, capture_output=True
        ).stdout
        for seed in ("1", "2")
    ]
    assert len(pages[0]) > 200_000
    assert pages[0] == pages[1]


def test_a_table_that_is_too_long_for_the_page_says_how_many_rows_it_holds() -> None:
    nodes = tuple(PictureNode(f"{at:05d}", "Party", f"name {at}", 0.0) for at in range(2_000))
    page = render(Picture("Many", "", nodes, ())).decode()
    stands = page.count('class="to-node"')
    assert 100 < stands < 2_000
    assert f"The first {stands:,} of 2,000 rows; JavaScript adds the rest." in page


def test_a_link_names_the_source_rows_behind_it() -> None:
    nodes = tuple(PictureNode(name, "Party", name, 1.0) for name in "ab")
    rows = tuple(SourceRow(f"r{at}", "f.csv", str(at), f"row {at}") for at in range(3))
    edges = (PictureEdge("e", "a", "b", "X", records=("r2", "r0", "elsewhere")),)
    data = data_of(Picture("T", "", nodes, edges, rows))
    assert isinstance(data["edges"], list)
    assert data["edges"][0]["rows"] == [2, 0]
    assert data["sources"] == [[f"r{at}", "f.csv", str(at), f"row {at}"] for at in range(3)]


def test_a_thousand_entities_with_a_row_for_each_of_their_links_are_a_file_that_a_mail_takes() -> None:
    chance = random.Random(7)
    names = ["ОсОО «Тан Булак Сервис»", "KARVON SERVIS MCHJ", "شرکت آمو باران صنعت", "გიორგი ბერიძე"]
    nodes = tuple(
        PictureNode(f"party:UZ/decl/H1/customs:{chance.getrandbits(128):032x}", "Company", f"{names[at % 4]} {at}", 1.0)
        for at in range(1_000)
    )
    rows, edges = [], []
    for at in range(2_000):
        record = f"consignment:UZ/decl/H1/customs:declaration:{chance.randrange(10**8)}-{at}"
        cells = "; ".join(f"Column {column}: {chance.randrange(10**6)} {names[column % 4]}" for column in range(12))
        rows.append(SourceRow(record, f"declarations-{at % 40}.csv", str(at), cells))
        ends = (nodes[chance.randrange(1_000)].id, nodes[chance.randrange(1_000)].id)
        evidence = (f"UZ/decl/H1/customs: declaration {at}, 2024-03-01 (declarations-{at % 40}.csv, line {at})",)
        edges.append(PictureEdge(str(at), *ends, "SHIPPED_BY", evidence=evidence, records=(record,)))
    page = render(Picture("Many", "", nodes, tuple(edges), tuple(rows)))
    assert json.loads(unpacked(page)[2])["sources"][1_999][3].startswith("Column 0: ")
    assert len(page) <= 1_500_000
