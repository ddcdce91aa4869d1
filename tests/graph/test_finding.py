"""By which texts a node is found, and what a search asks for."""

import pytest

from graph.canonical import RECORD_KINDS, FoundBy
from graph.errors import BadValue
from graph.finding import MOST_NUMBERS, Findable, exactly, findable, plain_number, question
from graph.schema import NODE_TYPES, Ownership, node_properties, record_prefix

CHANNEL = "UZ/import/H1/customs"


@pytest.mark.parametrize(
    ("node_id", "words", "numbers"),
    [
        ("vehicle:UZ:01777AAA", "", "<01777AAA>"),
        ("vehicle:VIN:WVWZZZ1JZXW000001", "", "<WVWZZZ1JZXW000001>"),
        ("container:?MSKU1234560", "", "<MSKU1234560>"),
        ("phone:+998901234567", "", "<998901234567>"),
        ("email:info@alfa.uz", "", "<INFOALFAUZ>"),
        ("document:AZ:seizure:AZ-SZ-24-011960", "", "<AZSZ24011960>"),
        ("document::transport:CMR 77:001", "", "<CMR77001>"),
        ("identifier:key:UZ/decl:77-1", "", "<771>"),
        ("seal:ЖА0012", "", "<JA0012>"),
        ("address:UZ:12 amir temur", "12 amir temur", ""),
        ("watchlist:Wanted 2024", "vanted 2024", ""),
    ],
)
def test_a_shared_node_is_found_by_its_value(node_id: str, words: str, numbers: str) -> None:
    assert findable(node_id, None) == Findable(words, numbers)


def test_a_place_is_found_by_every_name_of_the_gazetteer() -> None:
    words = findable("place:AF:hairatan", None).words.split()
    assert {"hairatan", "hairaton"} <= set(words)


@pytest.mark.parametrize("kind", sorted(RECORD_KINDS))
def test_a_record_of_every_kind_is_found_by_its_number_and_every_findable_field(kind: str) -> None:
    node_id = f"{record_prefix(kind)}:{CHANNEL}:{kind}:AB-{kind}/7"
    fields = node_properties(RECORD_KINDS[kind].node_type).values()
    by_words = [field.name for field in fields if field.found_by is FoundBy.WORDS]
    by_number = [field.name for field in fields if field.found_by is FoundBy.NUMBER]
    said = {name: f"word{place}" for place, name in enumerate(by_words)}
    said |= {name: f"N-{place}0" for place, name in enumerate(by_number)}
    found = findable(node_id, said)
    assert found.words.split() == [f"vord{place}" for place in range(len(by_words))]
    numbers = [f"AB{kind.upper()}7", *(f"N{place}0" for place in range(len(by_number)))]
    assert found.numbers == "".join(f"<{number}>" for number in numbers)


def test_every_shared_type_is_found_by_something() -> None:
    shared = [t for t in NODE_TYPES.values() if t.ownership is not Ownership.RECORD]
    assert all(t.found_by is not FoundBy.NOTHING for t in shared)


def test_codes_that_thousands_share_and_values_with_a_node_of_their_own_are_not_indexed() -> None:
    said = {"mode_of_transport": "road", "value_currency": "USD", "office": "Termez", "packages": 7}
    assert findable(f"consignment:{CHANNEL}:declaration:1", said) == Findable("", "<1>")
    assert findable(f"party:{CHANNEL}:aa", {"name": "Silk", "address": "Road 7", "country": "UZ"}).words == "silk"


def test_goods_lines_are_found_by_their_words() -> None:
    goods = [{"line": 1, "goods_description": "Milled rice", "quantity_unit": "bag"}, {"hs_code": "100630"}]
    found = findable(f"consignment:{CHANNEL}:declaration:1", {"goods": goods})
    assert found.words == "miled rise 100630"


def test_a_party_is_found_by_its_other_names_and_its_line_of_business() -> None:
    found = findable(f"party:{CHANNEL}:party:77", {"name": "Silk", "alias": ["Amber"], "activity": "Trade"})
    assert found == Findable("silk amber trade", "<77>")


def test_numbers_of_one_node_are_bounded() -> None:
    said = {"trader_reference": [f"R-{n:04}" for n in range(50)] + ["9" * 5000]}
    numbers = findable(f"consignment:{CHANNEL}:declaration:1", said).numbers
    assert numbers.count("<") == MOST_NUMBERS


def test_a_word_of_an_azerbaijani_name_is_found_without_the_legal_form_that_tells_the_language() -> None:
    for name in ("Gəncə Pambıq MMC", "Gence Pambiq MMC"):
        words = set(findable(f"party:{CHANNEL}:aa", {"name": name}).words.split())
        for text in ("Gence", "gəncə", "Pambiq Gence", "Pambıq", "Gence Pambiq MMC"):
            assert any(set(line) <= words for line in question(text).words), (name, text)


@pytest.mark.parametrize(
    ("indexed", "typed"),
    [("Gəncə", "Gence"), ("Gülşen", "gulsen"), ("Şəki", "Seki"), ("Bakı", "Baki"), ("Oʻzbekiston", "Ozbekiston"),
     ("Қўқон", "Кукон"), ("Хоҷа", "Хоча"), ("Ашхабад", "Ashhabad"), ("Türkmenbaşy", "Turkmenbasy")],
)  # fmt: skip
def test_keyboards_without_a_letter_find_what_has_it_and_the_other_way_round(indexed: str, typed: str) -> None:
    for there, here in ((indexed, typed), (typed, indexed)):
        words = findable(f"seizure:{CHANNEL}:seizure:1", {"place": there}).words.split()
        assert any(set(line) <= set(words) for line in question(here).words)


def test_letters_of_other_scripts_in_numbers_are_typed_as_latin_ones() -> None:
    assert plain_number("01 а 777 вс") == plain_number("01A777BC") == "01A777BC"
    assert plain_number("Ж-12") == "J12" and plain_number("٠١٢") == "012"


# --- what is asked for ---------------------------------------------------------------------------------------------


def pieces(text: str) -> list[tuple[str, ...]]:
    return [pattern.pieces for pattern in question(text).numbers]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("777AA", [("777AA",)]),
        ("01 777-AA", [("01777AA",)]),
        ("777*", [("<777",)]),
        ("*777", [("777>",)]),
        ("01*AA", [("<01", "AA>")]),
        ("*7A", [("7A>",)]),
        ("Karvon Trans", [("<KARVONTRANS>",)]),
    ],
)
def test_a_text_asks_for_numbers(text: str, found: list[tuple[str, ...]]) -> None:
    assert pieces(text) == found


def test_a_short_text_asks_for_a_whole_number() -> None:
    assert ("<17>",) in pieces("17") and ("17",) not in pieces("17")


def test_a_pattern_without_three_signs_in_a_row_is_refused() -> None:
    with pytest.raises(BadValue, match=r"'7\*A' has no 3 letters or digits in a row"):
        question("7*A")


def test_a_star_at_the_end_of_a_word_is_its_beginning_and_inside_it_is_none() -> None:
    assert question("karv*").words == (("karv",),)
    assert question("ka*von").words == ()


def test_numbers_are_asked_for_as_people_write_them() -> None:
    wanted = {pattern.pieces[0] for pattern in exactly("90 123 45 67").numbers}
    assert {"<901234567>", "<998901234567>"} <= wanted
    assert "<9074729>" in {pattern.pieces[0] for pattern in exactly("IMO 9074729").numbers}


@pytest.mark.parametrize("text", ["", "*", "  ", "---", "\x00", '"'])
def test_nothing_asks_for_nothing(text: str) -> None:
    assert question(text).is_empty
