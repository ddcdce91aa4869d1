"""One record against all entities: milliseconds of CPU, and how often the right one is found.

    python -m benchmarks.matching [--parties 1000000] [--queries 2000]

Queries are further records of entities of a made-up register (`benchmarks.register`), written like the others, and as
many records of entities that are not in it. Entities are the true ones, so that the index alone is measured. Prints a
row for all queries and one for each kind, warm: after 200 other queries, as in a service.
"""

import argparse
import resource
from collections.abc import Sequence
from time import process_time

import numpy as np

from benchmarks.register import Party, Register
from graph.linkage.identity import Entities
from graph.linkage.matching import Candidate, MatchIndex, Query, match
from graph.values.naming import Verdict

WARMED_BY = 200
HEADINGS = "queries", "ms mean", "p50", "p95", "p99", "first", "in five", "same, right", "same, wrong"


def query_of(party: Party, is_bare: bool) -> Query:
    """A record as a query: its name alone where it is bare, else all that it says."""
    if is_bare:
        return Query(names=(party.name,), is_person=party.is_person)
    values = (*party.values, party.plate) if party.plate else party.values
    return Query((party.name,), party.is_person, party.country, party.birth_on, values)


def row(name: str, truth: Sequence[int], answers: Sequence[list[Candidate]], seconds: Sequence[float]) -> str:
    """The figures of some queries; a truth of -1 is of somebody who is not there."""
    milliseconds = np.array(seconds) * 1000
    at = [next((n for n, c in enumerate(a) if c.entity == t), 99) for t, a in zip(truth, answers, strict=True)]
    same = [[c.entity for c in answer if c.verdict is Verdict.SAME] for answer in answers]
    right = sum(t in found for t, found in zip(truth, same, strict=True))
    wrong = sum(any(entity != t for entity in found) for t, found in zip(truth, same, strict=True))
    count = max(1, len(truth))
    shares = np.mean(np.array(at) == 0), np.mean(np.array(at) < 5), right / count, wrong / count
    times = (milliseconds.mean(), *np.percentile(milliseconds, (50, 95, 99)))
    cells = (name, f"{len(truth):,}", *(f"{t:.2f}" for t in times), *(f"{share:.3f}" for share in shares))
    return f"| {' | '.join(cells)} |"


def measure(parties: int, queries: int) -> None:
    """Prints the table."""
    register = Register(parties)
    known, strangers = len(register.entities), queries // 2
    truth, projection = register.truth, register.projection()
    _, of_party = np.unique(truth, return_inverse=True)
    entities = Entities(projection, projection.numbers_of("Party"), of_party)
    started = process_time()
    index = MatchIndex.of(entities)
    print(f"{parties:,} parties, {known:,} entities, {len(index.names.names):,} names")
    print(f"index made in {process_time() - started:.1f} CPU s")
    chosen = np.random.default_rng(2).integers(0, int(of_party.max()) + 1, queries)
    asked = [(int(number), register.said(int(number))) for number in chosen]
    for _ in range(strangers):
        register.entities.append(register.stranger())
        asked.append((-1, register.said(len(register.entities) - 1)))
    for number, party in asked[:WARMED_BY]:
        match(index, query_of(party, number % 2 == 0))
    print(f"| {' | '.join(('asked', *HEADINGS))} |\n{'|---' * (len(HEADINGS) + 1)}|")
    for words, is_bare in (("all that a record says", False), ("the name alone", True)):
        answers, seconds = [], []
        for _, party in asked[WARMED_BY:]:
            query = query_of(party, is_bare)
            started = process_time()
            answers.append(match(index, query))
            seconds.append(process_time() - started)
        rest = asked[WARMED_BY:]
        groups = {
            f"{words}: firms": [n for n, (t, p) in enumerate(rest) if t >= 0 and not p.is_person],
            f"{words}: persons": [n for n, (t, p) in enumerate(rest) if t >= 0 and p.is_person],
            f"{words}: not in the register": [n for n, (t, _) in enumerate(rest) if t < 0],
        }
        for name, places in groups.items():
            columns = [rest[n][0] for n in places], [answers[n] for n in places], [seconds[n] for n in places]
            print(row(name, *columns), flush=True)
    print(f"peak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB, the register among it")


def main() -> None:
    """Reads what is asked and measures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--parties", type=int, default=1_000_000)
    parser.add_argument("--queries", type=int, default=2_000)
    args = parser.parse_args()
    measure(args.parties, args.queries)


if __name__ == "__main__":
    main()
