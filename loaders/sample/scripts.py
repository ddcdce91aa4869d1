"""One word in its own script, in Russian spelling and in two romanisations, as offices really write it.

The tables are small on purpose: they make the *differences* that name matching must bridge (Қ/K/Q, Ҷ/J/Dzh, Х/X/Kh,
Ə/A, Ý/Y), they are no standard of transliteration. `latin` is always ASCII and `russian` always fits cp1251.
"""

from dataclasses import dataclass
from functools import cache

CYRILLIC_TO_RUSSIAN = {
    "ә": "а", "ғ": "г", "қ": "к", "ң": "н", "ө": "о", "ұ": "у", "ү": "у", "һ": "х", "і": "и", "ҷ": "дж", "ҳ": "х",
    "ӣ": "и", "ӯ": "у", "ў": "у", "ї": "и", "є": "е", "ґ": "г",
}  # fmt: skip
CYRILLIC_TO_LATIN = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "yo", "ж": "zh", "з": "z", "и": "i", "й": "y",
    "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f",
    "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "yu",
    "я": "ya", "ә": "a", "ғ": "gh", "қ": "q", "ң": "ng", "ө": "o", "ұ": "u", "ү": "u", "һ": "h", "і": "i", "ҷ": "j",
    "ҳ": "h", "ӣ": "i", "ӯ": "u", "ў": "o", "ї": "yi", "є": "ye", "ґ": "g",
}  # fmt: skip
LOOSE_LATIN = {**CYRILLIC_TO_LATIN, "ж": "j", "х": "h", "й": "i", "ы": "i", "ю": "iu", "я": "ia", "ё": "e", "ц": "c"}
LATIN_TO_RUSSIAN = {
    "sh": "ш", "ch": "ч", "kh": "х", "zh": "ж", "ya": "я", "yu": "ю", "yo": "ё", "ye": "е", "ts": "ц", "gh": "г",
    "oo": "у", "ee": "и", "o'": "у", "g'": "г", "a": "а", "b": "б", "c": "к", "d": "д", "e": "е", "f": "ф", "g": "г",
    "h": "х", "i": "и", "j": "дж", "k": "к", "l": "л", "m": "м", "n": "н", "o": "о", "p": "п", "q": "к", "r": "р",
    "s": "с", "t": "т", "u": "у", "v": "в", "w": "в", "x": "х", "y": "й", "z": "з", "ə": "а", "ö": "о", "ü": "у",
    "ğ": "г", "ç": "ч", "ş": "ш", "ı": "ы", "ý": "й", "ž": "ж", "ň": "н", "ä": "я", "'": "", "â": "а",
}  # fmt: skip
OWN_SOUNDS = {"azeri": {"c": "дж"}, "turkmen": {"y": "ы"}, "latin": {"x": "кс"}}
LATIN_TO_ASCII = {
    "ə": "a", "ö": "o", "ü": "u", "ğ": "g", "ç": "ch", "ş": "sh", "ı": "i", "ý": "y", "ž": "zh", "ň": "n", "ä": "a",
    "â": "a", "ß": "ss",
}  # fmt: skip
LATIN_LOOSE = {**LATIN_TO_ASCII, "x": "kh", "q": "k", "ç": "c", "ş": "s", "ğ": "gh", "'": "", "w": "v", "ə": "e"}
UZBEK_TO_CYRILLIC = {
    **LATIN_TO_RUSSIAN, "o'": "ў", "g'": "ғ", "q": "қ", "h": "ҳ", "j": "ж", "e": "е",
}  # fmt: skip
GEORGIAN_TO_LATIN = {
    "ა": "a", "ბ": "b", "გ": "g", "დ": "d", "ე": "e", "ვ": "v", "ზ": "z", "თ": "t", "ი": "i", "კ": "k", "ლ": "l",
    "მ": "m", "ნ": "n", "ო": "o", "პ": "p", "ჟ": "zh", "რ": "r", "ს": "s", "ტ": "t", "უ": "u", "ფ": "p", "ქ": "k",
    "ღ": "gh", "ყ": "q", "შ": "sh", "ჩ": "ch", "ც": "ts", "ძ": "dz", "წ": "ts", "ჭ": "ch", "ხ": "kh", "ჯ": "j",
    "ჰ": "h",
}  # fmt: skip
GEORGIAN_LOOSE = {**GEORGIAN_TO_LATIN, "ფ": "f", "ყ": "k", "ღ": "g", "ხ": "x", "წ": "c", "ჯ": "dj"}


@dataclass(frozen=True, slots=True)
class Forms:
    """A word as written in each script; `other` is a second native script where there is one, else `native`."""

    native: str
    russian: str
    latin: str
    loose: str
    other: str


def transliterate(word: str, table: dict[str, str]) -> str:
    """Replace letters, two-letter keys first; the case of a first letter is kept, unknown signs stay."""
    lower = word.replace("İ", "i").replace("I", "ı" if "ı" in word else "i").lower()
    parts: list[str] = []
    at = 0
    while at < len(lower):
        pair = lower[at : at + 2]
        step = 2 if len(pair) == 2 and pair in table else 1
        parts.append(table.get(pair[:step], pair[:step]))
        at += step
    text = "".join(parts)
    return text[:1].upper() + text[1:] if word[:1].isupper() or not word[:1].isascii() else text


@cache
def forms_of(word: str, script: str) -> Forms:
    """All spellings of a word; `script` is cyrillic, latin, uzbek, azeri, turkmen, georgian or abjad (`a|b|c`)."""
    if script == "abjad":
        native, latin, *rest = word.split("|")
        return Forms(native, _russian_of_latin(latin.replace("x", "ks")), latin, rest[0] if rest else latin, native)
    if script == "cyrillic":
        russian = transliterate(word, CYRILLIC_TO_RUSSIAN)
        return Forms(word, russian, transliterate(word, CYRILLIC_TO_LATIN), transliterate(russian, LOOSE_LATIN), word)
    if script == "georgian":
        latin = transliterate(word, GEORGIAN_TO_LATIN).capitalize()
        return Forms(word, _russian_of_latin(latin), latin, transliterate(word, GEORGIAN_LOOSE).capitalize(), word)
    latin, loose = transliterate(word, LATIN_TO_ASCII), transliterate(word, LATIN_LOOSE)
    other = transliterate(word, UZBEK_TO_CYRILLIC) if script == "uzbek" else word
    table = {**LATIN_TO_RUSSIAN, **OWN_SOUNDS.get(script, {})}
    return Forms(word, transliterate(word, table), latin, loose, other)


def _russian_of_latin(latin: str) -> str:
    return transliterate(latin, LATIN_TO_RUSSIAN)
