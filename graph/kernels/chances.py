"""Chances of counts, of many rows at once: a tail, and which of many tests hold.

SciPy's statistics take half a second to load, which an answer that needs a tail alone would wait for.
"""

from collections.abc import Callable

import numpy as np

_MOST_TERMS = 1_000_000  # added up at once, about 100 MB
_DEVIATIONS = 20  # standard deviations, and terms, beyond which what is left is below the last digit


def hypergeometric_tail(hits: np.ndarray, total: np.ndarray, marked: np.ndarray, drawn: np.ndarray) -> np.ndarray:
    """The chance of at least so many hits, of each row: P(X >= hits) where `drawn` are taken out of `total`.

    Agrees with SciPy to seven digits for totals up to a million.

    Args:
        hits: Marked ones among those drawn.
        total: All there are.
        marked: How many of them are marked, at most all.
        drawn: How many are taken without putting back, at most all.

    Returns:
        Chances from 0 to 1; what is below 1e-300 is 0.
    """
    hits, total, marked, drawn = (np.asarray(column, dtype=np.int64) for column in (hits, total, marked, drawn))
    logs = _log_factorials(int(total.max(initial=0)))
    share = marked / np.maximum(total, 1)

    def log_chance(row: np.ndarray, count: np.ndarray) -> np.ndarray:
        among, rest = marked[row], total[row] - marked[row]
        left = drawn[row] - count
        of_all = logs[total[row]] - logs[drawn[row]] - logs[total[row] - drawn[row]]
        chance: np.ndarray = (
            logs[among] - logs[count] - logs[among - count] + logs[rest] - logs[left] - logs[rest - left] - of_all
        )
        return chance

    least, most = np.maximum(0, drawn + marked - total), np.minimum(marked, drawn)
    return _tail(hits, drawn * share, drawn * share * (1 - share), (least, most), log_chance)


def _tail(
    hits: np.ndarray,
    mean: np.ndarray,
    variance: np.ndarray,
    ends: tuple[np.ndarray, np.ndarray],
    log_chance: Callable[[np.ndarray, np.ndarray], np.ndarray],
) -> np.ndarray:
    """P(X >= hits): the terms from there on where that is above the mean, else what those below leave.

    Args:
        hits: The count of each row.
        mean: Of the distribution of each row.
        variance: Of it.
        ends: The least and the most that it can be.
        log_chance: The logarithm of the chance of each (row, count).
    """
    least, most = ends
    reach = np.ceil(_DEVIATIONS * np.sqrt(variance)).astype(np.int64) + _DEVIATIONS
    is_above = hits > mean
    first = np.maximum(np.where(is_above, hits, hits - 1 - reach), least)
    last = np.minimum(np.where(is_above, hits + reach, hits - 1), most)
    terms = np.maximum(last - first + 1, 0)
    sums = np.zeros(len(hits))
    for rows in _runs(terms):
        row = np.repeat(rows, terms[rows])
        begin = np.repeat(np.cumsum(terms[rows]) - terms[rows], terms[rows])
        chance = np.exp(log_chance(row, first[row] + np.arange(len(row)) - begin))
        sums += np.bincount(row, weights=chance, minlength=len(hits))
    tail: np.ndarray = np.clip(np.where(is_above, sums, 1 - sums), 0.0, 1.0)
    return tail


def _log_factorials(most: int) -> np.ndarray:
    return np.concatenate(([0.0], np.cumsum(np.log(np.arange(1, most + 1)))))


def _runs(terms: np.ndarray) -> list[np.ndarray]:
    """The rows in runs that have so many terms together."""
    run = np.cumsum(terms) // _MOST_TERMS
    return np.split(np.arange(len(terms)), np.flatnonzero(np.diff(run)) + 1) if len(terms) else []


def are_discoveries(chances: np.ndarray, false_share: float) -> np.ndarray:
    """Which tests hold at a false discovery rate (Benjamini and Hochberg 1995, doi:10.1111/j.2517-6161.1995.tb02031.x).

    Args:
        chances: Of each test, that its null gives as much.
        false_share: Expected share of false ones among those that hold, above 0 and below 1.

    Returns:
        A flag for each test.
    """
    count = len(chances)
    order = np.argsort(chances, kind="stable")
    holding = np.flatnonzero(chances[order] <= false_share * np.arange(1, count + 1) / max(count, 1))
    flags = np.zeros(count, dtype=bool)
    flags[order[: holding.max(initial=-1) + 1]] = True
    return flags


def once_in(powers: np.ndarray) -> np.ndarray:
    """Of how many tries one comes by a chance of ten to the power of -`powers`, to two digits; int64."""
    times = np.power(10.0, np.clip(powers, 0.0, 15.0))
    unit = np.power(10.0, np.floor(np.log10(times)) - 1)
    rounded: np.ndarray = np.rint(np.maximum(np.rint(times / unit) * unit, 1.0)).astype(np.int64)
    return rounded
