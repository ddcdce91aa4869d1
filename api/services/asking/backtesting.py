"""A backtest: the past is replayed step by step, and what was known then ranks what came next."""

import csv
import datetime
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args

import numpy as np

from analyses.backtesting.goods import PROPERTIES as OF_GOODS
from analyses.backtesting.goods import Goods, can_learn
from analyses.backtesting.indicators import Firing
from analyses.backtesting.leads import GroupsLater, listed_leads
from analyses.backtesting.orders import GOODS, HALQA, INSPECTIONS, LEADS, PROFILE, SEIZURES, VOLUME, Arrived
from analyses.backtesting.outcomes import Outcomes
from analyses.backtesting.recognising import Recogniser, as_known, first_known, parties_of, same_nodes
from analyses.backtesting.report import Asked, BacktestReport, Moment, report_of
from analyses.leading.ranking import Ranking, ranked
from analyses.leading.standing import ROLES
from analyses.registry import all_properties
from analyses.screening.applying import adds_anything
from analyses.screening.risk_profile import RiskProfile
from api.services.asking.risk_profiles import read_file
from api.services.runtime.workspace import Workspace, reading_of, worlds_folder
from api.state import dispositions, judgements
from api.state.store import StateStore
from graph.derivation.replay import Replay
from graph.errors import BadFile, BadValue
from graph.linkage.identity import Entities
from graph.linkage.inputs import Inputs
from graph.linkage.judged import NOTHING_JUDGED, JudgedIds
from graph.linkage.movements import Movements
from graph.linkage.world import World
from graph.model import EVERYONE, UNDATED, Viewer, day_number
from graph.progress import Progress, Step
from graph.projection.making import LABELS, project
from graph.projection.projection import Projection
from graph.settings import Settings
from graph.store import open_store
from graph.wording import names_known

Stride = Literal["week", "month", "quarter"]
STRIDES: tuple[Stride, ...] = get_args(Stride)
_MONTHS = {"month": 1, "quarter": 3}
_LABEL = ("originator", "kind", "source_id")


@dataclass(frozen=True, slots=True)
class BacktestRequest:
    """What is replayed.

    Attributes:
        months: Months up to the last day.
        step: From one cut-off to the next.
        horizon: Steps after a cut-off in which a lead may prove right.
        until: The last day, ISO; "" is that on which the last movement was told of.
        labels: A file that names the consignments that were risky, found or not; None for none.
    """

    months: int = 12
    step: Stride = "month"
    horizon: int = 3
    until: str = ""
    labels: Path | None = None

    @classmethod
    def of(cls, months: int, step: str, horizon: int, until: str = "", labels: Path | None = None) -> "BacktestRequest":
        """A request of what somebody wrote.

        Raises:
            BadValue: the step is unknown, or see the class.
        """
        stride = next((known for known in STRIDES if known == step), None)
        if stride is None:
            raise BadValue(f"step {step!r} is not known", names_known(step, STRIDES))
        return cls(months, stride, horizon, until, labels)

    def __post_init__(self) -> None:
        """Checks what is asked.

        Raises:
            BadValue: it is out of range.
        """
        for name, value, most in (("months", self.months, 240), ("horizon", self.horizon, 52)):
            if not 1 <= value <= most:
                raise BadValue(f"{name} is {value}", f"write a number from 1 to {most}")
        try:
            datetime.date.fromisoformat(self.until or "2000-01-01")
        except ValueError:
            raise BadValue(f"the last day is {self.until!r}", "write it as 2024-12-31") from None


