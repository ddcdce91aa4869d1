"""Who belongs together: clusters of entities linked by what few share."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from pydantic import BaseModel, Field

from analyses.parameters import ScopeParams
from analyses.registry import AnalysisResult, Population, analysis
from analyses.unfolded import UnfoldedLink, links_among
from graph.errors import NotFound
from graph.kernels.adjacency import adjacency
from graph.kernels.components import components
from graph.kernels.leiden import leiden
from graph.linkage.groups import Group, describe_group
from graph.linkage.holders import Holders
from graph.linkage.hubs import Hub, hub_rule, hubs_of_rows, rows_of_hubs
from graph.linkage.identity import Entities
from graph.linkage.links import LinkRule, Links
from graph.linkage.world import World
from graph.messages import Message, message
from graph.progress import Progress, Step
from graph.projection.projection import Projection

HUBS_SHOWN = 50


class LinkedEntitiesParams(ScopeParams):
    """Parameters of `linked_entities`."""

    around: str = Field("", description="Id of a node: only the cluster that holds it")
    cluster: str = Field("", description="Id of a cluster, as an earlier answer with the same parameters gave it")
    min_weight: float = Field(
        0.4, gt=0, le=10, description="Smallest summed weight of a link; 0.4 is one phone with five holders"
    )
    commerce: bool = Field(
        True,
        description="Also link those of whom nothing but their trade is known, by partners and agents that few share",
    )
    divide_above: int = Field(50, ge=2, description="Larger clusters are divided where their links are weakest")
    cap_factor: float = Field(1.0, gt=0, le=100, description="Factor on the caps above which a shared value is a hub")
    repeat_days: int = Field(
        5, ge=0, description="A driver, vehicle or container links those who used it again so many days later"
    )
    max_gap_days: int | None = Field(
        None, ge=0, description="Only links whose two holders were active within so many days; undated ones stay"
    )
    limit: int = Field(1000, ge=1, description="Clusters in the answer")
    explain: int = Field(10, ge=0, description="Clusters whose links are unfolded in the evidence")


class Cluster(Group):
    """A cluster of linked entities."""

    strength: float = Field(description="Summed weight of its links over the links that it needs to hold together")


class LinkCounts(BaseModel):
    """What became of the links that were found."""

    found: int = Field(description="Links found", ge=0)
    kept: int = Field(description="Inside clusters", ge=0)
    too_weak: int = Field(description="Weaker than min_weight", ge=0)
    divided: int = Field(description="Cut where a large cluster was divided", ge=0)


class ClusterPopulation(Population):
    """Out of how many the clusters were found."""

    parties: int = Field(description="Parties that are visible", ge=0)
    entities: int = Field(description="Entities that they are", ge=0)
    clusters: int = Field(description="Clusters in all", ge=0)
    clustered_entities: int = Field(description="Entities in them", ge=0)
    links: LinkCounts = Field(description="Links between entities")
    hubs: list[Hub] = Field(description="The first of the hubs, most holders first")
    hubs_left_out: int = Field(description="Hubs in all", ge=0)
    hub_rule: Message = Field(description="How hubs were told")


class ClusterAnswer(AnalysisResult[Cluster, UnfoldedLink, ClusterPopulation]):
    """The answer of `linked_entities`."""


@analysis(LinkedEntitiesParams)
def linked_entities(world: World, params: LinkedEntitiesParams, tick: Progress) -> ClusterAnswer:
    """Clusters of parties who know each other or share what few have: phones, addresses, vehicles, partners.

    Reads:
        Parties with what they hold, the parties, vehicles and containers of consignments, registers of firms and
        vehicles, who knows whom, and who stands in which case. Seizures are counted, they make no link.
    Method:
        Parties are grouped into entities first (`graph.linkage.identity`). A value with k holders links each pair of
        them with weight 1/log2(k), 1 for two; a value above the cap of its type is a hub and links nobody. A party that
        serves or trades with two or more is linked to each of them in the same way; two of whom one knows the other are
        linked with weight 1, however many others either knows. Weights of a pair are summed; links
        of at least `min_weight` make clusters, and one with more than `divide_above` entities is divided by modularity,
        again and again, until it is small or does not divide.
    Limits:
        A cluster is a lead, never a finding: sister firms share a phone as honestly as fronts do. Chains of
        coincidences grow long in customs data; dividing keeps the dense parts and cuts some true links.
    Sources:
        Weight of a shared value: Adamic and Adar (2003), doi:10.1016/S0378-8733(03)00009-1. Division: Traag, Waltman
        and van Eck (2019), doi:10.1038/s41598-019-41695-z.
    """
    tick(Step("finding who is who and what they share"))
    entities = world.entities
    control, commerce = _links(world, params)
    clusters = _clusters(control, entities.count, params, tick)
    clusters += _clusters(commerce, entities.count, params, tick)
    found = _Found(world, control.plus(commerce), clusters)
    tick(Step("describing clusters"))
    rows = [_row(number, found) for number in range(len(found.clusters))]
    number_of = {row.id: number for number, row in enumerate(rows)}
    rows.sort(key=lambda row: (-row.seizures, -row.entities, row.id))
    chosen = _chosen(rows, params, found)
    shown = chosen[: params.limit]
    explained = shown if params.cluster or params.around else shown[: params.explain]
    population = _population(found, params)
    return ClusterAnswer(
        rows=shown,
        evidence=[
            link
            for row in explained
            for link in links_among(world, found.links, row.id, found.clusters[number_of[row.id]])
        ],
        population=population,
        notes=_notes(population),
        truncated=message("cut.clusters", count=len(chosen) - len(shown)) if len(chosen) > len(shown) else None,
    )


def links_within(
    world: World, params: LinkedEntitiesParams, cluster: str, members: Sequence[int]
) -> list[UnfoldedLink]:
    """The links among the entities of one cluster, unfolded as the evidence of `linked_entities`, strongest first."""
    part = params.part_of(world if params.resolved else world.read_off())
    control, commerce = _links(part, params)
    return links_among(part, control.plus(commerce), cluster, members)


def _links(world: World, params: LinkedEntitiesParams) -> tuple[Links, Links]:
    """The links of control, and those of commerce between entities of whom nothing else is known."""
    rule = LinkRule(params.cap_factor, params.repeat_days, params.max_gap_days)
    return world.links(True, rule), _of_unknown(world.links(False, rule), world.holders, params)


def _of_unknown(links: Links, holders: Holders, params: LinkedEntitiesParams) -> Links:
    """The links of commerce between entities of whom no phone, address, register, vehicle or driver is known."""
    is_known = np.zeros(holders.entities.count, dtype=bool)
    tells = holders.is_control & (holders.family != holders.family_number("identifier"))
    is_known[holders.entity[tells]] = True
    return links.among(~is_known & params.commerce)


def _clusters(links: Links, count: int, params: LinkedEntitiesParams, tick: Progress) -> list[list[int]]:
    strong = links.pair_weight >= params.min_weight - 1e-9
    left, right, weight = links.pair_left[strong], links.pair_right[strong], links.pair_weight[strong]
    labels = components(count, left, right)
    members: dict[int, list[int]] = defaultdict(list)
    for entity, label in enumerate(labels.tolist()):
        members[label].append(entity)
    inner: dict[int, list[tuple[int, int, float]]] = defaultdict(list)
    for a, b, w in zip(left.tolist(), right.tolist(), weight.tolist(), strict=True):
        inner[int(labels[a])].append((a, b, w))
    found: list[list[int]] = []
    for label, group in members.items():
        if len(group) > 1:
            found += _divided(group, inner[label], params.divide_above, tick)
    return [sorted(group) for group in found if len(group) > 1]


def _divided(members: list[int], links: list[tuple[int, int, float]], largest: int, tick: Progress) -> list[list[int]]:
    """A cluster, or its parts where it is larger than allowed and modularity finds any; parts are connected."""
    if len(members) <= largest:
        return [members]
    tick(Step("dividing large clusters"))
    nodes = np.array(members)
    left, right, weight = (np.array(column) for column in zip(*sorted(links), strict=True))
    graph = adjacency(len(nodes), np.searchsorted(nodes, left), np.searchsorted(nodes, right), weight)
    labels = dict(zip(members, leiden(graph, lambda: tick(Step("dividing large clusters"))).tolist(), strict=True))
    if len(set(labels.values())) == 1:
        return [members]
    parts: dict[int, list[int]] = defaultdict(list)
    inside: dict[int, list[tuple[int, int, float]]] = defaultdict(list)
    for member, label in labels.items():
        parts[label].append(member)
    for a, b, w in links:
        if labels[a] == labels[b]:
            inside[labels[a]].append((a, b, w))
    return [part for label in sorted(parts) for part in _divided(parts[label], inside[label], largest, tick)]


@dataclass(frozen=True)
class _Found:
    """Everything that the rows and the evidence are read from."""

    world: World
    links: Links
    clusters: list[list[int]]

    @property
    def entities(self) -> Entities:
        return self.world.entities

    @property
    def holders(self) -> Holders:
        return self.world.holders

    @property
    def projection(self) -> Projection:
        return self.world.projection

    @cached_property
    def cluster_of(self) -> np.ndarray:
        """Number of the cluster of each entity, -1 for none."""
        found = np.full(self.entities.count, -1, dtype=np.int64)
        for number, members in enumerate(self.clusters):
            found[members] = number
        return found

    @cached_property
    def strength(self) -> np.ndarray:
        """Summed weight of the links inside each cluster, over the links it needs to hold together."""
        left, right = self.cluster_of[self.links.pair_left], self.cluster_of[self.links.pair_right]
        inside = (left == right) & (left >= 0)
        total = np.bincount(left[inside], weights=self.links.pair_weight[inside], minlength=len(self.clusters))
        needed = np.maximum(1, np.array([len(members) - 1 for members in self.clusters]))
        strength: np.ndarray = total / needed
        return strength


def _row(number: int, found: _Found) -> Cluster:
    facts = describe_group(found.world, "cluster", found.clusters[number])
    return Cluster(**facts, strength=round(float(found.strength[number]), 3))


def _chosen(rows: list[Cluster], params: LinkedEntitiesParams, found: _Found) -> list[Cluster]:
    """The rows that were asked for.

    Raises:
        NotFound: no cluster has the id, or the node is not visible.
    """
    if params.cluster:
        kept = [row for row in rows if row.id == params.cluster]
        if not kept:
            raise NotFound(
                f"no cluster {params.cluster!r} under these parameters",
                "run linked_entities again to list the clusters",
            )
        return kept
    if params.around:
        if found.projection.number_of(params.around) is None:
            raise NotFound(f"no node {params.around!r}", "`halqa search` finds ids")
        near = _near(params.around, found)
        return [row for row in rows if not near.isdisjoint(row.members)]
    return rows


def _near(node_id: str, found: _Found) -> set[str]:
    """The parties at a node: itself, those that hold it or stand on it, and those who came with it."""
    p, holders = found.projection, found.holders
    number = p.ids.find(node_id)
    is_party = found.entities.of_node[number] >= 0
    entities = [] if is_party else np.unique(holders.entity[holders.value == number]).tolist()
    near = {number, *p.neighbours(number).nodes.tolist(), *(n for e in entities for n in found.entities.members[e])}
    return {p.ids[n] for n in near}


def _population(found: _Found, params: LinkedEntitiesParams) -> ClusterPopulation:
    links, hubs = found.links, rows_of_hubs(found.holders, params.cap_factor)
    left, right = found.cluster_of[links.pair_left], found.cluster_of[links.pair_right]
    is_kept = (left == right) & (left >= 0)
    is_weak = links.pair_weight < params.min_weight - 1e-9
    counts = LinkCounts(
        found=len(is_kept),
        kept=int(is_kept.sum()),
        too_weak=int((is_weak & ~is_kept).sum()),
        divided=int((~is_weak & ~is_kept).sum()),
    )
    left_out = {"hubs": len(hubs), "too_weak": counts.too_weak, "divided": counts.divided}
    return ClusterPopulation(
        parties=len(found.entities.parties),
        entities=found.entities.count,
        clusters=len(found.clusters),
        clustered_entities=sum(map(len, found.clusters)),
        links=counts,
        hubs=hubs_of_rows(found.holders, hubs[:HUBS_SHOWN]),
        hubs_left_out=len(hubs),
        hub_rule=hub_rule(found.projection),
        left_out=[
            message("left_out.placeholders"),
            *(message(f"left_out.{name}", count=count) for name, count in left_out.items() if count),
        ],
        version=found.projection.version,
    )


def _notes(population: ClusterPopulation) -> list[Message]:
    """Says of an answer without clusters whether there was no link at all, or none was kept."""
    links = population.links
    if population.clusters:
        return []
    if not links.found and not population.hubs_left_out:
        return [message("nothing.no_links", entities=population.entities)]
    hubs = population.hubs_left_out
    return [message("nothing.all_left_out", links=links.found, too_weak=links.too_weak, hubs=hubs)]
