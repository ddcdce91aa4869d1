"""The pool: bounded, used again, and never handing out what is broken."""

from pathlib import Path

import pytest

from api.services.runtime.pool import Pool
from graph.errors import BadValue, StoreProblem, StoreUnavailable
from graph.settings import Settings


@pytest.fixture
def pool(tmp_path: Path) -> Pool:
    return Pool(Settings(data_dir=tmp_path), size=2, patience_seconds=0.01)


def test_a_workspace_is_used_again(pool: Pool) -> None:
    with pool.held() as first:
        pass
    with pool.held() as second:
        assert second is first
    pool.close()


def test_two_at_once_have_their_own_and_a_third_is_refused(pool: Pool) -> None:
    with pool.held() as one, pool.held() as other:
        assert one is not other
        with pytest.raises(StoreUnavailable, match="too many requests are at work"), pool.held():
            pass
    with pool.held():
        pass
    pool.close()


def test_a_refused_question_does_not_cost_the_workspace(pool: Pool) -> None:
    with pytest.raises(BadValue), pool.held() as first:
        raise BadValue("no")
    with pool.held() as second:
        assert second is first
    pool.close()


@pytest.mark.parametrize("fault", [StoreProblem("broken"), KeyError("unexpected")])
def test_a_broken_workspace_is_not_handed_out_again(pool: Pool, fault: Exception) -> None:
    with pytest.raises(type(fault)), pool.held() as first:
        raise fault
    with pool.held() as second:
        assert second is not first
    pool.close()


def test_after_closing_what_comes_back_is_closed(pool: Pool) -> None:
    with pool.held() as workspace:
        pool.close()
    with pytest.raises(StoreProblem):
        workspace.store.channels()
