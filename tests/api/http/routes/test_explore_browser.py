"""The explorer in a real browser: what it draws and says, its steps, and its filters.

One service and one page for all: each test begins with the first scene, everything undone.
"""

from itertools import combinations
from typing import Literal

import pytest

from tests.api.http.routes.explored import NAMES, PHONE, Seen

pytestmark = pytest.mark.browser


# --- what is drawn and said ----------------------------------------------------------------------------------------


def test_the_counts_on_the_screen_are_those_of_the_api(seen: Seen) -> None:
    scene = seen.ask("scenes", {"focus": [PHONE]})
    nodes, links = len(scene["nodes"]), len(scene["links"])
    assert seen.page.inner_text("#counts") == f"{nodes} of {nodes} entities · {links} links"
    assert len(seen.places()) == nodes
    seen.page.click("#tab-list")
    assert seen.page.locator("#list li").count() == nodes
    seen.page.click("#tab-legend")
    ticks = [int(text) for text in seen.page.locator("#legend-types .count").all_inner_texts()]
    assert sum(ticks) == nodes
    seen.page.click("[data-act=table]")
    assert seen.page.locator("#tables caption").all_inner_texts() == [f"Entities ({nodes})", f"Links ({links})"]
    assert seen.page.locator("#tables tbody tr").count() == nodes + 100  # the rest comes when it is asked for
    seen.page.click("#tables > button:visible")
    assert seen.page.locator("#tables tbody tr").count() == nodes + links
    seen.page.click("[data-act=table]")


def test_the_drawing_takes_three_quarters_of_the_screen_and_nothing_lies_over_what_is_picked(seen: Seen) -> None:
    seen.pick(PHONE)
    box = seen.page.locator("#net").bounding_box()
    side = seen.page.locator(".side").bounding_box()
    assert box and side
    assert box["width"] * box["height"] >= 0.75 * 1280 * 720
    assert box["x"] + box["width"] <= side["x"]
    x, y = seen.point(PHONE)
    assert seen.run("([x, y]) => document.elementFromPoint(x, y).tagName", [x, y]) == "CANVAS"


def test_the_explanation_leads_from_a_link_to_file_line_and_row(seen: Seen) -> None:
    link = seen.run("() => [...explorer.state().links.values()].find(one => one.kind === 'HAS_PHONE').id")
    seen.run("id => explorer.choose({ nodes: new Set(), link: id })", link)
    seen.page.click(".records summary >> nth=0")
    text = seen.page.inner_text("#details")
    assert "rows.csv" in text and "line" in text
    assert "+9989012345" in seen.page.inner_text(".records dl >> nth=0")


def test_every_script_is_drawn_with_signs_of_its_own(seen: Seen) -> None:
    for firm in NAMES.values():
        seen.run("text => explorer.ask('searches', { q: text })", firm)
    widths = seen.run(
        """names => { const pen = document.createElement('canvas').getContext('2d');
             pen.font = `500 13px ${getComputedStyle(document.documentElement).fontFamily}`;
             const wide = sign => pen.measureText(sign).width;
             return names.map(name => [...name].filter(sign => sign.trim()).map(wide)); }""",
        list(NAMES.values()),
    )
    for script, of_signs in zip(NAMES, widths, strict=True):
        assert min(of_signs) > 0, script
        assert len({round(width, 2) for width in of_signs}) > 2, f"{script} is drawn as boxes"
    labels = " ".join(label["text"] for label in seen.run("() => explorer.labels()"))
    assert sum(name in labels.replace("\u2069 \u2068", " ") for name in NAMES.values()) >= 2


@pytest.mark.parametrize("zooms", [0, 2, -2])
def test_no_label_lies_over_another_or_under_a_button(seen: Seen, zooms: int) -> None:
    seen.act("expand", seen.firm())
    for _ in range(abs(zooms)):
        seen.act("zoomIn" if zooms > 0 else "zoomOut")
    seen.pick(PHONE)
    seen.frame()
    boxes = [label["box"] for label in seen.run("() => explorer.labels()")]
    assert len(boxes) > 5
    boxes += seen.run(
        """() => { const net = document.querySelector('#net').getBoundingClientRect();
                   return [...document.querySelectorAll('.over')].filter(one => one.offsetParent).map(one => {
                     const box = one.getBoundingClientRect();
                     const sides = [box.left, box.top, box.right, box.bottom];
                     return sides.map((side, at) => side - [net.left, net.top][at % 2]);
                   }); }"""
    )
    for one, other in combinations(boxes, 2):
        assert one[0] >= other[2] or one[2] <= other[0] or one[1] >= other[3] or one[3] <= other[1], (one, other)


