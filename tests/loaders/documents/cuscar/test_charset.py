"""Whether a manifest is in the character set that it states."""

from pathlib import Path

import pytest

from loaders.documents.cuscar.charset import charset_remarks

TEXT = "UNB+{}:1+A+B+240305:1200+1'UNH+1+CUSCAR:D:95B:UN'NAD+CN+++ООО Карвон Транс Логистик'UNT+3+1'UNZ+1+1'"


@pytest.mark.parametrize(
    ("stated", "encoding", "doubted"),
    [
        ("UNOE", "iso8859-5", ""),
        ("UNOE", "cp1251", "cp1251"),
        ("UNOE", "mac_cyrillic", "mac_cyrillic"),
        ("UNOY", "utf-8", ""),
    ],
)
def test_letters_that_are_no_words_in_the_stated_character_set_are_doubted(
    tmp_path: Path, stated: str, encoding: str, doubted: str
) -> None:
    (tmp_path / "a.edi").write_bytes(TEXT.format(stated).encode(encoding))
    told = [str(remark) for remark in charset_remarks(tmp_path / "a.edi")]
    assert len(told) == bool(doubted)
    assert all(f"doubtful: its letters look like words in {doubted}" in words for words in told)
