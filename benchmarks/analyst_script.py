"""The script that a good analyst would write with pandas, NetworkX and pyvis over the same sample files.

It reads all twelve layouts as text and cleans what ours cleans: dates, numbers, quantities, names, phones, plates,
containers, documents, seals; placeholders are dropped, the latest version of a record counts. Each distinct text is
cleaned once, and all that can be is done on whole columns. Parties that share a phone, an address, a vehicle, a
container, a driver are linked by how rare it is, the links divided into communities, and the densest community that a
page can show is drawn with what it shares. It keeps no record, tells nobody what it dropped, and begins anew when
another file comes.
"""

import re
import unicodedata
import warnings
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, TypeAlias

import networkx as nx
import numpy as np
import pandas as pd
import phonenumbers

from benchmarks.analyst_layouts import LAYOUTS, Layout, PartyColumns

MOST_DRAWN = 60
MOST_HOLDERS = 25  # of a value that still says something
LEAST_WEIGHT = 1.0  # of a link: one value that two share and nobody else, or several that are less rare
_PLACEHOLDERS = """
    N/A,NA,N.A.,NONE,NULL,NIL,-,--,---,.,..,?,0,00,000,0000,00000,000000,X,XX,XXX,TBA,TBN,UNKNOWN,TEST,TO ORDER,
    SAME AS CONSIGNEE,NOT AVAILABLE,НЕТ,НЕТ ДАННЫХ,Б/Н,НЕИЗВЕСТНО,ТЕСТ,YOQ
"""
PLACEHOLDERS = frozenset(text.strip() for text in _PLACEHOLDERS.split(","))
UNITS = {"KG": 1.0, "КГ": 1.0, "G": 0.001, "Г": 0.001, "T": 1000.0, "Т": 1000.0, "TON": 1000.0, "L": 1.0, "Л": 1.0}
_LEGAL_FORMS = """
    llc ltd co company limited inc corp jsc cjsc ojsc fze gmbh sti as ooo oao zao pao too ao ip chp oso osoo mchj qk
    yatt xk mmc asc qsc mtt shps tov tzov fop jdmm mgk dmm zsp tdzh hj ht sh kompaniyasi kompania obshchestvo mti
"""
LEGAL_FORMS = frozenset(_LEGAL_FORMS.split())
_LATIN = "a b v g d e j z i i k l m n o p r s t u f h ts ch sh sh . i . e iu ia e i i e g u k g h j i u a o u u n h"
CYRILLIC = dict(zip("абвгдежзийклмнопрстуфхцчшщъыьэюяёіїєґўқғҳҷӣӯәөүұңһ", _LATIN.split(), strict=True))
TWINS = str.maketrans("АВЕКМНОРСТУХІ", "ABEKMHOPCTYXI")
Column: TypeAlias = "pd.Series[Any]"
CONTAINER = re.compile(r"[A-Z]{3}[UJZR]\d{7}")
NOT_ALPHANUMERIC = re.compile(r"[\W_]+")


def main(folder: Path, target: Path) -> dict[str, int]:
    """Files to picture; the size of the graph, of its largest component, and of the community drawn."""
    held = pd.concat([_holdings(frame, layout) for frame, layout in _tables(folder)], ignore_index=True)
    held = held.drop_duplicates()
    G = _links(held)
    parts = list(nx.connected_components(G))
    communities = nx.community.louvain_communities(G, weight="weight", seed=1)
    shown = max(filter(lambda members: len(members) <= MOST_DRAWN, communities), key=lambda members: _inner(G, members))
    drawn = _draw(shown, held, target)
    return {
        "rows": len(held),
        "nodes": G.number_of_nodes(),
        "edges": G.number_of_edges(),
        "giant": max(map(len, parts)),
        "communities": len(communities),
        "drawn": drawn,
    }


# --- reading ---------------------------------------------------------------------------------------------------------


def _tables(folder: Path) -> Iterator[tuple[pd.DataFrame, Layout]]:
    """The rows of each layout, cleaned, the latest version of each record alone."""
    manifest = pd.read_csv(folder / "manifest.csv", dtype=str, keep_default_na=False)
    for profile, layout in LAYOUTS.items():
        files = manifest[manifest["profile"] == profile]
        named = zip(files["file"].tolist(), files["originator"].tolist(), strict=True)
        frames = [_read(folder / name, layout).assign(from_=originator) for name, originator in named]
        if frames:
            yield _cleaned(pd.concat(frames, ignore_index=True), layout), layout