@pytest.mark.parametrize("width", [390, 760, 1920])
def test_it_is_never_wider_than_the_window(seen: Seen, width: int) -> None:
    seen.page.set_viewport_size({"width": width, "height": 780})
    for tab in ("explain", "list", "legend"):
        seen.page.click(f"#tab-{tab}")
        assert seen.run("() => document.documentElement.scrollWidth") <= width
    assert seen.page.locator("#net").bounding_box()["height"] > 300  # type: ignore[index]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_objects_to_nothing_that_is_shown(seen: Seen, scheme: Literal["light", "dark"]) -> None:
    seen.page.emulate_media(color_scheme=scheme)
    seen.pick(seen.firm())
    seen.page.wait_for_selector(".reasons > :not(.hint)", state="attached")
    for tab in ("explain", "list", "legend"):
        seen.page.click(f"#tab-{tab}")
        assert seen.objections() == [], tab
    seen.page.click("[data-act=table]")
    assert seen.objections() == []
    seen.page.click("[data-act=table]")
    for opener in ("#menu-view summary", "#menu-export summary", "[data-act=help]"):
        seen.page.click(opener)
        assert seen.objections() == [], opener
        seen.page.keyboard.press("Escape")
    seen.page.emulate_media(color_scheme="light")


# --- steps ---------------------------------------------------------------------------------------------------------


def test_what_is_expanded_was_counted_before_and_moves_nothing_else(seen: Seen) -> None:
    [firm] = [name for name in seen.ids("Party") + seen.ids("Company") if name][:1]
    shown = seen.ids()
    before = seen.places()
    seen.pick(firm)
    choices = seen.ask("choices", {"id": firm, "shown": shown})["choices"]
    seen.page.wait_for_selector(".choice")
    told = set(seen.page.locator(".choice").all_text_contents())
    left = [(choice["words"], choice["count"] - choice["on_screen"]) for choice in choices]
    assert told == {words + (f"+{count}" if count else "all here") for words, count in left}
    key = next(choice for choice in choices if choice["count"] > choice["on_screen"])
    seen.page.click(f".choice:has-text('+{key['count'] - key['on_screen']}') >> nth=0")
    seen.steps(1)
    after = seen.places()
    assert {name: after[name] for name in before} == before
    assert len(after) > len(before)
    assert "came to" in seen.status()


def test_an_expansion_that_leaves_some_out_says_how_many(seen: Seen) -> None:
    seen.act("expandBy", seen.firm(), "", 1, "risk")
    answer = seen.ask("expansions", {"id": seen.firm(), "limit": 1, "shown": []})
    assert len(answer["nodes"]) == 1
    assert "1 entity came to" in seen.status() and "more are not shown" in seen.status()


def test_collapsing_takes_back_what_came_and_what_came_from_there(seen: Seen) -> None:
    before, firm = set(seen.ids()), seen.firm()
    seen.act("expandBy", firm, "", 2, "recent")
    came = sorted(set(seen.ids()) - before)
    assert len(came) == 2
    seen.act("expandBy", came[0], "", 3, "recent")
    assert len(seen.ids()) > len(before) + 2
    seen.pick(firm)
    seen.page.click("#details button:text-is('Collapse')")
    assert set(seen.ids()) == before


def test_hiding_pinning_and_hiding_others(seen: Seen) -> None:
    all_ids = seen.ids()
    seen.pick(all_ids[1])
    seen.page.click("[data-act=hide]")
    assert all_ids[1] not in seen.places()
    seen.pick(all_ids[0])
    seen.page.click("[data-act=pin]")
    assert seen.run("id => explorer.state().pinned.has(id)", all_ids[0])
    seen.page.click("[data-act=hideOthers]")
    assert list(seen.places()) == [all_ids[0]]
    seen.act("showAll")
    assert len(seen.places()) == len(all_ids)


def test_arranging_moves_everything_but_what_is_pinned(seen: Seen) -> None:
    before = seen.places()
    seen.pick(PHONE)
    seen.act("pin")
    seen.act("arrange")
    after = seen.places()
    assert after[PHONE] == before[PHONE]
    assert after != before


