"""Names in five scripts brought to one coarse Latin spelling, so that one firm meets itself across a border.

`surface` tidies a name and keeps its script; `fold` strips the legal forms at the edges and maps what is left to a
coarse Latin alphabet; `name_key` sorts the folded words. The fold errs on the side of meeting: it is for keys, blocking
and search, never a proof that two names are one. Names as reported are kept beside it, in their own script.

*Limits*: Perso-Arabic writes no short vowels, so its fold rarely equals the Latin one (compare the consonants instead);
Russian spellings of other languages' names (Гусейнов for Hüseynov), Ukrainian г as h, and given names with several
romanisations (Muhammad, Mohammed) are not equated. Initials written with dots become one word (`а.с.` -> `ас`). Words
of up to three letters keep their doubled letters, for those are initials: AAA, AA and A are three names.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from graph.values.reference.tables import read_table

FOLD_VERSION = 2  # raised whenever the output for any name changes: stored folds are then made again
CACHE_SIZE = 1 << 16  # names; about 15 MB a function when full

# --- surface -------------------------------------------------------------------------------------------------------

_APOSTROPHES = "'`´ʹʻʼʽʾʿˈˊˋ‘’‛′ꞌ＇՚"
_BEFORE_NFKC = str.maketrans({"´": "", "№": " ", "ª": "a", "º": "o"})  # NFKC would make a blank and an accent of ´
_DOTTED = re.compile(r"(?<!\w)[^\W\d_]\.(?:\s?[^\W\d_]\.)+(?:[^\W\d_](?!\w))?|(?<!\w)[^\W\d_]\.[^\W\d_](?![\w.])")
_SEARCH_WORD = re.compile(r"[^\W_]+")
_ASCII_BREAKS = re.compile(r"[^a-z0-9]+")


class _SurfaceTable(dict[int, str]):
    """Code point -> what `surface` makes of it, filled as characters turn up (at most one entry a code point)."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        category = unicodedata.category(char)
        if char in _APOSTROPHES or category in ("Mn", "Me", "Cf"):
            kept = ""
        elif category == "Nd":
            kept = str(unicodedata.decimal(char))
        else:
            kept = char if category[0] in "LN" or category == "Mc" else " "
        self[code] = kept
        return kept


_SURFACE = _SurfaceTable()


def _join_dotted(match: re.Match[str]) -> str:
    return "".join(char for char in match[0] if char.isalpha()) + " "


@lru_cache(maxsize=CACHE_SIZE)
def surface(text: str) -> str:
    """The text in lower case without accents on top, apostrophes and punctuation, in its own script.

    Compatibility forms are unified (NFKC), letters with a mark that have a code point of their own keep it (й, ş, ў),
    digits of any script become ASCII, `и.п.` becomes `ип`, other punctuation one blank. "" when nothing is left.
    """
    if "." in text:
        text = _DOTTED.sub(_join_dotted, text)
    if text.isascii():
        return _ASCII_BREAKS.sub(" ", text.lower().replace("'", "").replace("`", "")).strip()
    text = unicodedata.normalize("NFKC", text.translate(_BEFORE_NFKC)).casefold()
    return " ".join(unicodedata.normalize("NFC", text).translate(_SURFACE).split())


# --- legal forms ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _LegalForms:
    """Legal forms by their first and by their last word, longest first."""

    by_first: Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]
    by_last: Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]
    protected: frozenset[tuple[str, ...]]


@cache
def _legal_forms() -> _LegalForms:
    table, _ = read_table("legal_forms.yaml")
    end_only = set(table["end_only"])
    first: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    last: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for group, is_anywhere in (("classes", True), ("end_only_classes", False)):
        for form_class, forms in table[group].items():
            for form in forms:
                words = tuple(form.split())
                last.setdefault(words[-1], []).append((words, form_class))
                if is_anywhere and form not in end_only:
                    first.setdefault(words[0], []).append((words, form_class))
    return _LegalForms(
        {word: tuple(sorted(forms, key=lambda form: -len(form[0]))) for word, forms in first.items()},
        {word: tuple(sorted(forms, key=lambda form: -len(form[0]))) for word, forms in last.items()},
        frozenset(tuple(name.split()) for name in table["protected"]),
    )


