"""What a shift begins with: groups of linked entities, ranked by facts that single rings out, each with its reasons."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Literal

import numpy as np
from pydantic import Field

from analyses.leading.arriving import PROPERTIES as OF_ARRIVALS
from analyses.leading.arriving import Arrivals, Arriving, arrivals_of, moment
from analyses.leading.evidence import PROPERTIES as OF_FACTS
from analyses.leading.facts import LIKELIER, movements_by_group
from analyses.leading.identity import DISMISSED, PREFIX, Identity, Known, identities, known_leads, mark, new_evidence
from analyses.leading.innocence import Innocence, innocence
from analyses.leading.ranking import Ranking, ranked
from analyses.leading.results import results_since, told
from analyses.leading.weights import Share, shares_of
from analyses.parameters import ScopeParams
from analyses.registry import AnalysisResult, Population, analysis
from analyses.screening.applying import profile_in_force
from analyses.unfolded import UnfoldedLink, links_among
from graph.errors import NotFound
from graph.kernels.chances import once_in
from graph.linkage.groups import Group as DescribedGroup
from graph.linkage.groups import describe_group
from graph.linkage.holders import RELATIONS
from graph.linkage.inputs import Input
from graph.linkage.world import World
from graph.messages import Message, message
from graph.progress import Progress, Step
from graph.wording import rounded_down

_RARE = frozenset({"co_use", "shippers"})  # facts whose value is a power of a chance
MOST_ARRIVING = 5  # of a lead, in the list


class LeadsParams(ScopeParams):
    """Parameters of `leads`."""

    groups: Literal["leads", "open", "all"] = Field(
        "leads",
        description="leads: what is above the cut; open: groups whose links stand openly in registers, and that are no"
        " leads; all: every group, whatever its score",
    )
    lead: str = Field("", description="Id of a lead: only that one")
    around: str = Field("", description="Id of a node: only leads that hold it")
    earlier: str = Field("", description="Id of a kept list to compare with; the last one that is kept when empty")
    dismissed: bool = Field(False, description="Also list leads that somebody dismissed and that have nothing new")
    as_of: str = Field(
        "", description="Moment (2024-03-05T08:00+05:00) or day that hours are left from; today when empty"
    )
    limit: int = Field(60, ge=1, le=10_000, description="Leads in the answer")
    explain: int = Field(10, ge=0, description="Leads whose links are unfolded in the evidence")


class Lead(DescribedGroup):
    """A group that is worth a look, and why."""

    score: float = Field(description="Score, 0-1: 1 / (1 + exp(-(constant + all points)))", ge=0, le=1)
    kind: str = Field(description="Sorts of evidence that it has: operations, registers, seizures")
    shares: list[Share] = Field(description="What each fact adds, the largest first; with the constant they add up")
    evidence_kinds: list[str] = Field(description="Kinds of things that its members share")
    movements: int = Field(description="Movements on which a member sends, receives or drives", ge=0)
    seized_movements: int = Field(description="Those with a seizure", ge=0)
    cleared_movements: int = Field(description="Those that were inspected, and nothing was found", ge=0)
    arriving: int = Field(description="Expected consignments that touch it", ge=0)
    next_arrivals: list[Arriving] = Field(description="The first of them, the least time left first")
    innocence: Innocence = Field(description="The honest reason that fits best")
    state: str = Field(description="What somebody decided of it: new, confirmed, dismissed")
    is_listed_before: bool = Field(description="Whether it stood in the earlier list")
    came: list[str] = Field(description="Ids of members that were not in it in the earlier list")
    new_evidence: list[str] = Field(
        description="Ids of shared values and seizures that it had not when that was decided, else in the earlier list"
    )
    former_ids: list[str] = Field(description="Ids of earlier leads that went into it")
    through: list[str] = Field(description="Ids of what its members share")


class LeadsPopulation(Population):
    """Out of how many."""

    constant: float = Field(description="Points of a group that is as usual; the shares of a lead come on top")
    cut: float = Field(description="Score below which a group is no lead")
    entities: int = Field(description="Entities that are visible", ge=0)
    groups: int = Field(description="Groups that were looked at, apart from each other", ge=0)
    leads: int = Field(description="Those above the cut", ge=0)
    open_groups: int = Field(description="Those below it whose links stand openly in registers", ge=0)
    dismissed: int = Field(description="Leads that somebody dismissed, and that have nothing new", ge=0)
    gone: list[str] = Field(description="Ids of leads of the earlier list that are none any more")
    decided: dict[str, int] = Field(description="Leads of which somebody decided, by what was decided")
    risk_profile: str = Field(description="Name and version of the risk profile that was applied; empty for none")


class LeadsAnswer(AnalysisResult[Lead, UnfoldedLink, LeadsPopulation]):
    """The answer of `leads`."""


@analysis(
    LeadsParams,
    properties={**OF_FACTS, **OF_ARRIVALS},
    inputs=(Input.EARLIER, Input.DISPOSITIONS, Input.RISK_PROFILE),
)
def leads(world: World, params: LeadsParams, tick: Progress) -> LeadsAnswer:
    """Groups of firms and persons worth a look, ranked by what rings have and honest groups lack, with the reasons.

    Reads:
        Parties with what they hold, consignments with their parties, vehicles, containers and papers, registers of
        firms and vehicles, seizures, inspections, notices of arrivals; the list kept before, and what was decided.
    Method:
        Of entities linked by what few share (as in `linked_entities`, without commerce) the chance is taken that the
        two belong together: by the weight of what they share, who else is linked with both and whether by crews or in
        a crowd, senders of both, a border between them, co-use beyond chance, a person with the phone of a firm
        (`analyses/leading/belonging_weights.yaml`). Communities are made by the map equation at five least chances; of
        groups that overlap the one with the best score stays, a larger one where it scores little less. A score is a
        sum of shares: operations used again (crew, container), co-use beyond chance within a carrier or country
        (hypergeometric, false discovery rate 5 %), both sorts of evidence on one pair, papers against registers, links
        that stand openly in registers (these count against), links across a border, young firms, seizures given the
        volume (how much likelier so many are at four times the usual share, by Poisson; an inspection without a find
        counts as five movements), seizures on more of the firms than their trade explains, senders shared beyond
        chance, how surely the members belong together (the mean chance over the maximum spanning tree), how many
        receive goods, up to three, and the share that receive nothing: drivers, senders, carriers. What all groups have
        much of counts by what it is above the usual. A movement told by several papers counts once. Weights are a file,
        `analyses/leading/weights.yaml`. A lead is called by what its members shared first; one that was decided, or is
        in an earlier list, keeps its id while most of its evidence stands. Of the leads of the earlier list it is told,
        a kind at a time, on how many a load was inspected since, and at how many of these something was found.
    Limits:
        A lead is a question, never a finding: a family or a holding may look as a ring does, so each lead says which
        honest reason fits best and what would tell them apart. Groups linked by commerce alone are no leads. Weights
        were chosen on made-up worlds. A ring that shares nothing, or is split at every strength, is not listed.
    Sources:
        Validated links: Tumminello et al. (2011), doi:10.1371/journal.pone.0017994; false discovery rate: Benjamini and
        Hochberg (1995), doi:10.1111/j.2517-6161.1995.tb02031.x; map equation: Rosvall and Bergstrom (2008),
        doi:10.1073/pnas.0706851105.
    """
    tick(Step("finding who is who and what they share"))
    at = moment(params.as_of, "leads")
    profile, notes = profile_in_force(world.inputs, None if at is None else at.date())
    ranking = ranked(world, tick, profile.lead_weights if profile else None)
    evidence = ranking.evidence
    tick(Step("describing leads"))
    known = known_leads(world.inputs)
    rows = _rows(ranking, arrivals_of(world.whole, at), known)
    chosen = _chosen(ranking, rows, params)
    shown = chosen[: params.limit]
    explained = shown if params.lead or params.around else shown[: params.explain]
    cut = len(chosen) - len(shown)
    return LeadsAnswer(
        rows=[row for _, row in shown],
        evidence=[
            link
            for place, row in explained
            for link in links_among(world, evidence.links, row.id, ranking.members(place))
        ],
        population=_population(ranking, rows, known, profile.mark if profile else ""),
        notes=[*_notes(ranking, chosen, world), *notes],
        truncated=message("cut.leads", count=cut) if cut else None,
    )


Rows = Sequence[tuple[int, Lead]]


def _rows(ranking: Ranking, arrivals: Arrivals, known: Sequence[Known]) -> Rows:
    """Every group that is kept, as a lead; best first."""
    counts = _counts(ranking)
    evidence = [ranking.made_of(place) for place in ranking.order]
    known_again = identities([list(map(mark, values)) for values in evidence], known)
    return [
        (place, _lead(ranking, place, new_evidence(values, identity.known), identity, arrivals, counts))
        for place, values, identity in zip(ranking.order, evidence, known_again, strict=True)
    ]


def _counts(ranking: Ranking) -> Mapping[str, np.ndarray]:
    """Movements of each candidate that is kept: all, seized, cleared."""
    evidence = ranking.evidence
    group, movement = movements_by_group(evidence, ranking.group_of)
    size = len(ranking.candidates.members)
    kinds = {
        "movements": np.ones(evidence.movements.count, dtype=bool),
        "seized_movements": evidence.movements.is_seized,
        "cleared_movements": evidence.movements.is_cleared,
    }
    return {name: np.bincount(group[flags[movement]], minlength=size) for name, flags in kinds.items()}


def _lead(
    ranking: Ranking,
    place: int,
    new: Sequence[str],
    identity: Identity,
    arrivals: Arrivals,
    counts: Mapping[str, np.ndarray],
) -> Lead:
    evidence, known = ranking.evidence, identity.known
    facts = describe_group(evidence.world, "lead", ranking.members(place))
    table, points = ranking.candidates.table[place], ranking.points[place]
    shares = shares_of(ranking.candidates.names, table, points, _reason)
    links, rows = evidence.links, ranking.groups[place].rows
    values = np.unique(evidence.world.holders.value[links.row[rows]]).tolist()
    touching = arrivals.touching(ranking.members(place), values)
    families = {RELATIONS[number].family for number in evidence.world.holders.relation[links.row[rows]].tolist()}
    facts["id"] = ranking.ids[place] if known is None else known.id
    return Lead(
        **facts,
        score=round(float(ranking.scores[place]), 4),
        kind=_kind(shares),
        shares=shares,
        evidence_kinds=sorted(families),
        movements=int(counts["movements"][place]),
        seized_movements=int(counts["seized_movements"][place]),
        cleared_movements=int(counts["cleared_movements"][place]),
        arriving=len(touching),
        next_arrivals=touching[:MOST_ARRIVING],
        innocence=innocence(evidence, ranking.groups[place]),
        state="new" if known is None else known.state,
        is_listed_before=known is not None and known.was_listed,
        came=sorted(set(facts["members"]) - known.members) if known is not None and known.members else [],
        new_evidence=list(new),
        former_ids=list(identity.former_ids),
        through=list(ranking.through(place)),
    )


def _reason(fact: str, value: float) -> Message:
    if fact in _RARE:
        return message(f"lead.{fact}", times=int(once_in(np.array([value]))[0]))
    if fact == "seizures":
        return _of_seizures(value)
    if fact == "cohesion":  # a chance is never told as certain
        return message("lead.cohesion", value=rounded_down(value))
    return message(f"lead.{fact}", value=round(value, 4))


def _of_seizures(value: float) -> Message:
    """How much likelier so many seizures, or so few, are; what is beyond the bounds of the fact is not told."""
    times = round(math.exp(abs(value)), 1)
    if LIKELIER[0] < value < LIKELIER[1]:
        return message("lead.seizures", times=times) if value > 0 else message("lead.few_seizures", times=times)
    return message("lead.seizures_over", times=times) if value > 0 else message("lead.few_seizures_over", times=times)


def _kind(shares: Sequence[Share]) -> str:
    """The sorts of evidence that add to a score."""
    facts = {share.fact for share in shares if share.points > 0}
    return ", ".join(sort for sort in ("operations", "registers", "seizures") if sort in facts)


def _chosen(ranking: Ranking, rows: Rows, params: LeadsParams) -> Rows:
    """The rows that were asked for.

    Raises:
        NotFound: there is no such lead, or the node is not visible.
    """
    if params.lead:
        named = [row for row in rows if params.lead in (row[1].id, *row[1].former_ids)]
        if not named:
            raise NotFound(f"no lead {params.lead!r}", "`halqa run leads` lists them; it may be gone with its evidence")
        return sorted(named, key=lambda row: row[1].id != params.lead)
    wanted = [row for row in rows if _is_wanted(ranking, row[0], params.groups)]
    wanted = [row for row in wanted if params.dismissed or not _is_over(row[1])]
    if not params.around:
        return wanted
    if ranking.evidence.world.projection.number_of(params.around) is None:
        raise NotFound(f"no node {params.around!r}", "`halqa search` finds ids")
    return [row for row in wanted if params.around in (*row[1].members, *row[1].through, *row[1].seized)]


def _is_wanted(ranking: Ranking, place: int, listed: str) -> bool:
    if listed == "open":
        return not ranking.is_lead(place) and ranking.is_open(place)
    return listed == "all" or ranking.is_lead(place)


def _is_over(row: Lead) -> bool:
    """Whether somebody dismissed a lead, and there is nothing new since."""
    return row.state == DISMISSED and not row.new_evidence


def _population(ranking: Ranking, rows: Rows, known: Sequence[Known], profile: str) -> LeadsPopulation:
    leads = [(place, row) for place, row in rows if ranking.is_lead(place)]
    still = {name for _, row in leads for name in (row.id, *row.former_ids)}
    below = [place for place, _ in rows if not ranking.is_lead(place)]
    return LeadsPopulation(
        constant=ranking.weights.constant,
        cut=ranking.weights.cut,
        entities=ranking.evidence.world.entities.count,
        groups=len(rows),
        leads=len(leads),
        open_groups=sum(map(ranking.is_open, below)),
        dismissed=sum(_is_over(row) for _, row in leads),
        gone=sorted(lead.id for lead in known if lead.was_listed and lead.id not in still),
        decided=dict(sorted(Counter(lead.state for lead in known if lead.state != "new").items())),
        risk_profile=profile,
        left_out=[message("left_out.placeholders"), message("left_out.commerce_alone")],
        version=ranking.evidence.world.projection.version,
    )


def _notes(ranking: Ranking, chosen: Rows, world: World) -> list[Message]:
    """Says what is known of earlier leads, and of an empty list why it is one."""
    if not chosen and any(map(ranking.is_lead, ranking.order)):
        return [message("nothing.no_leads_chosen", leads=sum(map(ranking.is_lead, ranking.order)))]
    if not chosen:
        return [message("nothing.no_leads", groups=len(ranking.order), entities=world.entities.count)]
    decided = Counter(state for lead, state in world.inputs.dispositions.items() if lead.startswith(PREFIX))
    right, wrong = decided["confirmed"], decided[DISMISSED]
    earlier = world.inputs.earlier
    found = list(told(results_since(world.whole, earlier), earlier)) if earlier else []
    if right + wrong:
        return [message("leads.decided", right=right, decided=right + wrong), *found]
    return found or [message("leads.nothing_decided")]
