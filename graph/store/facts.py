"""What a store keeps about itself: whose records it was made from, and by which rules; the same in every store."""

from abc import ABC, abstractmethod

from graph.errors import MustRebuild, StoreProblem
from graph.finding import finding_mark


class StoreFacts(ABC):
    """The facts of a store, over a place for texts by name that the store has."""

    url: str
    is_read_only: bool

    @abstractmethod
    def _meta(self, key: str) -> str:
        """A text that is kept, "" where there is none."""

    @abstractmethod
    def _set_meta(self, key: str, value: str) -> None:
        """Keeps a text."""

    def bind(self, record_store: str, url: str = "") -> None:
        """Keeps the id of the record store, once, and where it is; refuses another's afterwards."""
        known = self._meta("record_store")
        if known and known != record_store:
            raise StoreProblem(
                f"{self.url} was made from another record store",
                "set HALQA_RECORDS to the one it belongs to, or name another store",
            )
        if not known:
            self._set_meta("record_store", record_store)
        if url and url != self._meta("records_url") and not self.is_read_only:
            self._set_meta("records_url", url)

    def records_url(self) -> str:
        """Where the record store was when it was bound last; "" where that is not known."""
        return self._meta("records_url")

    def derivation(self) -> str:
        """The derivation mark of what has been applied; "" while nothing has been."""
        return self._meta("derivation")

    def _check_finding(self) -> None:
        """Raises `MustRebuild` where the texts for searching were made by other rules than a question is."""
        mark = self._meta("finding")
        if mark != finding_mark():
            raise MustRebuild(
                f"{self.url} was made for searching by other rules ({mark or 'of an older program'})",
                "run `halqa rebuild`: it is made again from the records",
            )

    def set_derivation(self, mark: str) -> None:
        """Keeps the derivation mark."""
        self._set_meta("derivation", mark)
