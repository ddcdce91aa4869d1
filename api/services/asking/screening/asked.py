"""What somebody asks on the page: a list or a file, kept for a day under a name that nobody can guess."""

import json
import uuid
from dataclasses import asdict, dataclass
from pathlib import Path

from graph.errors import NotFound

LONGEST_LIST = 1_000_000  # characters


@dataclass(frozen=True, slots=True)
class Question:
    """A question about a file that was sent, or about lines that were pasted.

    Attributes:
        name: Of the file with the bytes, in the folder of uploads.
        label: Its name as it was sent; empty for pasted lines.
        is_list: It was pasted: a name or number a line, and no consignments.
        profile: The mapping profile of consignments.
        originator: Who reports it.
        low_risk: Only consignments that may be let pass are asked for.
    """

    name: str
    label: str = ""
    is_list: bool = True
    profile: str = ""
    originator: str = ""
    low_risk: bool = False

    def keep(self, folder: Path) -> None:
        """Writes the question beside the bytes."""
        _path(folder, self.name).write_text(json.dumps(asdict(self), ensure_ascii=False), "utf-8")


def paste(folder: Path, lines: str, originator: str = "") -> Question:
    """A question about pasted lines, kept."""
    folder.mkdir(parents=True, exist_ok=True)
    question = Question(f"upload-{uuid.uuid4().hex}.txt", originator=originator)
    (folder / question.name).write_text(lines, "utf-8")
    question.keep(folder)
    return question


def question_of(folder: Path, name: str) -> Question:
    """A question by its name.

    Raises:
        NotFound: it is not kept any more.
    """
    try:
        if "/" in name or not name.startswith("upload-"):
            raise FileNotFoundError
        return Question(**json.loads(_path(folder, name).read_text("utf-8")))
    except OSError:
        raise NotFound("this question is not kept any more", "ask again") from None


def _path(folder: Path, name: str) -> Path:
    return folder / f"{name}.question"
