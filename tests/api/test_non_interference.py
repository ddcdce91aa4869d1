"""What somebody who sees some channels is told is the same whether what he may not see exists or not.

Two worlds are the same to him: in one his own files were loaded alone, in the other among files of hidden channels,
with batches that wait, are half recalled, are set aside or have expired, profiles of the same name with other texts,
and jobs of others. Every verb of the command line and every route of the service is asked in both; one that is neither
asked here nor named among those of the whole store fails, so that a new one cannot be forgotten.
One file, because the list of what is asked and the two worlds that it is asked in are checked against each other.
"""

import contextlib
import io
import re
import shutil
import sqlite3
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
import typer.main

from analyses.registry import all_analyses
from api.cli import main as command_line
from api.http.routes.registry import all_routers
from api.services.asking.run import run_by_name
from api.services.loading.load import LoadOptions, load_file, stage_file
from api.services.runtime.askers import local_asker
from api.services.runtime.jobs import ANALYSES, JobResult, Order
from api.services.runtime.workspace import Workspace
from api.state import results, users
from api.state.disclosures import Answer, DisclosureKind, note
from api.state.dispositions import Decider
from api.state.judgements import Opinion, Verdict, judge
from api.state.saved_views import ViewContent, ViewNode
from api.state.saved_views import save as save_view
from api.state.store import open_state
from api.state.watches import Met, Scope, Wanted, WatchKind, add, keep
from graph.model import EVERYONE
from graph.records.batch import BatchState
from graph.settings import Settings
from tests.declarations import profile_of

PATTERNS = "UZ/*/H1/*"
HEAD = "No,Handling,Date,Consignee,Phone,Shipper,Container\n"
PROFILE = profile_of("consignee.name", "consignee.phone", "shipper.name", "container", beside="handling: Handling")
MINE = {
    "march.csv": "1,,2024-03-01,Karvon Trans LLC,+998901234567,Ankara Tekstil AS,MSKU1234565\n"
    "2,,2024-03-08,Ipak Savdo MChJ,+998901234567,Izmir Boya AS,\n"
    "3,,bad day,Silk House LLC,+998907777777,Ankara Tekstil AS,\n"
    + "".join(f"m{n},,2024-03-09,Trader {n} LLC,+99890111{n:04},Mill {n % 3} LLC,\n" for n in range(40)),
    "april.csv": "1,,2024-04-01,Karvon Trans MChJ,+998901234567,Ankara Tekstil AS,MSKU1234565\n"
    "4,,2024-04-02,Orient Line LLC,+998905555555,Izmir Boya AS,TGHU7654321\n",
}
LABELS = "originator,kind,source_id,role,cluster\n" + "".join(
    f"UZ,declaration,{number},consignee,{cluster}\n" for number, cluster in (("1", "a"), ("2", "b"), ("h1", "a"))
)
THEIRS = "".join(
    f"h{n},,2024-03-0{n % 9 + 1},Hidden Name {n} LLC,+998901234567,Ankara Tekstil AS,MSKU1234565\n" for n in range(30)
)
NEW = "9,,2024-05-01,New LLC,,Izmir Boya AS,\n" + "".join(f"n{n},,2024-05-01,N {n},,,\n" for n in range(40))
KEPT = """{"id": "", "title": "", "at": "", "analysis": "communities", "parameters": {}, "version": "v1",
"rows": [{"id": "community:1", "label": "Karvon", "members": ["party:1"]}], "answer": {"rows": []}}"""
NODE = "consignment:UZ/decl/H1/customs:declaration:1"
HIDDEN_RESULT = "result:2"
HIDDEN_WATCH = "watch:2"
PHONE = "phone:+998901234567"
HIDDEN_VIEW = "view:3"
HIDDEN_NODE = "consignment:UZ/decl/H3/customs:declaration:h1"
HIT, HIDDEN_HIT = (
    Met(watch, record, "container:MSKU1234565", record.split(":")[1], 1.0).hit
    for watch, record in (("watch:1", NODE), (HIDDEN_WATCH, HIDDEN_NODE))
)
MOMENT = re.compile(
    r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(\+00:00|Z)|\d+\.\d+ s\b|\"seconds\": ?[\d.]+|~?\d+ rows/s|upload-\w+"
    r"|(watch|view):[0-9a-f]{24}"
)


@dataclass(frozen=True, slots=True)
class World:
    """A folder with a data directory and the files of whoever asks."""

    folder: Path

    @property
    def settings(self) -> Settings:
        return Settings(data_dir=self.folder / "data", profiles=self.folder / "profiles")


def _load_hidden(world: World, files: Path) -> None:
    """Files of hidden channels: some wait, some are half taken away, one is set aside, one has expired."""
    other = PROFILE.replace("container: Container", "seal: Container").replace("    handling: Handling\n", "")
    (files / "decl.yaml").write_text(other, "utf-8")
    (files / "newer.yaml").write_text(other.replace("version: 1", "version: 9"), "utf-8")
    path = files / "theirs.csv"

    def load(name: str, rows: str, work: Any = load_file, profile: str = "decl.yaml", **options: Any) -> int:
        path.write_text(HEAD + rows, "utf-8")
        with Workspace(world.settings, resume=False) as workspace:
            originator, handling, dataset = (*name.split("/"), "decl")[:3]
            given = LoadOptions(str(files / profile), originator, dataset, handling, **options)
            work(workspace, path, given)
            return max(batch.no for batch in workspace.records.batches())

    load("UZ/H3", THEIRS)
    load("UZ/H3/books", NEW)  # the bytes of a file that he loads next
    load("UZ/H3/copies", NEW.replace("New LLC", "Newer LLC"), duplicate=True)  # its records
    load("KZ/H1", THEIRS.replace("h1", "k1"), profile="newer.yaml")
    load("UZ/H3", THEIRS.replace("h2", "x2"), retain_until="2020-01-01")
    recalling = load("UZ/H2", THEIRS)
    aside = load("AF/H1", THEIRS)
    load("UZ/H3", THEIRS.replace("h3", "y3"), stage_file)
    with Workspace(world.settings, resume=False) as workspace:
        workspace.records.set_state(recalling, BatchState.RECALLING)
        workspace.records.set_state(aside, BatchState.SETTING_ASIDE, "a secret reason")