def backtest(workspace: Workspace, request: BacktestRequest, viewer: Viewer, patterns: str = "") -> BacktestReport:
    """Replays the past of what a viewer sees, and says how well it would have chosen.

    A disposable graph is made among what is kept of the store, and goes with the answer; what a killed one leaves goes
    with the next recall, like all that was kept.

    Args:
        workspace: The open stores; its progress is told how far it is, and what that raises ends the work.
        request: What is replayed.
        viewer: Who asks.
        patterns: His channel patterns, by which decisions of people count.

    Raises:
        BadFile: the labels or the risk profile that the settings name cannot be read.
        BadValue: the risk profile is not whole.
        Refused: a record cannot be replayed.
    """
    final, profile = workspace.world(viewer), _profile(workspace)
    labelled = None if request.labels is None else read_labels(request.labels, final.projection)
    outcomes = Outcomes(final, labelled)
    past = replayed(workspace, request, viewer, outcomes, patterns)
    asked = Asked(
        step=request.step,
        horizon=request.horizon,
        channels=len(final.projection.channel_versions),
        history=past.history,
        late=past.late,
        judgements=past.decided,
        profile=profile.mark if profile else "",
    )
    return report_of(past.moments, outcomes, asked)


def make_report(
    tick: Progress, settings: Mapping[str, Any], store_url: str, patterns: str, request: Mapping[str, Any]
) -> bytes:
    """The report of a backtest as JSON, made on stores of its own: for a process that can be ended.

    Args:
        tick: Told how far it is.
        settings: Those of the service.
        store_url: Its graph store, "" for the one of the settings.
        patterns: Channel patterns of whoever asks, "" for every channel.
        request: The fields of what is replayed, see `BacktestRequest`.

    Raises:
        See `backtest`; `BadValue` also where no channel matches the patterns.
    """
    with Workspace(Settings(**settings), store_url, tick, resume=False) as workspace:
        report = backtest(workspace, BacktestRequest(**request), workspace.viewer(patterns), patterns)
        return report.model_dump_json().encode()


def replayed(
    workspace: Workspace, request: BacktestRequest, viewer: Viewer, outcomes: Outcomes, patterns: str = ""
) -> "Replayed":
    """The moments of the past, each with what came next ranked by what was known then; see `backtest`."""
    place = worlds_folder(workspace.settings, workspace.store.url) or workspace.settings.data_dir
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory(dir=place, prefix=".backtest-") as folder,
        closing(open_store(f"sqlite:///{folder}/graph.db", workspace.settings)) as store,
    ):
        replay = Replay(workspace.records, store, reading_of, viewer.sees, workspace.progress)
        came = sorted((*replay.days, *(batch.extract_on for batch in replay.history)))
        days = cutoffs(request.until or _last(came, outcomes), request.months, request.step) if came else []
        days = [day for day in days if day >= came[0]]  # before, nothing was known
        deciding = Deciding(workspace.state, viewer, patterns)
        past = Replayed(request, outcomes, deciding, workspace.progress, _profile(workspace))
        past.history = len(replay.history)
        for day in days:
            replay.step(day)
            past.reach(day, project(store, EVERYONE, _properties()))
        return past


def _last(came: Sequence[str], outcomes: Outcomes) -> str:
    """The first day from which on nothing came that moved later: results that were entered since judge, and no more."""
    moved = outcomes.movements.day.max(initial=UNDATED)
    return next((day for day in came if day_number(day) >= moved), came[-1])


def _profile(workspace: Workspace) -> RiskProfile | None:
    """The risk profile that the settings name; None for none."""
    path = workspace.settings.risk_profile
    return None if path is None else read_file(path)


def cutoffs(last: str, months: int, step: Stride) -> list[str]:
    """The days at whose ends it is asked, up to the last day of all, ISO.

    Months end where calendar months do if the last day ends one, else on the same day of each.
    """
    end = datetime.date.fromisoformat(last)
    if step == "week":
        weeks = round(months * 365.25 / 12 / 7)
        return [(end - datetime.timedelta(weeks=back)).isoformat() for back in range(weeks, -1, -1)]
    ends_month = (end + datetime.timedelta(days=1)).day == 1
    return [_months_before(end, back, ends_month).isoformat() for back in range(months, -1, -_MONTHS[step])]


def _months_before(end: datetime.date, months: int, ends_month: bool) -> datetime.date:
    year, month = divmod(end.year * 12 + end.month - 1 - months, 12)
    following = datetime.date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1)
    last = following - datetime.timedelta(days=1)
    return last if ends_month or end.day > last.day else last.replace(day=end.day)


