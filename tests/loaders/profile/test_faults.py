"""What is refused in a profile, as people read it: a sentence with the place, the value and what to write instead."""

import re
from typing import Any

import pytest
import yaml
from hypothesis import given, settings, strategies

from graph.canonical import RECORD_KINDS
from graph.errors import BadProfile
from loaders.profile.profile import Profile, parse_profile
from loaders.profile.records import FieldMapping, RecordMapping

GOOD = """\
name: decl
version: 1
records:
  - kind: declaration
    id: No
    fields:
      consignee.name: Consignee
"""
VERSION, ID, FIELD = "version: 1", "id: No", "consignee.name: Consignee"


def refused(text: str) -> str:
    with pytest.raises(BadProfile) as caught:
        parse_profile(text, "my.yaml")
    assert caught.value.next_step
    return str(caught.value).removeprefix("my.yaml: ")


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("name: decl\n", "", "`name` is missing; write the name under which it is kept"),
        ("name: decl", "name:", "`name` is empty; write a text"),
        ("name: decl", "name: [a]", "`name` is a list; write one text"),
        ("name: decl", "nme: decl", "`nme` is not known; did you mean name? known: name, version, title, encoding"),
        (VERSION, "", "`version` is missing; write a whole number from 1"),
        (VERSION, "version: 0", "`version` is '0'; write a whole number from 1 to 999999999, and a higher one"),
        (VERSION, "version: true", "`version` is 'true'; write a whole number"),
        (VERSION, "version: 1.5", "`version` is '1.5'; write a whole number"),
        (VERSION, f"version: {'9' * 5000}", "`version` is '99999"),
        (VERSION, f"{VERSION}\ncolour: red", "`colour` is not known; known: name, version"),
        (VERSION, f"{VERSION}\ntitle: {{a: b}}", "`title` is a mapping; write one text"),
        (VERSION, f"{VERSION}\ndelimiter: ;;", "`delimiter` is ';;'; write one character, such as"),
        (VERSION, f'{VERSION}\ndelimiter: ""', "`delimiter` is empty; write one character"),
        (VERSION, f'{VERSION}\ndelimiter: "\\n"', r"`delimiter` is '\n'; write one character"),
        (VERSION, f"{VERSION}\ndecimal: x", "`decimal` is 'x'; write '.' or ','"),
        (VERSION, f"{VERSION}\nheader_row: first", "`header_row` is 'first'; write a whole number of rows"),
        (VERSION, f"{VERSION}\nskip_footer: -1", "`skip_footer` is '-1'; write a whole number of rows"),
        (VERSION, f"{VERSION}\nskip_rows: [Total, '']", "`skip_rows: 2` is empty; write a text"),
        (VERSION, f"{VERSION}\ncomplete: perhaps", "`complete` is 'perhaps'; write true or false"),
    ],
)
def test_a_key_of_the_profile(old: str, new: str, sentence: str) -> None:
    assert refused(GOOD.replace(old, new, 1)).startswith(sentence)


