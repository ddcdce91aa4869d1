"""A record in the making: what cannot be read is a flag, what is repeated is kept once, totals are not invented."""

import pytest

from loaders.documents.draft import RecordDraft, agreed, utc_stamp


def test_the_first_text_that_says_something_stands() -> None:
    draft = RecordDraft("declaration")
    draft.say("office", "", "A", "B")
    draft.say("office", "C")
    draft.say("nature", "")
    assert draft.record("1").values == {"office": "A"}


def test_what_cannot_be_read_is_a_flag_with_its_text() -> None:
    draft = RecordDraft("declaration")
    draft.number("gross_weight_kg", "1O5")
    draft.integer("packages", "12.5")
    draft.country("origin_country", "Nowhere")
    draft.date("registered_on", "31/31/24", ("%m/%d/%y",))
    draft.moment("expected_at", "x" * 500, ("%Y%m%d%H%M",))
    record = draft.record("1")
    assert record.values == {}
    assert record.flags == (
        "gross_weight_kg_unreadable: 1O5",
        "packages_unreadable: 12.5",
        "origin_country_unknown: Nowhere",
        "registered_on_unreadable: 31/31/24",
        f"expected_at_unreadable: {'x' * 80}",
    )


@pytest.mark.parametrize(
    ("text", "unit", "kilograms"),
    [
        ("12.5", "", 12.5),
        ("12.5", "KGM", 12.5),
        ("2", "TNE", 2000.0),
        ("1000", "LBR", 453.59237),
        ("5", "GRM", 0.005),
        ("102.00", "KGM#G", 102.0),
    ],
)
def test_a_mass_is_brought_to_kilograms(text: str, unit: str, kilograms: float) -> None:
    assert RecordDraft("declaration").read_number("gross_weight_kg", text, unit) == kilograms


def test_a_unit_that_is_not_known_gives_no_number() -> None:
    draft = RecordDraft("declaration")
    draft.number("gross_weight_kg", "12", "STN")
    assert draft.record("1").values == {}
    assert draft.flags == ["gross_weight_kg_unit_unknown: 12 STN"]


def test_a_value_of_a_link_stands_once() -> None:
    draft = RecordDraft("manifest")
    draft.link("container", "A", "", "B")
    draft.link("container", "A")
    draft.link("seal", "")
    assert draft.record("1").values == {"container": ("A", "B")}


@pytest.mark.parametrize(
    ("code", "field"),
    [
        ("705", "transport_document"),
        ("N730", "transport_document"),
        ("952", "transport_document"),
        ("741", "master_document"),
        ("N704", "master_document"),
        ("380", None),
        ("785", None),
        ("", None),
    ],
)
def test_documents_of_carriage_are_known_by_their_code(code: str, field: str | None) -> None:
    draft = RecordDraft("manifest")
    assert draft.document(code, "NR. CMR-5") is (field is not None)
    assert draft.record("1").values == ({} if field is None else {field: "CMR-5"})


def test_the_first_party_of_a_role_stands_whole() -> None:
    draft = RecordDraft("declaration")
    draft.party("shipper", name="", country="UZ")
    draft.party("shipper", name="A", country="uzbekistan", phone=("1", "2", "1"))
    draft.party("shipper", name="B", tax_number="9")
    assert draft.record("1").values == {"shipper.name": "A", "shipper.country": "UZ", "shipper.phone": ("1", "2")}


def test_weights_are_summed_only_where_every_line_has_one_and_no_total_was_said() -> None:
    draft = RecordDraft("declaration")
    draft.number("net_weight_kg", "100")
    draft.line(line=1, gross_weight_kg=1.1, net_weight_kg=1.0, packages=2)
    draft.line(line=2, gross_weight_kg=2.2, hs_code="")
    draft.line(line=3)
    values = draft.record("1").values
    assert values["goods"] == (
        {"line": 1, "gross_weight_kg": 1.1, "net_weight_kg": 1.0, "packages": 2},
        {"line": 2, "gross_weight_kg": 2.2},
    )
    assert (values["gross_weight_kg"], values["net_weight_kg"], "packages" in values) == (3.3, 100.0, False)


def test_the_only_goods_line_speaks_for_the_record() -> None:
    for others, hs_code in ((0, "0703"), (1, None)):
        draft = RecordDraft("declaration")
        for line in range(1 + others):
            draft.line(line=line, hs_code=f"070{3 + line}", goods_description="Onions")
        assert draft.record("1").values.get("hs_code") == hs_code


@pytest.mark.parametrize(
    ("text", "stamp"),
    [
        ("2024-02-10T11:00:00+05:00", "2024-02-10T06:00Z"),
        ("2024-02-10T11:00:00Z", "2024-02-10T11:00Z"),
        ("2024-02-10T11:00:00", "2024-02-10T11:00Z"),
        ("yesterday", ""),
        ("", ""),
        ("0001-01-01T00:00:00+05:00", ""),
    ],
)
def test_a_moment_with_its_offset_sorts_in_utc(text: str, stamp: str) -> None:
    assert utc_stamp(text) == stamp


def test_texts_agree_or_say_nothing() -> None:
    assert (agreed(["a", "", "a"]), agreed(["a", "b"]), agreed([])) == ("a", "", "")
