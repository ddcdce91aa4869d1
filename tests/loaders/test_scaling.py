"""Small input never keeps a reader busy: what four times as much costs, by CPU time, for every reader and detector.

Run as a program it measures one subject, `python tests/loaders/test_scaling.py fold`; the test starts it once for each.
Texts and files are hostile on purpose; a subject that takes time by the square of its input shows a ratio near 16.
One file, because it is the program too, whose list of subjects must name every reader and detector.
"""

import csv
import gc
import itertools
import json
import resource
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

MOST = 6.0  # CPU time at 4 n over that at n
LEAST_SECONDS = 0.01  # what takes less at n is measured against this
CPU_LIMIT = 120  # seconds of a process
CHARACTERS = 16_000
ROUNDS = 3

# What a text repeats; each made trouble somewhere, in this program or in another.
PUMPS = (
    *("a", "A", "ж", "aж", "é", "م", "1", "٣", " ", "\t", "\n", "-", ".", ",", "'", '"', "(", "()", "/", "@", "=", "+"),
    *(
        "a ",
        "A.",
        "А.",
        "a.",
        "1 ",
        "12/",
        "12,",
        "S1;",
        "S1, ",
        "AB12 ",
        "123456 ",
        "1,1E+",
        "a@",
        "a@b.",
        "+998 ",
        "8-10-",
    ),
    *("LLC ", "ООО ", "INN ", "ИНН:", "TEL ", "E-MAIL ", "IMO ", "VIN ", "MSKU1234565 ", "MSKU123456 ", "WB ", "UZ "),
    *(
        "10 kg ",
        "k x ",
        "thousand ",
        "(5 ",
        "kg(",
        "\\",
        "?",
        "?+",
        ":",
        "a:",
        "; ",
        "и ",
        "of ",
        "\u200b",
        "\x00",
        "<c ",
        "<",
        "ﬁ",
    ),
)


def text_readers() -> dict[str, Callable[[str], object]]:
    """Every function that reads somebody's text."""
    from api.cli.shared import for_terminal
    from api.services.loading.uploads import label_of
    from api.views.controls import guarded
    from api.views.picture import plain
    from graph.canonical import Record
    from graph.derivation.assertions import assertions
    from graph.model import Channel
    from graph.values import ids, names
    from graph.values.calendars import Calendar, with_month_number
    from graph.values.candidates import candidates
    from graph.values.goods_codes import code_problems, is_edition
    from graph.values.guards import unguarded
    from graph.values.ids.several import pieces, references
    from graph.values.placeholders import is_placeholder
    from graph.values.quantities import quantity, quantity_of_text
    from graph.values.reference.countries import country_code
    from graph.values.reference.places import find_places
    from graph.values.vessels import imos
    from loaders.documents.asycuda import sad
    from loaders.documents.asycuda.dates import year_of
    from loaders.documents.chassis import chassis_numbers
    from loaders.documents.edifact import Segment
    from loaders.documents.means import IMO_NAMED, is_vehicle
    from loaders.documents.party_text import particulars
    from loaders.encoding import letter_score
    from loaders.tables import cells

    channel = Channel("UZ", "d", "H1", "customs")
    sheet = cells._SHEET, cells._RELATION, cells._ATTRIBUTE
    in_bytes = cells._CELL, cells._PLACE, cells._ERROR, cells._VALUE, cells._FORMULA
    found: dict[str, Callable[[str], object]] = {
        **{name: getattr(ids, name) for name in ("containers", "seals", "vins", "emails", "document_numbers")},
        **{
            f"{name} of UZ": _of_country(getattr(ids, name))
            for name in ("plates", "phones", "tax_numbers", "passports")
        },
        **{name: getattr(names, name) for name in ("surface", "fold", "search_text", "legal_form", "name_key")},
        **{
            f"placeholder {field}": _in_field(is_placeholder, field)
            for field in ("", "name", "container", "tax_number")
        },
        "address_key": ids.address_key,
        "registration_number": lambda text: ids.registration_number(text, "UZ"),
        "record_number": ids.record_number,
        "pieces": pieces,
        "references": references,
        "imos": imos,
        "candidates": candidates,
        "month": lambda text: with_month_number(text, Calendar.GREGORIAN),
        "code_problems": code_problems,
        "is_edition": is_edition,
        "unguarded": unguarded,
        "quantity_of_text": quantity_of_text,
        "quantity": lambda text: quantity(1.0, text),
        "country_code": country_code,
        "find_places": lambda text: find_places(text, "UZ"),
        "letter_score": letter_score,
        "chassis": lambda text: chassis_numbers(f"VIN {text}", "8703"),
        "particulars": lambda text: particulars(f"Firm\nINN 301234567 {text}@"),
        "segment": lambda text: Segment(f"FTX+{text}").elements,
        "is_vehicle": lambda text: is_vehicle(text, ""),
        "ship": IMO_NAMED.search,
        "number of a waybill": sad._WAYBILL.findall,
        "registered": lambda text: sad._REGISTERED.match(f"2024 AFHTN C{text}"),
        "year": year_of,
        "cells of a sheet": lambda text: [pattern.findall(f"<c {text}</c>".encode()) for pattern in in_bytes],
        "sheets of a book": lambda text: [pattern.findall(text) for pattern in sheet],
        "for_terminal": for_terminal,
        "guarded": guarded,
        "plain": plain,
        "label_of": label_of,
        "a record of it": lambda text: assertions(Record("declaration", "D1", dict.fromkeys(_FIELDS, text)), channel),
        **{f"parsers.{name}": read for name, read in _parsers().items()},
    }
    return found


