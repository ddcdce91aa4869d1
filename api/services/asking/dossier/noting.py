"""Keeping note of dossiers that are handed out, beside other exports."""

from api.services.asking.disclosing import batches_behind
from api.services.asking.dossier.making import Made
from api.services.asking.inputs import Asking
from api.state import disclosures
from api.state.disclosures import Answer, DisclosureKind
from api.state.store import StateStore


def note(state: StateStore, asking: Asking, made: Made, kind: str, by: str) -> str:
    """Keeps note of a dossier that somebody gets as a file of a kind such as `zip`; the id of the note."""
    dossier = made.dossier
    answer = Answer(
        kind=DisclosureKind.EXPORT,
        title=f"Dossier: {dossier.title}",
        question=f"dossier of {dossier.lead}",
        parameters={"dossier": dossier.lead, **{name: value for name, value in made.values.items() if name != "lead"}},
        format=kind,
        version=asking.workspace.store.version(asking.viewer),
        patterns=asking.patterns,
        by=by,
        nodes=made.nodes | made.records,
        batches=frozenset(batch.id for batch in batches_behind(asking.workspace, made.records)),
    )
    return disclosures.note(state, answer)
