"""Makes the dossier of a lead: the answer that names it, unfolded for somebody who has not seen the screen."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from analyses.leading.arriving import Arriving, moment
from analyses.leads import Lead, LeadsAnswer
from analyses.registry import get_analysis
from analyses.unfolded import SharedValue, UnfoldedLink
from api.services.asking.draw import EVIDENCE_SHOWN, EntityDrawer, EntityFacts, entity_facts
from api.services.asking.export import Ask
from api.services.asking.inputs import Asking, world_for
from api.services.asking.provenance import Asked, facts_of, loaded_at
from api.services.asking.run import AS_OF, run_by_name
from api.services.asking.showing.seizures import seizure_rows, seizure_title
from api.services.asking.sources import SourceLine, source_lines
from api.state import dispositions
from api.views.dossier import Dossier, DossierArrival, DossierEntity, DossierLink, DossierSeizure
from api.views.picture import Picture, SourceRow
from graph.errors import BadValue, NotFound
from graph.linkage.world import World
from graph.messages import Message, message
from graph.progress import Progress, Step, silent

ANALYSIS = "leads"
MOST_DRAWN = 60  # entities in the drawing of the page


@dataclass(frozen=True, slots=True)
class DossierRequest:
    """Which lead; hours are left from `as_of`, "" for when the data was loaded last; `by` is who asks."""

    lead: str
    as_of: str = ""
    by: str = ""

    def values(self, as_of: str) -> dict[str, Any]:
        """The parameters of the analysis that knows the lead."""
        return {"lead": self.lead, AS_OF: as_of}


@dataclass(frozen=True, slots=True)
class Made:
    """A dossier with the answer that it was made of, its parameters, and all that it names.

    `records` are the ids of the records whose rows it shows, `nodes` every other id.
    """

    dossier: Dossier
    answer: LeadsAnswer
    values: Mapping[str, Any]
    nodes: frozenset[str]
    records: frozenset[str]


def moment_of(asking: Asking, request: DossierRequest) -> str:
    """The moment that a dossier is true of: what was asked for, else when the data was loaded last.

    Raises:
        BadValue: it is no moment.
    """
    moment(request.as_of, "dossier")
    return request.as_of or loaded_at(asking.workspace, asking.viewer)


def make(asking: Asking, request: DossierRequest, tick: Progress = silent, ask: Ask = run_by_name) -> Made:
    """The dossier of a lead.

    Raises:
        NotFound: there is no such lead among what somebody sees.
        BadValue: it names no lead, or `as_of` is no moment.
    """
    if not request.lead.strip():
        raise BadValue("a dossier is of a lead, and none is named", "`halqa run leads` lists them")
    values = request.values(moment_of(asking, request))
    analysis = get_analysis(ANALYSIS)
    world = world_for(analysis, analysis.read_params(values), asking)
    answer = ask(world, ANALYSIS, values, tick)
    if not isinstance(answer, LeadsAnswer) or not answer.rows:
        raise NotFound(f"no lead {request.lead!r}", "`halqa run leads` lists them")
    tick(Step("writing the dossier"))
    return _Maker(asking, request, world, answer, values).made()


class _Maker:
    """Makes the dossier of the one lead of an answer."""

    def __init__(
        self, asking: Asking, request: DossierRequest, world: World, answer: LeadsAnswer, values: Mapping[str, Any]
    ) -> None:
        self.asking, self.request, self.world, self.answer, self.values = asking, request, world, answer, values
        self.lead: Lead = answer.rows[0]
        self.entities = self._entities()
        wanted = {record for link in answer.evidence for value in link.through for record in _named(value)}
        wanted |= {*self.lead.seized, *(arriving.id for arriving in self.lead.next_arrivals)}
        self.lines = source_lines(asking.workspace, sorted(wanted), asking.viewer)
        self.missing = len(wanted) - len(self.lines)

    def made(self) -> Made:
        picture = self._picture()
        lead, answer = self.lead, self.answer
        dossier = Dossier(
            lead=lead.id,
            title=lead.label,
            kind=lead.kind,
            score=lead.score,
            constant=answer.population.constant,
            sentences=tuple(self._sentences()),
            shares=tuple((share.reason.text, share.points) for share in lead.shares),
            entities=tuple(_entity(facts, label) for facts, label in self.entities),
            links=tuple(self._link(link) for link in answer.evidence),
            seizures=tuple(self._seizures()),
            arrivals=tuple(map(_arrival, lead.next_arrivals)),
            innocent=lead.innocence.reason.text,
            check=lead.innocence.check.text,
            unknown=tuple(self._unknown()),
            notes=tuple(note.text for note in (*answer.notes, *answer.population.left_out)),
            sources=tuple(map(_row, self.lines.values())),
            facts=picture.facts,
            picture=picture,
        )
        records = frozenset(self.lines) | {row.record for row in picture.sources}
        nodes = {*lead.members, *lead.through, *(node.id for node in picture.nodes)}
        return Made(dossier, answer, self.values, frozenset(nodes) - records, records)

    def _entities(self) -> list[tuple[EntityFacts, str]]:
        """The members as entities with their names, those named most often first, ties by id."""
        of_node = self.world.entities.of_node
        numbers = self.world.projection.numbers_among(self.lead.members)
        entities = sorted({int(entity) for entity in of_node[numbers].tolist()})
        known = [(entity_facts(self.world, entity), self.world.entities.label(entity)) for entity in entities]
        return sorted(known, key=lambda pair: (-pair[0].mentions, pair[0].id))

    def _picture(self) -> Picture:
        draft = EntityDrawer(self.world, MOST_DRAWN).draw(self.lead.members, self.lead.id)
        asked = Asked(f"dossier of {self.lead.id}", self.request.by, str(self.values[AS_OF]), is_repeatable=True)
        cuts = [*draft.notes, *(sentence.text for sentence in self._cuts())]
        facts = facts_of(self.asking.workspace, self.asking.viewer, asked, cuts)
        return draft.picture(self.asking.workspace, self.asking.viewer, self.lead.label, asked.query, facts)

    def _sentences(self) -> list[str]:
        lead = self.lead
        told = [message("dossier.entities", count=lead.entities, size=lead.size)]
        if lead.first_on and lead.last_on:
            told.append(message("dossier.days", first=lead.first_on, last=lead.last_on))
        counts = {"movements": lead.movements, "seized": lead.seized_movements, "cleared": lead.cleared_movements}
        told.append(message("dossier.movements", **counts))
        if lead.arriving:
            told.append(message("dossier.arriving", count=lead.arriving))
        return [*(one.text for one in told), self._decided()]

    def _decided(self) -> str:
        state = self.asking.state
        steps = dispositions.of_leads(state, [self.lead.id], self.asking.patterns) if state is not None else {}
        step = steps.get(self.lead.id)
        if step is None:
            return message("dossier.undecided").text
        said = {"by": step.by, "on": step.at[:10], "state": step.state.value, "reason": step.reason}
        return message("dossier.decided", **said).text.strip()

    def _link(self, link: UnfoldedLink) -> DossierLink:
        shared = [(_in_common(value), self._lines_of(_named(value))) for value in link.through]
        return DossierLink(link.ends[0].label, link.ends[1].label, tuple(shared))

    def _lines_of(self, records: Sequence[str]) -> tuple[str, ...]:
        return tuple(str(self.lines[record]) for record in records if record in self.lines)

    def _seizures(self) -> list[DossierSeizure]:
        rows = seizure_rows(self.world, self.lead.seized)
        return [DossierSeizure(row["id"], seizure_title(row), *self._lines_of([row["id"]]) or ("",)) for row in rows]

    def _unknown(self) -> list[str]:
        lead = self.lead
        unnumbered = sum(not facts.numbers for facts, _ in self.entities)
        uninspected = lead.movements - lead.seized_movements - lead.cleared_movements
        told = [message("unknown.numbers", count=unnumbered)] if unnumbered else []
        told += [message("unknown.inspections", count=uninspected)] if uninspected > 0 else []
        told += [] if lead.arriving else [message("unknown.arrivals")]
        told += [message("unknown.rows", count=self.missing)] if self.missing else []
        return [one.text for one in (*told, *self._cuts())]

    def _cuts(self) -> list[Message]:
        """What of the answer is not told."""
        lead, told = self.lead, list[Message]()
        if len(lead.next_arrivals) < lead.arriving:
            told.append(message("unknown.more_arrivals", count=len(lead.next_arrivals), of=lead.arriving))
        if any(len(value.records) >= EVIDENCE_SHOWN for link in self.answer.evidence for value in link.through):
            told.append(message("unknown.evidence", count=EVIDENCE_SHOWN))
        return told


def _named(value: SharedValue) -> Sequence[str]:
    return value.records[:EVIDENCE_SHOWN]


def _in_common(value: SharedValue) -> str:
    return f"{value.said.text}; {value.by_chance.text}" if value.by_chance else value.said.text


def _entity(facts: EntityFacts, label: str) -> DossierEntity:
    return DossierEntity(
        facts.id,
        label,
        facts.kind.lower(),
        scripts_first(facts.spellings),
        facts.countries,
        facts.numbers,
        facts.mentions,
    )


def scripts_first(names: Sequence[str]) -> tuple[str, ...]:
    """The names with the first one of each script before the others, each part in the order given."""
    first = {_script(name): name for name in reversed(names)}.values()
    return tuple(sorted(names, key=lambda name: (name not in first, names.index(name))))


def _script(name: str) -> str:
    """The script of a name's first letter, as Unicode names it: LATIN, CYRILLIC; "" without a letter."""
    letter = next(filter(str.isalpha, name), "")
    return unicodedata.name(letter, "").partition(" ")[0] if letter else ""


def _arrival(arriving: Arriving) -> DossierArrival:
    if arriving.hours_left is None:
        left = "time not known"
    elif arriving.state == "missed":
        left = f"expected {-arriving.hours_left:,.0f} hours ago, not declared"
    else:
        left = f"{arriving.hours_left:,.0f} hours left"
    return DossierArrival(arriving.id, arriving.label, arriving.post_label, arriving.expected, left)


def _row(line: SourceLine) -> SourceRow:
    return SourceRow(line.record, line.file, str(line.line), line.text)