_FIELDS = (
    *("container", "seal", "vehicle.plate", "trailer.plate", "vehicle.vin", "goods.vin", "vessel.imo", "hs_code"),
    *("transport_document", "previous_document", "loaded_at", "entered_at", "goods_description"),
    *(f"consignee.{part}" for part in ("name", "tax_number", "passport", "phone", "email", "address", "alias", "key")),
)


def _of_country(read: Callable[[str, str], object]) -> Callable[[str], object]:
    return lambda text: read(text, "UZ")


def _in_field(read: Callable[[str, str], object], field: str) -> Callable[[str], object]:
    return lambda text: read(text, field)


def _parsers() -> dict[str, Callable[[str], object]]:
    from graph.values.calendars import Calendar
    from loaders import parsers

    def trying(read: Callable[[str], object]) -> Callable[[str], object]:
        def attempt(text: str) -> object:
            try:
                return read(text)
            except ValueError:
                return None

        return attempt

    reads: dict[str, Callable[[str], object]] = {
        "date": lambda text: parsers.date(text, ("%d %B %Y", "%Y-%m-%d")),
        "solar": lambda text: parsers.date(text, ("%d %B %Y",), calendar=Calendar.SOLAR_HIJRI),
        "moment": lambda text: parsers.moment(text, ("%d.%m.%Y %H:%M",), "Asia/Tashkent"),
        "number": parsers.number,
        "integer": parsers.integer,
        "country": parsers.country,
        "amendment": lambda text: parsers.amendment(text, ("%Y-%m-%d",), ""),
    }
    return {name: trying(read) for name, read in reads.items()}


PROFILE = """
name: d
version: 1
encoding: [auto]
delimiter: auto
records:
  - {kind: declaration, id: No, fields: {registered_on: Date, consignee.name: A, container: B, seal: B}}
"""
EXPORT = """
name: e
version: 1
neo4j_csv:
  nodes: {P: {kind: party, fields: {party.name: name}}}
  relationships: {K: {from: P, to: P, fields: {associated_with: ':END_ID'}}}
"""
HEAD = ("No", "Date", "A", "B")


def _rows(count: int) -> Iterator[tuple[str, str, str, str]]:
    return ((f"D{n}", "2024-03-05", f"Firm {n % 97}", f"MSKU{n:07d}") for n in range(count))


def _csv(path: Path, count: int, **how: Any) -> None:
    with path.open("w", newline="", encoding=how.pop("encoding", "utf-8")) as file:
        csv.writer(file, **how).writerows([HEAD, *_rows(count)])


def _blanks_between(path: Path, count: int) -> None:
    path.write_text("\n".join([",".join(HEAD), *(",".join(row) + "\n" * 9 for row in _rows(count))]))


def _broken_bytes(path: Path, count: int) -> None:
    """One long word, which is no UTF-8 because of the words behind it."""
    path.write_bytes(b"No,Date,A,B\nD1,2024-03-05," + b"a" * 40 * count + " Лук репчатый,x\n".encode("cp1251"))


