"""YAML as a tree of texts, and what is refused before anybody looks at its keys."""

from typing import Any

import pytest

from graph.errors import BadProfile
from loaders.profile.tree import MOST_BYTES, MOST_LEVELS, tree_of


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("", ""),
        ("# only a remark", ""),
        ("No: 010", {"No": "010"}),
        ("a: true\nb: 1.0\nc: ~\nd:", {"a": "true", "b": "1.0", "c": "~", "d": ""}),
        ("- 2024-01-05\n- [NO, 'on']", ["2024-01-05", ["NO", "on"]]),
        ("a: &same {x: y}\nb: *same", {"a": {"x": "y"}, "b": {"x": "y"}}),
        ("!!int 1", "1"),
        ("\ufeffa: b", {"a": "b"}),
    ],
)
def test_every_scalar_is_the_text_that_was_written(text: str, tree: Any) -> None:
    assert tree_of(text, "my.yaml") == tree


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("a: [", "my.yaml is not YAML (line 2, column 1): a bracket is not closed, or a comma is missing; look at"),
        (
            "a: b\n\tc: d",
            "my.yaml is not YAML (line 2, column 1): a tab stands where the line is indented; indent with",
        ),
        ("a: b: c", "my.yaml is not YAML (line 1, column 5): a second colon stands in the line"),
        ("a: 'b", "my.yaml is not YAML (line 1, column 6): a quote is not closed; close it"),
        ("a: b\nc\nd: e", "my.yaml is not YAML (line 3, column 1): a line before it has no colon"),
        ("a: %b", "my.yaml is not YAML (line 1, column 4): a text begins with a sign that YAML keeps for itself"),
        ('a: "\\d"', "my.yaml is not YAML (line 1, column 5): a backslash stands between double quotes; write it"),
        ("a: *b", "my.yaml is not YAML (line 1, column 4): an alias repeats what is not written before it"),
        ("a: b\n---\nc: d", "my.yaml is not YAML (line 2, column 1): a second document begins; leave out the line"),
        ("a: \x07", "my.yaml is not YAML: it holds a control character; take it out"),
        ("a: \ud800", "my.yaml holds half of a character; save it as UTF-8"),
        ("? [a]\n: b", "my.yaml, line 1: a key is no text; write one text before the colon"),
        ("a: 1\nb: 2\na: 3", "my.yaml: `a` stands twice, in lines 1 and 3; leave one of them"),
        ("a: [{b: {c: 1, c: 2}}]", "my.yaml: `a: 1: b: c` stands twice, in line 1; leave one of them"),
    ],
)
def test_what_is_no_tree_is_refused_in_words(text: str, sentence: str) -> None:
    with pytest.raises(BadProfile) as caught:
        tree_of(text, "my.yaml")
    assert str(caught.value).startswith(sentence)


def test_a_small_file_cannot_make_a_large_tree() -> None:
    levels = [f"a{level + 1}: &a{level + 1} [{', '.join([f'*a{level}'] * 9)}]" for level in range(9)]
    bomb = "\n".join(["a0: &a0 [x]", *levels])
    with pytest.raises(BadProfile, match="more than 50,000 entries, what its aliases repeat included"):
        tree_of(bomb, "my.yaml")


@pytest.mark.parametrize("text", ["a: &a [*a]", "[" * (MOST_LEVELS + 2) + "]" * (MOST_LEVELS + 2), "[" * 100_000])
def test_depth_ends(text: str) -> None:
    with pytest.raises(BadProfile, match="nested"):
        tree_of(text, "my.yaml")


def test_a_file_of_more_than_a_million_characters_is_no_profile() -> None:
    with pytest.raises(BadProfile, match=r"my\.yaml has 1,000,001 characters"):
        tree_of("x" * (MOST_BYTES + 1), "my.yaml")
