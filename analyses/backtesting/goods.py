"""Goods, origin and mode alone: gradient boosting on what is in the papers about the goods, and nothing about people.

The baseline of a backtest. It needs scikit-learn, which the program itself does not.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow.compute as pc

from graph.errors import Refused
from graph.linkage.movements import Movements

TEXTS = ("hs_code", "origin_country", "departure_country", "destination_country", "mode_of_transport", "procedure")
NUMBERS = ("gross_weight_kg", "net_weight_kg", "packages", "value_amount")
PROPERTIES: Mapping[str, tuple[str, ...]] = {"Consignment": (*TEXTS, *NUMBERS)}
_CHAPTER, _HEADING = 2, 4  # digits of a goods code
_MOST_KINDS = 200  # of a text, the commonest; the boosting takes 255
LEAST_FOUND = 10  # below so many examples of either sort nothing is learnt


def can_learn() -> bool:
    """Whether scikit-learn is installed."""
    from importlib.util import find_spec

    return find_spec("sklearn") is not None


@dataclass(frozen=True, eq=False)
class Goods:
    """What papers say of the goods of movements: texts and numbers, one row a movement; absent is "" and NaN."""

    texts: Mapping[str, np.ndarray]
    numbers: Mapping[str, np.ndarray]

    @classmethod
    def of(cls, movements: Movements) -> "Goods":
        """Of each movement the first paper, by id, that says it; the properties are those of `PROPERTIES`."""
        projection = movements.entities.projection
        consignments = projection.numbers_of("Consignment")
        movement = movements.of_node[consignments]
        texts: dict[str, np.ndarray] = {}
        for name in TEXTS:
            values = np.array(
                pc.fill_null(projection.property_of("Consignment", name).array, "").to_pylist(), dtype=object
            )
            texts[name] = _first(movement, values, values != "", movements.count, "")
        texts["chapter"] = np.array([code[:_CHAPTER] for code in texts["hs_code"]], dtype=object)
        texts["heading"] = np.array([code[:_HEADING] for code in texts.pop("hs_code")], dtype=object)
        numbers: dict[str, np.ndarray] = {}
        for name in NUMBERS:
            read = projection.property_of("Consignment", name).array
            values = np.asarray(read.cast("float64").to_numpy(zero_copy_only=False))
            numbers[name] = _first(movement, values, ~np.isnan(values), movements.count, np.nan)
        return cls(texts, numbers)


def _first(movement: np.ndarray, values: np.ndarray, is_said: np.ndarray, count: int, absent: Any) -> np.ndarray:
    found = np.full(count, absent, dtype=values.dtype)
    found[movement[is_said][::-1]] = values[is_said][::-1]
    return found


@dataclass(frozen=True, eq=False)
class Boosting:
    """What was learnt of movements with known outcomes."""

    kinds: Mapping[str, Mapping[str, int]]
    is_said: np.ndarray  # of each column of the table, whether any movement learnt from says it
    model: Any

    @classmethod
    def learnt(cls, goods: Goods, rows: np.ndarray, is_right: np.ndarray, seed: int = 1) -> "Boosting | None":
        """Learns from some movements; None where there are too few of either sort.

        Args:
            goods: What papers say.
            rows: Numbers of the movements to learn from.
            is_right: Whether each movement was right.
            seed: Of everything that is drawn.

        Raises:
            Refused: scikit-learn is not installed.
        """
        right = int(is_right[rows].sum())
        if min(right, len(rows) - right) < LEAST_FOUND:
            return None
        if not can_learn():
            raise Refused(
                "the baseline of goods alone needs scikit-learn, which is not installed", "`pip install scikit-learn`"
            )
        from sklearn.ensemble import HistGradientBoostingClassifier

        kinds = {name: _commonest(values[rows]) for name, values in goods.texts.items()}
        table = _table(goods, kinds)
        is_said = ~np.isnan(table[rows]).all(axis=0)
        is_kind = np.arange(table.shape[1]) < len(kinds)
        model = HistGradientBoostingClassifier(
            learning_rate=0.05,
            max_iter=150,
            max_leaf_nodes=15,
            min_samples_leaf=20,
            l2_regularization=1.0,
            categorical_features=is_kind[is_said],
            early_stopping=False,
            random_state=seed,
        )
        model.fit(table[rows][:, is_said], is_right[rows])
        return cls(kinds, is_said, model)

    def scores(self, goods: Goods) -> np.ndarray:
        """How likely each movement is right, 0-1."""
        scores: np.ndarray = self.model.predict_proba(_table(goods, self.kinds)[:, self.is_said])[:, 1]
        return scores


def _commonest(values: np.ndarray) -> dict[str, int]:
    texts, counts = np.unique(values.astype(str), return_counts=True)
    order = np.lexsort((texts, -counts))[:_MOST_KINDS]
    return {str(texts[place]): number for number, place in enumerate(order.tolist())}


def _table(goods: Goods, kinds: Mapping[str, Mapping[str, int]]) -> np.ndarray:
    columns = [
        np.array([known.get(str(value), np.nan) for value in goods.texts[name]], dtype=np.float64)
        for name, known in kinds.items()
    ]
    columns += list(goods.numbers.values())
    weight, value, packages = (goods.numbers[name] for name in ("gross_weight_kg", "value_amount", "packages"))
    weight = np.where(np.isnan(weight), goods.numbers["net_weight_kg"], weight)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratios = [np.where(base > 0, top / base, np.nan) for top, base in ((value, weight), (weight, packages))]
    return np.column_stack(columns + ratios)
