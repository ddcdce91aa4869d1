"""The script that an analyst would write with pandas, NetworkX and pyvis over the same sample files.

It reads the declarations of all layouts as text, links the parties, phones, vehicles and containers of a row, takes the
connected components, and draws the largest one that pyvis can still draw (adding its edges is quadratic).
"""

from pathlib import Path

import networkx as nx
import pandas as pd

MOST_DRAWN = 500
COLUMNS = {
    "sample-declarations-en": (
        ",", "utf-8", ("Exporter", "Consignee", "Consignee Phone", "Truck", "Trailer", "Driver", "Containers"),
    ),
    "sample-declarations-ru": (
        ";", "cp1251",
        ("Отправитель", "Получатель", "Телефон получателя", "Рег. номер ТС", "Прицеп", "Фамилия водителя",
         "Контейнеры"),
    ),
    "sample-manifests-road": (
        "\t", "utf-8-sig",
        ("Shipper", "Consignee", "Consignee phone", "Truck", "Trailer", "Driver surname", "Containers"),
    ),
}  # fmt: skip


def main(folder: Path, target: Path) -> dict[str, int]:
    """Files to picture; the size of the graph and of the component drawn."""
    G: nx.Graph[str] = nx.Graph()
    manifest = pd.read_csv(folder / "manifest.csv", dtype=str, keep_default_na=False)
    for row in manifest.itertuples():
        if row.profile not in COLUMNS:
            continue
        delimiter, encoding, columns = COLUMNS[str(row.profile)]
        frame = pd.read_csv(
            folder / str(row.file),
            sep=delimiter,
            encoding=encoding,
            dtype=str,
            keep_default_na=False,
            on_bad_lines="skip",
        )
        for values in frame[list(columns)].itertuples(index=False):
            named = [f"{column}:{value}" for column, value in zip(columns, values, strict=True) if value]
            for i, one in enumerate(named):
                for other in named[i + 1 :]:
                    G.add_edge(one, other)
    parts = sorted(nx.connected_components(G), key=len, reverse=True)
    shown = next((part for part in parts if len(part) <= MOST_DRAWN), parts[-1])
    _draw(G.subgraph(shown), target)
    return {"nodes": G.number_of_nodes(), "edges": G.number_of_edges(), "giant": len(parts[0]), "drawn": len(shown)}


def _draw(part: "nx.Graph[str]", target: Path) -> None:
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pyvis.network import Network
    network = Network(cdn_resources="in_line")
    network.from_nx(part)
    target.write_text(network.generate_html(), "utf-8")
