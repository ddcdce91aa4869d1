"""Who is who on a made-up register: three ways side by side."""

import pytest

from benchmarks.scale import measure


@pytest.mark.slow
def test_three_ways_are_measured_and_comparing_finds_no_less(capsys: pytest.CaptureFixture[str]) -> None:
    measure(300)
    rows = [line.split(" | ") for line in capsys.readouterr().out.splitlines()[3:]]
    assert [row[0] for row in rows] == ["| read off", "| compared", "| plain Splink"]
    recall = [float(row[3].split(" / ")[1]) for row in rows]
    assert recall[1] >= recall[0] > 0.5
