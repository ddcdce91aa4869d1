"""The words of the pages: all of them from the catalogue, every key used and given what it needs, values escaped."""

import re
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
import yaml
from jinja2 import Environment, nodes

from analyses.registry import all_analyses
from api.http import texts
from api.http.texts import Texts, names_given, texts_of
from graph.canonical import RECORD_KINDS
from graph.schema import NODE_TYPES

TEMPLATES = {
    path.name: path.read_text("utf-8")
    for path in Path(str(files("api.http") / "templates")).iterdir()
    if path.suffix == ".html"
}
TREES = {name: Environment().parse(source) for name, source in TEMPLATES.items()}
OF_SCRIPTS = "script."
SCRIPTS = {
    path.name: path.read_text("utf-8")
    for path in Path(str(files("api.http") / "static" / "explore")).iterdir()
    if path.suffix == ".js"
}
_CHOSEN = re.compile(r'\bt\([^"`]*? \? "(\w+)" : "(\w+)"')
SAID_BY_ROUTES = ("explore.saved_view",)
SAID_AS_IT_IS = {"Halqa", "UZ", "kg"}  # the product's name, and examples of codes
_ATTRIBUTE = re.compile(r'\b(?:data-name|aria-label|placeholder|title|alt|data-label)="([^"]*)"')


def calls(tree: nodes.Template) -> Iterator[tuple[list[str], set[str]]]:
    """The keys that a template may ask for at one place, and the values that it gives there."""
    for call in tree.find_all(nodes.Call):
        is_text = isinstance(call.node, nodes.Name) and call.node.name == "t"
        is_words = isinstance(call.node, nodes.Getattr) and call.node.attr == "words"
        if is_text or is_words:
            keys = [one.value for one in call.args[0].find_all(nodes.Const)] if call.args else []
            own = [call.args[0].value] if isinstance(call.args[0], nodes.Const) else _results(call.args[0]) or keys
            yield own, {value.key for value in call.kwargs}


def _results(expression: nodes.Expr) -> list[str]:
    """The keys among which a condition chooses."""
    if isinstance(expression, nodes.Const):
        return [expression.value]
    assert isinstance(expression, nodes.CondExpr), "a key is written where the text stands"
    return [*_results(expression.expr1), *(_results(expression.expr2) if expression.expr2 else [])]


@pytest.mark.parametrize("name", sorted(TEMPLATES))
def test_a_template_asks_for_texts_that_there_are_and_gives_what_they_need(name: str) -> None:
    catalogue = texts_of().catalogue
    for keys, given in calls(TREES[name]):
        needed = [set(names_given(catalogue[key])) for key in keys]
        counted = any("one" in catalogue[key] for key in keys)
        assert all(one <= given for one in needed), (keys, given)
        assert given <= set().union(*needed) | ({"count"} if counted else set()), (keys, given)
        assert not counted or "count" in given, keys


def test_every_text_is_said() -> None:
    said = {key for tree in TREES.values() for keys, _ in calls(tree) for key in keys} | set(SAID_BY_ROUTES)
    assert len(said) > 500
    own = {key for key in texts_of().catalogue if not key.startswith(OF_SCRIPTS)}
    assert own - said == set() and said <= own


def test_a_script_asks_for_texts_that_there_are_and_all_of_them_are_said() -> None:
    there = texts_of().beginning(OF_SCRIPTS)
    said = {key for source in SCRIPTS.values() for key in re.findall(r'\bt\("(\w+)"', source)}
    said |= {key for source in SCRIPTS.values() for call in _CHOSEN.findall(source) for key in call}
    begun = tuple({start for source in SCRIPTS.values() for start in re.findall(r"\bt\(`(\w+)\$\{", source)})
    assert len(said) > 100
    assert said - there.keys() == set()
    named = "\n".join(SCRIPTS.values())
    assert [key for key in there if key not in said and not key.startswith(begun) and f'"{key}"' not in named] == []


def test_no_sentence_stands_in_a_script() -> None:
    for name, source in SCRIPTS.items():
        code = re.sub(r"/\*.*?\*/|new Error\(.*\)|^\s*//.*$|\s// .*$", " ", source, flags=re.DOTALL | re.MULTILINE)
        assert re.findall(r'"[A-Z][a-z]+ [a-z][^"]*"|`[A-Z]?[a-z]+ [a-z$][^`]*`', code) == [], name


