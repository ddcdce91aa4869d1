from collections.abc import Callable, Iterator

import pytest

from api.cli.progress import Line, in_words
from graph.progress import Pace, Step


def clock(*moments: float) -> Callable[[], float]:
    ticks: Iterator[float] = iter(moments)
    return lambda: next(ticks)


def paced(seconds: float, step: Step) -> Pace:
    pace = Pace(clock(0, 0, seconds))
    pace.update(Step(step.name))
    pace.update(step)
    return pace


@pytest.mark.parametrize(
    ("seconds", "step", "words"),
    [
        (
            5,
            Step("staging a.csv", 120_000, 266_667, 3),
            "staging a.csv: 120,000 rows, 3 rejected, 24,000 a second, 45%, 6 s left",
        ),
        (5, Step("staging a.csv", 120_000), "staging a.csv: 120,000 rows, 24,000 a second"),
        (100, Step("applying a.csv", 1000, 3_000), "applying a.csv: 1,000 rows, 10 a second, 33%, 3 min left"),
        (100, Step("applying a.csv", 100, 61_000), "applying a.csv: 100 rows, 1 a second, 0%, 16.9 h left"),
        (0, Step("reading the graph"), "reading the graph"),
    ],
)
def test_a_step_in_words(seconds: float, step: Step, words: str) -> None:
    assert in_words(paced(seconds, step)) == words


def test_a_short_step_draws_nothing() -> None:
    drawn: list[str] = []
    line = Line(lambda words, _: drawn.append(words), Pace(clock(0, 0, 0.5)))
    line.update(Step("staging a.csv", 10, 20))
    line.update(Step("staging a.csv", 20, 20))
    assert drawn == []


def test_a_step_that_follows_begins_a_line_of_its_own() -> None:
    drawn: list[tuple[str, str]] = []
    line = Line(lambda *given: drawn.append(given), Pace(clock(0, 0, 2, 3, 6)))
    for step in (Step("a", 1, 9), Step("a", 5, 9), Step("b", 1, 2), Step("b", 2, 2)):
        line.update(step)
    ends = [end for _, end in drawn]
    assert [words.partition(":")[0] for words, _ in drawn] == ["a", "", "b", ""] and ends == ["\r", "\n", "\r", "\n"]
