"""Pictures out of the graph: entities with what they share, paths, or the neighbourhood of a node."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from analyses.paths import Hop, Path
from analyses.unfolded import held_words
from api.services.asking.explore import label
from api.services.asking.showing.entities import said_of, sort_of
from api.services.asking.sources import parts_of, source_lines
from api.services.runtime.workspace import Workspace
from api.views.picture import Picture, PictureEdge, PictureNode, SourceRow
from graph.linkage.holders import RELATIONS, records_behind
from graph.linkage.hubs import is_hub
from graph.linkage.links import LinkRule
from graph.linkage.world import World
from graph.model import Node, Viewer
from graph.schema import POSSIBLY_SAME
from graph.store.base import Neighbour

EVIDENCE_SHOWN = 6
EVENTS = ("consignment:", "seizure:", "inspection:")  # ids of records whose day is that of a link; others were founded
MENTIONS_SHOWN, MENTIONS_READ = 2, 20  # records that mention a party; edges among which they are looked for
SPELLINGS_SHOWN = 8


@dataclass(slots=True)
class PictureDraft:
    """A picture being drawn: nodes and links by id, and the records that stand behind the links."""

    nodes: dict[str, PictureNode] = field(default_factory=dict)
    edges: dict[str, PictureEdge] = field(default_factory=dict)
    records: dict[str, list[str]] = field(default_factory=dict)  # link id -> record ids
    notes: list[str] = field(default_factory=list)
    mentions: dict[str, list[str]] = field(default_factory=dict)  # node id -> records that mention it, where asked

    def link(
        self, source: str, target: str, kind: str, records: Sequence[str], words: str = "", weight: float = 1.0
    ) -> None:
        """Adds a link, with at most a few of the records behind it."""
        name = f"{source} {kind} {target}"
        self.edges[name] = PictureEdge(name, source, target, kind, words, weight, kind in DERIVED)
        self.records[name] = list(records[:EVIDENCE_SHOWN])

    def picture(
        self, workspace: Workspace, viewer: Viewer, title: str, question: str, facts: Mapping[str, str]
    ) -> Picture:
        """The finished picture, with the source rows of every record it names.

        What a party itself holds is said by the records that mention it: other particulars would be another party.
        """
        for name, edge in self.edges.items():
            if not any(map(parts_of, self.records[name])):
                self.records[name] = self._mentions(workspace, viewer, edge.source)
        wanted = sorted({record for records in self.records.values() for record in records})
        lines = source_lines(workspace, wanted, viewer)
        edges = []
        for name, edge in self.edges.items():
            records = tuple(record for record in self.records[name] if record in lines)
            days = {lines[record].day for record in records if record.startswith(EVENTS)} - {""}
            evidence = tuple(str(lines[record]) for record in records)
            edges.append(replace(edge, evidence=evidence, records=records, days=tuple(sorted(days))))
        sources = tuple(SourceRow(record, line.file, str(line.line), line.text) for record, line in lines.items())
        return Picture(
            title, question, tuple(self.nodes.values()), tuple(edges), sources, tuple(self.notes), tuple(facts.items())
        )

    def _mentions(self, workspace: Workspace, viewer: Viewer, node_id: str) -> list[str]:
        """The first records that mention a node, by id."""
        if node_id not in self.mentions:
            near = workspace.store.neighbours(node_id, (), viewer, limit=MENTIONS_READ)
            records = [end.node.id for end in near if not end.outward and parts_of(end.node.id)]
            self.mentions[node_id] = records[:MENTIONS_SHOWN]
        return self.mentions[node_id]


DERIVED = frozenset({"trades with", POSSIBLY_SAME})


@dataclass(frozen=True, slots=True)
class EntityFacts:
    """What is known of an entity: spellings, countries, numbers (`tax:UZ:301234567`) sorted; edges at its parties."""

    id: str
    kind: str
    spellings: tuple[str, ...]
    countries: tuple[str, ...]
    numbers: tuple[str, ...]
    parties: int
    mentions: int


def entity_facts(world: World, entity: int) -> EntityFacts:
    """What is known of an entity of a world, by its number."""
    p = world.projection
    nodes = world.entities.members[entity]
    near = [p.neighbours(n).nodes.tolist() for n in nodes]
    held = {p.ids[v] for values in near for v in values}
    return EntityFacts(
        id=node_of(world, entity),
        kind=sort_of(world, nodes),
        spellings=tuple(sorted({p.label(n) for n in nodes})),
        countries=tuple(sorted(said_of(world, nodes, "country"))),
        numbers=tuple(sorted(name.split(":", 1)[1] for name in held if name.startswith("identifier:"))),
        parties=len(nodes),
        mentions=sum(map(len, near)),
    )


def node_of(world: World, entity: int) -> str:
    """The id that stands for an entity: its first party's."""
    return world.projection.ids[world.entities.members[entity][0]]