def _strip_legal(words: list[str]) -> tuple[list[str], str]:
    """The words without legal forms at either edge, and the class of the first form found (front before back).

    Repeated until no edge is a form; never to nothing.
    """
    forms = _legal_forms()
    found = ""
    first, last = 0, len(words)  # what is left: to cut the list each time would take time by the square of its length
    changed = True
    while changed and last - first > 1:
        changed = False
        for form, form_class in forms.by_first.get(words[first], ()):
            if len(form) < last - first and tuple(words[first : first + len(form)]) == form:
                first, found, changed = first + len(form), found or form_class, True
                break
        for form, form_class in forms.by_last.get(words[last - 1], ()):
            is_here = len(form) < last - first and tuple(words[last - len(form) : last]) == form
            if is_here and tuple(words[max(first, last - 2) : last]) not in forms.protected:
                last, found, changed = last - len(form), found or form_class, True
                break
    return words[first:last], found


# --- fold ----------------------------------------------------------------------------------------------------------

# Letters whose shape is the same in both alphabets: one of them inside a word of the other is a typing slip.
_TO_CYRILLIC = str.maketrans("aceopxyktmhbi", "асеорхуктмнві")
_TO_LATIN = str.maketrans("асеорхуктмнві", "aceopxyktmhbi")
_LATIN = re.compile(r"[a-z]")
_CYRILLIC = re.compile(r"[Ѐ-ԯ]")
_LOOK_ALIKE_LATIN = re.compile(r"[aceopxyktmhbi]+")
_LOOK_ALIKE_CYRILLIC = re.compile(r"[асеорхуктмнві]+")
_CHINESE_FORM = re.compile("(股份有限公司|有限责任公司|有限責任公司|有限公司|公司)$")


def in_one_alphabet(word: str) -> str:
    """A mixed word in one alphabet where one side is look-alikes only; where both are, the longer side stays.

    Args:
        word: In lower case.
    """
    latin, cyrillic = "".join(_LATIN.findall(word)), "".join(_CYRILLIC.findall(word))
    if not latin or not cyrillic:
        return word
    can_be_latin, can_be_cyrillic = _LOOK_ALIKE_CYRILLIC.fullmatch(cyrillic), _LOOK_ALIKE_LATIN.fullmatch(latin)
    if can_be_cyrillic and (not can_be_latin or len(cyrillic) > len(latin)):
        return word.translate(_TO_CYRILLIC)
    if can_be_latin:
        return word.translate(_TO_LATIN)
    return word


# Uzbek oʻ and ў are one letter, heard as u by its neighbours; this must be seen before apostrophes go.
_UZBEK_O = re.compile(f"[Oo][{_APOSTROPHES}](?=\\w)")


def _words(text: str) -> list[str]:
    """The words of the surface, with mixed alphabets repaired and a Chinese legal form cut off its name."""
    if not text.isascii() or "'" in text or "`" in text:
        text = _UZBEK_O.sub("ў", text)
    clean = surface(text)
    if clean.isascii():
        return clean.split()
    if "公司" in clean:
        clean = _CHINESE_FORM.sub(r" \1", clean)
    words = clean.split()
    if _LATIN.search(clean) and _CYRILLIC.search(clean):
        words = [in_one_alphabet(word) for word in words]
    return words


def _letters(source: str, target: str) -> dict[str, str]:
    return dict(zip(source, target.split(), strict=True))


