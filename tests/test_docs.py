"""The generated pages say what the code says, and links between pages lead somewhere."""

import re
from pathlib import Path

import pytest

from docs import worked_examples
from docs.generate import PAGES

ROOT = Path(__file__).parent.parent
WRITTEN = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md"))]


@pytest.mark.parametrize("name", PAGES)
def test_a_generated_page_is_current(name: str) -> None:
    expected = "\n".join(PAGES[name]()).rstrip() + "\n"
    assert (ROOT / "docs" / name).read_text("utf-8") == expected, "run `make docs`"


@pytest.mark.parametrize("page", WRITTEN, ids=lambda page: page.name)
def test_links_of_a_page_lead_to_a_file(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text("utf-8")):
        assert "://" in target or (page.parent / target).exists(), target


@pytest.mark.slow
def test_the_worked_examples_are_current() -> None:
    assert worked_examples.PAGE.read_text("utf-8") == worked_examples.page() + "\n", (
        "run `python -m docs.worked_examples`"
    )