@pytest.mark.parametrize(
    ("key", "sentence"),
    [
        ("encoding: utf8x", "`encoding` is 'utf8x', which is no encoding; did you mean utf-8?"),
        ("encoding: [utf-8, hex]", "`encoding: 2` is 'hex', which is no encoding; write for example utf-8, cp1251"),
        ("encoding: undefined", "`encoding` is 'undefined', which is no encoding"),
        ('encoding: "a\\0b"', "`encoding` is 'a\\x00b', which is no encoding"),
        ("encoding: [cp1251, auto]", "`encoding: 2` is 'auto'; write auto first"),
        ("encoding: []", "`encoding` is empty; write at least one, or leave the key out"),
        ("encoding: {a: b}", "`encoding` is a mapping; write one text, or a list of texts"),
        ("dates: dd.mm.yyyy", "`dates` is 'dd.mm.yyyy', which reads no date; write %d for the day, %m for the month"),
        ("dates: ['%Y-%m-%d', '%d.%m']", "`dates: 2` is '%d.%m', which reads no year; write %Y where the year stands"),
        ("dates: '%-d.%m.%Y'", "`dates` is '%-d.%m.%Y', which reads no date; write %d for the day, %m for"),
        ("dates: '%d.%d.%Y'", "`dates` is '%d.%d.%Y', which reads no date"),
        ("dates: '%'", "`dates` is '%', which reads no date"),
        ("dates:", "`dates` is empty"),
        ("zone: Asia/Atlantis", "`zone` is 'Asia/Atlantis', which is no time zone; name an IANA zone"),
        ("zone: asia/taskent", "`zone` is 'asia/taskent', which is no time zone; did you mean Asia/Tashkent?"),
        ("zone: Asia", "`zone` is 'Asia', which is no time zone"),
        ("zone: ../../etc/passwd", "`zone` is '../../etc/passwd', which is no time zone"),
        (f"zone: {'a' * 300}", f"`zone` is '{'a' * 59}…', which is no time zone"),
        ("extract_date: '(\\d+'", "`extract_date` is no regular expression: missing ), unterminated subpattern"),
        ("extract_date: '\\d+'", "`extract_date` has no pair of parentheses; put one pair around the date"),
        ("extract_date: {file_name: '(a)(b)'}", "`extract_date` has 2 pairs of parentheses; put one pair"),
        ("extract_date: {name: '(a)'}", "`extract_date` is a mapping; write a regular expression"),
        ("extract_date: '(\\d+)+x'", "`extract_date` is '(\\\\d+)+x', which may search a long name for ever; write no"),
    ],
)
def test_how_the_file_is_written(key: str, sentence: str) -> None:
    assert refused(GOOD.replace(VERSION, f"{VERSION}\n{key}")).startswith(sentence)


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("kind: declaration", "kind: invoice", "`kind` is 'invoice', which is no kind of record; known: declaration"),
        ("kind: declaration", "kind: declartion", "`kind` is 'declartion', which is no kind of record; did you mean"),
        ("kind: declaration\n    ", "", "`kind` is missing; known: declaration, manifest"),
        ("    id: No\n", "", "`id` is missing; name the column (or columns) of the record's own number, or write"),
        (ID, "id: []", "`id` is missing"),
        (ID, "id:", "`id` is missing"),
        (ID, "id: [No, '']", "`id: 2` is empty; write a text"),
        (ID, "id: [No, Item, No]", "`id` names the column 'No' twice; name each column once"),
        (ID, "id: {a: b}", "`id` is a mapping; write one text, or a list of texts"),
        (ID, f"{ID}\n    key: x", "`key` is not known; known: kind, part"),
        (ID, f"{ID}\n    when: [A]", "`when` is a list; write one text"),
        (ID, f"{ID}\n    part: [A, A]", "`part` names the column 'A' twice"),
        (ID, f"{ID}\n    deleted: Status", "`deleted` is 'Status'; write keys with their values: column, values"),
        (ID, f"{ID}\n    deleted: {{values: [x]}}", "`deleted: column` is missing; name the column that tells"),
        (ID, f"{ID}\n    deleted: {{column: S}}", "`deleted: values` is missing; list the texts that mean deleted"),
        (ID, f"{ID}\n    deleted: {{column: S, values: []}}", "`deleted: values` is empty; write at least one"),
        (ID, f"{ID}\n    deleted: {{column: S, value: [x]}}", "`deleted: value` is not known; did you mean values?"),
        (ID, f"{ID}\n    id_of: row", "`id_of` stands beside `id`; name the column"),
        (ID, "id_of: all", "`id_of` is 'all'; write `id_of: row`, or name columns with `id`"),
        (f"      {FIELD}\n", "", "`fields` is empty; write under it which column is which field"),
        (f"    fields:\n      {FIELD}\n", "", "`fields` is missing; write under it"),
        (f"\n      {FIELD}", " [A]", "`fields` is a list; write under it"),
    ],
)  # fmt: skip
def test_a_key_of_a_record(old: str, new: str, sentence: str) -> None:
    assert old in GOOD
    assert refused(GOOD.replace(old, new, 1)).replace("`records: 1: ", "`", 1).startswith(sentence)


