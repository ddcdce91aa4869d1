"""The verb about who is who: resolve."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.cli.shared import As, Json, Store, cell, open_workspace, print_json, print_table, say, tell
from graph.errors import BadValue

if TYPE_CHECKING:
    from api.services.asking.evaluating import Evaluation
    from api.services.runtime.workspace import Workspace
    from graph.messages import Message


def register(app: typer.Typer) -> None:
    """Adds this verb to the command."""
    app.command()(resolve)


def resolve(  # noqa: PLR0913  # each option is one word of the command line
    evaluate: Annotated[
        Path | None,
        typer.Option(
            help="Compare who is who with this CSV of labels, and nothing else: party (its id), or originator, kind,"
            " source_id and role; and cluster, the true one",
            metavar="LABELS.csv",
        ),
    ] = None,
    learn: Annotated[
        bool, typer.Option("--learn", help="First learn the weights anew from all parties, without labels")
    ] = False,
    forget: Annotated[
        bool, typer.Option("--forget", help="Forget what was found: parties are grouped by what can be read off again")
    ] = False,
    anew: Annotated[
        bool,
        typer.Option("--anew", help="Compare everybody again and count anew how rare names are, not only what changed"),
    ] = False,
    limit: Annotated[int, typer.Option(help="Most pairs of the review queue that are shown", min=0)] = 20,
    store: Store = "",
    as_: As = "",
    as_json: Json = False,
) -> None:
    """Compare parties and keep who is who for every analysis; list what was held back and why.

    Judgements keep parties together or apart. Run it again after a load: it compares what the load touched and keeps
    the rest, as long as weights and rules are the same; what was recalled takes all of it along. `halqa run ...
    --param resolved=false` looks at parties as they can be read off. With `--evaluate` who is who, as it stands, is
    compared with labels: pairwise and B-cubed precision and recall, companies and persons apart.

    Example: halqa resolve
    or, to measure it: halqa resolve --evaluate sample/truth_mentions.csv
    """
    from api.services.asking import resolving

    if (evaluate is not None) + learn + forget > 1:
        raise BadValue("--evaluate, --learn and --forget go one at a time", "leave out all but one of them")
    if evaluate is not None:
        _evaluate(evaluate, store, as_, as_json)
        return
    with open_workspace(store, as_) as workspace:
        if forget:
            was_there = resolving.forget(workspace, workspace.viewer())
            say("forgotten: parties are grouped by what can be read off" if was_there else "nothing was kept")
            return
        summary = _resolved(workspace, learn, anew)
    if as_json:
        print_json(summary)
    else:
        _print(summary, limit)


def _resolved(workspace: "Workspace", learn: bool, anew: bool) -> dict[str, Any]:
    from api.services.asking import resolving
    from api.services.runtime.askers import local_asker

    viewer = workspace.viewer()
    if learn:
        for model in resolving.learn_weights(workspace, viewer).values():
            say(f"learnt about {'persons' if model.is_person else 'companies'}: weights {model.version}")
    return resolving.resolve(workspace, viewer, local_asker().name, anew)


def _evaluate(path: Path, store: str, as_: str, as_json: bool) -> None:
    from api.services.asking.evaluating import evaluate, read_labels

    labels = read_labels(path)
    with open_workspace(store, as_) as workspace:
        viewer = workspace.viewer()
        answer = workspace.answer(viewer, lambda *_: evaluate(workspace.world(viewer), labels))
    if as_json:
        print_json(
            {
                "labels": answer.labels,
                "labels_in_store": answer.labels_in_store,
                "kinds": [score.as_row() for score in answer.kinds],
            }
        )
        return
    _print_evaluation(answer)


def _print(summary: dict[str, Any], limit: int) -> None:
    for sentence in told(summary):
        tell(sentence.text)
    if rows := summary["review"][:limit]:
        tell()
        shown = [[row["reason"]["text"] if name == "reason" else row[name] for name in _HEAD] for row in rows]
        print_table([[cell(value) for value in row] for row in shown], _HEAD)
    say("--json gives the whole review queue; `halqa review` asks about it pair by pair")


def told(summary: dict[str, Any]) -> "list[Message]":
    """What resolving found, in sentences."""
    from graph.messages import message  # with it comes pydantic

    sentences = [
        message("resolve.parties", count=summary["parties"]),
        message("resolve.entities", count=summary["entities"], read_off=summary["entities_as_read_off"]),
        message("resolve.links", count=summary["links"]),
    ]
    if summary["compared_again"] < summary["compared"]:
        sentences.insert(1, message("resolve.compared", count=summary["compared_again"], of=summary["compared"]))
    if summary["dormant_judgements"]:
        sentences.append(message("resolve.dormant", count=summary["dormant_judgements"]))
    if summary["held_back"] or summary["possibly_same"]:
        sentences.append(message("resolve.held_back", count=summary["held_back"]))
        sentences.append(message("resolve.possibly_same", count=summary["possibly_same"]))
    return sentences


_HEAD = ("would_join", "doubt", "left_label", "right_label", "reason", "left", "right")


def _print_evaluation(answer: "Evaluation") -> None:
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
    print_table(rows, _EVALUATION_HEAD)
    tell(f"\n{answer.labels_in_store:,} of {answer.labels:,} labels name a party in the store")
    tell("true pairs that share: both hold one value, stand with one vehicle or bear one name")


_EVALUATION_HEAD = (
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
