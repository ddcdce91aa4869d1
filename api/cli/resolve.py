"""Verbs about who is who: resolve."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.shared import As, Json, Store, open_workspace, print_json, print_table, tell

if TYPE_CHECKING:
    from api.services.asking.evaluating import Evaluation


def register(app: typer.Typer) -> None:
    """Adds these verbs to the command."""
    app.command()(resolve)


def resolve(
    evaluate: Annotated[
        Path,
        typer.Option(
            help="CSV of labels: party (its id), or originator, kind, source_id and role; and cluster, the true one",
            metavar="LABELS.csv",
        ),
    ],
    store: Store = "",
    as_: As = "",
    as_json: Json = False,
) -> None:
    """Compare who is who with labels: pairwise and B-cubed precision and recall, companies and persons apart.

    Example: halqa resolve --evaluate sample/truth_mentions.csv
    """
    from api.services.asking.evaluating import evaluate as compare
    from api.services.asking.evaluating import read_labels

    labels = read_labels(evaluate)
    with open_workspace(store, as_) as workspace:
        viewer = workspace.viewer()
        answer = workspace.answer(viewer, lambda *_: compare(workspace.world(viewer), labels))
    if as_json:
        print_json(
            {
                "labels": answer.labels,
                "labels_in_store": answer.labels_in_store,
                "kinds": [score.as_row() for score in answer.kinds],
            }
        )
        return
    _print(answer)


def _print(answer: "Evaluation") -> None:
    rows = []
    for score in answer.kinds:
        found = score.agreement
        pairwise = (found.precision, found.recall, found.f1, score.sharing)
        bcubed = (found.bcubed_precision, found.bcubed_recall, found.bcubed_f1)
        counts = (found.items, found.true_groups, found.groups)
        largest = f"{found.largest_group:,} / {found.largest_true_group:,}"
        rows.append(
            (score.kind, *(f"{n:,}" for n in counts), *(f"{share:.3f}" for share in pairwise + bcubed), largest)
        )
    print_table(rows, _HEAD)
    tell(f"\n{answer.labels_in_store:,} of {answer.labels:,} labels name a party in the store")
    tell("true pairs that share: both hold one value, stand with one vehicle or bear one name")


_HEAD = (
    "kind",
    "parties",
    "true",
    "entities",
    "precision",
    "recall",
    "F1",
    "true pairs that share",
    "B3 precision",
    "B3 recall",
    "B3 F1",
    "largest / true",
)
