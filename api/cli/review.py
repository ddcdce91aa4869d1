"""The verb that asks people about who is who: review, one key a decision."""

import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.cli.shared import As, Json, Store, cell, open_workspace, print_json, print_table, say, tell
from graph.errors import BadValue, HalqaError

if TYPE_CHECKING:
    from api.services.asking.judging import Judging

KEYS: Mapping[str, str] = {
    "s": "same",
    "d": "different",
    "u": "unsure",
    "k": "skip",
    "w": "why",
    "z": "undo",
    "q": "quit",
}
PROMPT = ", ".join(f"{key} {word}" for key, word in KEYS.items()) + " > "
USUAL_REASON = "decided in review"
_CTRL_C, _CTRL_D = "\x03", "\x04"
_FIELDS = ("field", "level", "bits", "left", "right")


def register(app: typer.Typer) -> None:
    """Adds this verb to the command."""
    app.command()(review)


def review(  # noqa: PLR0913  # each option is one word of the command line
    first: Annotated[str, typer.Argument(help="A record (party) to be asked about alone", metavar="[A")] = "",
    second: Annotated[str, typer.Argument(help="The other one", metavar="B]")] = "",
    reason: Annotated[str, typer.Option(help="What is kept as the reason of every decision")] = USUAL_REASON,
    limit: Annotated[int, typer.Option(help="Most pairs that are asked about", min=1)] = 1_000_000,
    store: Store = "",
    as_: As = "",
    as_json: Json = False,
) -> None:
    """Decide who is who, pair by pair, the decision that changes most first; with two ids, about these two alone.

    One key a decision: s same, d different, u unsure, k skip, w why, z undo the last one, q quit. A decision counts at
    once in every answer, and is kept with who, when and why. `d` on two records of one entity takes them apart. With
    --json the queue (or, of two ids, why they are one or not) is printed and nothing is asked. Keys may also come from
    a pipe.

    Example: halqa review --reason "by the register of firms"
    """
    from api.services.asking.explaining import why
    from api.services.asking.judging import Judging
    from api.services.asking.reviewing import review_rows
    from api.services.runtime.askers import local_asker

    if bool(first) != bool(second):
        raise BadValue(f"{first!r} is asked about alone", "name the other record behind it, or none")
    with open_workspace(store, as_) as workspace:
        judging = Judging(workspace, workspace.viewer(), local_asker(), as_)
        if as_json and second:
            print_json(why(workspace, judging.viewer, first, second))
            return
        rows = [{"left": first, "right": second}] if second else review_rows(judging.world)[:limit]
        if as_json:
            print_json(rows)
            return
        _Session(judging, rows, reason).run()


class _Session:
    """One sitting: pairs in their order, and the decisions that were made, the last of which can be undone."""

    def __init__(self, judging: "Judging", rows: Sequence[Mapping[str, Any]], reason: str) -> None:
        self._judging, self._rows, self._reason = judging, rows, reason
        self._made: list[tuple[int, str]] = []  # place of the pair, id of the judgement

    def run(self) -> None:
        """Asks until everything is decided or somebody quits; the last decision can be undone at the end too."""
        from graph.messages import message  # with it comes pydantic

        place = 0
        while place < len(self._rows) or self._made:
            if place >= len(self._rows):
                tell(message("review.all_asked").text)
                if _key() != "z":
                    break
                place = self._undo()
                continue
            row = self._rows[place]
            if len(self._rows) > 1 and self._is_settled(row):
                place += 1
                continue
            self._show(place, row)
            following = self._ask(place, row)
            if following is None:
                break
            place = following
        tell(message("review.decided", count=len(self._made)).text)

    def _is_settled(self, row: Mapping[str, Any]) -> bool:
        """Whether a decision on another pair has made one entity of the two."""
        world = self._judging.world
        ends = world.projection.numbers_among((row["left"], row["right"]))
        return len({int(world.entities.of_node[number]) for number in ends}) < 2

    def _show(self, place: int, row: Mapping[str, Any]) -> None:
        tell(f"\n{place + 1:,} of {len(self._rows):,}", end="")
        tell(
            f": {row['would_join']:,} records, doubt {row['doubt']:.2f}; {row['reason']['text']}"
            if "doubt" in row
            else ""
        )
        for side in ("left", "right"):
            tell(f"  {row.get(side + '_label', '')}  {row[side]}")

    def _ask(self, place: int, row: Mapping[str, Any]) -> int | None:
        """The place of the pair that comes next; None where somebody quits."""
        while True:
            key = _key()
            if key in ("q", ""):
                return None
            if key == "k":
                return place + 1
            try:
                if key == "w":
                    self._explain(row)
                elif key == "z":
                    return self._undo()
                elif key in KEYS:
                    self._decide(place, row, KEYS[key])
                    return place + 1
                else:
                    say(f"no key {key!r}; {PROMPT.removesuffix(' > ')}")
            except HalqaError as error:
                say(str(error))

    def _decide(self, place: int, row: Mapping[str, Any], verdict: str) -> None:
        from api.services.asking.judging import judge, unmerge
        from api.state.judgements import Verdict
        from graph.messages import message

        pair = row["left"], row["right"]
        if verdict == Verdict.DIFFERENT and self._is_settled(row):
            told = unmerge(self._judging, pair, self._reason)
        else:
            told = judge(self._judging, pair, Verdict(verdict), self._reason)
        self._made.append((place, told["id"]))
        if told.get("bridge"):
            tell(f"  {told['bridge']['text']}")
        tell(f"  {verdict}; {message('review.entities', count=told['entity_count']).text}")
        for used in told.get("used_by", ()):
            tell(f"  used by {used['kind']} {used['title']!r} of {used['by']}, {used['at'][:10]}")

    def _undo(self) -> int:
        from api.services.asking.judging import revoke

        if not self._made:
            raise BadValue("nothing was decided in this sitting", "`z` takes back the last decision")
        before, judgement_id = self._made.pop()
        told = revoke(self._judging, judgement_id, "undone in review")
        tell(f"  taken back: {told['verdict']}")
        return before

    def _explain(self, row: Mapping[str, Any]) -> None:
        from api.services.asking.explaining import why

        told = why(self._judging.workspace, self._judging.viewer, row["left"], row["right"])
        for sentence in told["because"]:
            tell(f"  {sentence['text']}")
        if told["bridge"]:
            tell(f"  {told['bridge']['text']}")
        for sentence in told["names"]["alignment"]:
            tell(f"  names: {sentence['text']}")
        rows = [
            [cell(", ".join(f[name]) if name in ("left", "right") else f[name]) for name in _FIELDS]
            for f in told["fields"]
        ]
        print_table(rows, _FIELDS)
        if told["bits"] is not None:
            tell(f"  before: {told['prior_bits']:g} bits; in all {told['bits']:g} bits, {told['confidence']:.1%} sure")


def _key() -> str:
    """The next key: at once from a terminal, else the next sign of the input that is no space; "" at its end."""
    if sys.stdin.isatty():
        import click

        tell(PROMPT, end="")
        sys.stdout.flush()
        key = click.getchar()
        tell(key)
        return "" if key in (_CTRL_C, _CTRL_D) else key.casefold()
    while sign := sys.stdin.read(1):
        if not sign.isspace():
            return sign.casefold()
    return ""
