"""The program of a local Neo4j Community server: a Java runtime, and the jars that Maven fetches once into a cache.

No container engine and no installed Neo4j is needed: the server is an ordinary Java program in Maven Central. The cache
is `~/.cache/halqa/neo4j/<version>/lib` (below `XDG_CACHE_HOME` where that is set), about 120 MB a version. A machine
without a network can be given the folder `<version>` of another one.
"""

import fcntl
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from graph.errors import BadValue, StoreProblem

DEFAULT_VERSION = "5.26.12"
INSTALLED_JAVA = Path("/usr/lib/jvm")
FETCH_SECONDS = 1800  # for all jars: 116 MB on a line of 0.5 Mbit/s
JAVA_SECONDS = 20  # for `java -version`
ADMIN_TOOL = "org.neo4j.cli.AdminTool"
# -C refuses a jar that is not what its checksum says, -U asks again for what was missing the last time; a repository
# that does not answer is given up after seconds instead of Maven's half hour (Maven 3 obeys the last).
MAVEN = (
    "-B", "-q", "-C", "-U", "-Dstyle.color=never",
    "-Daether.connector.connectTimeout=5000", "-Daether.connector.requestTimeout=15000",
    "-Dmaven.wagon.rto=15000",
    "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies", "-DincludeScope=runtime",
)  # fmt: skip
POM = """<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>halqa</groupId><artifactId>neo4j-program</artifactId><version>1</version>
  <dependencies>
    <dependency>
      <groupId>org.neo4j.app</groupId><artifactId>neo4j-server</artifactId>
      <version>{version}</version><scope>runtime</scope>
    </dependency>
    <dependency>
      <groupId>org.neo4j</groupId><artifactId>neo4j</artifactId>
      <version>{version}</version><scope>runtime</scope>
    </dependency>
  </dependencies>
</project>
"""
# What Maven says beside the cause.
_MAVEN_ADVICE = ("To see the full", "Re-run Maven", "For more information", "After correcting", "[Help ")
_NO_NETWORK = (
    "Could not transfer",
    "transfer failed",
    "Unknown host",
    "Connection refused",
    "timed out",
    "offline mode",
)

Say = Callable[[str], None]


def quiet(_: str) -> None:
    """Says nothing."""


@dataclass(frozen=True, slots=True)
class Release:
    """What the Neo4j versions of one family need: a class to start, Java flags, the oldest Java (major version)."""

    family: str
    entry_point: str
    java_flags: tuple[str, ...]
    least_java: int
    versions: tuple[str, ...]


_OPENED = ("java.nio", "java.io", "sun.nio.ch", "java.util.concurrent")
_OPENS = tuple(f"--add-opens=java.base/{package}=ALL-UNNAMED" for package in _OPENED)
RELEASES = (
    Release(
        "5.26",
        "org.neo4j.server.CommunityEntryPoint",
        _OPENS,
        17,
        ("5.26.12", "5.26.16", "5.26.19", "5.26.22", "5.26.26"),
    ),
    Release(
        "2026",
        "org.neo4j.server.Neo4jCommunity",
        (*_OPENS, "--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED"),
        21,
        ("2026.05.0", "2026.09.0"),
    ),
)
VERSIONS = tuple(version for release in RELEASES for version in release.versions)


def release_of(version: str) -> Release:
    """What a version needs; raises `BadValue` for a version that is not in the table."""
    for release in RELEASES:
        if version in release.versions:
            return release
    raise BadValue(f"Neo4j version {version!r} is not known here", f"known: {', '.join(VERSIONS)}")


@dataclass(frozen=True, slots=True)
class Java:
    """A Java runtime: the path of its `java` and its major version."""

    path: Path
    major: int


