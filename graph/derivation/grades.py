"""What a report is graded: as its record says, else as the batches that hold it."""

from dataclasses import replace

from graph.derivation.assertions import Assertions
from graph.records.reading import CurrentRecord
from graph.values.grades import worst_grade

_GRADED = frozenset({"seizure", "inspection"})  # kinds that tell what somebody found


def grade_of(record: CurrentRecord) -> str:
    """The worst grade of the batches that hold what counts of a report, "" for none and for other kinds."""
    if record.kind not in _GRADED:
        return ""
    return worst_grade(extract.grade for _, version in record.versions for _, extract in version.places)


def graded(said: Assertions, grade: str) -> Assertions:
    """What a record says with a grade, where it says none itself."""
    properties = said.node.properties or {}
    if not grade or "grade" in properties:
        return said
    return replace(said, node=said.node._replace(properties={**properties, "grade": grade}))