_CYRILLIC_LETTERS = _letters(
    "абвгдежзийклмнопрстуфхцчшщыэюяё",
    "a b v g d e j z i i k l m n o p r s t u f h ts ch sh sh i e iu ia e",
) | _letters("ҷӣӯҳқғәөүұңһіўїєґҥәҝҹӈҕӝӡ", "j i u h k g a o u u n h i u i e g n a g j n g j dz")
_GEORGIAN_LETTERS = _letters(
    "აბგდევზთიკლმნოპჟრსტუფქღყშჩცძწჭხჯჰ",
    "a b g d e v z t i k l m n o p j r s t u p k g k sh ch ts dz ts ch h j h",
)
_ARMENIAN_LETTERS = _letters(
    "աբգդեզէըթժիլխծկհձղճմյնշոչպջռսվտրցւփքօֆ",
    "a b g d e z e i t j i l h ts k h dz g ch m i n sh o ch p j r s v t r ts v p k o f",
)
_ARABIC_LETTERS = _letters(
    "اآأإٱبپتٹټثجچحخدڈډذرڑړزژږسشښصضطظعغفقکكگګلمنںڼوؤهہھةیيىئےېۍځڅۀە",
    "a a a i a b p t t t s j ch h h d d d z r r r z j g s sh sh s z t z a g f k k k g g l m n n n v v h h h a i i i i e"
    " e i z ts h a",
)
_LATIN_LETTERS = _letters(
    "əşçğıöüýžňäščßøæđłñāīūēōḩṭ",
    "a sh ch g i o u i j n a sh ch ss o ae d l n a i u e o h t",
)


def _fold_table() -> dict[int, str]:
    """Letter of any of the five scripts -> coarse Latin; soundless signs and marks on letters are dropped."""
    table = {
        code: "".join(char for char in unicodedata.normalize("NFKD", chr(code)) if not unicodedata.combining(char))
        for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00))
    }
    for letters in (_CYRILLIC_LETTERS, _GEORGIAN_LETTERS, _ARMENIAN_LETTERS, _ARABIC_LETTERS, _LATIN_LETTERS):
        table.update({ord(letter): sound for letter, sound in letters.items()})
    return table | {ord(sign): "" for sign in "ьъءـ"}


_FOLD = _fold_table()
# In Azerbaijani and Turkish c is the j of "jam"; q, which of the two Azerbaijani alone has, is g to its neighbours.
_AZERBAIJANI = re.compile("[əğış]|(?:^| )(?:mmc|asc|qsc)(?: |$)")

# In order, on the padded line of words, each group where its letter stands in it. Plain `str.replace` is an order of
# magnitude faster here than patterns.
_REPLACEMENTS = (
    # x is ks in words taken from English, else the Turkic kh
    (
        "x",
        *((" ex", " eks"), ("ex ", "eks "), ("ix ", "iks "), ("ux ", "uks "), ("alex", "aleks"), ("text", "tekst")),
        *(("maxi", "maksi"), (" max ", " maks "), ("x", "h")),
    ),
    ("h", ("shch", "sh"), ("sch", "sh"), ("tch", "ch"), ("dzh", "j")),
    ("j", ("dj", "j")),
    ("h", ("zh", "j"), ("kh", "h"), ("gh", "g"), ("ph", "f"), ("th", "t")),
    ("z", ("tz", "ts"), ("cz", "ch")),
    *(("c", ("ck", "k")), ("q", ("q", "k")), ("w", ("w", "v"))),
    ("c", ("ch", "ç"), ("ce", "se"), ("ci", "si"), ("cy", "si"), ("c", "k")),
    *(("ç", ("ç", "ch")), ("y", ("y", "i"))),
    ("i", ("ij ", "i "), ("iii", "i"), ("ii", "i"), ("ie", "e")),
    *(("e", ("ee", "i")), ("o", ("oo", "u"), ("ou", "u")), ("j", ("lojist", "logist"))),
)
_DOUBLED = re.compile(r"([a-z])\1+")
_INITIALS = 3  # letters of a word that may be initials
_ONE_LETTER = re.compile(r"(?<= )([a-z])\1+(?= )")
_KEPT_APART = "\0"


