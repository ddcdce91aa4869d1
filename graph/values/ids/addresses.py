"""Addresses, postal and of e-mail, brought to a key."""

import re
import unicodedata
from functools import lru_cache

from graph.values import names
from graph.values.ids.checked import CACHE_SIZE, LONGEST, CheckedId

# At most 64 signs before @, from the first one on: dots without end would else take time by the square of their number.
_BETWEEN = r"\s@<>,;:\"()\[\]/\\|"
_EMAIL = re.compile(rf"(?<![^{_BETWEEN}])[^{_BETWEEN}]{{1,64}}@[^{_BETWEEN}.]+(?:\.[^{_BETWEEN}.]+)+")


@lru_cache(maxsize=CACHE_SIZE)
def email(text: str) -> CheckedId | None:
    """An e-mail address in lower case; of `Name <a@b.uz>` the address, of several the first.

    Problem: `email_invalid` (not a name, an @ and a domain with a dot); the value is then the text without blanks. A
    word without @ and dot names nobody.
    """
    return next(iter(emails(text)), None)


@lru_cache(maxsize=CACHE_SIZE)
def emails(text: str) -> tuple[CheckedId, ...]:
    """The e-mail addresses of a text, each once, in the order written; what is left over with an @ says so."""
    lowered = unicodedata.normalize("NFKC", text).lower().strip().replace("mailto:", "")
    found = _EMAIL.findall(lowered)
    if found:
        rest = _EMAIL.sub(" ", lowered).split()
        over = [CheckedId(part, "left_over", names_nothing=True) for part in rest if "@" in part and part != "@"]
        return tuple(dict.fromkeys((*(CheckedId(address.strip(".")) for address in found), *over)))
    value = "".join(lowered.split()).strip(".,;<>")
    if not any(char.isalnum() for char in value):
        return ()
    return (CheckedId(value, "email_invalid", names_nothing=not {"@", "."} & set(value) or len(value) > LONGEST),)


# --- addresses -----------------------------------------------------------------------------------------------------

# Words that one clerk writes and the next leaves out, as `names.surface` gives them.
_ADDRESS_NOISE_TEXT = """
    ул улица вул вулиця street str st kochasi kocha кўчаси кўча кӯчаи көшесі көчөсү küçəsi küç kucesi ქუჩა ქ
    дом д буд будинок house h no uy уй үй хонаи ev
    г гор город м місто city sh shahri shahar шаҳри шаҳар şəhəri şəhər ş şäheri қаласы шаары ქალაქი
"""
_ADDRESS_NOISE = frozenset(_ADDRESS_NOISE_TEXT.split())
_ADDRESS_WORDS = {
    variant: word
    for word, variants in {
        "пр": "просп проспект prospekt prospect ave av avenue даңғылы проспекті хиёбони gamziri გამზირი",
        "кв": "квартира apt apartment flat xonadon mənzil хонадон пәтер ბინა",
        "оф": "офис office офіс ofis room rm",
        "район": "rayon district tumani тумани rayonu ноҳияи ауданы району",
        "обл": "область oblast region viloyati вилояти облысы область",
        "мкр": "микрорайон mikrorayon mkr microdistrict mavzesi мавзеси ықшамауданы",
    }.items()
    for variant in variants.split()
}


@lru_cache(maxsize=CACHE_SIZE)
def address_key(text: str) -> str:
    """A key of an address: its surface, words such as *street* and *house* left out, others unified, in their order.

    The script is kept. "" when no word with two letters or more is left, for a bare number is no address.
    """
    words = [_ADDRESS_WORDS.get(word, word) for word in names.surface(text).split() if word not in _ADDRESS_NOISE]
    has_word = any(len(word) > 1 and any(char.isalpha() for char in word) for word in words)
    return " ".join(words) if has_word else ""