def _note_exports(world: World, asked_with: Iterable[str]) -> None:
    """Exports of people with these channel patterns, each of the phone that everybody knows."""
    with closing(open_state(world.settings)) as state:
        for patterns in asked_with:
            title = "an export" if patterns == PATTERNS else "a secret export"
            answer = Answer(DisclosureKind.EXPORT, title, "around it", {}, "html", "v1", patterns, "somebody",
                            frozenset(["phone:+998901234567"]))  # fmt: skip
            note(state, answer)
            kept = replace(answer, kind=DisclosureKind.RESULT, title=title.replace("export", "answer"),
                           parameters={"analysis": "hubs", "params": {}})  # fmt: skip
            results.keep(state, kept, KEPT)
        if len(set(asked_with)) == 1:
            return
        hidden = Opinion((NODE, HIDDEN_NODE), Verdict.SAME, frozenset(["UZ/decl/H3/customs"]), "somebody", "secret")
        judge(state, hidden)


def _watch(world: World, asked_with: Iterable[str]) -> None:
    """A container that people with these channel patterns watch for their administrations, and where it was met."""
    container = Wanted(WatchKind.CONTAINER, "MSKU1234565", "seen", scope=Scope.ADMINISTRATION)
    hidden = Wanted(WatchKind.NAME, "Hidden Name", "secret", scope=Scope.ADMINISTRATION)
    with closing(open_state(world.settings)) as state:
        for patterns in asked_with:
            made = add(state, container if patterns == PATTERNS else hidden, Decider("somebody", patterns))
            name = "watch:1" if patterns == PATTERNS else HIDDEN_WATCH
            records = [NODE, HIDDEN_NODE] if len(set(asked_with)) > 1 else [NODE]
            with state.transaction() as connection:
                at = "2024-06-01T00:00:00.000+00:00"
                if patterns in ("", PATTERNS):
                    connection.exec_driver_sql(f"UPDATE watch SET id='{name}', at='{at}' WHERE id='{made.id}'")
            if patterns in ("", PATTERNS):
                keep(state, [Met(name, r, "container:MSKU1234565", r.split(":")[1], 1.0) for r in records])
        with state.transaction() as connection:
            connection.exec_driver_sql("UPDATE watch_hit SET at='2024-06-01T00:00:00.000+00:00'")


def _save_views(world: World, asked_with: Iterable[str]) -> None:
    """What a colleague who sees all and he himself saved, each of the phone; the colleague of what is hidden too."""
    phone, hidden = (ViewNode(name, 1.0, 2.0, False, 3) for name in ("phone:+998901234567", HIDDEN_NODE))
    is_alone = len(set(asked_with)) == 1
    views = {
        "view:1": ("", (phone,) if is_alone else (phone, hidden)),
        "view:2": (PATTERNS, (phone,)),
        HIDDEN_VIEW: ("", () if is_alone else (hidden,)),
    }
    with closing(open_state(world.settings)) as state:
        for name, (patterns, nodes) in views.items():
            if not nodes:
                continue
            owner = Decider(local_asker().name if patterns else "somebody", patterns)
            words = "mine" if patterns else "secret"
            made = save_view(state, ViewContent(words, words, nodes), "v1", owner)
            with state.transaction() as connection:
                at = "2024-06-01T00:00:00.000+00:00"
                connection.exec_driver_sql(f"UPDATE saved_view SET id='{name}', at='{at}' WHERE id='{made.id}'")


def _change(world: World, file: str, *statements: str) -> None:
    """Changes what is different each time, such as moments and random ids."""
    with closing(sqlite3.connect(world.folder / "data" / file)) as db, db:
        for statement in statements:
            db.execute(statement)


@pytest.fixture(scope="module")
def worlds(tmp_path_factory: pytest.TempPathFactory) -> tuple[World, World]:
    """The world in which only his files are, and the one in which they are among others."""
    made = []
    for name in ("alone", "among"):
        world = World(tmp_path_factory.mktemp(name) / "home")
        (world.folder / "profiles").mkdir(parents=True)
        (world.folder / "profiles" / "decl.yaml").write_text(PROFILE, "utf-8")
        for file, rows in MINE.items():
            (world.folder / file).write_text(HEAD + rows, "utf-8")
            with Workspace(world.settings, resume=False) as workspace:
                load_file(workspace, world.folder / file, LoadOptions("decl", "UZ"))
            if name == "among" and file == "march.csv":
                _load_hidden(world, tmp_path_factory.mktemp("hidden"))
        (world.folder / "new.csv").write_text(HEAD + NEW, "utf-8")
        (world.folder / "labels.csv").write_text(LABELS, "utf-8")
        (world.folder / "marked.csv").write_text(
            HEAD + "8,H3,2024-05-01,Marked LLC,,,\n" + "".join(f"q{n},,2024-05-01,N {n},,,\n" for n in range(40)),
            "utf-8",
        )
        others = ["", "UZ/*/H3/*", PATTERNS, "UZ/*", "KZ/*"]
        _note_exports(world, [PATTERNS] if name == "alone" else others)
        _watch(world, [PATTERNS] if name == "alone" else others)
        _save_views(world, [PATTERNS] if name == "alone" else others)
        _change(world, "records.db", "UPDATE batch SET loaded_at='2024-06-01T00:00:00+00:00'")
        mine = "(SELECT id FROM disclosure WHERE title='an export')"
        _change(world, "state.db", f"UPDATE disclosed_node SET disclosure='disclosure:1' WHERE disclosure={mine}",
                "UPDATE disclosure SET id='disclosure:1', at='2024-06-01T00:00:00.000+00:00'"
                " WHERE title='an export'")  # fmt: skip
        for title, name in (("an answer", "result:1"), ("a secret answer", HIDDEN_RESULT)):
            kept = f"(SELECT id FROM disclosure WHERE title='{title}' ORDER BY patterns LIMIT 1)"
            at = "2024-06-01T00:00:00.000+00:00"
            _change(world, "state.db", f"UPDATE disclosed_node SET disclosure='{name}' WHERE disclosure={kept}",
                    f"UPDATE result SET disclosure='{name}' WHERE disclosure={kept}",
                    f"UPDATE disclosure SET id='{name}', at='{at}' WHERE id={kept}")  # fmt: skip
        made.append(world)
    return made[0], made[1]