def _read(path: Path, layout: Layout) -> pd.DataFrame:
    return pd.read_csv(
        path,
        sep=layout.delimiter,
        encoding=layout.encoding,
        dtype=str,
        keep_default_na=False,
        na_filter=False,
        on_bad_lines="skip",
    )


def _cleaned(frame: pd.DataFrame, layout: Layout) -> pd.DataFrame:
    """Without blanks and placeholders, with days, numbers and quantities; the latest version of each record."""
    for column in frame.columns:
        frame[column] = _each(frame[column], _without_placeholder)
    frame["id"] = frame["from_"].str.cat(frame[[*layout.id]], sep="/")
    for column, pattern in layout.days:
        frame[column] = pd.to_datetime(frame[column], format=pattern, errors="coerce")
    quantities = layout.quantity[:1] if layout.quantity[0] else ()
    for column in (*layout.numbers, *quantities):
        texts = frame[column].str.replace(r"[\s\u00a0']", "", regex=True).str.replace(layout.decimal, ".", regex=False)
        frame[column] = pd.to_numeric(texts, errors="coerce")
    for column in layout.documents:
        frame[column] = _each(frame[column], _plain)
    if layout.seals:
        frame[layout.seals] = _each(frame[layout.seals], _seals)
    if quantities:
        frame["quantity"] = frame[layout.quantity[0]] * frame[layout.quantity[1]].str.upper().map(UNITS).fillna(1.0)
    if layout.version:
        frame = frame.sort_values(layout.version, kind="stable")
    frame = frame.drop_duplicates("id", keep="last")
    return frame[frame[layout.deleted] != layout.gone] if layout.deleted else frame


def _each(column: Column, clean: Callable[[str], str]) -> Column:
    """A column with each of its distinct texts cleaned once."""
    return column.map({text: clean(text) for text in column.unique()})


def _without_placeholder(text: str) -> str:
    text = text.strip().lstrip("'").strip()
    return "" if text.upper() in PLACEHOLDERS else text


# --- cleaning --------------------------------------------------------------------------------------------------------


def _folded(text: str) -> str:
    """A name in small Latin letters, without legal forms and punctuation, its words in order."""
    lowered = "".join(CYRILLIC.get(char, char) for char in text.lower().replace("'", "").replace("ʻ", ""))
    plain = "".join(char for char in unicodedata.normalize("NFKD", lowered) if not unicodedata.combining(char))
    words = NOT_ALPHANUMERIC.sub(" ", plain).split()
    return " ".join(sorted(word for word in words if word not in LEGAL_FORMS) or sorted(words))


def _plain(text: str) -> str:
    """The letters and digits of a plate, a document, a seal, a tax number; Cyrillic twins as Latin letters."""
    return NOT_ALPHANUMERIC.sub("", text.upper().translate(TWINS))


def _seals(text: str) -> str:
    return ";".join(filter(None, map(_plain, re.split("[;,]", text))))


def _containers(text: str) -> list[str]:
    found: list[str] = CONTAINER.findall(re.sub(r"[\s\-./]", "", text.upper().translate(TWINS)))
    return found


def _phones(text: str, country: str) -> list[str]:
    numbers = []
    for part in re.split(r"[,;/]", text):
        digits = re.sub(r"\D", "", part)
        if len(digits) < 5:
            continue
        written = part if part.strip().startswith("+") or len(digits) < 11 else f"+{digits}"
        try:
            number = phonenumbers.parse(written, country or None)
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_valid_number(number):
            numbers.append(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))
    return numbers


# --- who holds what --------------------------------------------------------------------------------------------------


def _holdings(frame: pd.DataFrame, layout: Layout) -> pd.DataFrame:
    """Rows of party and value that it holds, or moves goods with."""
    values = pd.concat([pd.DataFrame(columns=["row", "value"]), *_vehicles(frame, layout)])
    keys, found = [], []
    for columns in layout.parties:
        key = _party_keys(frame, columns)
        present = key[key != ""]
        keys.append(pd.DataFrame({"row": present.index, "party": present.array, "is_person": columns.is_person}))
        found += list(_own_values(frame, key, columns))
    parties = pd.concat(keys) if keys else pd.DataFrame(columns=["row", "party", "is_person"])
    if parties.empty:
        return pd.DataFrame(columns=["party", "value"])
    carried = parties.merge(values, on="row")[["party", "value"]]
    drivers = parties[parties["is_person"].astype(bool)][["row", "party"]].rename(columns={"party": "value"})
    driven = parties[~parties["is_person"].astype(bool)].merge(drivers, on="row")[["party", "value"]]
    return pd.concat([carried, driven, *found], ignore_index=True).drop_duplicates()


