"""Exports: a picture of a cluster, of an answer, or of a node's neighbourhood, written to a file."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from analyses.registry import Answer, get_analysis
from api.services.asking.draw import EntityDrawer, PictureDraft, draw_around, draw_paths, draw_records
from api.services.asking.inputs import Asking, world_for
from api.services.asking.provenance import Asked, facts_of
from api.services.asking.run import AS_OF, run_by_name
from api.services.runtime.workspace import Workspace
from api.views.picture import Picture
from api.views.registry import Told, renderers, untold, write
from graph.errors import BadValue, NotFound
from graph.linkage.world import World
from graph.model import Viewer
from graph.progress import Progress, Step, silent


@dataclass(frozen=True, slots=True)
class ExportRequest:
    """What to draw: one of `around`, `cluster` and `analysis` with its parameters; `by` is who asks."""

    around: str = ""
    cluster: str = ""
    analysis: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    limit: int = 300
    by: str = ""

    @property
    def question(self) -> tuple[str, dict[str, Any]]:
        """The analysis whose answer is drawn, and its parameters."""
        cluster = {"cluster": self.cluster} if self.cluster else {}
        return self.analysis or "linked_entities", {**self.values, **cluster}

    @property
    def parameters(self) -> dict[str, Any]:
        """What was asked, as it is noted."""
        asked = {"around": self.around, "cluster": self.cluster, "analysis": self.analysis}
        given = {name: value for name, value in asked.items() if value}
        return {**given, "params": dict(self.values), "limit": self.limit}

    def words(self) -> str:
        """The question in words, for the footer."""
        given = ", ".join(f"{name}={value}" for name, value in self.values.items())
        asked = f"around {self.around}" if self.around else self.cluster or f"analysis {self.analysis}"
        return asked + (f" ({given})" if given else "")


def export(workspace: Workspace, request: ExportRequest, viewer: Viewer, path: Path, told: Told = untold) -> Picture:
    """Draws what was asked and writes it in the format of the file's suffix; `told` of it before the file appears.

    Raises:
        BadValue: not exactly one thing was asked for, or the suffix is not known.
        NotFound: what was asked for is not visible.
    """
    picture = workspace.answer(viewer, lambda *_: draw(workspace, request, viewer))
    write(picture, path, told)
    return picture


Ask = Callable[[World, str, Mapping[str, Any], Progress], Answer]


class Rendered(NamedTuple):
    """A picture and its file."""

    picture: Picture
    content: bytes


def render(  # what is drawn of what, and who answers
    workspace: Workspace,
    request: ExportRequest,
    viewer: Viewer,
    suffix: str,
    tick: Progress = silent,
    ask: Ask = run_by_name,
) -> Rendered:
    """Draws what was asked in memory, in the format of a suffix such as `.html`.

    Raises:
        BadValue: not exactly one thing was asked for, or the suffix is not known.
        NotFound: what was asked for is not visible.
    """
    found = renderers().get(suffix)
    if found is None:
        raise BadValue(f"no export writes {suffix!r}", f"known: {', '.join(renderers())}")
    picture = draw(workspace, request, viewer, tick, ask).checked()
    return Rendered(picture, found(picture))


def draw(
    workspace: Workspace, request: ExportRequest, viewer: Viewer, tick: Progress = silent, ask: Ask = run_by_name
) -> Picture:
    """The picture that a request asks for; see `export`."""
    if sum(map(bool, (request.around, request.cluster, request.analysis))) != 1:
        raise BadValue("an export needs one of --around, --cluster and --analysis", "name what to draw")
    if request.around:
        return _around(workspace, request, viewer)
    name, values = request.question
    analysis = get_analysis(name)
    world = world_for(analysis, analysis.read_params(values), Asking(workspace, viewer))
    answer = ask(world, name, values, tick)
    if not answer.rows:
        why = "; ".join(note.text for note in answer.notes)
        raise NotFound(f"{name} found nothing to draw{': ' if why else ''}{why}", "try other parameters")
    tick(Step("drawing"))
    title, draft = _drawn(workspace, world, viewer, request, answer)
    draft.notes += [answer.truncated.text] if answer.truncated else []
    facts = _facts(workspace, request, viewer, draft)
    draft.notes += [sentence.text for sentence in answer.notes]
    draft.notes += [f"Left out: {sentence.text}." for sentence in answer.population.left_out]
    return draft.picture(workspace, viewer, title, request.words(), facts)


def _drawn(
    workspace: Workspace, world: World, viewer: Viewer, request: ExportRequest, answer: Answer
) -> tuple[str, PictureDraft]:
    """Title and picture of an answer: its paths, its central entities, or the first of its groups or sets of records.

    Raises:
        BadValue: its rows name nothing that could be drawn.
    """
    first = answer.rows[0]
    if hasattr(first, "nodes"):
        title = f"Paths from {first.nodes[0].label} to {first.nodes[-1].label}"
        return title, draw_paths(answer.rows, answer.evidence)
    if not hasattr(first, "members"):
        raise BadValue(f"the answer of {request.analysis} cannot be drawn", "draw around one of its nodes instead")
    if not hasattr(first, "label"):
        draft = draw_records(workspace, first.members, viewer, request.limit)
        title = " and ".join(draft.nodes[member].label for member in first.members if member in draft.nodes)
    elif hasattr(first, "rank"):
        members = [member for row in answer.rows for member in row.members]
        return f"The {len(answer.rows)} most central entities", EntityDrawer(world, request.limit).draw(members)
    else:
        draft, title = EntityDrawer(world, request.limit).draw(first.members, first.id), first.label
    if len(answer.rows) > 1:
        draft.notes.append(f"Drawn is the first of {len(answer.rows):,} rows.")
    return title, draft


def _around(workspace: Workspace, request: ExportRequest, viewer: Viewer) -> Picture:
    found = workspace.store.get([request.around], viewer)
    if not found:
        raise NotFound(f"no node {request.around!r}", "`halqa search` finds ids")
    draft = draw_around(workspace, request.around, viewer, request.limit)
    title = f"Around {draft.nodes[request.around].label}"
    return draft.picture(workspace, viewer, title, request.words(), _facts(workspace, request, viewer, draft))


def _facts(workspace: Workspace, request: ExportRequest, viewer: Viewer, draft: PictureDraft) -> dict[str, str]:
    """The facts of a draft whose notes say so far what was cut."""
    as_of = str(request.values.get(AS_OF) or "")
    return facts_of(workspace, viewer, Asked(request.words(), request.by, as_of), draft.notes)