class EntityDrawer:
    """Draws chosen entities, the values that at least two of them hold, their trade and the seizures on it."""

    def __init__(self, world: World, limit: int) -> None:
        self.world, self.limit = world, limit
        self.projection, self.entities, self.holders = world.projection, world.entities, world.holders
        self.draft = PictureDraft()

    def draw(self, members: Sequence[str], group: str = "") -> PictureDraft:
        """Draws the entities of these party ids."""
        p = self.projection
        chosen = list(dict.fromkeys(self.entities.of_node[p.numbers_among(members)].tolist()))
        if len(chosen) > self.limit:
            self.draft.notes.append(f"{self.limit:,} of {len(chosen):,} entities are shown, in the order of the answer")
            chosen = chosen[: self.limit]
        for entity in chosen:
            self._entity(entity, group)
        self._shared(set(chosen))
        self._trade(set(chosen))
        self._seizures(chosen)
        return self.draft

    def node_of(self, entity: int) -> str:
        """The id that stands for an entity: its first party's."""
        return node_of(self.world, entity)

    def _entity(self, entity: int, group: str) -> None:
        facts = entity_facts(self.world, entity)
        spellings, more = facts.spellings, len(facts.spellings) - SPELLINGS_SHOWN
        properties = {
            "spellings": "; ".join(spellings[:SPELLINGS_SHOWN]) + (f"; and {more} more" if more > 0 else ""),
            "countries": ", ".join(facts.countries),
            "numbers": ", ".join(facts.numbers[:EVIDENCE_SHOWN]),
            "party nodes": str(facts.parties),
        }
        self.draft.nodes[facts.id] = PictureNode(
            facts.id, facts.kind, self.entities.label(entity), float(facts.mentions), group,
            properties={k: v for k, v in properties.items() if v},
        )  # fmt: skip

    def _shared(self, chosen: set[int]) -> None:
        holders, p = self.holders, self.projection
        held: dict[tuple[int, int], set[int]] = defaultdict(set)
        counts: dict[tuple[int, int], int] = {}
        drawn = holders.is_control & ~is_hub(holders) & holders.repeats(LinkRule().repeat_days)
        for row in drawn.nonzero()[0].tolist():
            entity = int(holders.entity[row])
            if entity in chosen:
                key = (int(holders.value[row]), int(holders.relation[row]))
                held[key].add(entity)
                counts[key] = int(holders.count[row])
        for (value, relation), users in sorted(held.items()):
            party = int(self.entities.of_node[value])
            if party >= 0 and party not in chosen:
                continue
            if party < 0 and len(users) < 2:
                continue
            target = self.node_of(party) if party >= 0 else p.ids[value]
            if party < 0:
                note = f"{counts[value, relation]} holders in all"
                self.draft.nodes[target] = PictureNode(target, p.type_of(value), p.label(value), len(users), note=note)
            for entity in sorted(users - {party}):
                records = records_behind(self.entities, value, (entity,), EVIDENCE_SHOWN)
                self.draft.link(self.node_of(entity), target, held_words(RELATIONS[relation], party >= 0).text, records)

    def _trade(self, chosen: set[int]) -> None:
        left, right, consignments = self.world.trade
        for a, b, count in zip(left.tolist(), right.tolist(), consignments.tolist(), strict=True):
            if a in chosen and b in chosen:
                records = records_behind(self.entities, self.entities.members[a][0], (b,), EVIDENCE_SHOWN)
                words = f"{int(count)} records"
                self.draft.link(self.node_of(a), self.node_of(b), "trades with", records, words, float(count))

    def _seizures(self, chosen: Sequence[int]) -> None:
        p = self.projection
        for entity in chosen:
            for seizure in self.world.seizures.get(entity, ()):
                number = p.ids.find(seizure)
                place = number - int(p.numbers_of("Seizure")[0])
                said = ((name, column[place]) for name, column in p.properties["Seizure"].items())
                values = {name: plain(value) for name, value in said if value}
                text = values.get("commodity") or p.label(number)
                self.draft.nodes[seizure] = PictureNode(
                    seizure, "Seizure", text, 1.0, note="seizure", properties=values
                )
                self.draft.link(seizure, self.node_of(entity), "seized on its consignment", [seizure])


