"""The bars of a comparison: each begins where the one before it ended, and the last one is the sum."""

from api.http.waterfall import LABEL, VALUE, WIDTH, waterfall

FIELDS = [{"field": "name", "bits": 10.0}, {"field": "country", "bits": 0.0}, {"field": "phone", "bits": -3.0}]


def test_each_bar_begins_where_the_one_before_it_ended() -> None:
    before, name, phone, total = waterfall(-8.0, FIELDS).bars
    assert [bar.style for bar in (before, name, phone, total)] == ["before", "for", "against", "sum"]
    assert before.x == name.x == LABEL
    assert name.x + name.width == phone.x + phone.width == WIDTH - VALUE
    assert total.bits == -1.0


def test_what_says_nothing_has_no_bar_and_nothing_at_all_is_drawn_too() -> None:
    assert [bar.name for bar in waterfall(0.0, []).bars] == ["before", "in all"]
    drawing = waterfall(-8.0, FIELDS)
    assert all(bar.x >= LABEL and bar.x + bar.width <= WIDTH - VALUE + 1 for bar in drawing.bars)
    assert LABEL < drawing.zero < WIDTH - VALUE
