"""The interactive picture in a real browser, opened as a file with the network switched off."""

from collections.abc import Callable
from typing import Any

import pytest

from api.views.picture import Picture, PictureEdge, PictureNode
from tests.api.views.pointing import POINT_OF_EDGE, POINT_OF_NODE, click, order

pytestmark = pytest.mark.browser

Show = Callable[..., Any]


def test_nothing_of_a_hostile_picture_runs_whatever_is_hovered_or_clicked(show: Show, hostile: Picture) -> None:
    opened = show(hostile)
    for at in range(len(hostile.nodes)):
        x, y = opened.page.evaluate(POINT_OF_NODE, at)
        opened.page.mouse.move(x, y)
        opened.page.wait_for_timeout(300)
        click(opened, POINT_OF_NODE, at)
    click(opened, POINT_OF_EDGE, 0)
    for tab in ("nodes", "edges", "sources"):
        opened.page.click(f"#tab-{tab}")
    for button in opened.page.query_selector_all(".legend input"):
        opened.page.click("#tab-picture")
        button.click()
    opened.page.fill("#find", "<script>")
    assert opened.page.evaluate("typeof window.__xss") == "undefined"
    assert opened.page.evaluate("({}).polluted === undefined && Object.keys(Object.prototype).length === 0")
    assert opened.errors == []
    assert len(opened.requests) == 1
    assert opened.requests[0].startswith("file:")


def test_a_hostile_name_is_shown_as_the_text_it_is(show: Show, hostile: Picture) -> None:
    opened = show(hostile)
    opened.page.fill("#find", "Hrefco")
    opened.page.click("#hits button")
    assert opened.page.inner_text("#detail h2") == "<a href=javascript:window.__xss=1>Hrefco</a>"
    assert opened.page.query_selector("#detail a") is None


def test_a_tooltip_is_text(show: Show, hostile: Picture) -> None:
    opened = show(hostile)
    at = order(hostile).index("<a href=javascript:window.__xss=1>Hrefco</a>")
    opened.page.mouse.move(*opened.page.evaluate(POINT_OF_NODE, at))
    opened.page.wait_for_selector(".vis-tooltip", state="visible")
    assert opened.page.eval_on_selector(".vis-tooltip", "tip => tip.children.length") == 0
    assert "<a href=javascript" in opened.page.inner_text(".vis-tooltip")


def test_the_policy_stops_script_that_is_not_ours(show: Show, ring: Picture) -> None:
    opened = show(ring)
    policy = opened.page.get_attribute("meta[http-equiv=Content-Security-Policy]", "content")
    assert "unsafe" not in policy
    add = "text => { const s = document.createElement('script'); s.textContent = text; document.body.append(s) }"
    opened.page.evaluate(add, "window.__xss = 1")
    assert opened.page.evaluate("typeof window.__xss") == "undefined"
    assert any("Content Security Policy" in error for error in opened.errors)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("рассвет", "ООО «Рассвет Логистик»"),
        ("ბერი", "გიორგი ბერიძე"),
        ("احمدی", "محمد نعیم احمدی"),
        ("081310", "Declaration 2024/01200"),
        ("90 123", "+998 90 123 45 67"),
    ],
)
def test_search_finds_a_name_in_any_script_and_a_property(show: Show, ring: Picture, typed: str, found: str) -> None:
    opened = show(ring)
    opened.page.fill("#find", typed)
    assert opened.page.locator("#hits button").count() == 1
    opened.page.keyboard.press("Enter")
    assert opened.page.inner_text("#detail h2") == found
    assert opened.page.evaluate("network.getSelectedNodes().length") == 1


def test_search_without_a_hit_says_so(show: Show, ring: Picture) -> None:
    opened = show(ring)
    opened.page.fill("#find", "zzz")
    assert opened.page.inner_text("#status").startswith("Nothing found")


def test_a_tick_box_of_the_legend_hides_the_type_and_says_how_many(show: Show, ring: Picture) -> None:
    opened = show(ring)
    at = [order(ring).index(name) for name in ("p:2", "p:3")]
    opened.page.get_by_label("Person 2").uncheck()
    hidden = "ids => ids.map(id => network.body.nodes[id].options.hidden)"
    assert opened.page.evaluate(hidden, at) == [True, True]
    assert opened.page.inner_text("#status") == "Switched off in the legend: 2 entities, 2 links."
    assert not any("გიორგი" in label["text"] for label in opened.labels())
    opened.page.click("#show-all")
    assert opened.page.evaluate(hidden, at) == [False, False]
    assert opened.page.is_checked("#kinds input >> nth=0")


