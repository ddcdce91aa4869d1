import pytest

from graph.errors import StoreProblem
from graph.store.translation import Translated


class Store:
    url = "sqlite:///graph.db"

    @Translated(lambda error, url: StoreProblem(f"{url}: {error}", "try again"), KeyError, OSError)
    def fails_with(self, error: Exception) -> str:
        raise error


def test_an_error_of_the_driver_becomes_a_store_problem_that_names_the_store_and_keeps_its_cause() -> None:
    cause = OSError("the disk is gone")
    with pytest.raises(StoreProblem, match=r"sqlite:///graph\.db: the disk is gone") as raised:
        Store().fails_with(cause)
    assert raised.value.__cause__ is cause


def test_an_error_of_our_own_is_left_as_it_is() -> None:
    with pytest.raises(ZeroDivisionError):
        Store().fails_with(ZeroDivisionError())


def test_a_method_keeps_its_name() -> None:
    assert Store.fails_with.__name__ == "fails_with"
