"""Finding Java, and fetching the jars of Neo4j once, whole, or not at all."""

import os
import shutil
import threading
import time
from pathlib import Path

import pytest

from graph.errors import BadValue, StoreProblem
from graph.store.neo4j.server.jars import (
    VERSIONS,
    cache_folder,
    find_java,
    get_program,
    java_major,
    maven_cause,
    release_of,
)

UNREACHABLE = """<settings><mirrors><mirror>
  <id>nobody</id><mirrorOf>*</mirrorOf><url>http://127.0.0.1:9/</url>
</mirror></mirrors></settings>"""


def executable(path: Path, script: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{script}\n", "utf-8")
    path.chmod(0o755)
    return path


def java(folder: Path, version: str) -> Path:
    return executable(folder / "bin" / "java", f"echo 'openjdk version \"{version}\"' >&2")


def maven(folder: Path, script: str) -> dict[str, str]:
    """An environment with a Java, a cache of its own and a Maven that runs a script; `$to` is the folder it fills."""
    java(folder / "jdk", "17.0.12")
    read = 'for word; do case "$word" in -DoutputDirectory=*) to="${word#*=}";; esac; done'
    executable(folder / "maven" / "mvn", f"{read}\n{script}")
    path = f"{folder / 'maven'}:{os.environ['PATH']}"
    return {"PATH": path, "JAVA_HOME": str(folder / "jdk"), "XDG_CACHE_HOME": str(folder / "cache")}


@pytest.mark.parametrize(
    ("said", "major"),
    [("17.0.12", 17), ("25", 25), ("21-ea", 21), ("1.8.0_392", 8), ("11.0.2", 11)],
)
def test_the_major_version_is_read_from_what_java_says(tmp_path: Path, said: str, major: int) -> None:
    assert java_major(java(tmp_path, said)) == major


def test_a_file_that_does_not_run_is_no_java(tmp_path: Path) -> None:
    (tmp_path / "java").write_text("", "utf-8")
    assert java_major(tmp_path / "java") == 0
    assert java_major(tmp_path / "missing") == 0


def test_java_home_comes_before_the_path_and_the_path_before_the_installed_ones(tmp_path: Path) -> None:
    home, path, installed = java(tmp_path / "home", "17"), java(tmp_path / "path", "18"), tmp_path / "jvm"
    newest = java(installed / "temurin-25-jdk-amd64", "25")
    java(installed / "java-17-openjdk-amd64", "17")
    environment = {"JAVA_HOME": str(tmp_path / "home"), "PATH": str(path.parent)}
    assert find_java("5.26.12", environment, installed).path == home
    del environment["JAVA_HOME"]
    assert find_java("5.26.12", environment, installed).path == path
    assert find_java("5.26.12", {"PATH": ""}, installed).path == newest


def test_a_java_that_is_too_old_is_passed_over(tmp_path: Path) -> None:
    java(tmp_path / "home", "11.0.2")
    newer = java(tmp_path / "jvm" / "jdk-21", "21.0.1")
    found = find_java("2026.05.0", {"JAVA_HOME": str(tmp_path / "home"), "PATH": ""}, tmp_path / "jvm")
    assert (found.path, found.major) == (newer, 21)


def test_only_older_javas_are_named_with_the_version_that_is_needed(tmp_path: Path) -> None:
    old = java(tmp_path / "home", "11.0.2")
    with pytest.raises(StoreProblem) as fault:
        find_java("5.26.12", {"JAVA_HOME": str(tmp_path / "home"), "PATH": ""}, tmp_path / "jvm")
    assert f"Java 11 ({old})" in fault.value.message
    assert "needs 17" in fault.value.message


def test_no_java_at_all_says_what_to_install(tmp_path: Path) -> None:
    with pytest.raises(StoreProblem) as fault:
        find_java("5.26.12", {"PATH": ""}, tmp_path)
    assert "no Java" in fault.value.message
    assert "JAVA_HOME" in fault.value.next_step


def test_an_unknown_version_lists_the_known_ones() -> None:
    with pytest.raises(BadValue, match=r"'4\.4'.*5\.26\.12"):
        release_of("4.4")


def test_every_known_version_has_one_release() -> None:
    assert len(VERSIONS) == len(set(VERSIONS))
    assert all(version.startswith(release_of(version).family) for version in VERSIONS)


def test_no_maven_names_the_folder_that_could_be_copied_instead(tmp_path: Path) -> None:
    java(tmp_path / "jdk", "17")
    environment = {"PATH": "", "JAVA_HOME": str(tmp_path / "jdk"), "XDG_CACHE_HOME": str(tmp_path)}
    with pytest.raises(StoreProblem) as fault:
        get_program("5.26.12", environment=environment)
    assert "mvn" in fault.value.message
    assert str(cache_folder(environment) / "5.26.12") in fault.value.next_step


def test_jars_are_fetched_once(tmp_path: Path) -> None:
    environment = maven(tmp_path, f'mkdir -p "$to"; touch "$to/a.jar"; echo fetched >>{tmp_path}/log')
    said: list[str] = []
    first = get_program("5.26.12", said.append, environment)
    assert first == get_program("5.26.12", said.append, environment)
    assert [path.name for path in first.lib.iterdir()] == ["a.jar"]
    assert len(said) == 1
    assert (tmp_path / "log").read_text("utf-8") == "fetched\n"


def test_two_that_ask_at_once_fetch_once(tmp_path: Path) -> None:
    environment = maven(tmp_path, f'mkdir -p "$to"; sleep 0.3; touch "$to/a.jar"; echo fetched >>{tmp_path}/log')
    programs = []
    threads = [
        threading.Thread(target=lambda: programs.append(get_program("5.26.12", environment=environment)))
        for _ in range(3)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(programs) == 3
    assert (tmp_path / "log").read_text("utf-8") == "fetched\n"


def test_a_fetch_that_fails_leaves_nothing_and_the_next_one_sweeps_what_was_killed(tmp_path: Path) -> None:
    environment = maven(tmp_path, 'mkdir -p "$to"; touch "$to/a.jar"; echo "[ERROR] disk is full"; exit 1')
    cache = cache_folder(environment)
    (cache / "5.26.12.part-killed").mkdir(parents=True)
    with pytest.raises(StoreProblem, match="disk is full"):
        get_program("5.26.12", environment=environment)
    assert [path.name for path in cache.iterdir()] == ["5.26.12.lock"]


@pytest.mark.skipif(shutil.which("mvn") is None, reason="Maven is not installed")
def test_a_repository_that_cannot_be_reached_is_said_soon(tmp_path: Path) -> None:
    (tmp_path / ".m2").mkdir()
    (tmp_path / ".m2" / "settings.xml").write_text(UNREACHABLE, "utf-8")
    offline = {"XDG_CACHE_HOME": str(tmp_path / "cache"), "MAVEN_OPTS": f"-Duser.home={tmp_path}"}
    began = time.monotonic()
    with pytest.raises(StoreProblem) as fault:
        get_program("5.26.12", environment={**os.environ, **offline})
    assert time.monotonic() - began < 600  # Maven's own patience is half an hour
    assert "cannot be reached" in fault.value.message
    assert len(fault.value.message) < 500
    assert "copy the folder" in fault.value.next_step


@pytest.mark.parametrize(
    ("said", "cause"),
    [
        (
            "\x1b[0m[ERROR] Plugin x could not be resolved: Failed to read artifact descriptor for x: Could not"
            " transfer artifact x:pom:1 from/to central (https://r/): transfer failed for https://r/x.pom: Unknown"
            " host r -> [Help 1]\n[ERROR] \n[ERROR] To see the full stack trace of the errors, re-run Maven with -e.",
            "Could not transfer artifact x:pom:1 from/to central (https://r/): transfer failed for https://r/x.pom:"
            " Unknown host r",
        ),
        ("[ERROR] Unknown lifecycle phase. -> [Help 1]", "Unknown lifecycle phase."),
        ("The JAVA_HOME environment variable is not defined correctly\n", "The JAVA_HOME environment variable is not"
         " defined correctly"),
        ("", "it said nothing"),
        ("[ERROR] " + "x" * 500, "x" * 150 + " ... " + "x" * 145),
    ],
)  # fmt: skip
def test_of_the_page_that_maven_writes_one_sentence_is_left(said: str, cause: str) -> None:
    assert maven_cause(said) == cause
