"""The figures of the benchmark of names, on scores that one can check by hand."""

import math
from pathlib import Path

from benchmarks.names import (
    PANELS,
    LabelledPair,
    area_under_curve,
    edit_distance,
    measured,
    nearest_other,
    own_sets,
    read,
    recall_at_precision,
    row,
)
from graph.values.naming import Kind


def test_area_under_curve_counts_pairs_in_order_and_ties_as_half() -> None:
    assert area_under_curve([(0.9, True), (0.1, False)]) == 1.0
    assert area_under_curve([(0.1, True), (0.9, False)]) == 0.0
    assert area_under_curve([(0.5, True), (0.5, False)]) == 0.5
    assert area_under_curve([(0.9, True), (0.5, True), (0.5, False), (0.1, False)]) == 0.875
    assert math.isnan(area_under_curve([(0.5, True)]))


def test_recall_at_precision_takes_the_best_threshold_and_cuts_no_tie() -> None:
    assert recall_at_precision([(0.9, True), (0.8, True), (0.7, False), (0.6, True)], 0.97) == 2 / 3
    assert recall_at_precision([(0.9, True), (0.7, True), (0.7, False)], 0.97) == 0.5
    assert recall_at_precision([(0.9, True), (0.7, True), (0.7, False)], 0.6) == 1.0


def test_the_nearest_other_name_is_two_edits_away_at_least() -> None:
    assert edit_distance("karim", "karimov", 9) == 2
    assert nearest_other("karim", ["karim", "karima", "karimov", "rahim"]) == "karimov"


def test_a_row_shows_what_was_accepted_wrongly() -> None:
    pairs = [LabelledPair(Kind.PERSON, "Лола", "Lola", True), LabelledPair(Kind.PERSON, "Лола", "Lola", False)]
    assert row("names", measured(pairs)) == "| names | 1 / 1 | 0.500 | 0.000 | 1.000 | 1 |"


def test_a_panel_of_ones_own_is_shown_by_kind_and_by_slice(tmp_path: Path) -> None:
    panel = tmp_path / "mine.tsv"
    panel.write_text(
        "kind\tname_a\tname_b\tsame\tslice\nperson\tЛола\tLola\t1\tru\ncompany\tA\tB\t0\tru\nperson\tOleg\tIvan\t0\t\n",
        encoding="utf-8",
    )
    sizes = {name: len(pairs) for name, pairs in own_sets([panel])}
    assert sizes == {"mine": 3, "mine: person": 2, "mine: company": 1, "mine: ru": 2}


def test_own_panels_have_every_kind_and_as_many_hard_negatives() -> None:
    pairs = list(read(PANELS, ("kind", "name_a", "name_b", "half")))
    for kind in Kind:
        labels = [pair.is_same for pair in pairs if pair.kind is kind]
        assert sum(labels) * 2 == len(labels) > 30
    assert len({(pair.left, pair.right) for pair in pairs}) == len(pairs)
