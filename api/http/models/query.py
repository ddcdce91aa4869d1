"""What the queries of several routes share: the viewer, how long to wait, how many answers.

Every route of the API takes one model of its query, which refuses what it does not know; `StrictRoute` adds that a
parameter is given once. A route without parameters takes `QueryModel` itself.
"""

from typing import Annotated, Any, get_origin

from fastapi import Query
from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from api.http.asker import visible_to_asker
from api.http.models.texts import Text


class QueryModel(BaseModel):
    """The query of a route."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=False)

    @classmethod
    def names(cls) -> list[str]:
        """The parameters as they are written, in the order of the document."""
        return [field.alias or name for name, field in cls.model_fields.items()]

    @classmethod
    def repeatable(cls) -> frozenset[str]:
        """The parameters that may be given several times."""
        fields = cls.model_fields.items()
        return frozenset(field.alias or name for name, field in fields if _is_list(field.annotation))


def _is_list(annotation: Any) -> bool:
    return get_origin(annotation) is list


class ViewerQuery(QueryModel):
    """The query of a route whose answer depends on who asks; `as_` is never wider than what he may see."""

    as_: Annotated[Text | None, AfterValidator(visible_to_asker)] = Field(
        None,
        alias="as",
        validate_default=True,  # who gives none sees what he may
        description="Channel patterns of the viewer, comma-separated; every channel that you may see if not given",
        examples=["*/H1/*"],
    )


class WaitingQuery(QueryModel):
    """The query of a route whose work lasts."""

    wait: float = Field(
        10, description="Seconds to wait for the result before the answer is 202 with a job", ge=0, le=60, examples=[30]
    )


class WaitingViewerQuery(ViewerQuery, WaitingQuery):
    """The query of a route whose work lasts and depends on who asks."""


class PagedQuery(ViewerQuery):
    """The query of a route that answers some of many."""

    limit: int = Field(50, description="Most answers", ge=1, le=200, examples=[10])


# In the document a route's own parameters come first, then these.
SHARED = ("limit", "wait", "as")

NoQuery = Annotated[QueryModel, Query()]
OfViewer = Annotated[ViewerQuery, Query()]
Waiting = Annotated[WaitingQuery, Query()]
WaitingOfViewer = Annotated[WaitingViewerQuery, Query()]
