"""The whole way in one go, with a summary that a newcomer can read."""

import shutil
import sys
import time
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from analyses.communities import Community, CommunityPopulation
from analyses.linked_entities import Cluster, ClusterPopulation
from analyses.unfolded import UnfoldedLink, held_words
from api.services.asking.explaining import why
from api.services.asking.export import ExportRequest, draw
from api.services.asking.going_by import in_two_scripts
from api.services.asking.resolving import resolve
from api.services.asking.run import run_by_name
from api.services.loading.load import LoadReport
from api.services.loading.sample import load_manifest, score_rings
from api.services.runtime.askers import local_asker
from api.services.runtime.workspace import Workspace
from api.views.registry import write
from graph.errors import Refused
from graph.linkage.holders import RELATIONS
from graph.model import EVERYONE
from graph.projection.projection import Projection
from graph.settings import Settings
from loaders.sample import generate

Print = Callable[[str], None]
_OURS = ("files", "data", "top-cluster.html")
_MARK = ".halqa-demo"
_RELATION = {relation.name: relation for relation in RELATIONS}


def run_demo(folder: Path, seed: int, size: str, tell: Print, say: Print) -> None:
    """Writes sample files, loads them, says who is who, finds clusters, draws the top one, and tells all that.

    Raises:
        Refused: the folder holds something that no demo put there.
    """
    started = time.monotonic()
    _clear(folder)
    say(f"writing sample files of seed {seed}")
    summary = generate(folder / "files", seed, size)
    settings = Settings(data_dir=folder / "data")
    with Workspace(settings) as workspace:
        say(f"loading {summary.files} files")
        reports = load_manifest(workspace, folder / "files")
        say("comparing parties")
        resolution = resolve(workspace, EVERYONE, "halqa demo")
        world = workspace.world(EVERYONE)
        say("looking for clusters and communities")
        clusters = run_by_name(world, "linked_entities", {"limit": 100000, "explain": 3})
        communities = run_by_name(world, "communities", {})
        picture_path = folder / "top-cluster.html"
        request = ExportRequest(cluster=clusters.rows[0].id, by=local_asker().name)
        write(draw(workspace, request, EVERYONE), picture_path)
        _tell_load(reports, workspace, tell)
        _tell_who_is_who(workspace, resolution, tell)
        _tell_hubs(clusters.population, tell)
        _tell_clusters(clusters.rows, clusters.evidence, tell)
        _tell_communities(communities.rows, communities.population, tell)
        _tell_rings(folder / "files", world.projection, clusters.rows, tell)
    _tell_next(settings.data_dir, picture_path, clusters.rows[0].id, time.monotonic() - started, tell)


def _clear(folder: Path) -> None:
    """Empties the folder of an earlier demo; a folder of somebody else is refused."""
    if folder.exists() and any(folder.iterdir()):
        if not (folder / _MARK).exists():
            raise Refused(f"{folder} holds files that no demo put there", "name an empty folder: halqa demo DIR")
        for name in _OURS:
            path = folder / name
            shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / _MARK).write_text("made by `halqa demo`; may be deleted\n", "utf-8")


def _tell_load(reports: list[LoadReport], workspace: Workspace, tell: Print) -> None:
    totals = workspace.store.totals(EVERYONE)
    rejected = sum(r.rejected_rows for r in reports)
    flags: Counter[str] = Counter()
    placeholders: Counter[str] = Counter()
    for report in reports:
        flags.update(report.flags)
        placeholders.update(report.placeholders)
    tell("LOADED")
    rows, records = sum(r.rows for r in reports), sum(r.records for r in reports)
    tell(f"  {len(reports)} files of {len({r.channel for r in reports})} channels: {rows:,} rows, {records:,} records")
    tell(f"  graph: {sum(totals.nodes.values()):,} nodes, {sum(totals.edges.values()):,} edges")
    tell("  " + ", ".join(f"{n:,} {name}" for name, n in sorted(totals.nodes.items(), key=lambda item: -item[1])[:8]))
    tell(
        f"  {rejected} rows rejected; {sum(placeholders.values()):,} placeholders kept as text; flags: "
        + ", ".join(f"{code} {n}" for code, n in flags.most_common(5))
    )
    for number, row in _some_rejects(workspace):
        tell(
            f"    rejected: {number}, line {row.line}: {row.reason}"
            + (f" ({row.column}: {row.value!r})" if row.column else "")
        )