def _copied(worlds: Iterable[World], folder: Path) -> list[World]:
    copied = []
    for number, world in enumerate(worlds):
        target = folder / str(number) / "home"
        shutil.copytree(world.folder, target)
        copied.append(World(target))
    return copied


@pytest.fixture
def copies(worlds: tuple[World, World], tmp_path: Path) -> list[World]:
    """Both worlds to do something to, each in the same place under a folder of its own."""
    return _copied(worlds, tmp_path)


# --- the command line ----------------------------------------------------------------------------------------------


def run(world: World, words: list[str], monkeypatch: pytest.MonkeyPatch) -> tuple[int, str, str]:
    """Runs a verb in this process: exit code, stdout, stderr, without moments and places."""
    monkeypatch.chdir(world.folder)
    monkeypatch.setenv("HALQA_DATA_DIR", str(world.folder / "data"))
    monkeypatch.setenv("HALQA_PROFILES", str(world.folder / "profiles"))
    monkeypatch.setattr(sys, "argv", ["halqa", *words])
    out, err = io.StringIO(), io.StringIO()
    code = 0
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            command_line.main()
        except SystemExit as end:
            code = int(end.code or 0)
    told = [MOMENT.sub("~", text.getvalue().replace(str(world.folder), "HOME")) for text in (out, err)]
    return code, *told


VERBS: dict[str, list[list[str]]] = {
    "load": [
        ["load", "new.csv", "--profile", "decl", "--originator", "UZ"],
        ["load", "march.csv", "--profile", "decl", "--originator", "UZ"],
        ["load", "new.csv", "--profile", "decl", "--originator", "UZ", "--handling", "H3"],
        ["load", "marked.csv", "--profile", "decl", "--originator", "UZ"],
        ["load", "new.csv", "--profile", "decl", "--originator", "UZ", "--json"],
        ["load", ".", "--profile", "decl", "--originator", "UZ"],
    ],
    "batches": [["batches"], ["batches", "--json"]],
    "recall": [
        ["recall", "MINE"],
        ["recall", "HIDDEN"],
        ["recall", "--expired"],
        ["recall", "UZ/decl/H3/customs:2024-03-09:000000000000"],
    ],
    "reclassify": [["reclassify", "MINE", "--handling", "H3"], ["reclassify", "HIDDEN", "--handling", "H1"]],
    "stats": [["stats"], ["stats", "--json"]],
    "search": [
        ["search", "hidden"],
        ["search", "karvon", "--json"],
        ["search", "+998901234567", "--json"],
        ["search", "h17"],
        ["search", "90123*", "--json"],
        ["search", "34565", "--from", "2024-03-01", "--to", "2024-03-31", "--json"],
        ["search", "ankara", "--from", "2024-03-09", "--limit", "1"],
    ],
    "show": [
        ["show", NODE, "--history", "--json"],
        ["show", HIDDEN_NODE],
        ["show", "phone:+998901234567", "--json"],
        ["show", "container:MSKU1234565"],
    ],
    "run": [["run", name, "--json"] for name in sorted(set(all_analyses()) - {"paths", "changes"})]
    + [
        ["run", "paths", "--param", f"source={NODE}", "--param", "target=phone:+998901234567", "--json"],
        ["run", "changes", "--param", "earlier=result:1", "--json"],
        ["run", "changes", "--param", f"earlier={HIDDEN_RESULT}", "--json"],
        ["run", "list"],
    ],
    "decide": [["decide", "lead:1"], ["decide", "lead:1", "confirmed", "--reason", "seen"]],
    "screen": [
        ["screen", "march.csv", "--json"],
        ["screen", "march.csv", "--profile", "decl", "--originator", "UZ", "--as-of", "2024-03-05", "--json"],
        ["screen", "1", "--as-of", "2024-03-05"],
        ["screen", "h17", "--as-of", "2024-03-05"],
    ],
    "watch add": [
        ["watch", "add", "name", "hidden name 3", "--why", "seen"],
        ["watch", "add", "entity", "party:UZ/decl/H3/customs:0", "--why", "seen"],
    ],
    "watch list": [["watch", "list"], ["watch", "list", "--ended", "--json"]],
    "watch remove": [["watch", "remove", "watch:1"], ["watch", "remove", HIDDEN_WATCH]],
    "watch check": [["watch", "check"], ["watch", "check", "--json"]],
    "watch hits": [["watch", "hits"], ["watch", "hits", "--json"]],
    "watch decide": [
        ["watch", "decide", HIT, "confirmed", "--reason", "seen"],
        ["watch", "decide", HIDDEN_HIT, "confirmed", "--reason", "seen"],
    ],
    "view list": [["view", "list"], ["view", "list", "--json"]],
    "view show": [["view", "show", "view:1"], ["view", "show", "view:1", "--json"], ["view", "show", HIDDEN_VIEW]],
    "view delete": [["view", "delete", "view:2"], ["view", "delete", HIDDEN_VIEW]],
    "dossier": [["dossier", "LEAD", "--to", "x.zip"], ["dossier", "lead:1", "--to", "x.zip", "--as-of", "soon"]],
    "inspected": [["inspected", HIDDEN_NODE, "cleared", "--on", "2024-05-02"], ["inspected", NODE, "clean"]],
    "backtest": [["backtest", "--months", "2", "--json"], ["backtest", "--labels", "labels.csv"]],
    "results": [["results"], ["results", "--json"], ["results", "result:1"], ["results", HIDDEN_RESULT]],
    "hubs": [["hubs"], ["hubs", "--json"]],
    "export": [["export", "--around", "phone:+998901234567", "--to", "out.html"]],
    "exports": [["exports"], ["exports", "--json"], ["exports", "--node", "phone:+998901234567", "--json"]],
    "doctor": [["doctor"], ["doctor", "--quick"]],
    "resolve": [
        ["resolve"],
        ["resolve", "--json"],
        ["resolve", "--learn"],
        ["resolve", "--forget"],
        ["resolve", "--evaluate", "labels.csv"],
        ["resolve", "--evaluate", "labels.csv", "--json"],
    ],
    "review": [["review"], ["review", "--json"], ["review", NODE, HIDDEN_NODE, "--json"]],
}
READING_VERBS = {"backtest", "batches", "exports", "hubs", "results", "review", "run", "screen", "search", "show",
                 "stats", "watch list", "watch hits", "view list", "view show"}  # fmt: skip
