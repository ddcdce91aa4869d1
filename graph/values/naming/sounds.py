"""A word as a string of sounds, in any of five scripts: finer than the fold of `graph.values.names`.

kh, gh, zh, the Azerbaijani ə, ö, ü and the letters of the abjad keep a sign each, as `name_sounds.yaml` says. Nothing
is equated here; `graph.values.naming.distance` says what may stand for what.
"""

import re
import unicodedata
from collections.abc import Mapping
from enum import StrEnum
from functools import cache, lru_cache
from typing import Any

from graph.values.names import in_one_alphabet
from graph.values.reference.tables import read_table

CACHE_SIZE = 1 << 17  # words
VOWELS = frozenset("aeiouEOUI")
LONG = frozenset("AWY3")  # letters of the abjad that may stand for a long vowel
AZERBAIJANI = "az"


class Script(StrEnum):
    """The writings whose sounds are known, and all others in one."""

    LATIN = "latin"
    CYRILLIC = "cyrillic"
    GEORGIAN = "georgian"
    ARMENIAN = "armenian"
    PERSO_ARABIC = "perso_arabic"
    OTHER = "other"


_RANGES = (
    (0x0000, 0x0370, Script.LATIN),
    (0x1E00, 0x1F00, Script.LATIN),
    (0x0400, 0x0530, Script.CYRILLIC),
    (0x0530, 0x0590, Script.ARMENIAN),
    (0x0600, 0x0780, Script.PERSO_ARABIC),
    (0xFB50, 0xFE00, Script.PERSO_ARABIC),
    (0xFE70, 0xFF00, Script.PERSO_ARABIC),
    (0x10A0, 0x1100, Script.GEORGIAN),
    (0x1C90, 0x1CC0, Script.GEORGIAN),
)


@cache
def table() -> Mapping[str, Any]:
    """The table of sounds and costs."""
    return read_table("name_sounds.yaml")[0]


@lru_cache(maxsize=1 << 12)
def script_of(char: str) -> Script:
    """The script of a letter; digits and signs count as Latin."""
    code = ord(char)
    for first, end, script in _RANGES:
        if first <= code < end:
            return script
    return Script.OTHER if char.isalpha() else Script.LATIN


def without_marks(text: str) -> str:
    """The text without accents and other marks on its letters."""
    parts = unicodedata.normalize("NFKD", text)
    return "".join(char for char in parts if not unicodedata.combining(char))


# --- one word ------------------------------------------------------------------------------------------------------

_KS = re.compile(r"(?<=\be)x|(?<=[eu])x(?=[pct])|(?<=[aeiou])x\b|(?<=ale)x|(?<=ma)x(?=i)|(?<=te)x(?=t)")
_EYEV = re.compile(r"ee(?=v(?:$|[auy]$|i[cč]|na$))")  # Alekseev, Timofeeva
_LAST_AU = re.compile(r"(?<=...)au$")  # Stanislau, Navumau: the Belarusian -av and -ov
_HARD_C = re.compile(r"c(?!h)(?![eiy])")
_NOT_AZERBAIJANI = re.compile(r"c[hk]|w")  # a foreign word in an Azerbaijani name: Nickel
_VOWEL_Y = re.compile(r"(?<![aeiouäöüəı])y(?![aeiouäöüəı])")
_CYRILLIC_DIGRAPHS = (("дж", "j"), ("дз", "D"), ("чж", "J"), ("тс", "c"), ("тц", "c"), ("тч", "C"))
_INITIAL_YE = re.compile(r"(?:^|(?<=[аеёиоуыэюяіїєөүұәьъ]))е")
_LAST_IY = re.compile(r"[iI]y$")
_DOUBLED = re.compile(r"([^\W\d])\1+")
_DOUBLED_IN_ABJAD = re.compile(r"([AWYld])\1+")  # of others, two letters are two sounds: محقق, Mohaqiq
_ULLAH = re.compile(r"(?<=..)[uoaei](?:ll[ao][hx]?|l[ao][hx])$")
_UDDIN = re.compile(r"(?<=..)[uie]?d+[iey]+ne?$")
_ODDIN = re.compile(r"(?<=..)od{2,}[iey]+n$")  # Emadoddin; not Borodin
_INNER_ARTICLE = re.compile(r"(?<=.)A{1,2}l(?=..)(?!lh$)")  # ضیاءالحق
_ABDUL = re.compile(r"^abd[uoaei]?[lr]?(?=[^aeiou])")
_ABDUL_A = re.compile(
    r"^abd[uoaei]l(?=a(?:[zlvw][aeiou]|[hx]ad))"
)  # Abdulaziz, Abdulali; not Abdulaev, who is an Abdullaev
_TWO_SOUNDS = re.compile(r"[dд](?=(?:za[iy]|z[aoə]d[aeəo]h?|зай|з[ао]д[аэе])$)")  # Ahmad-zai, Ahmad-zada
_APART = "\u200b"  # between two sounds that are no digraph
_WITH_ENDING_OF_ITS_OWN = 4  # letters from which -ullah, -uddin and Abdul- are looked for