def _workbook(path: Path, count: int) -> None:
    from conftest import _write_xlsx

    _write_xlsx(path, {"One": [HEAD, *_rows(count)]})


def _ods(path: Path, count: int) -> None:
    from conftest import _write_ods

    _write_ods(path, [HEAD, *_rows(count)])


def _lists(path: Path, count: int) -> None:
    rows = ({"No": f"D{n}", "Date": "2024-03-05", "A": ["x"] * 50, "B": [1] * 50} for n in range(max(1, count // 50)))
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))


def _one_list(path: Path, count: int) -> None:
    path.write_text(json.dumps({"No": "D1", "Date": "2024-03-05", "A": ["x"] * count * 4, "B": "y"}) + "\n")


def _items(path: Path, count: int) -> None:
    item = (
        "<Item><Attached_documents><Attached_document_code>730</Attached_document_code><Attached_document_reference>C{0}"
        "</Attached_document_reference></Attached_documents><Goods_description><Description_of_goods>VIN {0}"
        "</Description_of_goods></Goods_description></Item><Container><Item_Number>{0}</Item_Number>"
        "<Container_identity>MSKU{0:07d}</Container_identity></Container>"
    )
    path.write_text(f"<ASYCUDA>{''.join(map(item.format, range(count)))}</ASYCUDA>")


def _bills(path: Path, count: int) -> None:
    bill = "<Bol_segment><Bol_id><Bol_reference>B{0}</Bol_reference></Bol_id></Bol_segment>"
    path.write_text(f"<Awmds>{''.join(map(bill.format, range(count)))}</Awmds>")


def _one_bill(path: Path, count: int) -> None:
    box = "<ctn_segment><Ctn_reference>MSKU{0:07d}</Ctn_reference><Marks1>S{0}</Marks1></ctn_segment>"
    path.write_text(
        f"<Awmds><Bol_segment><Bol_id><Bol_reference>B</Bol_reference></Bol_id>{''.join(map(box.format, range(count)))}"
        "</Bol_segment></Awmds>"
    )


def _album(path: Path, count: int) -> None:
    means = (
        "<ESADout_CUBorderTransport><TransportModeCode>10</TransportModeCode><RUTransportMeans><TransportIdentifier>"
        "SHIP {0}</TransportIdentifier></RUTransportMeans></ESADout_CUBorderTransport>"
    )
    goods = (
        "<ESADout_CUGoods><ESADContainer><ContainerNumber>MSKU{0:07d}</ContainerNumber></ESADContainer>"
        "</ESADout_CUGoods>"
    )
    moved, packed = ("".join(map(text.format, range(count))) for text in (means, goods))
    path.write_text(
        '<ESADout_CU xmlns="urn:customs.ru:Information:CustomsDocuments:ESADout_CU:5.23.0"><ESADout_CUGoodsShipment>'
        f"<ESADout_CUConsigment>{moved}</ESADout_CUConsigment>{packed}</ESADout_CUGoodsShipment></ESADout_CU>"
    )


def _wco(path: Path, count: int) -> None:
    means = "<BorderTransportMeans><ID>SHIP {0}</ID></BorderTransportMeans>"
    item = "<GovernmentAgencyGoodsItem><Consignee><Name>F{0}</Name></Consignee></GovernmentAgencyGoodsItem>"
    path.write_text(
        f'<Declaration xmlns="urn:wco:datamodel:WCO:DEC-DMS:2"><ID>M</ID>{"".join(map(means.format, range(count)))}'
        f"<GoodsShipment>{''.join(map(item.format, range(count)))}</GoodsShipment></Declaration>"
    )


def _summary(path: Path, count: int) -> None:
    item = (
        "<GOOITEGDS><CONNR2><ConNumNR21>MSKU{0:07d}</ConNumNR21></CONNR2><IDEMEATRAGI970><IdeMeaTraGIMEATRA971>AA{0}BB"
        "</IdeMeaTraGIMEATRA971></IDEMEATRAGI970></GOOITEGDS>"
    )
    path.write_text(f'<CC315A xmlns="http://ics.dgtaxud.ec/CC315A">{"".join(map(item.format, range(count)))}</CC315A>')


def _waybill(path: Path, count: int) -> None:
    note = (
        "<IncludedCustomsNote><SubjectCode>SHP</SubjectCode><ContentCode>CT</ContentCode><Content>+99890{0:07d}</Content>"
        "</IncludedCustomsNote>"
    )
    path.write_text(
        '<Waybill xmlns="iata:waybill:1"><BusinessHeaderDocument><ID>888-1</ID></BusinessHeaderDocument>'
        f"<MasterConsignment><ConsignorParty><Name>A</Name></ConsignorParty>{''.join(map(note.format, range(count)))}"
        "</MasterConsignment></Waybill>"
    )


def _interchange(path: Path, *segments: str) -> None:
    body = "".join(f"{segment}'" for segment in segments)
    path.write_text(
        f"UNB+UNOA:2+A+B+240305:0900+I'UNH+1+CUSCAR:D:95B:UN'BGM+85+M1+9'{body}UNT+{len(segments) + 3}+1'UNZ+1+I'"
    )


def _lines(path: Path, count: int) -> None:
    _interchange(path, *(text for n in range(count) for text in (f"CNI+{n}+B{n}", "GID+1+2", "FTX+AAA+++TILES")))


def _one_line(path: Path, count: int) -> None:
    """A consignment with a description, stowage and carriage in very many segments."""
    many = ((f"FTX+AAA+++WORD{n}", f"SGP+MSKU{n:07d}", f"TDT+20+V{n}+1+++++++:::SHIP {n}") for n in range(count))
    _interchange(path, "CNI+1+B1", "GID+1+2", *itertools.chain.from_iterable(many))


def _released(path: Path, count: int) -> None:
    _interchange(
        path, "CNI+1+B1", "GID+1+2", *(f"FTX+AAA+++{'?+' * 2000}{'?:' * 2000}" for _ in range(max(1, count // 200)))
    )


def _broken_lines(path: Path, count: int) -> None:
    _interchange(
        path,
        "CNI+1+B1",
        "GID+1+2",
        *("FTX+AAA+++" + "A\r\nB" * 1000 for _ in range(max(1, count // 200))),
        "\n" * count * 40,
    )


def _entities(path: Path, count: int) -> None:
    each = (
        {"id": f"e{n}", "schema": "Person", "properties": {"name": [f"A{n}"], "phone": [f"+99890{n:07d}"]}}
        for n in range(count)
    )
    path.write_text("".join(json.dumps(one) + "\n" for one in each))


def _fragments(path: Path, count: int) -> None:
    each = (
        {"id": "e", "schema": "Person", "properties": {"name": [f"A{n}"], "phone": [f"+99890{n:07d}"]}}
        for n in range(count)
    )
    path.write_text("".join(json.dumps(one) + "\n" for one in each))


def _one_entity(path: Path, count: int) -> None:
    path.write_text(
        json.dumps(
            {"id": "e", "schema": "Person", "properties": {"name": ["A"], "alias": [f"N/A {n}" for n in range(count)]}}
        )
        + "\n"
    )


def _export(path: Path, count: int) -> None:
    path.mkdir()
    (path / "p_header.csv").write_text("id:ID(P),name,:LABEL\n")
    (path / "p_1.csv").write_text("".join(f"{n},A{n},P\n" for n in range(count)))
    (path / "k.csv").write_text(":START_ID(P),:END_ID(P),:TYPE\n" + "".join(f"{n},0,K\n" for n in range(count)))


def _packed(path: Path, count: int) -> None:
    _csv(path.with_suffix(".csv"), count)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(path.with_suffix(".csv"), "a.csv")


# name -> suffix, what writes it, rows at n
FILES: dict[str, tuple[str, Callable[[Path, int], None], int]] = {
    "csv": (".csv", _csv, 2_000),
    "csv in cp866": (".csv", lambda path, count: _csv(path, count, encoding="cp866"), 2_000),
    "csv, quoted": (".csv", lambda path, count: _csv(path, count, quoting=csv.QUOTE_ALL, delimiter=";"), 2_000),
    "csv, blank rows": (".csv", _blanks_between, 2_000),
    "csv, one long word": (".csv", _broken_bytes, 2_000),
    "csv named xls": (".xls", _csv, 2_000),
    "xlsx": (".xlsx", _workbook, 2_000),
    "ods": (".ods", _ods, 2_000),
    "zip": (".zip", _packed, 2_000),
    "json lines": (".jsonl", _lists, 5_000),
    "json, one list": (".jsonl", _one_list, 5_000),
    "sad": (".xml", _items, 1_000),
    "manifest": (".xml", _bills, 1_000),
    "manifest, one bill": (".xml", _one_bill, 1_000),
    "eaeu": (".xml", _album, 1_000),
    "wco": (".xml", _wco, 1_000),
    "entry summary": (".xml", _summary, 1_000),
    "waybill": (".xml", _waybill, 2_000),
    "cuscar": (".edi", _lines, 1_000),
    "cuscar, one line": (".edi", _one_line, 1_000),
    "cuscar, released signs": (".edi", _released, 2_000),
    "cuscar, line ends": (".edi", _broken_lines, 2_000),
    "ftm": (".jsonl", _entities, 1_000),
    "ftm, fragments": (".jsonl", _fragments, 1_000),
    "ftm, one entity": (".jsonl", _one_entity, 1_000),
    "graph export": ("", _export, 1_000),
}


def _read(path: Path) -> None:
    """Reads a file as a load does: opened, parsed, and made into nodes and edges."""
    from graph.derivation.assertions import assertions
    from graph.errors import BadFile
    from graph.model import Channel
    from loaders.profile.profile import find_profile, parse_profile
    from loaders.recognising import profile_for
    from loaders.registry import open_source, parser

    if path.is_dir():
        profile = parse_profile(EXPORT)
    else:
        try:
            profile = find_profile(profile_for(path, {}))
        except BadFile:
            profile = parse_profile(PROFILE)
    source = open_source(path, profile)
    parse = parser(profile, source.header)
    channel = Channel("UZ", "d", "H1", "customs")
    for _, unit in source.units:
        for record in parse(unit)[0]:
            assertions(record, channel)


def _cpu() -> float:
    """CPU seconds of this process and of those that it has ended."""
    own, others = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + others.ru_utime + others.ru_stime


def _seconds(work: Callable[[], object]) -> float:
    start = _cpu()
    work()
    return _cpu() - start


def _ratio(work: Callable[[int, int], Callable[[], object]], size: int) -> float:
    """CPU time at 4 n over that at n, the best of three; `work` is given the size and the round."""
    ratio = float("inf")
    for number in range(ROUNDS):  # a loaded machine adds to both, and not by the same share
        once, four = (_seconds(work(count, number)) for count in (size, 4 * size))
        ratio = min(ratio, four / max(once, LEAST_SECONDS))
        if ratio <= MOST:
            break
    return ratio


def measure(subject: str) -> tuple[float, str]:
    """The worst ratio of a subject, and of which text."""
    if subject in FILES:
        suffix, write, size = FILES[subject]
        with tempfile.TemporaryDirectory() as folder:

            def reading(count: int, number: int) -> Callable[[], object]:
                path = Path(folder) / f"a{count}-{number}{suffix}"
                write(path, count)
                return lambda: _read(path)

            reading(10, 9)()
            return _ratio(reading, size), subject
    read = text_readers()[subject]
    read("x")

    def on(pump: str) -> Callable[[int, int], Callable[[], object]]:
        def reading(count: int, number: int) -> Callable[[], object]:
            text = (pump * count)[:count] + "abc"[number]  # a new text each time, as answers are kept
            return lambda: read(text)

        return reading

    return max((_ratio(on(pump), CHARACTERS), repr(pump)) for pump in PUMPS)


QUICK = "csv, one long word"  # the one that stands for all in the ordinary suite


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(subject, marks=() if subject == QUICK else pytest.mark.slow)
        for subject in [*FILES, *text_readers()]
    ],
)
def test_four_times_as_much_costs_at_most_six_times_as_much(subject: str) -> None:
    command = [sys.executable, __file__, subject]
    ran = subprocess.run(command, capture_output=True, text=True, cwd=Path(__file__).parents[2], check=False)
    assert ran.returncode == 0, f"{subject}: ended with {ran.returncode}: {ran.stderr[-2000:]}"
    ratio, worst = json.loads(ran.stdout)
    assert ratio <= MOST, f"{subject}: {ratio:.1f} times the CPU time for four times of {worst}"


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[2]))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_LIMIT, CPU_LIMIT))
    gc.disable()  # it costs by what lives, and not by what is read
    print(json.dumps(measure(sys.argv[1])))