@pytest.mark.parametrize("name", sorted(TEMPLATES))
def test_no_words_stand_in_a_template(name: str) -> None:
    source = re.sub(r"\{% block path %\}.*?\{% endblock %\}", " ", TEMPLATES[name])  # an address
    source = re.sub(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}", " ", source, flags=re.DOTALL)
    shown = _Shown(source)
    found = [*shown.texts, *(value for values in map(_ATTRIBUTE.findall, shown.tags) for value in values)]
    words = {word for text in found for word in re.findall(r"[A-Za-z]{2,}", text)}
    assert words <= SAID_AS_IT_IS


class _Shown(HTMLParser):
    """What a page shows of its own: texts but those in `code`, and its tags."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.tags: list[str] = []
        self._inside = Counter[str]()
        self.feed(source)

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.tags.append(self.get_starttag_text() or "")
        self._inside[tag] += 1

    def handle_endtag(self, tag: str) -> None:
        self._inside[tag] -= 1

    def handle_data(self, data: str) -> None:
        if not self._inside["code"]:
            self.texts.append(data)


def test_no_key_of_the_catalogue_stands_twice() -> None:
    keys = Counter(re.findall(r"^([\w.]+):", (texts.FOLDER / "texts.en.yaml").read_text("utf-8"), flags=re.MULTILINE))
    assert [key for key, count in keys.items() if count > 1] == []


def test_all_plural_forms_of_a_text_have_the_same_values_but_the_count() -> None:
    for key, forms in texts_of().catalogue.items():
        assert set(forms) in ({"other"}, {"one", "other"}), key
        assert len({frozenset(names_given({form: text})) - {"count"} for form, text in forms.items()}) == 1, key


TRIED = Texts("en", {
    "some": {"one": "1 of {who}", "other": "{count} of {who}"},
    "rich": {"other": "**Now** run `halqa load`, or [look & see](where): {score:.1f}"},
})  # fmt: skip


def test_what_is_given_is_escaped_and_stands_in_a_direction_of_its_own() -> None:
    assert TRIED("some", count=1200, who="<b>Karvon</b>\u202e") == "1,200 of <bdi>&lt;b&gt;Karvon&lt;/b&gt;</bdi>"
    assert TRIED("some", count=1, who="Karvon") == "1 of <bdi>Karvon</bdi>"
    assert TRIED.words("some", count=2, who="A & B") == "2 of A & B"


def test_marks_are_elements_and_a_link_leads_to_what_is_given() -> None:
    shown = TRIED("rich", where='/x?a=1&b="2"', score=0.25)
    link = '<a href="/x?a=1&amp;b=&#34;2&#34;">look &amp; see</a>'
    assert shown == f"<b>Now</b> run <code>halqa load</code>, or {link}: 0.2"


def test_a_text_that_is_not_there_or_lacks_a_value_is_refused() -> None:
    with pytest.raises(ValueError, match="no text 'other'"):
        TRIED("other")
    with pytest.raises(ValueError, match="'some' needs the value 'who'"):
        TRIED("some", count=2)


def _accented(text: str) -> str:
    """A text as a translation would stand in its place: other letters, the same values, marks and addresses."""
    pieces = re.split(r"(\{[^}]*\}|`[^`]*`|\]\(\w+\))", text)
    table = str.maketrans("aeiounsctyAEIOUNSCTY", "åéîöüñščťýÅÉÎÖÜÑŠČŤÝ")
    return "".join(piece if at % 2 else piece.translate(table) for at, piece in enumerate(pieces))


PAGES = (
    "/", "/search?q=zzzyyy", "/seizures", "/arrivals", "/loaded", "/load", "/watch", "/review", "/screening",
    "/explore", "/analyses/paths", "/entity?id=phone:%2B998901234567", "/entity?id=party:nobody",
    "/entity?id=consignment:UZ/decl/H1/customs:declaration:1",
)  # fmt: skip


def test_a_page_in_another_language_leaves_no_english_text_of_the_catalogue(
    small: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    english = texts_of().catalogue
    other = {key: {form: _accented(text) for form, text in forms.items()} for key, forms in english.items()}
    (tmp_path / "texts.fa.yaml").write_text(yaml.safe_dump(other, allow_unicode=True), "utf-8")
    monkeypatch.setattr(texts, "FOLDER", tmp_path)
    monkeypatch.setattr(texts, "LANGUAGE", "fa")
    whole = {forms["other"] for forms in english.values() if len(forms["other"]) > 3} - SAID_AS_IT_IS
    whole -= {_accented(text) for text in whole}
    said_by_data = {*NODE_TYPES, *RECORD_KINDS, *(name.replace("_", " ") for name in all_analyses())}
    for address in PAGES:
        answer = small.get(address)
        assert '<html lang="fa" dir="rtl">' in answer.text, address
        left = {text.strip() for text in _Shown(answer.text).texts} & whole - said_by_data
        assert left == set(), address