def _fold_words(words: list[str], line: str) -> str:
    """The words in the coarse alphabet; `line` is the whole surface, whose letters tell the language."""
    text = f" {' '.join(words)} "
    if not text.isascii() or not line.isascii() or "c" in line:
        if _AZERBAIJANI.search(line):
            text = text.replace("c", "j").replace("q", "g")
        text = text.replace("ու", "u").replace(" ո", " vo")
        text = text.translate(_FOLD)
    has_doubled = _DOUBLED.search(text) is not None
    if has_doubled:  # of EE no i and of OO no u is to be made
        text = _ONE_LETTER.sub(lambda word: _KEPT_APART.join(word[0]), text)
    for letter, *replacements in _REPLACEMENTS:
        if letter in text:
            for old, new in replacements:
                text = text.replace(old, new)
    folded = text.split()
    if has_doubled or _DOUBLED.search(text):
        folded = [_undoubled(word) for word in folded]
    return " ".join(folded) or " ".join(words)


def _undoubled(word: str) -> str:
    """The word with each letter once in a row, unless it is of initials."""
    if _KEPT_APART in word:
        return word.replace(_KEPT_APART, "")
    return word if len(word) <= _INITIALS else _DOUBLED.sub(r"\1", word)


@lru_cache(maxsize=CACHE_SIZE)
def fold(text: str) -> str:
    """The name without legal forms, each word in one coarse Latin alphabet, words in their order, one blank between.

    Usual romanisations meet (kh/h, dzh/j, zh/j, w/v, q/k, ph/f, ya/ia, doubled letters ...). Scripts other than Latin,
    Cyrillic, Georgian, Armenian and Perso-Arabic stay as they are. "" for a text without letters and digits.
    """
    words = _words(text)
    rest, _ = _strip_legal(words)
    kept = [word for word in rest if word != "and"] or rest
    return search_text(text) if kept == words else _fold_words(kept, " ".join(words))


@lru_cache(maxsize=CACHE_SIZE)
def name_key(text: str) -> str:
    """The words of `fold` in alphabetical order: equal for names that differ in the order of their words."""
    return " ".join(sorted(fold(text).split()))


@lru_cache(maxsize=CACHE_SIZE)
def legal_form(text: str) -> str:
    """The class of the legal form at the edges of the name (`LTD`, `JSC`, `SOLE`, ...), front before back; else ""."""
    return _strip_legal(_words(text))[1]


@lru_cache(maxsize=CACHE_SIZE)
def search_text(text: str) -> str:
    """Like `fold`, with the legal forms kept as folded words: what the full-text index holds and is asked."""
    words = _words(text)
    return _fold_words(words, " ".join(words))


# What a keyboard without a letter has in its place; the fold equates most other letters with their neighbours already.
_KEYBOARD = {
    **{code: folded for code, folded in _FOLD.items() if 0xC0 <= code < 0x250 or 0x1E00 <= code < 0x1F00},
    **{ord(letter): plain for letter, plain in _letters("əşšçčğıžßæœŋ", "e s s c c g i z ss ae oe n").items()},
    **{ord(letter): plain for letter, plain in _letters("ҷӌҹҗӝ", "ч ч ч ж ж").items()},
    **{ord(sign): "" for sign in _APOSTROPHES},
}


def spellings(text: str) -> tuple[str, ...]:
    """The folded text, and where it differs that of the text as it is typed on a keyboard without its letters.

    `Gəncə` and `Gence`, `Gülşen` and `Gulsen`, `Oʻzbekiston` and `Ozbekiston` have a spelling in common. What is typed
    is folded word by word: of a word alone nobody knows that the line around it is Azerbaijani.
    """
    folded = search_text(text)
    lowered = text.casefold()
    typed = lowered.translate(_KEYBOARD)
    if typed == lowered and not _AZERBAIJANI.search(surface(text)):
        return (folded,)
    return tuple(dict.fromkeys((folded, " ".join(map(search_text, typed.split())))))


def plain_capitals(text: str) -> str:
    """Capitals of any script as Latin letters, digits and other signs as they are: for numbers that hold letters."""
    return text if text.isascii() else text.lower().translate(_FOLD).upper()


def search_words(text: str) -> list[str]:
    """The words of a text as every store's search splits them: runs of letters and digits after folding."""
    return indexed_words(search_text(text))


def indexed_words(folded: str) -> list[str]:
    """The words of folded text."""
    return _SEARCH_WORD.findall(folded)