def _party_keys(frame: pd.DataFrame, columns: PartyColumns) -> Column:
    """`firm:UZ:301234567` by its own number, else by its folded name; "" where the row names none."""
    names = frame[columns.name[0]].str.cat(frame[[*columns.name[1:]]], sep=" ")
    names = _each(names.str.strip(), _folded)
    country = frame[columns.country] if columns.country else frame["from_"]
    number = _each(frame[columns.number], _plain) if columns.number else pd.Series("", index=frame.index)
    kind = "person" if columns.is_person else "firm"
    key = kind + ":" + country + ":" + number.where(number != "", names)
    return key.where((names != "") | (number != ""), "")


def _own_values(frame: pd.DataFrame, key: Column, columns: PartyColumns) -> Iterator[pd.DataFrame]:
    if columns.phone:
        country = frame[columns.country] if columns.country else frame["from_"]
        pairs = pd.DataFrame({"party": key, "text": frame[columns.phone], "country": country})
        pairs = pairs[(pairs["text"] != "") & (pairs["party"] != "")].drop_duplicates()
        read = {pair: _phones(*pair) for pair in set(zip(pairs["text"], pairs["country"], strict=True))}
        pairs["value"] = [read[pair] for pair in zip(pairs["text"], pairs["country"], strict=True)]
        yield _held(pairs[["party", "value"]].explode("value").dropna(), "phone")
    for column, kind, clean in ((columns.address, "address", _folded), (columns.email, "email", str.lower)):
        if column:
            yield _held(pd.DataFrame({"party": key, "value": _each(frame[column], clean)}), kind)


def _held(pairs: pd.DataFrame, kind: str) -> pd.DataFrame:
    pairs = pairs[(pairs["party"] != "") & (pairs["value"] != "")].drop_duplicates()
    return pairs.assign(value=f"{kind}:" + pairs["value"])


def _vehicles(frame: pd.DataFrame, layout: Layout) -> Iterator[pd.DataFrame]:
    for column in layout.plates:
        yield _of_rows(_each(frame[column], _plain), "vehicle")
    if layout.containers:
        lists = frame[layout.containers].map({text: _containers(text) for text in frame[layout.containers].unique()})
        yield _of_rows(lists.explode().dropna(), "container")


def _of_rows(values: Column, kind: str) -> pd.DataFrame:
    values = f"{kind}:" + values[values != ""]
    return pd.DataFrame({"row": values.index, "value": values.array})


# --- links, communities, the picture ---------------------------------------------------------------------------------


def _links(held: pd.DataFrame) -> "nx.Graph[str]":
    """Parties linked by what at most 25 of them hold, each by 1 / log2(holders)."""
    holders = held.groupby("value")["party"].transform("size")
    shared = held.assign(weight=1 / np.log2(holders))[(holders > 1) & (holders <= MOST_HOLDERS)]
    pairs = shared.merge(shared[["party", "value"]], on="value", suffixes=("", "_2"))
    pairs = pairs[pairs["party"] < pairs["party_2"]]
    weights = pairs.groupby(["party", "party_2"], sort=False, as_index=False)["weight"].sum()
    strong = weights[weights["weight"] >= LEAST_WEIGHT]
    G: nx.Graph[str] = nx.from_pandas_edgelist(strong, "party", "party_2", "weight")
    return G


def _inner(G: "nx.Graph[str]", members: Iterable[str]) -> float:
    """The weight inside a community a member."""
    part = G.subgraph(members)
    return float(part.size(weight="weight")) / len(part)


def _draw(members: Iterable[str], held: pd.DataFrame, target: Path) -> int:
    """The members with what at least two of them hold; how many nodes."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pyvis.network import Network
    inside = held[held["party"].isin(set(members))]
    inside = inside[inside.groupby("value")["party"].transform("size") > 1]
    network = Network(cdn_resources="in_line")
    for node in sorted({*inside["party"], *inside["value"]}):
        network.add_node(node, label=node.split(":", 1)[1], group=node.split(":", 1)[0])
    for party, value in inside[["party", "value"]].itertuples(index=False):
        network.add_edge(party, value)
    target.write_text(network.generate_html(), "utf-8")
    return len(network.nodes)
