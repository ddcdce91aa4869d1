"""The registry of indicators: each is complete, with figures, a source or none said, and its two sentences."""

from pathlib import Path

import pytest

from analyses.screening.registry import all_indicators, get_indicator, usual_thresholds
from graph.errors import NotFound
from graph.messages import LANGUAGE, catalogue


def test_every_indicator_has_figures_and_two_sentences() -> None:
    names = set(all_indicators())
    keys = {key.partition(".")[2] for key in catalogue(LANGUAGE) if key.startswith("fires.")} - {"not_computed"}
    honest = {key.partition(".")[2] for key in catalogue(LANGUAGE) if key.startswith("honest.")}
    assert len(names) >= 25
    assert names == set(usual_thresholds().indicators) == keys == honest


def test_every_indicator_says_what_it_computes_and_how_far_back_it_looks() -> None:
    for indicator in all_indicators().values():
        assert indicator.computation and indicator.window and indicator.source and indicator.version >= 1
        assert indicator.title and not set("`_") & set(indicator.title)


def test_every_indicator_is_asked_in_a_test() -> None:
    asked = "".join(path.read_text("utf-8") for path in Path(__file__).parent.glob("test_*.py"))
    assert [name for name in all_indicators() if f'"{name}"' not in asked] == []


def test_an_indicator_that_is_none_is_said_by_name() -> None:
    with pytest.raises(NotFound, match="no indicator 'shared-phones'") as fault:
        get_indicator("shared-phones")
    assert "shared_phone" in fault.value.next_step