def test_a_tick_box_of_the_legend_hides_a_type_of_link(show: Show, ring: Picture) -> None:
    opened = show(ring)
    opened.page.get_by_label("uses this phone").uncheck()
    hidden = opened.page.evaluate("Object.values(network.body.edges).filter(edge => edge.options.hidden).length")
    assert hidden == 1


def test_going_to_a_hidden_entity_shows_its_type_again(show: Show, ring: Picture) -> None:
    opened = show(ring)
    opened.page.get_by_label("Phone 1", exact=True).uncheck()
    opened.page.fill("#find", "+998")
    opened.page.keyboard.press("Enter")
    assert opened.page.get_by_label("Phone 1", exact=True).is_checked()
    assert opened.page.evaluate("id => network.body.nodes[id].options.hidden", order(ring).index("f:1")) is False


def test_clicking_an_entity_shows_properties_neighbours_and_evidence(show: Show, ring: Picture) -> None:
    opened = show(ring)
    click(opened, POINT_OF_NODE, order(ring).index("c:1"))
    text = opened.page.inner_text("#detail")
    assert "Declaration 2024/01200" in text
    assert "081310" in text
    assert "Linked to (3)" in text
    assert not opened.page.is_visible("text=UZ/import: declaration 2024/01200, line 17 >> visible=true")
    opened.page.locator("#detail li", has_text="received by").locator("summary").click()
    assert opened.page.locator("#detail .evidence:visible").inner_text() == "UZ/import: declaration 2024/01200, line 17"


def test_a_neighbour_is_a_button_that_leads_on(show: Show, ring: Picture) -> None:
    opened = show(ring)
    click(opened, POINT_OF_NODE, order(ring).index("c:1"))
    opened.page.locator("#detail button", has_text="Рассвет").click()
    assert opened.page.inner_text("#detail h2") == "ООО «Рассвет Логистик»"
    assert opened.page.inner_text("#detail .badge >> nth=0") == "hub"


def test_clicking_a_link_shows_its_evidence_at_once(show: Show, ring: Picture) -> None:
    opened = show(ring)
    edges = [edge.id for edge in ring.checked().edges]
    click(opened, POINT_OF_EDGE, edges.index("e5"))
    assert opened.page.inner_text("#detail h2") == "possibly same"
    assert opened.page.inner_text("#detail .evidence") == "Same phone"
    assert "derived by an analysis" in opened.page.inner_text("#detail")


def test_a_link_of_the_table_leads_to_its_evidence(show: Show, ring: Picture) -> None:
    opened = show(ring)
    opened.page.click("#tab-edges")
    opened.page.locator(".to-edge", has_text="seized from").click()
    assert opened.page.is_visible("#net")
    assert opened.page.inner_text("#detail .evidence") == "UZ/seizures: record 7, file s.csv line 3"


def test_everything_can_be_reached_by_keyboard(show: Show, ring: Picture) -> None:
    opened = show(ring)
    press = opened.page.keyboard.press
    press("Tab")
    assert opened.focused() == "tab-picture"
    press("ArrowRight")
    assert opened.focused() == "tab-nodes"
    assert opened.page.is_visible("#view-nodes table")
    press("Tab")
    press("Tab")
    press("Tab")
    press("Enter")
    assert opened.focused() == "Declaration 2024/01200"
    assert opened.page.is_visible("#view-picture")
    press("Tab")
    press("Tab")
    press("Space")
    assert opened.page.locator("#detail details[open]").count() == 1
    press("Escape")
    assert opened.focused() == "find"
    assert "Highest rank" in opened.page.inner_text("#detail")


def test_the_drawing_moves_with_the_arrow_keys_once_it_has_the_focus(show: Show, ring: Picture) -> None:
    opened = show(ring)
    before = opened.page.evaluate("network.getViewPosition()")
    opened.page.focus(".vis-network")
    opened.page.keyboard.down("ArrowLeft")
    opened.page.wait_for_function("before => network.getViewPosition().x !== before.x", arg=before)
    opened.page.keyboard.up("ArrowLeft")


def test_the_focus_is_seen_on_every_kind_of_control(show: Show, ring: Picture) -> None:
    opened = show(ring)
    outline = "getComputedStyle(document.activeElement).outlineStyle"
    for _ in range(25):
        opened.page.keyboard.press("Tab")
        if opened.page.evaluate("document.activeElement !== document.body"):
            assert opened.page.evaluate(outline) == "solid", opened.focused()