WHOLE_STORE = {
    "rebuild": "makes the whole graph again",
    "hubs publish": "publishes what the full view counts",
    "serve": "serves every channel; each request says its own",
    "sample": "writes files, and loads them for every channel",
    "demo": "has stores of its own",
    "profile": "looks at a file and opens no store",
    "names": "compares two names and opens no store",
    "risk-profile new": "writes a file and opens no store",
    "risk-profile check": "reads a file and opens no store",
    "user add": "is of whoever looks after the service",
    "user list": "is of whoever looks after the service",
    "user disable": "is of whoever looks after the service",
    "user key": "is of whoever looks after the service",
    "neo4j start": "starts a server",
    "neo4j stop": "stops a server",
    "neo4j status": "tells of a server",
}


def all_verbs() -> set[str]:
    """Every verb of the command line, with those below it."""
    names = set()
    for name, command in typer.main.get_command(command_line.app).commands.items():  # type: ignore[attr-defined]
        below = getattr(command, "commands", {})
        names |= {f"{name} {inner}" for inner in below}
        if not below or getattr(command, "invoke_without_command", False):
            names.add(name)
    return names


def test_every_verb_is_asked_here_or_is_of_the_whole_store() -> None:
    assert set(VERBS) | set(WHOLE_STORE) == all_verbs()
    assert not set(VERBS) & set(WHOLE_STORE)


def batch_ids(world: World) -> dict[str, str]:
    with Workspace(world.settings, resume=False) as workspace:
        names = [batch.id for batch in workspace.records.batches()]
    return {
        "MINE": next(name for name in names if "/H1/" in name and name.startswith("UZ")),
        "HIDDEN": next((name for name in names if "/H3/" in name), "UZ/decl/H3/customs:2024-03-09:123456789abc"),
    }


def lead_of(world: World) -> str:
    """The id of the first group that whoever asks sees in a world, whatever its score."""
    with Workspace(world.settings, resume=False) as workspace:
        answer = run_by_name(workspace.world(workspace.viewer(PATTERNS)), "leads", {"groups": "all"})
        lead: str = answer.rows[0].id
        return lead


def party_ids(worlds: Sequence[World]) -> dict[str, str]:
    """Two parties that he sees, and one that is only in the second world."""
    names = []
    for world in worlds:
        with Workspace(world.settings, resume=False) as workspace:
            names.append(list(workspace.store.node_columns("Party", (), EVERYONE).ids))
    unseen = next(name for name in names[1] if "/H3/" in name)
    return {"PARTY": names[0][0], "OTHER": names[0][1], "UNSEEN": unseen}


