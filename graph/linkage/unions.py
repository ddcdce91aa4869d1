"""Which records are one so far, while they are joined one by one (union by the caller's choice, paths halved)."""


class Unions:
    """Records in sets that grow together; a set goes by one of its records. Whoever was never joined is a set alone."""

    def __init__(self) -> None:
        self._above: dict[int, int] = {}

    def of(self, record: int) -> int:
        """The record by which the set of a record goes."""
        above = self._above
        while record in above:
            higher = above[record]
            if higher in above:
                above[record] = above[higher]
            record = higher
        return record

    def put(self, under: int, head: int) -> None:
        """Makes one set of two, which goes by the head; both are records by which a set goes, and are not the same."""
        self._above[under] = head
