"""The twelve layouts of the sample as an analyst's script has them: how each is read, and which column is what.

A party is its columns of name, country, own number (tax number or passport), phone, address and e-mail, "" where the
layout has none; a person's name may stand in several columns.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PartyColumns:
    """The columns of one party of a row."""

    name: tuple[str, ...]
    country: str = ""
    number: str = ""
    phone: str = ""
    address: str = ""
    email: str = ""
    is_person: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """How a kind of file is read; `version` and `deleted` are columns, `gone` the word of a deleted row."""

    delimiter: str
    encoding: str
    decimal: str
    id: tuple[str, ...]
    days: tuple[tuple[str, str], ...]  # column and format
    parties: tuple[PartyColumns, ...] = ()
    plates: tuple[str, ...] = ()
    containers: str = ""
    numbers: tuple[str, ...] = ()  # weights, packages, values
    documents: tuple[str, ...] = ()
    seals: str = ""
    quantity: tuple[str, str] = ("", "")  # and its unit
    version: str = ""
    deleted: str = ""
    gone: str = ""


P = PartyColumns

LAYOUTS = {
    "sample-declarations-en": Layout(
        *(",", "utf-8-sig", "."), ("Declaration No",), (("Registered On", "%Y-%m-%d"),),
        (
            P(("Exporter",), "Exporter Country", "Exporter Tax No"),
            P(("Consignee",), "Consignee Country", "Consignee Tax No", "Consignee Phone", "Consignee Address"),
            P(("Notify Party",), "", "", "Notify Phone"),
            P(("Declarant",), "", "Declarant Tax No", "Declarant Phone"),
            P(("Carrier",), "Carrier Country"),
            P(("Driver",), "Driver Country", "Driver Passport", is_person=True),
        ),
        ("Truck", "Trailer"), "Containers", ("Gross kg", "Net kg", "Packages", "Value"),
        ("Transport Doc", "Previous Doc"), "Seals",
        version="Amended At", deleted="Status", gone="cancelled",
    ),
    "sample-declarations-ru": Layout(
        *(";", "cp1251", ","), ("Код поста", "Год", "Номер"), (("Дата регистрации", "%d.%m.%Y"),),
        (
            P(("Отправитель",), "Страна отправителя", "ИНН отправителя"),
            P(("Получатель",), "Страна получателя", "ИНН получателя", "Телефон получателя", "Адрес получателя"),
            P(("Декларант",), "", "ИНН декларанта", "Телефон декларанта"),
            P(("Перевозчик",)),
            P(("Экспедитор",)),
            P(("Фамилия водителя", "Имя водителя"), "Гражданство водителя", "Паспорт водителя", is_person=True),
        ),
        ("Рег. номер ТС", "Прицеп"), "Контейнеры", ("Вес брутто", "Вес нетто", "Мест", "Стоимость"),
        ("Транспортный документ",), "Пломбы",
        version="Версия", deleted="Статус", gone="аннулирована",
    ),
    "sample-declarations-uz": Layout(
        *(";", "utf-8-sig", "."), ("BYuD raqami",), (("Sana", "%d.%m.%Y"),),
        (
            P(("Jo'natuvchi",), "Jo'natuvchi mamlakati", "Jo'natuvchi STIR"),
            P(("Oluvchi",), "Oluvchi mamlakati", "Oluvchi STIR", "Oluvchi telefoni", "Oluvchi manzili"),
            P(("Deklarant",), "", "Deklarant STIR", "Deklarant telefoni"),
            P(("Tashuvchi",)),
            P(("Ombor",)),
            P(("Haydovchi",), "Haydovchi fuqaroligi", "Haydovchi pasporti", "Haydovchi telefoni", is_person=True),
        ),
        ("Avtomobil", "Tirkama"), "Konteyner", ("Brutto kg", "Netto kg", "Joylar", "Qiymat"),
        ("CMR/TIR",), "Plomba",
        version="Tuzatilgan vaqt", deleted="Holat", gone="bekor qilingan",
    ),
    "sample-manifests-road": Layout(
        *("\t", "utf-8-sig", "."), ("Manifest No", "Line"), (("Arrived", "%Y-%m-%d %H:%M"),),
        (
            P(("Shipper",), "Shipper country"),
            P(("Consignee",), "Consignee country", "Consignee tax no", "Consignee phone", "Consignee address"),
            P(("Notify",), "", "", "Notify phone"),
            P(("Forwarder",), "", "", "Forwarder phone"),
            P(("Carrier",), "Carrier country", "", "Carrier phone"),
            P(("Driver surname", "Driver given name"), "Driver nationality", "Driver passport", "Driver phone",
              is_person=True),
        ),
        ("Truck", "Trailer"), "Containers", ("Gross t", "Packages", "Value USD"), ("CMR / TIR",), "Seals",
    ),
    "sample-manifests-sea": Layout(
        *("|", "utf-8-sig", "."), ("B/L No",), (("Arrival", "%d/%m/%Y"),),
        (
            P(("Shipper",), "Shipper country"),
            P(("Consignee",), "Consignee country", "Consignee tax no", "Consignee phone", "Consignee address"),
            P(("Notify party",), "", "", "Notify phone"),
            P(("Forwarder",), "", "", "Forwarder phone"),
        ),
        (), "Containers", ("Gross kg", "Packages"), ("B/L No",), "Seals",
    ),
    "sample-inspections-en": Layout(
        *(",", "utf-8-sig", "."), ("Inspection No",), (("Inspected On", "%Y-%m-%d"),),
        (P(("Offender",), "Offender Country", "Offender Passport", is_person=True),),
        ("Truck",), "Container", (), ("Declaration No", "Transport Doc"), quantity=("Quantity", "Unit"),
    ),
    "sample-inspections-ru": Layout(
        *(";", "cp1251", ","), ("Номер акта",), (("Дата досмотра", "%d.%m.%Y"),), (),
        ("Рег. номер ТС",), "Контейнер", (), ("Номер ДТ",),
    ),
    "sample-seizures-ru": Layout(
        *(";", "cp1251", ","), ("Номер протокола",), (("Дата изъятия", "%d.%m.%Y"),),
        (P(("ФИО нарушителя",), "Гражданство", "Паспорт нарушителя", is_person=True),),
        ("Рег. номер ТС", "Прицеп"), "Контейнер", (), ("Номер ДТ", "Транспортный документ"),
        quantity=("Количество", "Ед. изм."),
    ),
    "sample-parties-en": Layout(
        *(",", "utf-8-sig", "."), ("Registration No",), (("Registered On", "%Y-%m-%d"), ("Director Born", "%Y-%m-%d")),
        (
            P(("Name",), "Country", "Tax No", "Phone", "Address", "E-mail"),
            P(("Director",), "Director Country", "Director Passport", is_person=True),
        ),
    ),
    "sample-parties-ru": Layout(
        *(";", "cp1251", ","), ("Рег. номер",), (("Дата регистрации", "%d.%m.%Y"), ("Дата рождения", "%d.%m.%Y")),
        (
            P(("Наименование",), "Страна", "ИНН", "Телефон", "Адрес", "Эл. почта"),
            P(("Руководитель",), "Гражданство", "Паспорт руководителя", is_person=True),
        ),
    ),
    "sample-vehicles": Layout(
        *(",", "utf-8-sig", "."), ("Certificate No",), (("Valid From", "%Y-%m-%d"), ("Valid Until", "%Y-%m-%d")),
        (P(("Owner",), "Owner Country", "Owner Tax No", "Owner Phone"),),
        ("Plate",), "", ("Tare kg",), ("VIN",),
    ),
    "sample-containers": Layout(
        *(",", "utf-8-sig", "."), ("Row No",), (("Valid From", "%Y-%m-%d"),),
        (P(("Owner",), "Owner Country"),),
        (), "Container", ("Tare kg",),
    ),
}  # fmt: skip
