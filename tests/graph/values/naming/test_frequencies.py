"""Words of a register weighed by how many names carry them."""

from graph.values.naming import WordFrequencies
from graph.values.naming.firms import words_of_firm
from graph.values.naming.sounds import word_key


def test_what_many_carry_weighs_little_and_what_few_carry_in_full() -> None:
    register = WordFrequencies.of([f"Baraka {number}" for number in range(100)] + ["Zarnigor", "ООО Зарнигор"])
    assert register.names == 102
    assert register.weight_of(word_key("baraka")) == 0.4
    assert register.weight_of(word_key("Зарнигор")) == 1.0
    assert register.weight_of(word_key("nobody")) == 1.0


def test_weight_falls_with_the_count() -> None:
    weights = [WordFrequencies({"lola": count}, 1_000).weight_of("lola") for count in (3, 6, 12, 24, 48)]
    assert weights == sorted(weights, reverse=True)
    assert len(set(weights)) > 3


def test_words_of_the_trade_and_numbers_keep_their_weight() -> None:
    words = words_of_firm("Lola Trans 5")
    weighted = WordFrequencies({word_key("lola"): 500, word_key("trans"): 500}, 1_000).weighted(words)
    assert [word.weight for word in weighted] == [0.4, words[1].weight, words[2].weight]