def _some_rejects(workspace: Workspace, most: int = 4) -> list[tuple[str, Any]]:
    found: list[tuple[str, Any]] = []
    codes: set[str] = set()
    for batch in workspace.records.batches():
        for row in workspace.records.rejects(batch.no):
            if row.code not in codes:
                codes.add(row.code)
                found.append((batch.file_name, row))
    return found[:most]


def _tell_who_is_who(workspace: Workspace, resolution: Mapping[str, Any], tell: Print) -> None:
    tell("\nWHO IS WHO (records stay as they are; which of them are one is said beside them)")
    tell(f"  {resolution['parties']:,} parties are {resolution['entities']:,} entities")
    left = resolution["held_back"] + resolution["possibly_same"]
    tell(f"  {left:,} pairs of entities are left to people: halqa review")
    pair = in_two_scripts(workspace.world(EVERYONE))
    if pair is None:
        return
    told = why(workspace, EVERYONE, *pair)
    tell(f"  one of them, in two scripts: {told['left']['label']}  =  {told['right']['label']}")
    for sentence in (*told["names"]["alignment"], *told["because"]):
        tell(f"    {sentence['text']}")
    said = [f"{field['field']} {field['bits']:+.1f}" for field in told["fields"] if field["bits"]]
    tell(f"    bits: {', '.join(said)}; before anything was compared {told['prior_bits']:+.1f}")


def _tell_hubs(population: ClusterPopulation, tell: Print) -> None:
    tell("\nHUBS (too many holders to say anything; listed, and linking nobody)")
    tell(f"  {population.hubs_left_out} in all, such as")
    seen: set[str] = set()
    for hub in population.hubs:
        if hub.label not in seen and len(seen) < 5:
            seen.add(hub.label)
            words = held_words(_RELATION[hub.relation], hub.type == "Party").text
            tell(f"    {hub.holders:>5} holders  {hub.type:<10} {hub.label} ({words})")


def _tell_clusters(rows: list[Cluster], evidence: list[UnfoldedLink], tell: Print) -> None:
    tell(f"\nLINKED-ENTITY CLUSTERS (leads, not findings): {len(rows)}")
    for row in rows[:3]:
        tell(f"  {row.id}: {row.entities} entities, {row.seizures} seizures on their consignments")
        for link in [e for e in evidence if e.cluster == row.id][:6]:
            tell(f"    {link.ends[0].label}  --  {link.ends[1].label}")
            more = f", and {len(link.through) - 1} more" if len(link.through) > 1 else ""
            tell(f"      {link.through[0].said.text}{more}")


def _tell_communities(rows: list[Community], population: CommunityPopulation, tell: Print) -> None:
    tell(f"\nCOMMUNITIES of trade: {population.communities}, modularity {population.modularity}")
    for row in rows[:3]:
        tell(f"  {row.entities:>4} entities, stability {row.stability}: {row.label[:90]}")


def _tell_rings(files: Path, projection: Projection, rows: list[Cluster], tell: Print) -> None:
    score = score_rings(files, projection, rows)
    tell("\nPLANTED RINGS (the sample's truth)")
    quality = f"precision {score.precision:.2f}, recall {score.recall:.2f}"
    tell(f"  {score.found} of {score.rings} found; pairs of true entities: {quality}")


def _tell_next(data_dir: Path, picture: Path, cluster: str, seconds: float, tell: Print) -> None:
    tell(f"\nPICTURE of the top cluster: {picture.resolve()}")
    tell("  open it in any browser; it needs no network")
    tell(f"\nTRY NEXT ({seconds:.0f} s so far)")
    halqa = "halqa" if shutil.which("halqa") else str(Path(sys.executable).with_name("halqa"))
    tell(f"  export HALQA_DATA_DIR={data_dir.resolve()}")
    tell(f"  {halqa} search 'karvon' --type Party")
    tell(f"  {halqa} run linked_entities --cluster {cluster} --json")
    tell(f"  {halqa} run centrality --param measure=betweenness")
    tell(f"  {halqa} review")
    tell(f"  {halqa} hubs")
    tell(f"  {halqa} export --cluster {cluster} --to cluster.graphml")
