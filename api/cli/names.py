"""The verb that compares names."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.cli.shared import Json, print_json_line, tell

if TYPE_CHECKING:
    from api.services.asking.naming import NamePair
    from graph.values.naming import Comparison


def register(app: typer.Typer) -> None:
    """Adds this verb to the command."""
    app.command()(names)


def names(
    first: Annotated[
        str, typer.Argument(help="A name, or a tab-separated file with the columns kind, name_a, name_b", metavar="A")
    ],
    second: Annotated[str, typer.Argument(help="The other name; none with a file", metavar="[B]")] = "",
    kind: Annotated[str, typer.Option(help="What they are the names of: person, company or place")] = "",
    as_json: Json = False,
) -> None:
    """Say how surely two names are one person's, firm's or place's, in any of ten languages and five scripts.

    Example: halqa names "ООО Рамз Логистик" "Ramz Logistic LLC" --kind company
    halqa names pairs.tsv --json
    """
    from api.services.asking.naming import NamePair, compare_pair, kind_of, read_pairs
    from graph.errors import BadValue

    if second and not kind:
        raise BadValue("two names have no kind", "add --kind person, company or place")
    if not second and kind:
        raise BadValue(f"{first!r} has no other name to be compared with", "write the other name behind it")
    pairs = [NamePair(kind_of(kind), first, second)] if second else read_pairs(Path(first))
    for pair in pairs:
        comparison = compare_pair(pair)
        if as_json:
            print_json_line(_as_json(pair, comparison))
        else:
            _tell(pair, comparison, with_names=not second)


def _tell(pair: "NamePair", comparison: "Comparison", with_names: bool) -> None:
    from api.services.asking.naming import explained

    if with_names:
        tell(f"{pair.kind}: {pair.left} | {pair.right}")
    tell(f"{comparison.verdict}, score {comparison.score:.2f}")
    for sentence in explained(comparison):
        tell(f"  {sentence.text}")


def _as_json(pair: "NamePair", comparison: "Comparison") -> dict[str, Any]:
    from api.services.asking.naming import explained

    flags = comparison.flags
    return {
        "kind": pair.kind.value,
        "name_a": pair.left,
        "name_b": pair.right,
        "score": round(comparison.score, 4),
        "verdict": comparison.verdict.value,
        "alignment": "; ".join(sentence.text for sentence in explained(comparison)),
        "words": [
            {
                "a": words.left,
                "b": words.right,
                "likeness": round(words.likeness, 4),
                "weight": round(words.weight, 2),
                "reason": words.reason.value,
            }
            for words in comparison.alignment
        ],
        "flags": {
            "patronymic": flags.patronymic.value,
            "sex_contradicted": flags.has_other_sex,
            "numbers_differ": flags.has_other_numbers,
            "is_cut": flags.is_cut,
            "unknown_script": flags.has_unknown_script,
        },
    }