def read_labels(path: Path, projection: Projection) -> frozenset[str]:
    """Ids of the visible consignments that a CSV file names by `originator`, `kind` and `source_id`.

    Raises:
        BadFile: it cannot be read, lacks a column, or names no visible consignment.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file)
            missing = [name for name in _LABEL if name not in (rows.fieldnames or ())]
            if missing:
                words = f"{path}, line 1: no column {missing[0]!r} among {', '.join(rows.fieldnames or ['no columns'])}"
                raise BadFile(words, f"give a CSV file with the columns {', '.join(_LABEL)}")
            wanted = {tuple((row[name] or "").strip() for name in _LABEL) for row in rows}
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise BadFile(f"{path} cannot be read: {error}", "give a CSV file in UTF-8") from None
    named = frozenset(name for name, label in _consignments(projection) if label in wanted)
    if wanted and not named:
        raise BadFile(f"{path} names no consignment that is visible", "name them as their sources do")
    return named


def _consignments(projection: Projection) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Id of each consignment with originator, kind and own number."""
    for number in projection.numbers_of("Consignment").tolist():
        name = projection.ids[number]
        _, channel, kind, source_id = name.split(":", 3)
        yield name, (channel.split("/")[0], kind, source_id)


def _properties() -> dict[str, Sequence[str]]:
    """The properties that leads read, and those of goods."""
    properties = {name: list(names) for name, names in all_properties().items()}
    for name, names in (*LABELS.items(), *OF_GOODS.items()):
        properties[name] = sorted({*properties.get(name, ()), *names})
    return dict(properties)


class Deciding:
    """What people had decided by a day."""

    def __init__(self, state: StateStore | None, viewer: Viewer, patterns: str) -> None:
        self._state, self._viewer, self._patterns = state, viewer, patterns
        self.counted = 0

    def judged(self, day: str) -> JudgedIds:
        """Who is who by judgements."""
        if self._state is None:
            return NOTHING_JUDGED
        return judgements.as_pairs(judgements.standing(self._state, self._viewer, day))

    def inputs(self, day: str) -> Inputs:
        """What became of leads."""
        if self._state is None:
            return Inputs()
        steps = dispositions.all_leads(self._state, self._patterns, day)
        self.counted = len(steps) + len(judgements.standing(self._state, self._viewer, day))
        return Inputs(
            dispositions={lead: step.state.value for lead, step in steps.items()},
            lead_evidence={lead: step.evidence for lead, step in steps.items()},
        )


