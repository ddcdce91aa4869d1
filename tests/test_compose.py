"""The containers: images pinned, ports on the loopback interface, secrets elsewhere."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parent.parent
TEXT = (ROOT / "compose.yaml").read_text("utf-8")
DOCKERFILE = (ROOT / "Dockerfile").read_text("utf-8")
SERVICES: dict[str, dict[str, Any]] = yaml.safe_load(TEXT)["services"]


def has_pinned_tag(image: str) -> bool:
    return bool(re.fullmatch(r"[\w./-]+:\d+\.\d+[\w.-]*", image))


@pytest.mark.parametrize("image", [s["image"] for s in SERVICES.values() if "build" not in s])
def test_foreign_images_are_pinned(image: str) -> None:
    assert has_pinned_tag(image)


def test_the_base_image_is_pinned() -> None:
    bases = re.findall(r"^FROM (\S+)", DOCKERFILE, re.MULTILINE)
    assert bases and all(map(has_pinned_tag, bases))


@pytest.mark.parametrize("name", SERVICES)
def test_ports_are_published_to_this_machine_only(name: str) -> None:
    service = SERVICES[name]
    assert all(str(port).startswith("127.0.0.1:") for port in service.get("ports", []))
    words = [str(word) for word in service.get("command", [])]
    assert not any("0.0.0.0" in word or word.startswith("--host") for word in words)


def test_passwords_come_from_outside() -> None:
    values = [str(value) for service in SERVICES.values() for name, value in service["environment"].items()
              if "PASSWORD" in name or "AUTH" in name]  # fmt: skip
    assert len(values) == len(SERVICES)
    assert all(re.fullmatch(r"(neo4j/)?\$\{HALQA_NEO4J_PASSWORD:\?[^}]+\}", value) for value in values)


def test_the_image_runs_as_an_ordinary_user_with_what_the_lock_names() -> None:
    users = re.findall(r"^USER (\S+)", DOCKERFILE, re.MULTILINE)
    assert users[-1:] == ["halqa"]
    assert "--require-hashes -r requirements.lock" in DOCKERFILE
    assert "requirements-dev" not in DOCKERFILE
    assert "--no-deps" in DOCKERFILE


def test_every_volume_is_declared() -> None:
    named = {volume.split(":")[0] for service in SERVICES.values() for volume in service["volumes"]}
    assert {name for name in named if not name.startswith(".")} == set(yaml.safe_load(TEXT)["volumes"])


def test_the_image_holds_every_package_and_the_readme_that_the_build_needs() -> None:
    copied = set(re.findall(r"^COPY (.+) \S+$", DOCKERFILE, re.MULTILINE))
    words = {word for line in copied for word in line.split()}
    allowed = {line[1:] for line in (ROOT / ".dockerignore").read_text("utf-8").splitlines() if line.startswith("!")}
    assert words == allowed
    assert {"graph", "loaders", "analyses", "api", "README.md"} <= words
