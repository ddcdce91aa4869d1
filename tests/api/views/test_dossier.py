"""The page of a dossier: nothing of it runs, everything is told, one sheet and then the rows."""

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext

from api.views.dossier import (
    Dossier,
    DossierArrival,
    DossierEntity,
    DossierLink,
    DossierSeizure,
    page_of,
    policy,
)
from api.views.picture import CAUTION, Picture, SourceRow

FACTS = (("query", "dossier of lead:1"), ("as of", "2024-03-31"), ("highest handling", "H2"))


def dossier(picture: Picture, text: str = "Karvon", many: int = 1) -> Dossier:
    """A dossier with a text in every field, and so many of each thing."""
    times = range(many)
    return Dossier(
        lead="lead:1",
        title=text,
        kind=text,
        score=0.93,
        constant=-2.0,
        sentences=(text,),
        shares=tuple((f"{text} {at}", 0.5) for at in times),
        entities=tuple(
            DossierEntity(f"p:{at}", f"{text} {at}", "company", (text, f"{text}2"), ("UZ",), (text,), 3) for at in times
        ),
        links=tuple(DossierLink(text, text, ((f"{text} shared {at}", (f"{text} line {at}",)),)) for at in times),
        seizures=tuple(DossierSeizure(f"s:{at}", f"{text} seized {at}", text) for at in times),
        arrivals=tuple(DossierArrival(f"a:{at}", text, text, "2024-04-01", f"{at} hours left") for at in times),
        innocent=text,
        check=text,
        unknown=tuple(f"{text} unknown {at}" for at in times),
        notes=(text,),
        sources=tuple(SourceRow(f"r:{at}", text, str(at), f"{text} row {at}") for at in times),
        facts=FACTS,
        picture=replace(picture, facts=FACTS),
    )


def test_everything_is_told_however_much_there_is(ring: Picture) -> None:
    text = page_of(dossier(ring, many=40)).decode()
    for words in ("shared 39", "line 39", "seized 39", "39 hours left", "unknown 39", "row 39", CAUTION):
        assert words in text, words
    assert "34 more of them on the pages that follow." in text


def test_hostile_texts_are_text(hostile: Picture) -> None:
    for node in hostile.nodes:
        text = page_of(dossier(hostile, node.label, 2)).decode()
        assert "<script" not in text and "<img" not in text
        assert re.findall("[\u202a-\u202e\u2066-\u2069\x00-\x08\x0b-\x1f]", text) == []
        assert re.findall(r"\son\w+=", re.sub(r">[^<]*<|\"[^\"]*\"", "", text)) == []


def test_the_policy_allows_the_style_alone(ring: Picture) -> None:
    assert policy().startswith("default-src 'none'; style-src 'sha256-")
    assert f'content="{policy().replace(chr(39), "&#39;")}"' in page_of(dossier(ring)).decode()


def test_links_are_there_on_a_screen_only_where_they_are_given(ring: Picture) -> None:
    assert "<nav" not in page_of(dossier(ring)).decode()
    assert '<a href="/x?a=1&amp;b=2">Download</a>' in page_of(dossier(ring), {"Download": "/x?a=1&b=2"}).decode()


def test_the_same_dossier_gives_the_same_bytes(ring: Picture) -> None:
    assert page_of(dossier(ring)) == page_of(dossier(ring))


@pytest.mark.browser
def test_the_first_sheet_fits_on_a_page_of_paper(
    ring: Picture, open_context: Callable[..., BrowserContext], tmp_path: Path
) -> None:
    errors: list[Any] = []
    (tmp_path / "dossier.html").write_bytes(page_of(dossier(ring, "Karvon Trans LLC", 40)))
    context = open_context(offline=True, viewport={"width": 695, "height": 1028})  # A4 without its margins
    page = context.new_page()
    page.on("console", lambda message: errors.append(message.text))
    page.goto((tmp_path / "dossier.html").as_uri())
    page.emulate_media(media="print")
    assert page.evaluate("document.querySelector('.sheet').getBoundingClientRect().height") <= 1028
    assert page.evaluate("document.documentElement.scrollWidth") <= 695
    page.emulate_media(media="screen")
    page.set_viewport_size({"width": 390, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert errors == []
    context.close()