class Replayed:
    """Moments one after the other: what each knew ranks what comes until the next.

    `late` counts movements that were told of after the step in which they moved, `history` batches whose records count
    from their own days on.
    """

    def __init__(
        self,
        request: BacktestRequest,
        outcomes: Outcomes,
        deciding: Deciding,
        progress: Progress,
        profile: RiskProfile | None = None,
    ) -> None:
        self._request, self._outcomes, self._deciding, self._progress = request, outcomes, deciding, progress
        self._profile = profile
        self._before: tuple[str, Ranking] | None = None
        self.moments: list[Moment] = []
        self.late = self.history = 0

    @property
    def decided(self) -> int:
        """Judgements and decisions that were known at the last cut-off."""
        return self._deciding.counted

    def reach(self, day: str, projection: Projection) -> None:
        """Judges the moment before by what has come since, and looks at what is known now."""
        world = World(projection, judged=self._deciding.judged(day))
        if self._before is not None and world.movements.count:
            self._judge(day, world)
        self._progress(Step(f"ranking as of {day}"))
        self._before = (day, ranked(world, self._progress)) if world.movements.count else None

    def _judge(self, until: str, world: World) -> None:
        assert self._before is not None
        day, ranking = self._before
        later = world.movements
        came = self._came(later, ranking.evidence.world.projection, day_number(day))
        final_movement = self._outcomes.movement_of(later.entities.projection, later)
        came = came[final_movement[came] >= 0]
        if not len(came):
            return
        entity_of = self._recognised(ranking, later, came)
        asked = tuple(edge_type for edge_types in ROLES.values() for edge_type in edge_types)
        usual, own = self._fired(world, as_known(later, ranking.evidence.world.entities, entity_of, asked), came)
        who = {role: first_known(later, edge_types, entity_of)[came] for role, edge_types in ROLES.items()}
        arrived = Arrived.of(ranking, who, usual.added)
        by_profile = self._by_profile(arrived, own)
        leads = listed_leads(ranking, self._deciding.inputs(day))
        self.moments.append(
            Moment(
                day=day,
                until=until,
                known=ranking.evidence.movements.count,
                seized=int(ranking.evidence.movements.is_seized.sum()),
                leads=len(leads),
                movement=final_movement[came],
                is_stranger=arrived.who["receiver"] < 0,
                ties=np.random.default_rng(day_number(day)).permutation(len(came)),
                scores=self._scores(arrived, by_profile, later, came),
                parts=arrived.ablations(),
                groups=GroupsLater.of(ranking, self._outcomes, self._days(day), leads),
                firing=own,
                points=(by_profile or arrived).total,
            )
        )

    def _came(self, later: Movements, known: Projection, day: int) -> np.ndarray:
        """The movements after a day of which no paper was known; what was told late is counted."""
        projection = later.entities.projection
        consignments = projection.numbers_of("Consignment")
        was_known = np.zeros(later.count, dtype=bool)
        was_known[later.of_node[consignments[same_nodes(projection, known)[consignments] >= 0]]] = True
        is_after = later.day > day
        self.late += int((~was_known & ~is_after).sum())
        return np.flatnonzero(is_after & ~was_known)

    def _recognised(self, ranking: Ranking, later: Movements, came: np.ndarray) -> np.ndarray:
        """The known entity of each later node that stands on what came."""
        wanted = np.zeros(later.count, dtype=bool)
        wanted[came] = True
        recogniser = Recogniser(ranking.evidence.world.entities)
        return recogniser.entities_of(later.entities.projection, parties_of(later, ROLES, wanted), self._progress)

    def _fired(self, world: World, entities: Entities, came: np.ndarray) -> tuple[Firing, Firing]:
        """What fires by the usual figures, and by those of the risk profile where there is one."""
        self._progress(Step("applying indicators"))
        consignments = world.projection.numbers_of("Consignment")[::-1]
        paper = np.zeros(world.movements.count, dtype=np.int64)
        paper[world.movements.of_node[consignments]] = consignments
        then = World(world.projection, entities)
        own = Firing.of(then, paper[came], self._profile)
        if self._profile is None:
            return own, own
        return Firing.of(then, paper[came], None) if adds_anything(None) else Firing(len(came), {}, {}), own

    def _by_profile(self, arrived: Arrived, firing: Firing) -> Arrived | None:
        """The same by the risk profile, with what its indicators and rules add; None where there is none."""
        own = self._profile
        if own is None:
            return None
        return arrived.by_weights(own.lead_weights, own.consignment_weights, firing.added)

    def _scores(
        self, arrived: Arrived, by_profile: Arrived | None, later: Movements, came: np.ndarray
    ) -> dict[str, np.ndarray]:
        scores = {
            HALQA: arrived.score,
            LEADS: arrived.leads,
            SEIZURES: arrived.seizures,
            INSPECTIONS: arrived.inspections,
            VOLUME: arrived.volume,
        }
        if by_profile is not None:
            scores[PROFILE] = by_profile.score
        if can_learn():
            self._progress(Step("learning from goods alone"))
            learnt = arrived.goods(Goods.of(later))
            if learnt is not None:
                scores[GOODS] = learnt[came]
        return scores

    def _days(self, day: str) -> tuple[int, int]:
        """The days in which leads of a day may prove right, as numbers."""
        if self._request.step == "week":
            return day_number(day), day_number(day) + 7 * self._request.horizon
        begins = datetime.date.fromisoformat(day)
        ends_month = (begins + datetime.timedelta(days=1)).day == 1
        ends = _months_before(begins, -_MONTHS[self._request.step] * self._request.horizon, ends_month)
        return day_number(day), day_number(ends.isoformat())