def java_major(java: Path) -> int:
    """The major version of a Java runtime, 0 where the file does not run or says nothing."""
    try:
        said = subprocess.run(
            [java, "-version"], capture_output=True, text=True, errors="replace", timeout=JAVA_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return 0
    found = re.search(r'version "(?:1\.)?(\d+)', said.stderr + said.stdout)
    return int(found[1]) if found else 0


def find_java(
    version: str = DEFAULT_VERSION, environment: Mapping[str, str] = os.environ, installed: Path = INSTALLED_JAVA
) -> Java:
    """The first Java that a Neo4j version runs on: `JAVA_HOME`, then `PATH`, then the newest under `/usr/lib/jvm`.

    Raises:
        StoreProblem: there is none, or each is too old.
    """
    least = release_of(version).least_java
    newest_too_old: Java | None = None
    for path in _javas(environment, installed):
        java = Java(path, java_major(path))
        if java.major >= least:
            return java
        if java.major and (newest_too_old is None or java.major > newest_too_old.major):
            newest_too_old = java
    advice = f"install Java {least} or newer (apt install openjdk-{least}-jre-headless), or let JAVA_HOME name it"
    if newest_too_old is None:
        raise StoreProblem(f"no Java was found, and Neo4j {version} is a Java program", advice)
    raise StoreProblem(
        f"Java {newest_too_old.major} ({newest_too_old.path}) is too old for Neo4j {version}, which needs {least}",
        advice,
    )


def _javas(environment: Mapping[str, str], installed: Path) -> Iterator[Path]:
    """Every `java` there is, each once, in the order of looking."""
    home, on_path = environment.get("JAVA_HOME"), shutil.which("java", path=environment.get("PATH", ""))
    named = [Path(home, "bin", "java")] if home else []
    named += [Path(on_path)] if on_path else []
    others = sorted(installed.glob("*/bin/java"), key=_number_in_path, reverse=True)
    seen = set()
    for path in [*named, *others]:
        real = path.resolve()
        if real.is_file() and real not in seen:
            seen.add(real)
            yield real


def _number_in_path(path: Path) -> tuple[int, str]:
    found = re.search(r"(\d+)(?:\.\d+)*(?=\D*$)|-(\d+)-", path.parent.parent.name)
    return int(found[1] or found[2]) if found else 0, str(path)


@dataclass(frozen=True, slots=True)
class Program:
    """A Neo4j version that can be run: its jars and a Java for them."""

    version: str
    java: Java
    lib: Path

    def arguments(self, heap: str, main: str, flags: Sequence[str] = ()) -> list[str]:
        """What follows `java` on a command line, up to the class that is started."""
        release = release_of(self.version)
        return [f"-Xmx{heap}", *flags, *release.java_flags, "-cp", f"{self.lib}/*", main]

    def server(self, heap: str, flags: Sequence[str] = ()) -> list[str]:
        """The command that starts the server, without its own options."""
        return [str(self.java.path), *self.arguments(heap, release_of(self.version).entry_point, flags)]

    def admin_tool(self, heap: str) -> list[str]:
        """The command that starts the administration tool (`neo4j-admin`), without its own options."""
        return [str(self.java.path), *self.arguments(heap, ADMIN_TOOL)]


def cache_folder(environment: Mapping[str, str] = os.environ) -> Path:
    """Where the jars are kept, one folder a version."""
    return Path(environment.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "halqa" / "neo4j"


def get_program(
    version: str = DEFAULT_VERSION,
    say: Say = quiet,
    environment: Mapping[str, str] = os.environ,
    installed: Path = INSTALLED_JAVA,
) -> Program:
    """A Neo4j version ready to run; what is missing is fetched with Maven, once, into the cache.

    Two programs that ask at the same time fetch once: the second waits for the first. A fetch that was cut short leaves
    nothing that a later one would take for whole.

    Raises:
        BadValue: the version is not known.
        StoreProblem: no Java, no Maven, no network, or Maven could not get the jars.
    """
    java = find_java(version, environment, installed)
    kept = cache_folder(environment) / version
    if not (kept / "lib").is_dir():
        maven = find_maven(environment, kept)
        with one_at_a_time(kept.with_name(f"{version}.lock")):
            if not (kept / "lib").is_dir():
                say(f"fetching Neo4j {version} with Maven, about 120 MB, once; kept in {kept}")
                _fetch(version, kept, [maven, *MAVEN], {**environment, "JAVA_HOME": str(java.path.parent.parent)})
    return Program(version, java, kept / "lib")


def find_maven(environment: Mapping[str, str], kept: Path) -> str:
    """The path of `mvn`; raises `StoreProblem` where there is none."""
    maven = shutil.which("mvn", path=environment.get("PATH", ""))
    if maven is None:
        raise StoreProblem(
            "Maven (mvn) was not found, and the jars of Neo4j are fetched with it",
            f"apt install maven, or copy the folder {kept} from a machine that has it",
        )
    return maven


@contextmanager
def one_at_a_time(path: Path) -> Iterator[None]:
    """Waits until no other program holds the file, whose folder it makes, for its owner alone.

    The system lets go of the file however its holder ends.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        lock = path.open("w")
    except OSError as error:
        raise StoreProblem(
            f"{path.parent} cannot be written: {error.strerror}",
            "name another place with HALQA_DATA_DIR or XDG_CACHE_HOME",
        ) from error
    with lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _fetch(version: str, kept: Path, command: list[str], environment: Mapping[str, str]) -> None:
    """Fetches into a folder beside and renames it when it is whole; sweeps what fetches that were killed left."""
    for left in kept.parent.glob(f"{version}.part-*"):
        shutil.rmtree(left, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix=f"{version}.part-", dir=kept.parent) as part:
        Path(part, "pom.xml").write_text(POM.format(version=version), "utf-8")
        code, said = _run_maven([*command, f"-DoutputDirectory={part}/{version}/lib"], Path(part), environment)
        if code or not any(Path(part, version, "lib").glob("*.jar")):
            _refuse(version, kept, said)
        Path(part, version).rename(kept)


def _run_maven(command: list[str], folder: Path, environment: Mapping[str, str]) -> tuple[int, str]:
    """Exit code and output of Maven; it ends with us when we are interrupted, and after `FETCH_SECONDS`."""
    with subprocess.Popen(
        command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, text=True, errors="replace",
    ) as process:  # fmt: skip
        try:
            said, _ = process.communicate(timeout=FETCH_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            return 1, f"[ERROR] transfer failed: not done after {FETCH_SECONDS} seconds"
        except BaseException:
            process.kill()
            raise
    return process.returncode, said


def _refuse(version: str, kept: Path, said: str) -> None:
    cause = maven_cause(said)
    if any(words in cause for words in _NO_NETWORK):
        raise StoreProblem(
            f"the jars of Neo4j {version} are not here and the Maven repository cannot be reached ({cause})",
            f"connect to the network or set a mirror in ~/.m2/settings.xml, or copy the folder {kept} from a machine"
            " that has it",
        )
    raise StoreProblem(
        f"Maven could not get Neo4j {version}: {cause}",
        f"name another version ({', '.join(VERSIONS)}), or try `mvn -v` and look at ~/.m2/settings.xml",
    )


def maven_cause(said: str) -> str:
    """The one sentence among Maven's output that tells the cause, without its repetitions; at most 300 characters."""
    said = re.sub(r"\x1b\[[\d;]*m", "", said)
    errors = [line.removeprefix("[ERROR]").strip() for line in said.splitlines() if line.startswith("[ERROR]")]
    causes = [line for line in errors if line and not line.startswith(_MAVEN_ADVICE)]
    plain = [line.strip() for line in said.splitlines() if line.strip()]
    sentence = (causes or plain[-1:] or ["it said nothing"])[0]
    sentence = re.sub(r"\s*-> \[Help \d+\].*", "", sentence)
    parts = re.split(r": (?=Could not|transfer failed|Connect to|Cannot access)", sentence)
    sentence = ": ".join(parts[-2:]) if len(parts) > 2 else sentence
    return sentence if len(sentence) <= 300 else f"{sentence[:150]} ... {sentence[-145:]}"