@pytest.mark.parametrize(
    ("field", "sentence"),
    [
        ("consignee.colour: C", "`consignee.colour` is not a field of a declaration; known: consignee.name, consignee"),
        ("consignee.adress: C", "`consignee.adress` is not a field of a declaration; did you mean consignee.address?"),
        ("owner.name: C", "`owner.name` is not a field of a declaration; known: hs_code"),
        ("consignee: C", "`consignee` is not a field of a declaration; known: consignee.name"),
        ("gros_weight_kg: C", "`gros_weight_kg` is not a field of a declaration; did you mean gross_weight_kg? known:"),
        ("goods: C", "`goods` holds lines, which no column can; write one field of the line, with `part`"),
        ("office:", "`office` is empty; name a column, or write keys with their values: column, columns"),
        ("office: [A]", "`office` is a list; name a column"),
        ("office: {split: ','}", "`office` says not where it comes from; write one of `column`, `columns` and `value`"),
        ("office: {column: A, value: b}", "`office` has `column` and `value`; write one of"),
        ("office: {column: A, columns: [B]}", "`office` has `column` and `columns`; write one of"),
        ("office: {column: []}", "`office` says not where it comes from"),
        ("office: {column: ' '}", "`office: column: 1` is empty"),
        ("office: {column: [A, A]}", "`office: column` names the column 'A' twice"),
        ("office: {columns: [A, A]}", "`office: columns` names the column 'A' twice"),
        ("office: {column: {a: b}}", "`office: column` is a mapping; write one text, or a list of texts"),
        ("office: {colum: A}", "`office: colum` is not known; did you mean column? known: column, columns, value"),
        ("office: {value: ''}", "`office: value` is empty; write a text"),
        ("office: {column: A, values: [x]}", '`office: values` is a list; write texts with their meanings: {"30":'),
        ("office: {column: A, values: }", "`office: values` is empty; write texts with their meanings"),
        ("office: {column: A, values: {a: [b]}}", "`office: values: a` is a list; write one text"),
        ("office: {column: A, values: {Road: a, road: b}}", "`office: values` holds 'Road' and 'road', which are read"),
        ("office: {column: A, split: ';', values: {a: b}}", "`office` has `split` and `values`, of which one would be"),
        ("office: {column: A, split: ';', scheme: b}", "`office` has `split` and `scheme`, of which one would be"),
        ("office: {column: A, scale: 2}", "`office: scale` means nothing for office, which is a text; leave it out"),
        ("packages: {column: A, scale: 2}", "`packages: scale` means nothing for packages, which is a whole number"),
        ("packages: {column: A, split: ';'}", "`packages: split` means nothing for packages, which is a whole number"),
        ("origin_country: {column: A, split: ';'}", "`origin_country: split` means nothing for origin_country, which"),
        ("registered_on: {column: A, values: {a: b}}", "`registered_on: values` means nothing for registered_on"),
        ("registered_on: {column: A, scheme: b}", "`registered_on: scheme` means nothing for registered_on, which is"),
        ("gross_weight_kg: {column: A, scale: x}", "`gross_weight_kg: scale` is 'x'; write a number above 0, such as"),
        ("gross_weight_kg: {column: A, scale: 0}", "`gross_weight_kg: scale` is '0'; write a number above 0"),
        ("gross_weight_kg: {column: A, scale: .inf}", "`gross_weight_kg: scale` is '.inf'; write a number above 0"),
        ("gross_weight_kg: {column: A, scale: }", "`gross_weight_kg: scale` is empty; write a number above 0"),
        ("gross_weight_kg: {value: much}", "`gross_weight_kg: value` is 'much': not a number with decimal sign '.'"),
        ("packages: {column: A, values: {none: no}}", "`packages: values: none` is 'no': not a number with decimal"),
        ("registered_on: {value: 01.01.2024}", "`registered_on: value` is '01.01.2024': not a date like 2024-03-05"),
        ("origin_country: {value: Atlantis}", "`origin_country: value` is 'Atlantis': not a country; write what the"),
    ],
)  # fmt: skip
def test_a_field_of_a_record(field: str, sentence: str) -> None:
    told = refused(GOOD.replace(FIELD, field))
    assert told.replace("`records: 1: fields: ", "`", 1).startswith(sentence)