@lru_cache(maxsize=CACHE_SIZE)
def sounds(word: str, language: str = "") -> str:
    """The sounds of one word in lower case; "" where it has none.

    Args:
        language: `AZERBAIJANI` where the letters of the whole name show it: c is dzh there.
    """
    scripts, heard = {script_of(char) for char in word}, word
    if Script.LATIN in scripts:
        heard = _latin(_TWO_SOUNDS.sub(f"d{_APART}", heard), language).replace(_APART, "")
    if Script.CYRILLIC in scripts:
        heard = _TWO_SOUNDS.sub(f"д{_APART}", heard)
        for spelling, sound in _CYRILLIC_DIGRAPHS:
            heard = heard.replace(spelling, sound)
        heard = _INITIAL_YE.sub("ye", heard)
        if heard.endswith(("ян", "янц")):  # Russian leaves the h of Armenian names out: Саакян
            heard = heard.replace("аа", "аһа")
        heard = _translated(heard.replace(_APART, ""), Script.CYRILLIC)
    if Script.GEORGIAN in scripts:
        heard = _translated(heard, Script.GEORGIAN)
    if Script.ARMENIAN in scripts:
        heard = re.sub(r"^ե", "ye", re.sub(r"^ո(?!ւ)", "vo", heard).replace("ու", "u"))
        heard = _translated(heard, Script.ARMENIAN)
    if Script.PERSO_ARABIC in scripts:
        heard = _perso_arabic(heard, word)
    return tidied(_LAST_IY.sub("i", heard), Script.PERSO_ARABIC not in scripts)


def _translated(text: str, script: Script) -> str:
    letters = table()["letters"][script.value]
    return "".join(letters.get(char, char) for char in text)


def _latin(word: str, language: str) -> str:
    text = _KS.sub("ks", word)
    is_azerbaijani = language == AZERBAIJANI and not _NOT_AZERBAIJANI.search(text)
    text = text.replace("c", "j") if is_azerbaijani else _HARD_C.sub("k", text)
    text = _LAST_AU.sub("av", _EYEV.sub("eye", text))
    for spelling, sound in table()["digraphs"]:
        text = text.replace(spelling, sound)
    text = _VOWEL_Y.sub("I", text)
    return "".join(map(_latin_letter, text))


@lru_cache(maxsize=1 << 12)
def _latin_letter(char: str) -> str:
    """The sound of a Latin letter; other signs as they are."""
    if script_of(char) is not Script.LATIN:
        return char
    return table()["letters"][Script.LATIN.value].get(char) or without_marks(char)


def _perso_arabic(heard: str, word: str) -> str:
    text = _translated(unicodedata.normalize("NFKC", heard), Script.PERSO_ARABIC)
    text = _INNER_ARTICLE.sub("A", text) if "ء" in word or "اال" in word else text
    if word.startswith("ال"):  # the article; Albert is written with another alef
        text = re.sub(r"^Al(?=...|hq$)", "", text)
    text = re.sub(r"(?<=3bd)Al|(?<=.)Al(?=dYn$)", "", re.sub(r"(?<=.)A?llh$", "l", text))
    if word[0] != "آ":  # an alef without madda only carries the vowel
        text = re.sub(r"^A(?=.)", "3", re.sub(r"^A(?=[YW])", "", text))
    return text


def tidied(heard: str, has_vowels: bool = True) -> str:
    """The sounds with doubled ones once, and -ullah, -uddin and Abdul- in one spelling each."""
    if len(heard) < _WITH_ENDING_OF_ITS_OWN:
        return heard
    if not has_vowels:
        return _DOUBLED_IN_ABJAD.sub(r"\1", heard)
    if "l" in heard:
        heard = _ABDUL_A.sub("abdu", _ULLAH.sub("ula", heard))
    heard = _DOUBLED.sub(r"\1", _ODDIN.sub("din", heard))
    if "d" in heard:
        heard = _ABDUL.sub("abdu", _DOUBLED.sub(r"\1", _UDDIN.sub("din", heard)))
    return heard


