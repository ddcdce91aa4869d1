"""Undo and redo of everything in the explorer, in a real browser and by keyboard."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.api.http.routes.explored import PHONE, Seen

pytestmark = pytest.mark.browser


# --- undo ----------------------------------------------------------------------------------------------------------

COMMANDS = (
    "hide", "hideOthers", "show", "pin", "unpin", "move", "group", "open", "filter", "month", "size", "mark", "note",
    "add", "collapse", "asNodes", "asLinks",
)  # fmt: skip

RUN = (Path(__file__).parent / "explore_undo.js").read_text("utf-8")


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    steps=st.lists(
        st.tuples(st.sampled_from(COMMANDS), st.integers(0, 999), st.integers(0, 999)).map(list), max_size=25
    )
)
def test_undoing_everything_leads_back_to_the_start_step_by_step(explored: Seen, steps: list[list[Any]]) -> None:
    assert explored.run(RUN, ["", steps]) == ""


def test_undo_and_redo_bring_the_drawing_the_list_and_the_counts_along(seen: Seen) -> None:
    def told() -> tuple[Any, ...]:
        seen.frame()
        page = seen.page
        page.click("#tab-list")
        return seen.places(), page.locator("#list li").all_text_contents(), page.inner_text("#counts")

    states = [told()]
    for name, *values in (
        ["expand", seen.firm()], ["groupBy", "type"], ["open"], ["asNodes"], ["arrange"], ["links"],
    ):  # fmt: skip
        before = seen.run("() => explorer.history().past.length")
        seen.act(name, *values)
        if seen.run("() => explorer.history().past.length") > before:
            states.append(told())
    seen.pick(PHONE)
    seen.act("hide")
    states.append(told())
    for state in states[-2::-1]:
        seen.page.click("[data-act=undo]")
        assert told() == state
    assert seen.page.is_disabled("[data-act=undo]")
    for state in states[1:]:
        seen.page.click("[data-act=redo]")
        assert told() == state
    assert seen.page.is_disabled("[data-act=redo]")


# --- by keyboard, saving, handing over -----------------------------------------------------------------------------


def test_search_expand_path_undo_and_export_go_by_keyboard(seen: Seen) -> None:
    press, page = seen.page.keyboard.press, seen.page
    page.focus("#tab-list")
    press("/")
    assert seen.run("() => document.activeElement.id") == "find"
    page.keyboard.type("Рассвет")
    page.wait_for_selector("#hits a")
    press("ArrowDown")
    press("Enter")
    page.wait_for_selector("#details h2:has-text('Рассвет')")
    seen.page.wait_for_selector("html:not([aria-busy])", state="attached")
    assert seen.run("() => document.activeElement.tagName") == "H2"
    before = len(seen.ids())
    press("e")
    page.wait_for_selector("html:not([aria-busy])", state="attached")
    page.wait_for_selector("#status:has-text('Рассвет')")
    assert len(seen.ids()) >= before
    press("Escape")
    assert seen.run("() => document.activeElement.getAttribute('role')") == "option"
    press("End")
    press("Space")
    press("ArrowUp")
    press("Space")
    assert seen.run("() => explorer.picked().nodes.size") >= 2
    press("Escape")
    seen.pick(*[name for name in seen.ids() if name.startswith("party:")][:2])
    page.focus("[data-act=path]")
    press("t")
    page.wait_for_selector(".paths > li, .why:has-text('No path')")
    steps = seen.run("() => explorer.history().past.length")
    press("Control+z")
    assert seen.run("() => explorer.history().past.length") == steps - 1
    press("x")
    assert seen.run("() => document.activeElement.tagName") == "SUMMARY"
    press("Tab")
    with page.expect_download() as download:
        press("Enter")
    assert download.value.suggested_filename.endswith(".html")
    outline = seen.run("() => getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"


def test_the_help_says_every_key(seen: Seen) -> None:
    seen.page.focus("#tab-list")
    seen.page.keyboard.press("?")
    assert seen.page.is_visible("#help")
    keys = seen.page.locator("#help kbd").all_inner_texts()
    assert {"E", "H", "P", "T", "X", "Ctrl+Z"} <= set(keys)
    seen.page.keyboard.press("Escape")
    assert not seen.page.is_visible("#help")


def test_letters_do_nothing_while_somebody_types(seen: Seen) -> None:
    seen.pick(PHONE)
    seen.page.focus("#find")
    seen.page.keyboard.type("hep")
    assert seen.run("() => explorer.history().past.length") == 0
    seen.page.fill("#find", "")
