"""How the interactive picture uses its room in a real browser: narrow windows, sizes, labels, many entities."""

from collections.abc import Callable
from itertools import combinations
from typing import Any

import pytest

from api.views.picture import Picture, PictureEdge, PictureNode
from tests.api.views.pointing import POINT_OF_NODE, click

pytestmark = pytest.mark.browser

Show = Callable[..., Any]


def many(count: int) -> Picture:
    """Cells of twelve around a company each, the companies in a chain."""
    names = ("Declaration", "Каримов", "გიორგი", "شرکت آریانا", "Samarkand Broker")
    nodes = tuple(
        PictureNode(f"{at:05d}", "Consignment" if at % 12 else "Company", f"{names[at % 5]} {at}", float(at % 12 == 0))
        for at in range(count)
    )
    ends = [(at, at - at % 12 if at % 12 else at - 12) for at in range(1, count) if at % 12 or at >= 12]
    edges = tuple(PictureEdge(str(at), f"{a:05d}", f"{b:05d}", "SHIPPED_BY") for at, (a, b) in enumerate(ends))
    return Picture("Many", "", nodes, edges)


@pytest.mark.parametrize("width", [1400, 760, 320])
def test_no_view_is_wider_than_the_window(show: Show, ring: Picture, width: int) -> None:
    opened = show(ring, width, 740)
    click(opened, POINT_OF_NODE, 0)
    for tab in ("picture", "nodes", "edges", "sources"):
        opened.page.click(f"#tab-{tab}")
        assert opened.page.evaluate("document.documentElement.scrollWidth") <= width


def test_hostile_words_do_not_widen_a_narrow_window(show: Show, hostile: Picture) -> None:
    opened = show(hostile, 320, 740)
    for tab in ("picture", "nodes", "edges", "sources"):
        opened.page.click(f"#tab-{tab}")
        assert opened.page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("zooms", [0, 1, 3])
def test_two_labels_never_overlap(show: Show, zooms: int) -> None:
    opened = show(many(300))
    for _ in range(zooms):
        opened.page.click("#zoom-in")
    opened.page.evaluate("new Promise(done => { network.once('afterDrawing', done); network.redraw() })")
    boxes = [label["box"] for label in opened.labels()]
    assert len(boxes) > 10
    for one, other in combinations(boxes, 2):
        assert one[0] >= other[2] or one[2] <= other[0] or one[1] >= other[3] or one[3] <= other[1]


def test_every_entity_of_a_small_picture_has_its_label(show: Show, ring: Picture) -> None:
    opened = show(ring)
    text = " ".join(label["text"] for label in opened.labels())
    for words in ("Heroin", "Рассвет", "გიორგი", "محمد", "hub"):
        assert words in text


@pytest.mark.parametrize("width", [1400, 760])
def test_a_long_name_is_told_in_two_rows_before_it_is_cut(show: Show, width: int) -> None:
    names = (
        "Ферросилиций незадекларированный, 7,000 kg, Alat",
        "Oltin Tulpor Bozor MChJ",
        "ООО Рассвет Логистик Сервис",
    )
    nodes = tuple(PictureNode(name, "Company", name, 1.0) for name in names)
    edges = (PictureEdge("e", names[0], names[1], "X"), PictureEdge("f", names[1], names[2], "X"))
    text = " ".join(label["text"] for label in show(Picture("Long", "", nodes, edges), width).labels())
    for words in ("незадекларированный", "MChJ", "Сервис"):
        assert words in text


def test_the_picture_fills_the_stage_and_stays_in_it(show: Show) -> None:
    opened = show(many(300))
    points = opened.page.evaluate("Object.values(network.getPositions()).map(point => network.canvasToDOM(point))")
    wide, high = opened.page.evaluate(
        "[document.querySelector('#net').clientWidth, document.querySelector('#net').clientHeight]"
    )
    xs, ys = [point["x"] for point in points], [point["y"] for point in points]
    assert min(xs) > 0 and max(xs) < wide
    assert min(ys) > 0 and max(ys) < high
    assert max((max(xs) - min(xs)) / wide, (max(ys) - min(ys)) / high) > 0.7


def test_one_entity_alone_is_drawn_at_a_readable_size(show: Show) -> None:
    opened = show(Picture("One", "", (PictureNode("a", "Person", "Karimov", 0.0),), ()))
    assert [label["text"].strip("\u2068\u2069") for label in opened.labels()] == ["Karimov"]
    assert 1 <= opened.page.evaluate("network.getScale()") <= 1.5
    assert opened.errors == []


@pytest.mark.parametrize("count", [600, pytest.param(2000, marks=pytest.mark.slow)])
def test_many_entities_can_be_searched_and_filtered(show: Show, count: int) -> None:
    opened = show(many(count))
    opened.page.fill("#find", f"Declaration {count - 5}")
    opened.page.keyboard.press("Enter")
    assert opened.page.inner_text("#detail h2") == f"Declaration {count - 5}"
    companies = len(range(0, count, 12))
    opened.page.get_by_label(f"Company {companies}").uncheck()
    assert f"{companies} entities" in opened.page.inner_text("#status")
    assert opened.errors == []


def test_no_label_lies_under_a_button(show: Show) -> None:
    opened = show(many(300), 900, 700)
    rectangle = "document.querySelector('.zoom').getBoundingClientRect()"
    stage = "document.querySelector('#net').getBoundingClientRect()"
    left, top, right, bottom = opened.page.evaluate(
        f"(() => {{ const z = {rectangle}, s = {stage};"
        " return [z.left - s.left, z.top - s.top, z.right - s.left, z.bottom - s.top]; })()"
    )
    for _ in range(4):
        for label in opened.labels():
            x0, y0, x1, y1 = label["box"]
            assert x1 <= left or x0 >= right or y1 <= top or y0 >= bottom, label["text"]
        opened.page.click("#zoom-in")
        opened.page.evaluate("new Promise(done => { network.once('afterDrawing', done); network.redraw() })")


def test_labels_of_parties_and_seizures_come_before_numbers(show: Show) -> None:
    kinds = ("Document", "Seizure", "Company")
    nodes = tuple(
        PictureNode(f"{at:03d}", kinds[at % 3], f"{kinds[at % 3]} number {at}", 300.0 - at) for at in range(300)
    )
    opened = show(Picture("Roles", "", nodes, ()))
    first = " ".join(label["text"] for label in opened.labels()[:10])
    assert "Seizure" in first
    assert "Document" not in first


def test_the_rows_that_a_large_page_leaves_out_are_made_when_a_table_is_opened(show: Show) -> None:
    opened = show(many(1500))
    assert opened.page.locator("#view-nodes tbody tr").count() < 1500
    opened.page.click("#tab-nodes")
    assert opened.page.locator("#view-nodes tbody tr").count() == 1500
    assert opened.page.is_hidden("#view-nodes .cut")
    opened.page.locator("#view-nodes .to-node").last.click()
    assert opened.page.inner_text("#detail h2") != ""
    assert opened.errors == []