def test_the_empty_picture_says_that_there_is_nothing(show: Show) -> None:
    opened = show(Picture("Nothing", "", (), ()))
    assert opened.page.inner_text("#empty") == "No entity answers this question."
    assert opened.errors == []


def test_without_script_the_tables_are_there(show: Show, ring: Picture, tmp_path: Any) -> None:
    opened = show(ring)
    context = opened.page.context.browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((tmp_path / "picture.html").as_uri())
    assert page.is_visible("#view-nodes table")
    assert page.is_visible("#view-edges table")
    assert page.is_visible(".without-script")
    context.close()


def dated(*days: str) -> Picture:
    """A seizure, a consignment linked to it, and a firm further off; a link between each on one of these days."""
    nodes = tuple(
        PictureNode(name, kind, name, 3.0 - at)
        for at, (name, kind) in enumerate((("s", "Seizure"), ("c", "Consignment"), ("f", "Company"), ("g", "Company")))
    )
    pairs = zip("scf", "cfg", strict=True)
    edges = tuple(
        PictureEdge(a + b, a, b, "X", days=(day,) if day else ()) for (a, b), day in zip(pairs, days, strict=True)
    )
    return Picture("Dated", "", nodes, edges, facts=(("highest handling", "H3"),))


def drawn(opened: Any, kind: str) -> int:
    """How many nodes or edges are not hidden."""
    found: int = opened.page.evaluate(f"Object.values(network.body.{kind}).filter(one => !one.options.hidden).length")
    return found


def test_the_handles_of_time_leave_what_is_within_and_what_has_no_day(show: Show) -> None:
    opened = show(dated("2024-01-01", "2024-03-01", ""))
    assert opened.page.inner_text("#time-said") == "2024-01-01 to 2024-03-01 · 2 of 2 dated links"
    places = opened.page.evaluate("network.getPositions()")
    opened.page.focus("#time-from")
    opened.page.keyboard.press("ArrowRight")
    assert opened.page.inner_text("#time-said") == "2024-01-02 to 2024-03-01 · 1 of 2 dated links"
    assert (drawn(opened, "nodes"), drawn(opened, "edges")) == (3, 2)
    assert opened.page.get_attribute("#time-from", "aria-valuetext") == "2024-01-02"
    assert opened.page.inner_text("#status") == "Left out by the filters: 1 entity, 1 link."
    opened.page.click("#show-all")
    assert (drawn(opened, "nodes"), drawn(opened, "edges")) == (4, 3)
    assert opened.page.evaluate("network.getPositions()") == places


def test_a_picture_without_days_has_no_timeline(show: Show, ring: Picture) -> None:
    assert show(ring).page.is_hidden("#time")


def test_what_is_near_a_seizure_can_be_seen_alone(show: Show) -> None:
    opened = show(dated("", "", ""))
    for steps, nodes in (("1", 2), ("2", 3), ("", 4)):
        opened.page.select_option("#near", steps)
        assert drawn(opened, "nodes") == nodes
    opened.page.select_option("#near", "1")
    opened.page.fill("#find", "g")
    opened.page.keyboard.press("Enter")
    assert opened.page.input_value("#near") == ""
    assert drawn(opened, "nodes") == 4


def test_the_marking_stands_at_the_head(show: Show, ring: Picture) -> None:
    assert show(ring).page.inner_text(".marking") == "Highest handling H2"


def test_the_drawing_follows_light_and_dark(show: Show, ring: Picture) -> None:
    opened = show(ring)
    ground = "getComputedStyle(document.body).backgroundColor"
    shade = "network.body.nodes[0].options.color.background"
    light = opened.page.evaluate(ground), opened.page.evaluate(shade)
    opened.page.emulate_media(color_scheme="dark")
    try:
        opened.page.wait_for_function(f"before => {shade} !== before", arg=light[1])  # it is told in its own time
        assert opened.page.evaluate(ground) != light[0]
    finally:
        opened.page.emulate_media(color_scheme="light")
    assert opened.errors == []


def test_a_browser_that_cannot_unpack_shows_the_tables(
    show: Show, ring: Picture, tmp_path: Any, open_context: Callable[..., Any]
) -> None:
    show(ring)
    context = open_context(offline=True)
    page = context.new_page()
    page.add_init_script("delete window.DecompressionStream")
    page.goto((tmp_path / "picture.html").as_uri())
    assert page.is_visible("#view-nodes table")
    assert page.is_visible("#view-sources table")
    assert page.is_visible(".without-script")
    context.close()
