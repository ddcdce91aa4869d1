"""Expanding: counts first, what is shown left out, ranked, nothing moved."""

import numpy as np
import pytest

from api.services.exploring.expanding import ExpansionRequest, choices, expand
from api.services.exploring.scenes import SceneRequest, scene
from api.services.exploring.showing import TOGETHER, Showing
from graph.errors import BadValue, NotFound
from graph.messages import message
from graph.schema import EDGE_TYPES, NODE_TYPES

PHONE = "phone:+998901234567"


def placed(drawn: dict) -> tuple[tuple[str, float, float], ...]:
    return tuple((node["id"], node["x"], node["y"]) for node in drawn["nodes"])


def busiest(sample: Showing) -> str:
    """The firm that stands on most consignments as their receiver."""
    received = sample.around.stands.type == EDGE_TYPES["CONSIGNED_TO"].number
    return sample.id_of(int(np.argmax(np.bincount(sample.around.stands.node[received]))))


def of_links(come: dict, firm: str, what: str) -> list:
    """What the link of each node that comes says, in the order of the nodes."""
    links = [link for link in come["links"] if link["kind"] == TOGETHER and firm in (link["source"], link["target"])]
    said = {end: link[what] for link in links for end in (link["source"], link["target"])}
    return [said[node["id"]] for node in come["nodes"]]


def test_choices_are_counted_before_anything_is_shown(few: Showing) -> None:
    told = choices(few, PHONE, [PHONE])
    assert told["label"] == "+998901234567"
    assert told["choices"] == [
        {
            "key": "<HAS_PHONE/Company",
            "words": "Companies that use it",
            "type": "Company",
            "count": 2,
            "on_screen": 0,
        }
    ]


def test_choices_say_how_much_is_shown_already(few: Showing) -> None:
    [party] = expand(few, ExpansionRequest(PHONE, limit=1, shown=((PHONE, 0.0, 0.0),)))["nodes"]
    [choice] = choices(few, PHONE, [PHONE, party["id"]])["choices"]
    assert (choice["count"], choice["on_screen"]) == (2, 1)


def test_each_choice_brings_as_many_as_it_says(sample: Showing) -> None:
    firm = busiest(sample)
    shown = ((firm, 0.0, 0.0),)
    for choice in choices(sample, firm, [firm])["choices"]:
        come = expand(sample, ExpansionRequest(firm, choice["key"], 100, shown=shown))
        assert len(come["nodes"]) + come["more"] == choice["count"], choice["key"]
        assert {node["type"] for node in come["nodes"]} == {choice["type"]}
        linked = {end for link in come["links"] for end in (link["source"], link["target"])}
        assert {node["id"] for node in come["nodes"]} <= linked


def test_what_is_shown_does_not_come_again(sample: Showing) -> None:
    firm = busiest(sample)
    shown = [(firm, 0.0, 0.0)]
    seen = {firm}
    while True:
        come = expand(sample, ExpansionRequest(firm, "CONSIGNMENTS/Vehicle", 3, shown=tuple(shown)))
        assert seen.isdisjoint(node["id"] for node in come["nodes"])
        seen |= {node["id"] for node in come["nodes"]}
        shown += placed(come)
        if not come["more"]:
            break
    total = next(c["count"] for c in choices(sample, firm, [])["choices"] if c["key"] == "CONSIGNMENTS/Vehicle")
    assert len(seen) - 1 == total


def test_new_nodes_stand_free_beside_what_does_not_move(sample: Showing) -> None:
    firm = busiest(sample)
    drawn = scene(sample, SceneRequest(focus=(firm,)))
    come = expand(sample, ExpansionRequest(firm, shown=placed(drawn)))
    everything = [place for _, *place in (*placed(drawn), *placed(come))]
    assert len(come["nodes"]) == 25 and come["more"] > 0
    for x, y in [place for _, *place in placed(come)]:
        near = [((x - a) / 0.95) ** 2 + ((y - b) / 0.6) ** 2 for a, b in everything if (a, b) != (x, y)]
        assert min(near) >= 117.9**2


def test_the_order_is_the_one_asked_for(sample: Showing) -> None:
    firm = busiest(sample)
    by = {
        rank: expand(sample, ExpansionRequest(firm, "CONSIGNMENTS/Company", 100, rank, ((firm, 0.0, 0.0),)))  # type: ignore[arg-type]  # one of three
        for rank in ("risk", "records", "recent")
    }
    risks = [(node["seizures"], node["score"]) for node in by["risk"]["nodes"]]
    assert risks == sorted(risks, reverse=True) and len(set(risks)) > 1
    for rank, what in (("recent", "last_on"), ("records", "count")):
        told = of_links(by[rank], firm, what)
        assert told == sorted(told, reverse=True) and len(set(told)) > 1


def test_an_unknown_choice_names_the_known_ones(few: Showing) -> None:
    with pytest.raises(BadValue, match="no choice 'HAS_EMAIL/Email'") as caught:
        expand(few, ExpansionRequest(PHONE, "HAS_EMAIL/Email"))
    assert caught.value.next_step == "known: <HAS_PHONE/Company"


def test_a_node_that_is_not_there_cannot_be_expanded(few: Showing) -> None:
    with pytest.raises(NotFound, match="no node 'phone:"):
        expand(few, ExpansionRequest("phone:+000"))
    with pytest.raises(NotFound, match="no node 'phone:"):
        choices(few, "phone:+000", [])


def test_every_link_has_words_whichever_way_it_goes() -> None:
    for name in EDGE_TYPES:
        assert message(f"edge.{name}").text and message(f"stands.{name}").text
        for way in ("in", "out"):
            assert message(f"beside.{way}.{name}", things="Vehicles").text.startswith("Vehicles ")
    for name in (*NODE_TYPES, "Company", "Person"):
        assert message(f"several.{name}").text