def plain(value: object) -> str:
    """A property for people: whole numbers without a point."""
    return f"{value:g}" if isinstance(value, float) and value.is_integer() and abs(value) < 1e6 else str(value)


def draw_paths(rows: Sequence[Path], evidence: Sequence[Hop]) -> PictureDraft:
    """Draws paths, hop by hop."""
    draft = PictureDraft()
    for row in rows:
        for node in row.nodes:
            draft.nodes[node.id] = PictureNode(node.id, node.type, node.label, 1.0)
    for hop in evidence:
        for link in hop.links:
            records = [record.id for record in hop.records if record.type == link.type]
            draft.link(link.source, link.target, link.type, records, f"{link.edges} edges")
    return draft


def draw_around(workspace: Workspace, node_id: str, viewer: Viewer, limit: int) -> PictureDraft:
    """Draws a node, its neighbours, and what stands on the records among them, up to a limit."""
    draft = PictureDraft()
    centre = workspace.store.get([node_id], viewer)[0]
    draft.nodes[centre.id] = PictureNode(centre.id, centre.type, label(centre), 3.0, note="asked for")
    near = _draw_near(draft, workspace, centre, viewer, limit, max(1, limit // 4))
    for neighbour in near:
        if neighbour.node.id in draft.nodes and neighbour.node.channel:
            _add(draft, neighbour.node.id, workspace.store.neighbours(neighbour.node.id, (), viewer, limit=50), limit)
    return _ranked(draft, limit)


def draw_records(workspace: Workspace, ids: Sequence[str], viewer: Viewer, limit: int) -> PictureDraft:
    """Draws records with what stands on each, up to a limit of nodes: what two of them share is drawn once."""
    draft = PictureDraft()
    records = workspace.store.get(list(ids), viewer)
    for record in records:
        draft.nodes[record.id] = PictureNode(record.id, record.type, label(record), 3.0, note="asked for")
    for record in records:
        _draw_near(draft, workspace, record, viewer, limit, limit)
    return _ranked(draft, limit)


def _draw_near(
    draft: PictureDraft, workspace: Workspace, node: Node, viewer: Viewer, limit: int, most: int
) -> Sequence[Neighbour]:
    """Draws at most so many edges of a node, and says how many were left out."""
    edges = sum(workspace.store.counts(node.id, viewer).values())
    near = workspace.store.neighbours(node.id, (), viewer, limit=most)
    shown = _add(draft, node.id, near, limit)
    if edges > shown:
        draft.notes.append(f"{shown:,} of {edges:,} edges of {label(node)} are shown, in the order of their ids")
    return near


def _ranked(draft: PictureDraft, limit: int) -> PictureDraft:
    """The draft with its nodes as large as they have links in it."""
    degree = Counter(end for edge in draft.edges.values() for end in (edge.source, edge.target))
    draft.nodes = {name: replace(node, rank=float(degree[name])) for name, node in draft.nodes.items()}
    if len(draft.nodes) >= limit:
        draft.notes.append(f"the picture was cut at {limit:,} nodes; raise --limit")
    return draft


def _add(draft: PictureDraft, node_id: str, near: Sequence[Neighbour], limit: int) -> int:
    shown = 0
    for neighbour in near:
        other = neighbour.node
        if other.id not in draft.nodes:
            if len(draft.nodes) >= limit:
                continue
            properties = {k: str(v) for k, v in other.properties.items() if k != "name_folded"}
            draft.nodes[other.id] = PictureNode(other.id, other.type, label(other), 1.0, properties=properties)
        edge = neighbour.edge
        draft.link(edge.source, edge.target, edge.type, [edge.source], edge.role)
        shown += 1
    return shown
