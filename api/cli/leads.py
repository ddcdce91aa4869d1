"""Verbs of what becomes of leads and consignments: decide, inspected; and how leads are printed."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Any

import typer

from api.cli.shared import As, Json, Store, cell, open_workspace, print_json, print_table, say, tell
from graph.wording import score_text

MOST_SHOWN, MOST_NEW = 20, 5
_COUNTED = (("", "movements"), ("seized_", "seized"), ("cleared_", "cleared"))


def print_reasoned(rows: Sequence[Mapping[str, Any]]) -> None:
    """Prints leads or consignments as blocks: who, why, and what else is known of each."""
    for number, row in enumerate(rows[:MOST_SHOWN], 1):
        tell(f"{number}. {score_text(row['score'], 3)}  {cell(row['label'])}")
        for line in (_about_lead if "innocence" in row else _about_consignment)(row):
            tell(f"   {line}")
        tell()
    if len(rows) > MOST_SHOWN:
        say(f"the first {MOST_SHOWN} of {len(rows):,}; --json has all of them")


def _about_lead(row: Mapping[str, Any]) -> Iterator[str]:
    counts = ", ".join(f"{row[f'{kind}movements']:,} {word}" for kind, word in _COUNTED)
    yield f"{row['entities']:,} entities, {counts}; {row['state']}  {row['id']}"
    yield from _reasons(row)
    yield f"or: {row['innocence']['reason']['text']}"
    yield f"check: {row['innocence']['check']['text']}"
    since = "the last list" if row["state"] == "new" else f"it was {row['state']}"
    if row["came"]:
        yield f"members that came since the last list: {_first_of(row['came'])}"
    if row["new_evidence"]:
        yield f"new since {since}: {_first_of(row['new_evidence'])}"
    for arriving in row["next_arrivals"]:
        yield f"{arriving['state']}: {arriving['label']}{_when(arriving['post_label'], arriving['hours_left'])}"


def _first_of(ids: Sequence[str]) -> str:
    more = len(ids) - MOST_NEW
    return ", ".join(ids[:MOST_NEW]) + (f" and {more:,} more" if more > 0 else "")


def _about_consignment(row: Mapping[str, Any]) -> Iterator[str]:
    by_chance = "; drawn by chance" if row["drawn"] == "chance" else ""
    yield f"to {row['receiver']} from {row['sender']}{_when(row['post'], row['hours_left'])}{by_chance}  {row['id']}"
    if row["hours_left"] is not None:
        yield f"priority {row['priority']:.3f}: the score by the time that is left"
    yield from _reasons(row)
    yield f"earlier movements of the receiver without a seizure: {row['clean']:,}"


def _reasons(row: Mapping[str, Any]) -> Iterator[str]:
    for share in row["shares"]:
        yield f"{share['points']:+.2f}  {share['reason']['text']}"


def _when(post: str, hours_left: float | None) -> str:
    left = "" if hours_left is None else f", {abs(hours_left):,.0f} hours {'left' if hours_left >= 0 else 'ago'}"
    return (f" at {post}" if post else "") + left


def register(app: typer.Typer) -> None:
    """Adds these verbs to the command."""
    for verb in (decide, inspected):
        app.command()(verb)


def decide(  # each option is one word of the command line
    lead: Annotated[
        str,
        typer.Argument(
            help="Id of a lead or of a rule's hit; `halqa run leads` and `rule_hits` list them", metavar="LEAD"
        ),
    ],
    state: Annotated[
        str, typer.Argument(help="confirmed, dismissed, or new again; left out: what was decided", metavar="[STATE]")
    ] = "",
    reason: Annotated[str, typer.Option(help="Why; it is kept with who and when")] = "",
    store: Store = "",
    as_: As = "",
    as_json: Json = False,
) -> None:
    """Confirm or dismiss a lead or a rule's hit; without a state, show what was decided of it.

    A dismissed lead is not listed again until something new links its members, and then says what. Nothing that was
    decided is deleted: the last step counts.

    Example: halqa decide lead:8604ddab7bded03db378 dismissed --reason "two brothers, known to the office"
    """
    from contextlib import closing

    from analyses.registry import get_analysis
    from api.services.asking import deciding
    from api.services.asking.inputs import Asking, world_for
    from api.services.runtime.askers import local_asker
    from api.state.dispositions import Decider, history
    from api.state.store import open_state

    with open_workspace(store, as_) as workspace, closing(open_state(workspace.settings)) as kept:
        if state:
            to = deciding.read_state(state)
            name, values = deciding.question(lead)
            analysis = get_analysis(name)
            params = analysis.read_params(values)
            asking = Asking(workspace, workspace.viewer(), as_, kept)
            answer = workspace.answer(
                asking.viewer, lambda *_: analysis.run(world_for(analysis, params, asking), params)
            )
            row = answer.rows[0].model_dump(mode="json")
            deciding.decide(kept, row, to, reason, Decider(local_asker().name, as_))
            lead = row["id"]
            say(f"{lead} is {to.value}")
        steps = [deciding.decision_row(step) for step in history(kept, lead, as_)]
    if as_json:
        print_json({"lead": lead, "steps": steps})
    elif steps:
        print_table([[cell(step[name]) for name in _HEAD] for step in steps], _HEAD)
    else:
        say(f"nothing was decided of {lead}")


_HEAD = ("state", "at", "by", "reason")


def inspected(  # noqa: PLR0913  # each option is one word of the command line
    consignment: Annotated[str, typer.Argument(help="Id of a consignment; `halqa search NUMBER` finds it")],
    result: Annotated[str, typer.Argument(help="found, cleared (nothing found), not_inspected")],
    on: Annotated[str, typer.Option(help="Day of the inspection; today", metavar="DAY")] = "",
    office: Annotated[str, typer.Option(help="Customs office")] = "",
    commodity: Annotated[str, typer.Option(help="What was found")] = "",
    quantity: Annotated[float | None, typer.Option(help="How much of it")] = None,
    unit: Annotated[str, typer.Option(help="Unit of the quantity, such as kg")] = "",
    remarks: Annotated[str, typer.Option(help="Remarks")] = "",
    store: Store = "",
    as_: As = "",
    as_json: Json = False,
) -> None:
    """Enter what an inspection came to: a record of the channel `inspection-results` of the consignment's originator.

    It is told of any consignment: a declaration, a notice of arrival, a line of a manifest. Clearances count against a
    lead and fade, finds are seizures, and both tell how often leads were right. Results that stand already are told and
    stay: a find outweighs a clearance. A day that is still to come is refused.

    Example: halqa inspected consignment:UZ/declarations/H1/customs:declaration:26013/2024/80 cleared --office Dusti
    """
    from api.services.loading.inspected import InspectionResult, enter_result

    entered = InspectionResult(consignment, result, on, office, remarks, commodity, quantity, unit)
    with open_workspace(store, as_) as workspace:
        report = enter_result(workspace, entered, workspace.viewer())
    if as_json:
        print_json(report.as_json())
    else:
        say(f"entered: {consignment} {result}, batch {', '.join(report.batches)}; `halqa recall` takes it back")
        for remark in report.remarks:
            say(f"  {remark}")