@pytest.fixture(scope="module")
def names(worlds: tuple[World, World], tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The ids of what exists, by the words for them above, found in copies: the worlds themselves stay as they are."""
    alone, among = _copied(worlds, tmp_path_factory.mktemp("names"))
    hidden = batch_ids(among)["HIDDEN"]
    return {**batch_ids(alone), "HIDDEN": hidden, **party_ids([alone, among]), "LEAD": lead_of(alone)}


@pytest.fixture
def homes(request: pytest.FixtureRequest, words: list[str]) -> Sequence[World]:
    """Both worlds; copies of them where the verb may change something."""
    is_reading = words[0] in READING_VERBS or " ".join(words[:2]) in READING_VERBS
    homes: Sequence[World] = request.getfixturevalue("worlds" if is_reading else "copies")
    return homes


@pytest.mark.parametrize("words", [words for all_words in VERBS.values() for words in all_words], ids=" ".join)
def test_a_verb_tells_the_same(
    homes: Sequence[World], names: dict[str, str], monkeypatch: pytest.MonkeyPatch, words: list[str]
) -> None:
    asked = [names.get(word, word) for word in words] + ([] if words == ["run", "list"] else ["--as", PATTERNS])
    told = [run(world, asked, monkeypatch) for world in homes]
    assert told[0] == told[1]
    for _, out, err in told:
        assert "Hidden" not in out + err and "secret" not in out + err
    if "LEAD" in words:
        bundles = [(world.folder / "x.zip").read_bytes() for world in homes]
        assert bundles[0] == bundles[1]
    if (homes[0].folder / "out.html").exists():
        pictures = [(world.folder / "out.html").read_text("utf-8") for world in homes]
        assert len({MOMENT.sub("~", picture) for picture in pictures}) == 1


@pytest.mark.parametrize("words", [VERBS["load"][3], ["recall", "MINE"]])
def test_a_verb_that_writes_leaves_what_is_hidden_alone(
    copies: list[World], monkeypatch: pytest.MonkeyPatch, words: list[str]
) -> None:
    names = batch_ids(copies[1])

    def hidden() -> list[tuple[str, int]]:
        with Workspace(copies[1].settings) as workspace:
            batches = workspace.records.batches()
        return sorted((b.id, b.records) for b in batches if not b.channel.name.startswith("UZ/decl/H1"))

    before = hidden()
    run(copies[1], [*(names.get(word, word) for word in words), "--as", PATTERNS], monkeypatch)
    assert hidden() == before


# --- the service ---------------------------------------------------------------------------------------------------

FORM = {"profile": "decl", "originator": "UZ"}


def _file(name: str) -> dict[str, Any]:
    rows = MINE.get(name, "9,,2024-05-01,New LLC,,Izmir Boya AS,\n")
    return {"files": {"file": (name, (HEAD + rows).encode())}, "data": FORM}


def _screened_file() -> dict[str, Any]:
    sent = _file("march.csv")
    return {"files": sent["files"], "data": FORM | {"as_of": "2024-03-05"}}


ANNOUNCED = {"consignee.name": "hidden name 3 LLC", "consignee.phone": "+998901234567", "container": "MSKU1234565"}
PAIR = {"left": "PARTY", "right": "OTHER", "why": "one stamp"}

SHOWN = [
    {"id": node, "x": 10 * at, "y": at} for at, node in enumerate((PHONE, NODE, HIDDEN_NODE, "container:MSKU1234565"))
]
STEPS: dict[str, list[dict[str, Any]]] = {
    "scenes": [{"focus": [PHONE]}, {"focus": [HIDDEN_NODE]}, {"cluster": "cluster:0"}, {"nodes": SHOWN}],
    "choices": [{"id": PHONE, "shown": [PHONE, HIDDEN_NODE]}, {"id": HIDDEN_NODE}],
    "expansions": [{"id": PHONE, "shown": SHOWN}, {"id": NODE, "rank": "recent"}, {"id": HIDDEN_NODE}],
    "links": [{"shown": [one["id"] for one in SHOWN]}],
    "consignments": [{"shown": SHOWN}],
    "paths": [{"source": NODE, "target": PHONE}, {"source": NODE, "target": HIDDEN_NODE}],
    "layouts": [{"shown": SHOWN, "links": [[PHONE, NODE]]}],
    "communities": [{"shown": [one["id"] for one in SHOWN]}],
    "exports": [{"format": "json", "nodes": SHOWN, "title": "mine"}, {"format": "csv", "nodes": SHOWN[2:3]}],
    "explanations": [
        {"node": PHONE},
        {"node": HIDDEN_NODE},
        {"source": NODE, "target": "container:MSKU1234565", "kind": "IN_CONTAINER"},
    ],
}

# (method, path) -> the requests to make: query, and what else is sent
REQUESTS: dict[tuple[str, str], list[tuple[dict[str, str], dict[str, Any]]]] = {
    ("GET", "/v1/batches"): [({}, {})],
    ("GET", "/v1/batches/one"): [({"id": "MINE"}, {}), ({"id": "HIDDEN"}, {})],
    ("GET", "/v1/batches/rejects"): [({"id": "MINE"}, {}), ({"id": "HIDDEN"}, {})],
    ("DELETE", "/v1/batches/one"): [({"id": "HIDDEN"}, {}), ({"id": "MINE"}, {})],
    ("POST", "/v1/batches/reclassify"): [
        ({"id": "MINE"}, {"json": {"handling": "H3"}}),
        ({"id": "HIDDEN"}, {"json": {"handling": "H1"}}),
    ],
    ("POST", "/v1/loads"): [({}, _file("march.csv")), ({}, _file("new.csv"))],
    ("GET", "/v1/channels"): [({}, {})],
    ("GET", "/v1/stats"): [({}, {})],
    ("GET", "/v1/search"): [
        ({"q": "hidden"}, {}),
        ({"q": "+998901234567"}, {}),
        ({"q": "h17"}, {}),
        ({"q": "*34565", "from": "2024-03-02", "to": "2024-03-31"}, {}),
        ({"q": "ankara", "from": "2024-03-09", "limit": "1"}, {}),
    ],
    ("GET", "/v1/entities"): [({"id": NODE}, {}), ({"id": HIDDEN_NODE}, {}), ({"id": "phone:+998901234567"}, {})],
    ("GET", "/v1/entities/neighbours"): [({"id": "phone:+998901234567"}, {}), ({"id": HIDDEN_NODE}, {})],
    ("GET", "/v1/entities/history"): [({"id": NODE}, {}), ({"id": HIDDEN_NODE}, {})],
    ("GET", "/v1/subgraph"): [({"id": "container:MSKU1234565"}, {})],
    ("GET", "/v1/hubs"): [({}, {})],
    **{
        ("POST", f"{prefix}/{step}"): [({}, {"json": form}) for form in forms]
        for prefix in ("/v1/explore", "/explore/data")
        for step, forms in STEPS.items()
    },
    ("POST", "/v1/exports"): [({}, {"json": {"around": "phone:+998901234567", "format": "graphml"}})],
    ("POST", "/v1/screening"): [({}, {"json": {"lines": ["hidden name 3", "Karvon", "MSKU1234565", "+998901234567"]}})],
    ("POST", "/v1/screening/consignments"): [
        ({}, {"json": {"as_of": "2024-03-05", "consignments": [{"number": "7", "fields": ANNOUNCED}]}}),
        ({}, {"json": {"as_of": "2024-03-05", "numbers": ["h17"]}}),
    ],
    ("POST", "/v1/screening/files"): [({}, _screened_file())],
    ("GET", "/v1/watch"): [({}, {}), ({"ended": "true"}, {})],
    ("POST", "/v1/watch"): [({}, {"json": {"kind": "name", "text": "hidden name 3", "why": "seen"}})],
    ("DELETE", "/v1/watch/one"): [({"id": "watch:1"}, {}), ({"id": HIDDEN_WATCH}, {})],
    ("GET", "/v1/watch/check"): [({}, {})],
    ("GET", "/v1/watch/hits"): [({}, {})],
    ("POST", "/v1/watch/hits/decisions"): [
        ({}, {"json": {"hit": HIT, "state": "confirmed", "reason": "seen"}}),
        ({}, {"json": {"hit": HIDDEN_HIT, "state": "confirmed", "reason": "seen"}}),
    ],
    ("POST", "/v1/inspections"): [({}, {"json": {"consignment": HIDDEN_NODE, "result": "cleared"}})],
    ("GET", "/v1/leads/decisions"): [({"lead": "lead:1"}, {})],
    ("POST", "/v1/leads/decisions"): [({}, {"json": {"lead": "lead:1", "state": "confirmed", "reason": "seen"}})],
    ("POST", "/v1/results"): [({}, {"json": {"analysis": "nothing"}})],
    ("GET", "/v1/results"): [({}, {})],
    ("GET", "/v1/results/one"): [({"id": "result:1"}, {}), ({"id": HIDDEN_RESULT}, {})],
    ("DELETE", "/v1/results/one"): [({"id": "result:1"}, {}), ({"id": HIDDEN_RESULT}, {})],
    ("GET", "/v1/who-is-who/queue"): [({}, {})],
    ("GET", "/v1/who-is-who/why"): [
        ({"left": "PARTY", "right": "OTHER"}, {}),
        ({"left": "PARTY", "right": "UNSEEN"}, {}),
    ],
    ("GET", "/v1/who-is-who/entity"): [({"id": "PARTY"}, {}), ({"id": "UNSEEN"}, {}), ({"id": "entity:0"}, {})],
    ("GET", "/v1/who-is-who/judgements"): [({"id": "PARTY"}, {}), ({"id": "UNSEEN"}, {}), ({"id": NODE}, {})],
    ("GET", "/v1/who-is-who/waiting"): [({}, {})],
    ("POST", "/v1/who-is-who/judgements"): [({}, {"json": {**PAIR, "verdict": "same"}})],
    ("POST", "/v1/who-is-who/judgements/confirm"): [({}, {"json": {"id": "judgement:0"}})],
    ("POST", "/v1/who-is-who/judgements/revoke"): [({}, {"json": {"id": "judgement:0", "why": "looked again"}})],
    ("POST", "/v1/who-is-who/unmerge"): [({}, {"json": {**PAIR, "right": "UNSEEN"}})],
    ("GET", "/v1/exports"): [({}, {}), ({"node": "phone:+998901234567"}, {})],
    ("GET", "/v1/ready"): [({}, {})],
    ("GET", "/v1/jobs"): [({}, {})],
    ("GET", "/v1/jobs/{job_id}"): [({}, {})],
    ("GET", "/v1/jobs/{job_id}/result"): [({}, {})],
    ("DELETE", "/v1/jobs/{job_id}"): [({}, {})],
    ("POST", "/v1/analyses/{name}"): [({}, {"json": {}})],
    ("GET", "/load"): [({}, {})],
    ("POST", "/load"): [({}, _file("march.csv")), ({}, _file("new.csv"))],  # and what is known of it, which it leads to
    ("GET", "/load/rejects"): [({"batch": "MINE"}, {}), ({"batch": "HIDDEN"}, {})],
    ("GET", "/load/sheet"): [({"file": "nothing"}, {})],
    ("POST", "/load/sheet"): [({}, {"data": {"file": "nothing"}})],
    ("GET", "/load/trial"): [({"file": "nothing"}, {})],
    ("GET", "/load/progress"): [({"job": "A" * 22}, {})],
    ("GET", "/"): [({}, {})],
    ("POST", "/v1/backtests"): [({}, {"json": {"months": 1, "step": "quarter", "until": "2024-03-31"}})],
    ("POST", "/v1/dossiers"): [({}, {"json": {"lead": "LEAD", "format": "html"}}), ({}, {"json": {"lead": "lead:1"}})],
    ("GET", "/dossier"): [({"lead": "LEAD"}, {}), ({"lead": "lead:1", "file": "zip"}, {})],
    ("GET", "/v1/views"): [({}, {})],
    ("POST", "/v1/views"): [
        ({}, {"json": {"name": "a view", "nodes": [{"id": NODE, "x": 0, "y": 0}, {"id": HIDDEN_NODE, "x": 1, "y": 1}]}})
    ],
    ("GET", "/v1/views/one"): [({"id": "view:1"}, {}), ({"id": "view:2"}, {}), ({"id": HIDDEN_VIEW}, {})],
    ("DELETE", "/v1/views/one"): [({"id": "view:2"}, {}), ({"id": "view:1"}, {}), ({"id": HIDDEN_VIEW}, {})],
    ("GET", "/loaded"): [({}, {})],
    ("GET", "/watch"): [({}, {})],
    ("POST", "/watch"): [({}, {"data": {"kind": "name", "text": "hidden name 3", "why": "seen"}})],
    ("POST", "/watch/remove"): [({}, {"data": {"watch": "watch:1"}}), ({}, {"data": {"watch": HIDDEN_WATCH}})],
    ("POST", "/watch/decide"): [
        ({}, {"data": {"hit": HIT, "state": "confirmed", "reason": "seen"}}),
        ({}, {"data": {"hit": HIDDEN_HIT, "state": "confirmed", "reason": "seen"}}),
    ],
    ("GET", "/screening"): [({}, {})],
    ("POST", "/screening"): [({}, {"data": {"lines": "hidden name 3\nKarvon\nMSKU1234565"}})],
    ("POST", "/screening/file"): [({}, _file("march.csv"))],
    ("GET", "/screening/answer"): [({"file": "upload-nothing"}, {})],
    ("GET", "/screening/one"): [({"number": "1"}, {}), ({"number": "h17"}, {})],
    ("POST", "/leads/decide"): [({}, {"data": {"lead": "lead:1", "state": "confirmed", "reason": "seen"}})],
    ("POST", "/leads/keep"): [({}, {})],
    ("GET", "/leads/decided"): [({"job": "A" * 22}, {})],
    ("POST", "/inspected"): [({}, {"data": {"consignment": HIDDEN_NODE, "result": "cleared"}})],
    ("GET", "/search"): [({"q": "hidden"}, {}), ({"q": "karvon"}, {})],
    ("GET", "/explore"): [({"focus": name}, {}) for name in (NODE, HIDDEN_NODE)] + [({"q": "hidden name"}, {})],
    ("GET", "/explore/data/views"): [({}, {})],
    ("POST", "/explore/data/views"): [
        ({}, {"json": {"name": "a view", "nodes": [{"id": NODE, "x": 0, "y": 0}, {"id": HIDDEN_NODE, "x": 1, "y": 1}]}})
    ],
    ("DELETE", "/explore/data/views/one"): [({"id": "view:0"}, {})],
    ("POST", "/explore/data/searches"): [({}, {"json": {"q": "hidden name"}}), ({}, {"json": {"q": "karvon"}})],
    ("GET", "/entity"): [
        *(({"id": node}, {}) for node in (NODE, HIDDEN_NODE, "phone:+998901234567", "container:MSKU1234565")),
        ({"id": "PARTY"}, {}),
        ({"id": "UNSEEN"}, {}),
    ],
    ("GET", "/cluster"): [({"id": "cluster:0"}, {}), ({"around": "phone:+998901234567"}, {}), ({"around": NODE}, {})],
    ("GET", "/seizures"): [({}, {})],
    ("GET", "/consignments"): [({}, {}), ({"q": "hidden"}, {}), ({"q": "h17", "sort": "oldest"}, {})],
    ("GET", "/arrivals"): [({}, {})],
    ("GET", "/entities"): [({}, {}), ({"q": "name 3", "sort": "name"}, {}), ({"only": "seized"}, {})],
    ("GET", "/picture"): [({"around": "phone:+998901234567"}, {})],
    ("GET", "/review"): [({}, {})],
    ("GET", "/review/pair"): [({"left": "PARTY", "right": "OTHER"}, {}), ({"left": "PARTY", "right": "UNSEEN"}, {})],
    ("GET", "/review/entity"): [({"id": "PARTY"}, {}), ({"id": "UNSEEN"}, {})],
    ("POST", "/review/judge"): [({}, {"data": {**PAIR, "verdict": "unsure"}})],
    ("POST", "/review/confirm"): [({}, {"data": {"judgement": "judgement:0"}})],
    ("POST", "/review/revoke"): [({}, {"data": {"judgement": "judgement:0", "why": "looked again"}})],
    ("GET", "/analyses/{name:path}"): [({}, {})],
}
OF_EVERYBODY = {
    ("POST", "/v1/rebuild"): "makes the whole graph again",
    ("POST", "/v1/hubs"): "publishes what the full view counts",
    ("GET", "/v1/health"): "tells that the program runs",
    ("GET", "/v1/schema"): "tells the graph type",
    ("GET", "/v1/analyses"): "tells which analyses there are",
    ("GET", "/v1/openapi.json"): "tells the routes",
    ("GET", "/v1/profiles"): "profiles are files of the service",
    ("GET", "/v1/risk-profile"): "the risk profile is a file of the service",
    ("GET", "/v1/profiles/{name}"): "profiles are files of the service",
    ("POST", "/v1/profiles/propose"): "looks at a file and opens no store",
    ("GET", "/docs"): "tells the routes",
    ("POST", "/load/recall"): "begins what DELETE /v1/batches/one does, which is asked here",
    ("GET", "/static/{name}"): "is the style sheet",
    ("GET", "/static/explore/{name}"): "is a script or style sheet",
    ("GET", "/sign-in"): "asks for a key",
    ("POST", "/sign-in"): "asks for a key",
    ("POST", "/sign-out"): "ends a session",
}


def all_routes() -> set[tuple[str, str]]:
    """Every route, those of the analyses as one, and the document of them all."""
    routes = {("GET", "/v1/openapi.json")}
    for route in [route for router in all_routers() for route in router.routes]:
        path = re.sub(r"^/v1/analyses/\w+$", "/v1/analyses/{name}", route.path)
        routes |= {(method, path) for method in route.methods - {"HEAD"}}
    return routes


def test_every_route_is_asked_here_or_is_the_same_for_everybody() -> None:
    assert set(REQUESTS) | set(OF_EVERYBODY) == all_routes()
    assert not set(REQUESTS) & set(OF_EVERYBODY)


# What is posted and changes nothing; what is got, and is listed afterwards or changes something below it.
READING = ("/v1/explore/", "/explore/data/", "/v1/screening", "/v1/analyses/", "/screening")
LISTED = ("/picture", "/dossier", "/v1/jobs", "/v1/watch/check", "/v1/explore/exports", "/explore/data/exports",
          "/explore/data/views")  # fmt: skip


def _is_reading(method: str, path: str) -> bool:
    return path.startswith(READING if method == "POST" else "/") and not path.startswith(LISTED) and method != "DELETE"


@contextmanager
def _clients(worlds: Sequence[World], open_client: Callable[..., Any]) -> Iterator[list[Any]]:
    """Clients on both worlds; in the second one others have asked for jobs too."""
    with open_client(worlds[0].settings) as alone, open_client(worlds[1].settings) as among:
        for _ in range(3):
            jobs, order = among.app.state.service.jobs, Order(ANALYSES, "a secret job", "UZ/*/H3/*")
            jobs.start(order, lambda _: JobResult(b'{"secret": 1}')).ended.result(60)
        yield [alone, among]


@contextmanager
def _of_users(worlds: Sequence[World], open_client: Callable[..., Any]) -> Iterator[list[Any]]:
    """Clients, each with the key and the session of a user who sees some channels."""
    with _clients(worlds, open_client) as clients:
        for client, world in zip(clients, worlds, strict=True):
            with closing(open_state(world.settings)) as state:
                key = users.add(state, "gulnora", PATTERNS)
            client.headers["Authorization"] = f"Bearer {key}"
            assert client.post("/sign-in", data={"key": key}, follow_redirects=False).status_code == 303
        yield clients


@pytest.fixture(scope="module")
def read_by_all(worlds: tuple[World, World], open_client: Callable[..., Any]) -> Iterator[list[Any]]:
    with _clients(worlds, open_client) as clients:
        yield clients


@pytest.fixture(scope="module")
def read_by_users(
    worlds: tuple[World, World], open_client: Callable[..., Any], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[list[Any]]:
    copied = _copied(worlds, tmp_path_factory.mktemp("users"))
    with _of_users(copied, open_client) as clients:
        yield clients


@contextmanager
def _asked_of(
    request: pytest.FixtureRequest, read_by: str, clients_on: Callable[..., AbstractContextManager[list[Any]]]
) -> Iterator[list[Any]]:
    """Clients on both worlds, those of the fixture `read_by`; on copies where the request may change something."""
    if _is_reading(request.getfixturevalue("method"), request.getfixturevalue("path")):
        yield request.getfixturevalue(read_by)
        return
    copies = request.getfixturevalue("copies")
    with clients_on(copies, request.getfixturevalue("open_client")) as clients:
        yield clients


@pytest.fixture
def open_to_all(request: pytest.FixtureRequest) -> Iterator[list[Any]]:
    """Both worlds as anybody asks them."""
    with _asked_of(request, "read_by_all", _clients) as asked_of:
        yield asked_of


@pytest.fixture
def open_to_users(request: pytest.FixtureRequest) -> Iterator[list[Any]]:
    """Both worlds as a user asks them."""
    with _asked_of(request, "read_by_users", _of_users) as asked_of:
        yield asked_of


def _hidden_job(client: Any) -> str:
    """The id of somebody else's job, or one of the same form where there is none."""
    listed = client.app.state.service.jobs.listed("UZ/*/H3/*")
    return str(listed[0].id) if listed else "AAAAAAAAAAAAAAAAAAAAAA"


def asked(
    client: Any, method: str, path: str, query: dict[str, str], more: dict[str, Any], patterns: str = PATTERNS
) -> tuple[int, str]:
    job = _hidden_job(client)
    given = query | ({"as": patterns} if patterns else {})
    answer = client.request(method, path.replace("{job_id}", job), params=given, **more)
    kept = ("etag", "content-disposition", "location")
    headers = "".join(f"{name}: {answer.headers.get(name, '')}\n" for name in kept)
    text = MOMENT.sub("~", answer.content.decode("utf-8", "replace") + headers).replace(job, "JOB")
    text = re.sub(r"\b(judgement|watch|view):[0-9a-f]{24}\b", r"\1:MADE", text)
    return answer.status_code, re.sub(r"\b[A-Za-z0-9_-]{22}\b", "JOB", text)


def requests_of(names: dict[str, str], method: str, path: str) -> Iterator[tuple[str, dict[str, str], dict[str, Any]]]:
    """Path, query and body of every request that is made of a route, with what exists by its name."""
    analyses = [name for name in all_analyses() if name not in ("paths", "changes")] if "{name" in path else [""]
    for query, more in REQUESTS[method, path]:
        given = {name: names.get(value, value) for name, value in query.items()}
        said = {
            kind: {name: names.get(value, value) if isinstance(value, str) else value for name, value in body.items()}
            if kind in ("json", "data")
            else body
            for kind, body in more.items()
        }
        for name in analyses:
            yield re.sub(r"\{name[^}]*\}", name, path), given, said
    if (method, path) == ("POST", "/v1/analyses/{name}"):
        for kept in ("result:1", HIDDEN_RESULT):
            yield "/v1/analyses/changes", {}, {"json": {"earlier": kept}}


@pytest.mark.parametrize(("method", "path"), sorted(REQUESTS), ids=str)
def test_a_route_tells_the_same(open_to_all: list[Any], names: dict[str, str], method: str, path: str) -> None:
    for full, query, more in requests_of(names, method, path):
        told = [asked(client, method, full, query, more) for client in open_to_all]
        assert told[0] == told[1], full
        assert told[0][0] != 422, told[0][1]
        assert "Hidden" not in told[1][1].replace("hidden", "") and "secret" not in told[1][1]


@pytest.mark.parametrize(("method", "path"), sorted(REQUESTS), ids=str)
def test_a_user_is_told_the_same_though_he_asks_for_more_than_he_may_see(
    open_to_users: list[Any], names: dict[str, str], method: str, path: str
) -> None:
    for full, query, more in requests_of(names, method, path):
        for patterns in ("", "*"):
            told = [asked(client, method, full, query, more, patterns) for client in open_to_users]
            assert told[0] == told[1], (full, patterns)
            assert told[0][0] not in (303, 401, 422), told[0][1]
            assert "Hidden" not in told[1][1].replace("hidden", "") and "secret" not in told[1][1]


@pytest.mark.parametrize(("method", "path"), [("POST", "/v1/rebuild"), ("POST", "/v1/hubs")], ids=str)
def test_what_is_done_to_the_whole_store_is_refused_to_a_user_of_some_channels(
    open_to_users: list[Any], method: str, path: str
) -> None:
    assert [client.request(method, path).status_code for client in open_to_users] == [403, 403]
