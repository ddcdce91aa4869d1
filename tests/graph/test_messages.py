import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.messages import LANGUAGE, Message, catalogue, end_words, flag_message, message, names_in, text_of
from graph.schema import DERIVED_EDGES, EDGE_TYPES

ROOT = Path(__file__).parents[2]
SOURCES = [path for folder in ("graph", "loaders", "analyses", "api") for path in (ROOT / folder).rglob("*.py")]


def keys_said() -> Iterator[str]:
    """The keys of all calls of `message`, with `*` where a value stands in one."""
    for path in SOURCES:
        for call in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "message":
                yield _key_of(call.args[0])


def _key_of(argument: ast.expr) -> str:
    if isinstance(argument, ast.JoinedStr):
        return "".join(part.value if isinstance(part, ast.Constant) else "*" for part in argument.values)
    assert isinstance(argument, ast.Constant), "a key is written where the message is made"
    return str(argument.value)


def is_said(key: str, said: set[str]) -> bool:
    return any(form == key or ("*" in form and key.startswith(form.partition("*")[0])) for form in said)


def test_every_message_that_is_said_is_in_the_catalogue_and_every_text_is_said() -> None:
    said = set(keys_said())
    assert len(said) > 30
    assert {form for form in said if "*" not in form} - catalogue(LANGUAGE).keys() == set()
    assert [key for key in catalogue(LANGUAGE) if not is_said(key, said)] == []


def test_all_plural_forms_of_a_text_have_the_same_values_but_the_count() -> None:
    for key, texts in catalogue(LANGUAGE).items():
        forms = {names_in({form: text}) - {"count"} for form, text in texts.items()}
        assert len(forms) == 1, key
        assert set(texts) in ({"other"}, {"one", "other"}), key


def test_a_message_is_a_sentence_with_its_values() -> None:
    assert message("cut.clusters", count=1200).text == "1,200 more clusters; raise limit"
    assert message("cut.clusters", count=1).text == "1 more cluster; raise limit"
    assert str(message("double.reported_as", first="1 kg", second="2 lb")) == "reported as '1 kg' and '2 lb'"


def test_a_message_goes_through_json_and_keeps_its_key() -> None:
    said = message("hubs.register", version=3)
    assert Message.model_validate_json(said.model_dump_json()) == said
    assert said.model_dump() == {"key": "hubs.register", "values": {"version": 3}, "text": said.text}


@pytest.mark.parametrize(
    ("key", "values"), [("no.such", {}), ("cut.clusters", {}), ("double.same_day", {"count": 1, "more": 2})]
)
def test_a_message_that_the_catalogue_does_not_know_is_refused_where_it_is_made(
    key: str, values: dict[str, int]
) -> None:
    with pytest.raises(ValueError, match=key):
        message(key, **values)


def test_what_an_older_program_kept_is_shown_as_it_is() -> None:
    assert text_of(Message(key="gone", values={"count": 2})) == "gone {'count': 2}"


@pytest.mark.parametrize(
    ("flag", "text"),
    [
        ("container_check_digit: MSKU1234560", "MSKU1234560: "),
        ("consignee.country_unknown: Nowhere", "Nowhere: not a country by its code or one of its names"),
        ("consignee: passport_unreadable: AB", "consignee: AB: no digit in it"),
        ("of_another_program: x", "x: of_another_program"),
        ("of_another_program", "of_another_program"),
    ],
)
def test_a_flag_is_told_with_what_it_means(flag: str, text: str) -> None:
    assert flag_message(flag).text.startswith(text)


def test_every_edge_type_is_told_in_words_from_either_end() -> None:
    for name in (*EDGE_TYPES, *DERIVED_EDGES):
        for outward in (True, False):
            words = end_words(name, outward)
            assert words and words != name.replace("_", " ").lower(), name


@pytest.mark.parametrize(
    ("edge", "words"),
    [
        (("CONSIGNED_TO", True), "receiver"),
        (("CONSIGNED_TO", False), "consignment that it received"),
        (("SHIPPED_BY", True, "seller"), "sender (seller)"),
        (("OF_ANOTHER_PROGRAM", True), "of another program"),
    ],
)
def test_an_edge_is_told_by_what_stands_at_its_other_end(edge: tuple[str, bool], words: str) -> None:
    assert end_words(*edge) == words


@pytest.mark.parametrize("kind", ["address", "email", "identifier", "phone"])
def test_a_link_to_a_value_is_told_as_what_its_holder_is_to_it(kind: str) -> None:
    assert message(f"edge.HAS_{kind.upper()}").text == message(f"held.{kind}").text


def test_no_key_of_the_catalogue_stands_twice() -> None:
    text = (ROOT / "graph" / "messages.en.yaml").read_text("utf-8")
    keys = Counter(re.findall(r"^([\w.]+):", text, flags=re.MULTILINE))
    assert [key for key, count in keys.items() if count > 1] == []