@lru_cache(maxsize=CACHE_SIZE)
def coarse(heard: str) -> str:
    """A coarser spelling of sounds, to look words up by; g and h are one in it."""
    return re.sub(r"(.)\1+", r"\1", heard.translate(_coarse_table()))


@cache
def _coarse_table() -> dict[int, str]:
    return {ord(sign): spelling for sign, spelling in table()["coarse"].items()}


@lru_cache(maxsize=CACHE_SIZE)
def read_aloud(word: str) -> str:
    """The sounds of an English word as it is heard by somebody who writes another script."""
    return _read_as(word, "english")


@lru_cache(maxsize=CACHE_SIZE)
def readings(word: str) -> frozenset[str]:
    """The sounds of a Latin word by the spelling of other languages, without what its letters say anyway."""
    return frozenset(_read_as(word, language) for language in table()["read_as"]) - {sounds(word), ""}


def _read_as(word: str, language: str) -> str:
    if not _any_pattern(language).search(word):
        return sounds(word)
    for pattern, spelling in _patterns(language):
        word = pattern.sub(spelling, word)
    return sounds(word)


@cache
def _patterns(language: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(pattern), spelling) for pattern, spelling in table()["read_as"][language])


@cache
def _any_pattern(language: str) -> re.Pattern[str]:
    """What a word has to have for any pattern of a language to change it."""
    return re.compile("|".join(f"(?:{pattern})" for pattern, _ in table()["read_as"][language]))


# --- a whole name --------------------------------------------------------------------------------------------------

APOSTROPHES = "'`´ʹʻʼʽʾʿˈˊˋ‘’‛′ꞌ＇՚"
_BEFORE_NFKC = str.maketrans({"İ": "i", "\u200c": " ", "´": "'", "№": " ", "ª": "a", "º": "o", "«": '"', "»": '"'})
_UZBEK_O = re.compile(f"o[{APOSTROPHES}](?=\\w)")
_UZBEK_G = re.compile(f"g[{APOSTROPHES}](?=\\w)")
_DOTTED = re.compile(r"(?<!\w)((?:[^\W\d]\.){2,})")
_BESIDE_DIGITS = re.compile(r"(?<=\d)(?=[^\W\d])|(?<=[^\W\d])(?=\d)")
_BREAKS = re.compile(r"[^\w]+|_")
_AZERBAIJANI_LETTERS = re.compile("[əğış]| (?:mmc|asc|qsc)(?: |$)")  # the legal form stands last there: not MMC Norilsk
_LATIN_LETTER, _CYRILLIC_LETTER = re.compile("[a-z]"), re.compile("[Ѐ-ԯ]")
_TURKMEN_LETTERS = re.compile("[ýžňä]")


@lru_cache(maxsize=1 << 16)
def line_of(text: str) -> str:
    """The words of a name in lower case and in its own script, one blank between; digits are words of their own."""
    line = unicodedata.normalize("NFKC", text.translate(_BEFORE_NFKC)).casefold()
    line = _UZBEK_G.sub("ğ", _UZBEK_O.sub("ö", line))
    line = line.replace("'", "").replace("`", "") if line.isascii() else "".join(map(_kept, line))
    line = _DOTTED.sub(lambda dotted: " " + dotted[0].replace(".", " "), unicodedata.normalize("NFC", line))
    words = _BREAKS.sub(" ", _BESIDE_DIGITS.sub(" ", line)).split()
    if _LATIN_LETTER.search(line) and _CYRILLIC_LETTER.search(line):
        words = [in_one_alphabet(word) for word in words]
    return " ".join(words)


@lru_cache(maxsize=1 << 12)
def _kept(char: str) -> str:
    category = unicodedata.category(char)
    if category == "Nd":
        return str(unicodedata.decimal(char))
    return "" if char in APOSTROPHES or category in ("Mn", "Me", "Cf") else char


def language_of(line: str) -> str:
    """`AZERBAIJANI` where the letters show it, else ""."""
    is_azerbaijani = _AZERBAIJANI_LETTERS.search(line) and not _TURKMEN_LETTERS.search(line)
    return AZERBAIJANI if is_azerbaijani else ""


@lru_cache(maxsize=CACHE_SIZE)
def word_key(word: str) -> str:
    """What a word of a table, or of a register, is looked up by: its coarse sounds."""
    return coarse(sounds(line_of(word).replace(" ", ""), language_of(word)))
