"""The text of a proposed profile: whatever a header holds, it is YAML that is read as it was meant."""

import yaml
from hypothesis import given, settings, strategies

from loaders.profile.profile import parse_profile
from loaders.proposing.profile_text import Entry, ProfileDraft, comment, profile_yaml, scalar

_TEXT = strategies.text(strategies.characters(exclude_categories=["Cs"]), min_size=1, max_size=20)


@settings(max_examples=300)
@given(text=_TEXT)
def test_a_scalar_is_read_as_it_was_written(text: str) -> None:
    assert yaml.load(f"a: {scalar(text)}\nb: {{c: {scalar(text)}, d: [{scalar(text)}]}}", yaml.BaseLoader) == {
        "a": text,
        "b": {"c": text, "d": [text]},
    }


def test_plain_headers_stay_plain() -> None:
    for text in ("Consignee", "Код ТН ВЭД", "CMR / TIR", "B/L No", "Gross (kg)"):
        assert scalar(text) == text
    for text in ("No: 1", "#", "null", "a, b", "x ", "-", "{a}", "Gross\nkg"):
        assert scalar(text) == f'"{text}"'.replace("\n", "\\U0000000A")


@settings(max_examples=200)
@given(text=_TEXT)
def test_a_comment_stays_one(text: str) -> None:
    assert yaml.load(f"a: b  {comment(text)}\nc: d", yaml.BaseLoader) == {"a": "b", "c": "d"}


@settings(max_examples=200)
@given(names=strategies.lists(_TEXT.filter(str.strip), min_size=2, max_size=2, unique=True), sheet=_TEXT)
def test_a_draft_is_a_profile_that_is_read_as_it_was_meant(names: list[str], sheet: str) -> None:
    first, second = names
    draft = ProfileDraft(
        *("d", "t", "manifest", "cp1251", "\t", sheet, 6, (second,), ["%d.%m.%Y"], ",", "UTC"),
        *((first, second), "why", first),
        [
            Entry("gross_weight_kg", (first,), second, scale=1000),
            Entry("shipper.name", (first, second), ""),
            Entry("container", (second,), "", split=";"),
            Entry("consignee.key", (second,), "", scheme="consignee"),
            Entry("mode_of_transport", (first,), "", values=(("10", "sea"),)),
        ],
        [(first, second)],
    )  # fmt: skip
    profile = parse_profile(profile_yaml(draft))
    assert (profile.encodings, profile.delimiter, profile.sheet, profile.header_row) == (("cp1251",), "\t", sheet, 6)
    assert (profile.skip_rows, profile.dates, profile.decimal, profile.zone) == ((second,), ("%d.%m.%Y",), ",", "UTC")
    (record,) = profile.records
    assert (record.id, record.amended) == ((first, second), first)
    weight, name, container, key, mode = record.fields.values()
    assert (weight.sources, weight.scale) == ((first,), 1000)
    assert (name.sources, container.split, key.scheme, mode.values) == (
        (first, second),
        ";",
        "consignee",
        {"10": "sea"},
    )