def test_hours_without_a_zone_are_refused_with_the_field_that_has_them() -> None:
    told = refused(GOOD.replace(FIELD, "arrived_at: A"))
    assert told.startswith("`zone` is missing, but `records: 1: fields: arrived_at` has hours; name the IANA zone")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "my.yaml is empty; write keys with their values: name, version"),
        ("just words", "my.yaml is 'just words'; write keys with their values"),
        ("- a\n- b", "my.yaml is a list; write keys with their values"),
        ("name: a\nversion: 1", "`records` is missing; list at least one record with `kind`, `id` and `fields`"),
        ("name: a\nversion: 1\nrecords: []", "`records` is missing"),
        (
            "name: a\nversion: 1\nrecords: {a: b}",
            "`records` is a mapping; list the records of a row, each after a dash",
        ),
        ("name: a\nversion: 1\nrecords: [x]", "`records: 1` is 'x'; write keys with their values: kind"),
        ("name: a\nversion: 1\ndocument: asycuda-sd", "`document` is 'asycuda-sd', which is no document format; did"),
        ("name: a\nversion: 1\ndocument: cuscar\nrecords: []", "`records` stands beside `document`; leave it out"),
        ("name: a\nversion: 1\ndocument: cuscar\ndates: ['%Y']", "`dates` stands beside `document`; leave it out"),
    ],
)
def test_what_is_no_profile(text: str, sentence: str) -> None:
    assert refused(text).startswith(sentence)


def test_a_row_holds_at_most_64_records() -> None:
    head, _, record = GOOD.partition("records:\n")
    assert len(parse_profile(f"{head}records:\n{record * 64}").records) == 64
    told = refused(f"{head}records:\n{record * 65}")
    assert told == "`records` has 65 entries; a row may hold up to 64 records"


def test_entries_are_counted_as_people_do() -> None:
    head, _, record = GOOD.partition("records:\n")
    told = refused(f"{head}records:\n{record}{record.replace('id: No', 'id: No' + chr(10) + '    grade: [x]')}")
    assert told == "`records: 2: grade` is a list; write one text"


_INNER = [*FieldMapping.keys(), "file_name", "nodes", "relationships", "consignee.name"]
_WORDS = ["", " ", "A", "1", "0", "true", "auto", "row", ";", "%Y", "Asia", "(a)", "cuscar", "from", *RECORD_KINDS]
_TREES = strategies.recursive(
    strategies.sampled_from(_WORDS),
    lambda inner: strategies.lists(inner, max_size=3) | strategies.dictionaries(strategies.sampled_from(_INNER), inner),
    max_leaves=8,
)
_FIELDS = strategies.dictionaries(strategies.sampled_from(["office", "packages", "arrived_at", "goods", "x"]), _TREES)
_HEAD = {"name": strategies.just("decl"), "version": strategies.just("1")}


def keyed(keys: list[str], **more: strategies.SearchStrategy[Any]) -> strategies.SearchStrategy[dict[str, Any]]:
    """Mappings of one or two of these keys with any tree behind them."""
    chosen = strategies.dictionaries(strategies.sampled_from(keys), _TREES, max_size=2)
    return strategies.builds(lambda tree, fixed: {**fixed, **tree}, chosen, strategies.fixed_dictionaries(more))


_RECORD = keyed(
    [*RecordMapping.keys(), "x"], kind=strategies.just("declaration"), id=strategies.just("No"), fields=_FIELDS
)
_PROFILE = keyed([*Profile.keys(), "x"], **_HEAD, records=strategies.lists(_RECORD, min_size=1, max_size=2))
_OF_THE_LIBRARY = re.compile(r"pydantic|Input should|a valid |Extra inputs|Field required|value_error|ValueError")


@settings(max_examples=300)
@given(tree=_PROFILE)
def test_whatever_is_written_is_read_or_refused_in_our_words(tree: dict[str, object]) -> None:
    try:
        parse_profile(yaml.safe_dump(tree, default_style="'"), "my.yaml")
    except BadProfile as refusal:
        assert refusal.message.startswith("my.yaml") and refusal.next_step
        assert not _OF_THE_LIBRARY.search(str(refusal)), str(refusal)


@given(text=strategies.text())
def test_a_file_of_any_characters_is_read_or_refused(text: str) -> None:
    with pytest.raises(BadProfile):
        parse_profile(text, "my.yaml")
