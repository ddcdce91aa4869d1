"""Writes docs/worked-examples.md: every analysis asked on the sample, as a newcomer would see it.

`python -m docs.worked_examples`; a long test compares the page with what it would write.
"""

import contextlib
import io
import json
import os
import re
import tempfile
import textwrap
from collections.abc import Iterator
from pathlib import Path

from api.cli.main import app

PAGE = Path(__file__).with_name("worked-examples.md")
_SAMPLE = "--seed 7 --world hard"
_MOST_LINES = 12
_NOTE = "<!-- Written by `python -m docs.worked_examples`: change it there. -->"

# Each with the question that it answers and how its answer is read.
EXAMPLES: tuple[tuple[str, str, str], ...] = (
    (
        "leads --param limit=1",
        "Where does a shift begin?",
        "Each lead comes with what it adds up to, the honest reason that fits best and what would tell them apart. A "
        "score is a place in a list, no probability: most leads of a list are honest.",
    ),
    (
        "consignments --param which=later --param as_of=2024-02-29 --param limit=1",
        "Which consignment next?",
        "By what was known on that day. Without `which` those are ranked that are expected and not declared; "
        "`inspections=20` makes a shift's list, with a share by chance.",
    ),
    (
        "risk --param as_of=2024-03-31 --param limit=5",
        "Who is near to seizures, and over which ways?",
        "The score is a sum of stated ways; `own` comes of seizures on the entity's own consignments. --json has the "
        "ways, their shares and the records of each link.",
    ),
    (
        "seizure_totals --param limit=5",
        "How much was seized?",
        "A total for each group of goods and unit; there is no sum across units. What several units report together "
        "counts once.",
    ),
    (
        "linked_entities --param limit=5",
        "Who belongs together?",
        "Each row is a cluster of entities that share what few others share. A seizure on the consignment of one "
        "member"
        "is a reason to look at the others; that they share a phone may be a family firm.",
    ),
    (
        "communities --param limit=5",
        "Who trades and shares more among themselves than with the rest?",
        "Stability and robustness say how far the same community is found again; members below 0.7 may belong next "
        "door.",
    ),
    (
        "centrality --param limit=5",
        "Who stands between the others?",
        "Read ranks with their intervals: where they overlap, the order says nothing. Houses that serve everybody "
        "lead.",
    ),
    (
        "key_players --param goal=reach --param size=3",
        "Which three to watch, so as to see most of the network?",
        "The score is the share of all entities that the set reaches in one step; by_degree says what the three "
        "with most"
        "links reach, who may all see the same.",
    ),
    (
        "disruption --param count=3 --param measure=degree",
        "What is left when those who stand out are taken away?",
        "A network of trade hardly falls apart: its largest component shrinks by little more than those who left.",
    ),
    (
        "exposure --param event=seizure --param limit=5",
        "Who is linked to those with seizures, and has none?",
        "Many links to seized firms with a high share deserve a look; a house with fifty partners meets some by "
        "chance.",
    ),
    (
        "phases --param top=2",
        "Who stood in the middle before and after seizures?",
        "New and gone count entities by phase; who vanished after a seizure, and who has his partners now, is in "
        "--json.",
    ),
    (
        "amendments --param fields=consignee.name --param limit=5",
        "Of which consignments was the consignee changed?",
        "Goods are sold on the way; a change on the eve of arrival, to a young firm, is another matter.",
    ),
    (
        "arrivals --param as_of=2024-03-31 --param limit=5",
        "What was expected, and what came?",
        "Notices beside their declarations, those with an indicator first, then what differs most.",
    ),
    (
        "double_reports --param limit=5",
        "Which two seizures are likely one?",
        "Same day, same amount, no two countries: reported twice, by two agencies or in two sheets.",
    ),
)


def page() -> str:
    """The page, from a sample that is written and loaded anew."""
    with tempfile.TemporaryDirectory() as folder:
        before = os.environ.get("HALQA_DATA_DIR")
        os.environ["HALQA_DATA_DIR"] = f"{folder}/data"
        try:
            _halqa(f"sample {folder}/files {_SAMPLE} --load")
            return "\n".join(_lines())
        finally:
            os.environ.pop("HALQA_DATA_DIR")
            if before is not None:
                os.environ["HALQA_DATA_DIR"] = before


def _lines() -> Iterator[str]:
    yield f"# Worked examples\n\n{_NOTE}\n"
    intro = (
        f"Every analysis on a small sample (`halqa sample sample {_SAMPLE} --load`): its first rows and counts."
        " The names are made up, and so are the seizures. [analyses.md](analyses.md) has methods, limits,"
        " sources and parameters; `paths` and `changes` need ids and stand at the end."
    )
    yield textwrap.fill(intro, 120) + "\n"
    for words, question, reading in EXAMPLES:
        name = words.partition(" ")[0]
        answer = _shown(_halqa(f"run {words}"))
        yield f"## {name}\n\n{question}\n\n```\n$ halqa run {words}\n{answer}\n```\n\n{textwrap.fill(reading, 120)}\n"
    yield from _of_ids()


def _of_ids() -> Iterator[str]:
    """Examples whose parameters are ids of an earlier answer."""
    cluster = json.loads(_halqa("run linked_entities --param limit=1 --json"))["rows"][0]
    source = cluster["members"][0]
    words = f"paths --param source={source} --param 'target=any seizure' --param count=2"
    given = (f"--param=source={source}", "--param=target=any seizure", "--param=count=2")
    answer = _shown(_halqa("run", "paths", *given))
    yield f"## paths\n\nHow does a firm come to a seizure?\n\n```\n$ halqa run {words}\n{answer}\n```\n"
    yield "Every hop unfolds into its records with --json. A path through a common document is no relation of people.\n"
    _halqa("run linked_entities --param limit=5 --keep --title before")
    kept = json.loads(_halqa("results --json"))[0]["id"]
    answer = _shown(_halqa("run", "changes", f"--param=earlier={kept}")).replace(kept, "result:...")
    answer = re.sub(r"at: .*", "at: ...", answer)
    yield "## changes\n\nWhat is new since the answer that was kept?\n\n```"
    yield "$ halqa run linked_entities --param limit=5 --keep --title before"
    yield f"$ halqa run changes --param earlier=result:...\n{answer}\n```\n"
    yield "Nothing was loaded between the two, so nothing is new. After the next extract new clusters come first,"
    yield "then those that grew."


def _halqa(words: str, *more: str) -> str:
    """What the command says, to either side."""
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(io.StringIO()):
        app([*words.split(), *more], standalone_mode=False)
    return said.getvalue()


def _shown(text: str) -> str:
    """The first lines of a table with all that stands under it, cut to the width of a page."""
    lines = [line.rstrip() for line in text.splitlines() if not line.startswith("version")]
    return "\n".join(line if len(line) <= 140 else line[:139] + "…" for line in lines[:_MOST_LINES]).rstrip()


if __name__ == "__main__":
    PAGE.write_text(page() + "\n", "utf-8")
