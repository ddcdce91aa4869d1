"""The risk profile of an administration, read from the file that the settings name, and a first one to start from."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from analyses.leading.standing import usual_consignment_weights
from analyses.leading.weights import usual_weights
from analyses.screening.registry import usual_thresholds
from analyses.screening.risk_profile import FIELDS, RiskProfile, read_risk_profile
from graph.errors import BadFile
from graph.linkage.inputs import Inputs
from graph.messages import Message, message
from graph.settings import Settings
from loaders.profile.tree import tree_of

_EMPTY = ("", "~", "null")


def risk_profile_values(settings: Settings) -> Mapping[str, Any]:
    """The values of the risk profile that the settings name; none where they name none.

    Raises:
        BadFile, BadProfile, BadValue: see `read_file`.
    """
    if settings.risk_profile is None:
        return {}
    return read_file(settings.risk_profile).model_dump(mode="json")


def with_risk_profile(settings: Settings) -> Inputs:
    """The risk profile that the settings name, as analyses get it.

    Raises:
        BadFile, BadProfile, BadValue: see `read_file`.
    """
    return Inputs(risk_profile=dict(risk_profile_values(settings)))


def read_file(path: Path) -> RiskProfile:
    """The risk profile of a file, checked as a whole.

    Raises:
        BadFile: it cannot be read, or is no text in UTF-8.
        BadProfile: it is no YAML, or holds a key twice.
        BadValue: it is not whole; the message says where.
    """
    try:
        text = path.read_text("utf-8-sig")
    except OSError as error:
        raise BadFile(
            f"{path}: {error.strerror}", "name a risk profile; `halqa risk-profile new FILE` writes one"
        ) from None
    except UnicodeDecodeError:
        raise BadFile(f"{path} is no text in UTF-8", "save it as UTF-8") from None
    return read_risk_profile(_without_empty(tree_of(text, path.name)), path.name)


def _without_empty(tree: Any) -> Any:
    """A tree without the keys after which nothing is written: what they change stays as it is."""
    if isinstance(tree, list):
        return [_without_empty(entry) for entry in tree]
    if not isinstance(tree, dict):
        return tree
    return {key: _without_empty(value) for key, value in tree.items() if value not in _EMPTY}


def described(profile: RiskProfile) -> Iterator[Message]:
    """What a risk profile is and what it changes, a sentence each."""
    until = profile.valid_until.isoformat() if profile.valid_until else "-"
    since = profile.valid_from.isoformat()
    yield message("risk_profile.is", profile=profile.mark, since=since, until=until, share=profile.by_chance)
    usual = usual_thresholds().indicators
    for name, figures in profile.thresholds.indicators.items():
        before = {"points": usual[name].points, **usual[name].thresholds}
        for figure, value in {"points": figures.points, **figures.thresholds}.items():
            if value != before[figure]:
                yield message("risk_profile.changes", name=name, figure=figure, value=value, usual=before[figure])
    for kind, own, weights in (
        ("leads", profile.leads, usual_weights()),
        ("consignments", profile.consignments, usual_consignment_weights()),
    ):
        for name, value in own.items():
            yield message("risk_profile.changes", name=kind, figure=name, value=value, usual=weights.weights[name])
    for rule in profile.rules:
        yield message("risk_profile.rule", rule=rule.name, version=rule.version, title=rule.title)


def first_profile(day: str) -> str:
    """A risk profile to start from, in force from a day: what can be changed stands in it as a comment."""
    return "\n".join(_lines(day)) + "\n"


def _lines(day: str) -> Iterator[str]:
    yield "# Risk profile: points, thresholds, weights and rules of your own. What no line changes stays as it is. Take"
    yield "# a # away in front of what you change, and the braces above it. Check it: halqa risk-profile check FILE"
    yield "name: our-profile"
    yield "version: 1"
    yield "title: Our first profile"
    yield f"valid_from: {day}"
    yield "# valid_until: 2099-12-31"
    yield "by_chance: 0.1       # share of a shift's list that chance draws; never 0"
    yield "retire_after: 200    # inspections without a find after which a rule is proposed for retirement"
    yield ""
    yield "indicators: {}       # points of a hit and thresholds, as docs/indicators.md lists them:"
    for name, figures in usual_thresholds().indicators.items():
        thresholds = ", ".join(f"{key}: {value:g}" for key, value in figures.thresholds.items())
        yield f"#  {name}: {{points: {figures.points:g}, thresholds: {{{thresholds}}}}}"
    yield "leads: {}            # weights of the facts of leads:"
    yield from (f"#  {name}: {weight:g}" for name, weight in usual_weights().weights.items())
    yield "consignments: {}     # weights of the facts of consignments:"
    yield from (f"#  {name}: {weight:g}" for name, weight in usual_consignment_weights().weights.items())
    yield ""
    yield f"# Rules: all conditions under `where` have to hold. Fields: {', '.join(FIELDS)}."
    yield "rules:"
    yield "  - name: first-load-of-acetic-acid"
    yield "    version: 1"
    yield "    title: Acetic acid, ten tonnes or more, to a firm that was never seen with this sender"
    yield "    points: 1.0"
    yield "    expected_share: 0.05   # of the inspected ones, where you expect to find something"
    yield "    where:"
    yield '      - {field: hs_code, begins_with: ["291521", "291524"]}'
    yield "      - {field: gross_weight_kg, at_least: 10000}"
    yield "      - {indicator: first_time_pair}"
