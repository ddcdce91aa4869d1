"""Which consignments the rules of an administration select, each with its state and why."""

import hashlib
from typing import Literal

import numpy as np
from pydantic import BaseModel, Field

from analyses.indicators import AMENDED, PROPERTIES, day_of
from analyses.leading.arriving import moment
from analyses.parameters import Names, listed
from analyses.registry import AnalysisParams, AnalysisResult, NoEvidence, Population, analysis
from analyses.screening.applying import Applied, apply, profile_in_force
from analyses.screening.facts import facts_of
from analyses.screening.firing import IndicatorHit
from analyses.screening.risk_profile import Rule
from graph.errors import NotFound
from graph.linkage.inputs import Input
from graph.linkage.world import World
from graph.messages import Message, message
from graph.model import UNDATED
from graph.progress import Progress, Step
from graph.wording import names_known

PREFIX = "hit:"


class RuleHitsParams(AnalysisParams):
    """Parameters of `rule_hits`."""

    rules: Names = Field("", description="Names of rules, comma-separated; all when empty")
    hit: str = Field("", description="Id of a hit: only that one")
    state: Literal["open", "all", "confirmed", "dismissed"] = Field(
        "open", description="open: of which nobody decided; or what was decided"
    )
    as_of: str = Field("", description="Moment or day of the question: nothing later counts; today")
    days: int = Field(0, ge=0, description="Only consignments of so many days before; 0 for all that are known")
    limit: int = Field(100, ge=1, le=100_000, description="Hits in the answer")


class RuleHit(BaseModel):
    """A consignment that a rule selects."""

    id: str = Field(description="Id of the hit: the same as long as rule, version and consignment are")
    label: str = Field(description="Number of the consignment")
    rule: str = Field(description="Name of the rule")
    version: int = Field(description="Its version", ge=1)
    reason: Message = Field(description="What the rule looks for")
    points: float = Field(description="What it adds to a score")
    state: str = Field(description="What somebody decided of it: new, confirmed, dismissed")
    on: str | None = Field(description="Day of the consignment")
    receiver: str = Field(description="Name of the receiver")
    hits: list[IndicatorHit] = Field(description="The indicators that the rule names, where they fire")
    consignment: str = Field(description="Id of the consignment")
    through: list[str] = Field(description="Ids of what a decision is about: the consignment")
    members: list[str] = Field(description="Ids of the consignment and of what the indicators are about")


class RuleHitsPopulation(Population):
    """Out of how many."""

    consignments: int = Field(description="Movements that were looked at", ge=0)
    rules: int = Field(description="Rules that were applied", ge=0)
    hits: int = Field(description="Hits, whatever was decided of them", ge=0)
    decided: dict[str, int] = Field(description="Those of which somebody decided, by what was decided")
    risk_profile: str = Field(description="Name and version of the risk profile; empty for none")


class RuleHitsAnswer(AnalysisResult[RuleHit, NoEvidence, RuleHitsPopulation]):
    """The answer of `rule_hits`."""


