"""A doubt about the character set that a manifest states: whether its letters look like words in another one."""

from pathlib import Path

from graph.messages import Message, message
from loaders.documents.edifact import service_string, stated_encoding
from loaders.encoding import doubt
from loaders.wrapping import opened

_LOOKED_AT = 1 << 20  # bytes


def charset_remarks(path: Path) -> tuple[Message, ...]:
    """What people should look at, where the letters look like words in another character set than the stated one.

    UTF-8 proves itself, single bytes can be read in any of the others: a sender that states UNOE and sends the letters
    of Windows would be read without a fault, as garbage.
    """
    with opened(path) as file:
        head = file.read(_LOOKED_AT)
    found = service_string(head)
    if found is None:
        return ()
    encoding = stated_encoding(head, found[0], path)
    other = doubt(head, encoding) if encoding != "utf-8" else ""
    return (message("read.charset_doubtful", encoding=encoding, other=other),) if other else ()
