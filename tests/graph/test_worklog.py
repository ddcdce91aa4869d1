"""The log tells when work begins and ends, and how much there was, never of whom."""

import logging

import pytest

from graph.worklog import logged

log = logging.getLogger("halqa.test")


def test_work_has_one_line_at_each_end(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO), logged(log, "load") as counts:
        counts |= {"rows": 1200, "rows rejected": 3}
    first, last = caplog.messages
    assert first == "load: begun"
    assert last.startswith("load: 1,200 rows, 3 rows rejected, ") and last.endswith(" s")


def test_work_that_fails_says_by_what(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO), pytest.raises(ValueError, match="Karim"), logged(log, "load"):
        raise ValueError("Karim Aliyev")
    assert caplog.messages[-1].startswith("load: ended by ValueError after ")
    assert "Karim" not in "".join(caplog.messages)
