"""What people put around a value so that a spreadsheet keeps it as a text: `="00451"`, `'00452`, `=00453`."""

import re

_FORMULA = re.compile(r'=\s*"((?:[^"]|"")*)"|=(\d+)')
_APOSTROPHES = "'’‘`´"
_GUARDED = re.compile(rf"[{_APOSTROPHES}]([^{_APOSTROPHES}\s]*[\d=+@-][^{_APOSTROPHES}]*)")


def unguarded(text: str) -> str:
    """A cell without blanks around and without such a guard; a name in quotes keeps them."""
    text = text.strip()
    if not text or (text[0] != "=" and text[0] not in _APOSTROPHES):
        return text
    formula = _FORMULA.fullmatch(text)
    if formula:
        return (formula[2] or formula[1] or "").replace('""', '"').strip()
    guarded = _GUARDED.fullmatch(text)
    return guarded[1].strip() if guarded else text
