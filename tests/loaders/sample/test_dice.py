"""Chance repeats: known values for a seed, streams that do not touch each other."""

from loaders.sample.dice import Dice, Wheel


def test_values_for_a_seed_never_change() -> None:
    dice = Dice(1, "test")
    assert [dice.below(1000) for _ in range(6)] == [390, 440, 16, 435, 60, 535]


def test_streams_differ_by_name_and_seed() -> None:
    def first(seed: int, name: str) -> float:
        return Dice(seed, name).random()

    assert len({first(1, "a"), first(1, "b"), first(2, "a")}) == 3


def test_heavy_numbers_stay_in_their_range_and_are_mostly_small() -> None:
    dice = Dice(1, "heavy")
    drawn = [dice.heavy(2, 60) for _ in range(2000)]
    assert min(drawn) == 2
    assert max(drawn) == 60
    assert sum(number < 4 for number in drawn) > 900


def test_wheel_follows_its_weights() -> None:
    dice, wheel = Dice(1, "wheel"), Wheel([1, 0, 3])
    spins = [wheel.spin(dice) for _ in range(4000)]
    assert spins.count(1) == 0
    assert 2800 < spins.count(2) < 3200


def test_shuffle_keeps_every_value() -> None:
    values = list(range(50))
    Dice(1, "shuffle").shuffle(values)
    assert sorted(values) == list(range(50))
    assert values != list(range(50))