@analysis(RuleHitsParams, properties=PROPERTIES, inputs=(Input.RISK_PROFILE, Input.DISPOSITIONS), amended=AMENDED)
def rule_hits(world: World, params: RuleHitsParams, tick: Progress) -> RuleHitsAnswer:
    """Consignments that the rules of the administration's risk profile select, with what was decided of each.

    Reads:
        The risk profile that the settings name, what was decided of hits, and what `indicators` reads.
    Method:
        A rule selects a consignment where all its conditions hold: of fields as declared, or that an indicator fires.
        A hit keeps its id while rule, version and consignment are the same; `halqa decide` confirms or dismisses it.
        Sorted by the day, the latest first, then by rule and id.
    Limits:
        A rule knows what its makers knew: `rule_results` tells what came of it. What no paper says does not hold.
    Sources:
        Risk profiles and their review: WCO Risk Management Compendium (2011), volume 1.
    """
    at = moment(params.as_of, "rule_hits")
    profile, notes = profile_in_force(world.inputs, None if at is None else at.date())
    facts = facts_of(world, day_of(params.as_of, "rule_hits"))
    wanted = _wanted(params, {rule.name: rule for rule in (profile.rules if profile else ())})
    tick(Step("applying rules"))
    subjects = facts.subjects
    recent = (subjects.day == UNDATED) | (subjects.day > facts.now - params.days) if params.days else None
    rows = np.arange(len(subjects)) if recent is None else np.flatnonzero(recent)
    applied = apply(facts, subjects.take(rows), profile)
    states = world.inputs.dispositions
    selections = [
        (rule, row, hit_id(rule, world.projection.ids[int(applied.fired.subjects.node[row])]))
        for rule in wanted
        for row in np.flatnonzero(applied.rules[rule.name]).tolist()
    ]
    listed_hits = [hit for hit in selections if _is_asked_for(params, hit[2], states.get(hit[2], "new"))]
    if params.hit and not listed_hits:
        next_step = "`halqa run rule_hits` lists them; its rule or consignment may be gone"
        raise NotFound(f"no hit {params.hit!r}", next_step)
    day = applied.fired.subjects.day
    listed_hits.sort(key=lambda hit: (-int(day[hit[1]]), hit[0].name, hit[2]))
    shown, cut = listed_hits[: params.limit], len(listed_hits) - params.limit
    decided = [states[hit[2]] for hit in selections if hit[2] in states]
    return RuleHitsAnswer(
        rows=_described(applied, shown),
        population=RuleHitsPopulation(
            consignments=len(rows),
            rules=len(wanted),
            hits=len(selections),
            decided={state: decided.count(state) for state in sorted(set(decided))},
            risk_profile=profile.mark if profile else "",
            version=world.projection.version,
        ),
        notes=[*(notes or [message("risk_profile.none")]), *applied.notes],
        truncated=message("cut.rows", count=cut) if cut > 0 else None,
    )


Selection = tuple[Rule, int, str]


def hit_id(rule: Rule, consignment: str) -> str:
    """The id of a hit: of a rule, its version and a consignment."""
    text = f"{rule.name}\n{rule.version}\n{consignment}"
    return PREFIX + hashlib.blake2b(text.encode(), digest_size=10).hexdigest()


def _wanted(params: RuleHitsParams, rules: dict[str, Rule]) -> list[Rule]:
    """The rules that were asked for.

    Raises:
        NotFound: there is none of a name.
    """
    for name in listed(params.rules):
        if name not in rules:
            raise NotFound(f"no rule {name!r} in the risk profile", names_known(name, list(rules)))
    return [rule for name, rule in rules.items() if not params.rules or name in listed(params.rules)]


def _is_asked_for(params: RuleHitsParams, hit: str, state: str) -> bool:
    if params.hit:
        return hit == params.hit
    return params.state == "all" or state == {"open": "new"}.get(params.state, params.state)


def _described(applied: Applied, selections: list[Selection]) -> list[RuleHit]:
    fired, world = applied.fired, applied.fired.facts.whole
    about = fired.of_rows([row for _, row, _ in selections])
    decided = world.inputs.dispositions
    rows = []
    for rule, row, identity in selections:
        node = world.projection.ids[int(fired.subjects.node[row])]
        named = {condition.indicator for condition in rule.where}
        hits = [hit for hit in about[row] if hit.indicator in named]
        receiver = int(fired.subjects.receiver[row])
        rows.append(
            RuleHit(
                id=identity,
                label=node.rpartition(":")[2],
                rule=rule.name,
                version=rule.version,
                reason=message("risk_profile.rule", rule=rule.name, version=rule.version, title=rule.title),
                points=rule.points,
                state=decided.get(identity, "new"),
                on=fired.day(row),
                receiver=world.entities.label(receiver) if receiver >= 0 else "",
                hits=hits,
                consignment=node,
                through=[node],
                members=list(dict.fromkeys((node, *(part for hit in hits for part in hit.evidence)))),
            )
        )
    return rows
