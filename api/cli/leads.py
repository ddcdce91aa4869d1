"""The verb that says what became of a lead: decide."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

import typer

from api.cli.shared import As, Json, Store, cell, open_workspace, print_json, print_table, say, tell

MOST_SHOWN = 20
_COUNTED = (("", "movements"), ("seized_", "seized"), ("cleared_", "cleared"))


def print_leads(rows: Sequence[Mapping[str, Any]]) -> None:
    """Prints leads as blocks: who, why, what honest reason there may be, what arrives."""
    for number, row in enumerate(rows[:MOST_SHOWN], 1):
        counts = (
            f"{row['movements']:,} movements, {row['seized_movements']:,} seized, {row['cleared_movements']:,} cleared"
        )
        tell(f"{number}. {row['score']:.3f}  {cell(row['label'])}")
        tell(f"   {row['entities']:,} entities, {counts}; {row['state']}  {row['id']}")
        for share in row["shares"]:
            tell(f"   {share['points']:+.2f}  {share['reason']['text']}")
        tell(f"   or: {row['innocence']['reason']['text']}")
        tell(f"   check: {row['innocence']['check']['text']}")
        if row["new_evidence"] and row["is_listed_before"]:
            tell(f"   new since the last list: {', '.join(row['new_evidence'])}")
        for arriving in row["next_arrivals"]:
            left = "" if arriving["hours_left"] is None else f", {arriving['hours_left']:.0f} hours left"
            post = f" at {arriving['post_label']}" if arriving["post_label"] else ""
            tell(f"   {arriving['state']}: {arriving['label']}{post}{left}")
        tell()
    if len(rows) > MOST_SHOWN:
        say(f"the first {MOST_SHOWN} of {len(rows):,}; --json has all of them")


def register(app: typer.Typer) -> None:
    """Adds this verb to the command."""
    app.command()(decide)


def decide(  # each option is one word of the command line
    lead: Annotated[str, typer.Argument(help="Id of a lead; `halqa run leads` lists them", metavar="LEAD")],
    state: Annotated[
        str, typer.Argument(help="confirmed, dismissed, or new again; left out: what was decided", metavar="[STATE]")
    ] = "",
    reason: Annotated[str, typer.Option(help="Why; it is kept with who and when")] = "",
    store: Store = "",
    as_: As = "",
    as_json: Json = False,
) -> None:
    """Confirm or dismiss a lead; without a state, show what was decided of it.

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
            analysis = get_analysis(deciding.ANALYSIS)
            params = analysis.read_params({"lead": lead})
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
