"""How well a grouping agrees with the true one: pair by pair, item by item (B-cubed), and in its largest group."""

from dataclasses import dataclass

import numpy as np

from graph.kernels.components import pairs_within


@dataclass(frozen=True, slots=True)
class Agreement:
    """A grouping of items against the true grouping of the same items; all shares are 0-1, and 1 where nothing counts.

    `precision` is the share of the pairs within a group that are truly one, `recall` the share of the true pairs that
    are within one group. The B-cubed figures are the means over items of the same shares within the item's own group
    (Bagga and Baldwin 1998, doi:10.3115/980845.980859): large groups count by their items and not by their pairs.
    """

    items: int
    groups: int
    true_groups: int
    precision: float
    recall: float
    bcubed_precision: float
    bcubed_recall: float
    largest_group: int
    largest_true_group: int

    @property
    def f1(self) -> float:
        """Harmonic mean of the pairwise precision and recall."""
        return _harmonic(self.precision, self.recall)

    @property
    def bcubed_f1(self) -> float:
        """Harmonic mean of the B-cubed precision and recall."""
        return _harmonic(self.bcubed_precision, self.bcubed_recall)


def _harmonic(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def agreement_of(groups: np.ndarray, true_groups: np.ndarray) -> Agreement:
    """Compares two groupings of the same items, given as group numbers (any integers) item by item."""
    if not len(groups):
        return Agreement(0, 0, 0, 1.0, 1.0, 1.0, 1.0, 0, 0)
    _, group, sizes = np.unique(groups, return_inverse=True, return_counts=True)
    _, true, true_sizes = np.unique(true_groups, return_inverse=True, return_counts=True)
    cells, common = np.unique(group * len(true_sizes) + true, return_counts=True)
    in_group, in_truth = sizes[cells // len(true_sizes)], true_sizes[cells % len(true_sizes)]
    hits = _pairs(common)
    squares = common.astype(np.float64) ** 2
    return Agreement(
        items=len(groups),
        groups=len(sizes),
        true_groups=len(true_sizes),
        precision=_share(hits, _pairs(sizes)),
        recall=_share(hits, _pairs(true_sizes)),
        bcubed_precision=float((squares / in_group).sum() / len(groups)),
        bcubed_recall=float((squares / in_truth).sum() / len(groups)),
        largest_group=int(sizes.max()),
        largest_true_group=int(true_sizes.max()),
    )


def _pairs(sizes: np.ndarray) -> int:
    sizes = sizes.astype(np.int64)
    return int((sizes * (sizes - 1) // 2).sum())


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 1.0


def pairs_sharing(true_groups: np.ndarray, item: np.ndarray, value: np.ndarray) -> float:
    """The share of true pairs of which both items hold some common value: what no method that compares values can pass
    but by way of a third item. 1 where there is no true pair.

    Args:
        true_groups: True group of each item.
        item: Item numbers, one a row of (item, value).
        value: Value numbers, one a row.
    """
    _, true, sizes = np.unique(true_groups, return_inverse=True, return_counts=True)
    rows = np.unique(np.stack((true[item], value, item)), axis=1) if len(item) else np.zeros((3, 0), dtype=np.int64)
    starts = np.ones(rows.shape[1], dtype=bool)
    starts[1:] = (rows[:2, 1:] != rows[:2, :-1]).any(axis=0)
    pairs = pairs_within(np.cumsum(starts), rows[2], largest=max(1, len(true_groups)))
    sharing = np.unique(pairs.left.astype(np.int64) * len(true_groups) + pairs.right)
    return _share(len(sharing), _pairs(sizes))