def test_a_line_around_nodes_picks_them(seen: Seen) -> None:
    inside = seen.ids()[:3]
    points = [seen.point(name) for name in inside]
    left, right = min(x for x, _ in points) - 12, max(x for x, _ in points) + 12
    top, bottom = min(y for _, y in points) - 12, max(y for _, y in points) + 12
    seen.page.keyboard.down("Shift")
    seen.page.mouse.move(left, top)
    seen.page.mouse.down()
    for x, y in ((right, top), (right, bottom), (left, bottom), (left, top + 4)):
        seen.page.mouse.move(x, y, steps=4)
    seen.page.mouse.up()
    seen.page.keyboard.up("Shift")
    picked = set(seen.run("() => [...explorer.picked().nodes]"))
    assert picked >= set(inside)
    within = {name for name in seen.ids() if left < seen.point(name)[0] < right and top < seen.point(name)[1] < bottom}
    assert picked == within


@pytest.mark.parametrize("by", ["type", "country", "community"])
def test_a_group_is_one_node_with_a_count_and_opens_again(seen: Seen, by: str) -> None:
    seen.act("expand", seen.firm())
    before = seen.places()
    seen.act("groupBy", by)
    groups = seen.run("() => explorer.state().groups")
    assert groups
    drawn = seen.places()
    members = [name for group in groups for name in group["members"]]
    assert set(drawn) == set(before) - set(members) | {group["id"] for group in groups}
    seen.page.click("#tab-list")
    assert f"({len(groups[0]['members'])})" in seen.page.inner_text("#list")
    seen.act("open", groups[0]["id"])
    assert set(groups[0]["members"]) <= set(seen.places())


def test_consignments_are_counted_links_or_nodes(seen: Seen) -> None:
    before = seen.ids()
    assert not seen.ids("Consignment")
    seen.act("asNodes")
    assert seen.ids("Consignment")
    kinds = "() => [...explorer.seen().links.values()].filter(link => link.kind === 'CONSIGNMENTS').length"
    assert seen.run(kinds) == 0
    seen.act("asNodes")
    assert seen.ids() == before
    assert seen.run(kinds) > 0


def test_paths_are_listed_in_words_and_a_node_can_be_avoided(seen: Seen) -> None:
    ends = [name for name in seen.ids() if name.startswith("party:")][:2]
    seen.pick(*ends)
    seen.page.click("[data-act=path]")
    seen.page.wait_for_selector(".paths > li")
    answer = seen.ask("paths", {"source": ends[0], "target": ends[1]})
    assert seen.page.locator(".paths .why").all_inner_texts() == [path["words"] for path in answer["paths"]]
    assert seen.run("() => explorer.state().marked.nodes") == answer["paths"][0]["nodes"]
    [between, *_] = answer["paths"][0]["nodes"][1:-1]
    seen.page.click(".paths > li >> nth=0 >> summary")
    seen.page.click(".paths > li >> nth=0 >> text=Avoid >> nth=0")
    seen.page.wait_for_selector("text=1 entity is avoided")
    marked = seen.run("() => explorer.state().marked")
    assert marked is None or between not in marked["nodes"]


# --- filters -------------------------------------------------------------------------------------------------------


def test_filters_count_and_never_move_anything(seen: Seen) -> None:
    seen.act("expand", seen.firm())
    before = seen.places()
    seen.page.click("#tab-legend")
    months = seen.run("() => Number(document.querySelector('#time-to').max)")
    assert months >= 3
    seen.page.focus("#time-from")
    seen.page.keyboard.press("End")
    after = seen.places()
    assert {name: before[name] for name in after} == after
    links = seen.run("() => [...explorer.seen().links.values()].every(l => !l.months.length || l.last_on >= '2024-06')")
    assert links
    seen.page.click("text=All months")
    first = seen.page.locator("#legend-types label >> nth=0")
    kind, count = first.locator(".name").inner_text(), int(first.locator(".count").inner_text())
    first.locator("input").uncheck()
    assert len(seen.places()) == len(before) - count
    assert seen.run("kind => explorer.state().filters.types.includes(kind)", kind)
    assert f"{count} filtered out" in seen.page.inner_text("#legend-summary")
    seen.page.click("#filters-none")
    assert seen.places() == before


def test_a_least_number_of_consignments_is_asked_of_links(seen: Seen) -> None:
    seen.page.click("#tab-legend")
    seen.page.fill("#least-consignments", "99")
    seen.page.press("#least-consignments", "Enter")
    assert seen.run("() => [...explorer.seen().links.values()].every(l => l.kind !== 'CONSIGNMENTS')")
    assert len(seen.places()) == len(seen.ids())
