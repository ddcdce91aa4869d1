"""Layouts of declarations and manifests: the columns of each and where its dates, weights and parties stand.

A sheet knows its own number form, encoding and separators; the profile of the same name says how to read it.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sheet:
    """A layout; positions say which cells dirt and corrections may touch (-1 where the layout has none)."""

    profile: str
    kind: str
    columns: tuple[str, ...]
    encoding: str
    delimiter: str
    newline: str
    base: str
    ids: tuple[int, ...]
    day: int
    weight: int
    consignee: tuple[int, ...]
    amended: int = -1
    status: int = -1
    cancelled: str = ""

    def source_id(self, row: list[str]) -> str:
        """The record's number as the loader will make it of the row."""
        return "/".join(row[at] for at in self.ids)


def columns(text: str) -> tuple[str, ...]:
    """Column names from one text, separated by upright strokes."""
    return tuple(name.strip() for name in text.split("|"))


ENGLISH = Sheet(
    "sample-declarations-en",
    "declaration",
    columns(
        "Declaration No|Procedure|Registered On|Office|Amended At|Status|Exporter|Exporter Country|Exporter Tax No|"
        "Consignee|Consignee Country|Consignee Tax No|Consignee Phone|Consignee Address|Notify Party|Notify Phone|"
        "Declarant|Declarant Tax No|Declarant Phone|Carrier|Carrier Country|Truck|Trailer|Driver|Driver Passport|"
        "Driver Country|Containers|Seals|Transport Doc|Previous Doc|HS Code|Goods|Gross kg|Net kg|Packages|Value|"
        "Currency|Origin|Destination|Mode|Border Post"
    ),
    "utf-8", ",", "\n", "latin", (0,), 2, 32, (9, 10, 11, 12, 13), 4, 5, "cancelled",
)  # fmt: skip
RUSSIAN = Sheet(
    "sample-declarations-ru",
    "declaration",
    columns(
        "Код поста|Год|Номер|Дата регистрации|Процедура|Версия|Статус|Отправитель|Страна отправителя|ИНН отправителя|"
        "Получатель|Страна получателя|ИНН получателя|Телефон получателя|Адрес получателя|Декларант|ИНН декларанта|"
        "Телефон декларанта|Перевозчик|Экспедитор|Рег. номер ТС|Прицеп|Фамилия водителя|Имя водителя|Паспорт водителя|"
        "Гражданство водителя|Контейнеры|Пломбы|Транспортный документ|Код ТН ВЭД|Описание товара|Вес брутто|Вес нетто|"
        "Мест|Стоимость|Валюта|Страна отправления|Страна назначения|Вид транспорта|Пункт пропуска"
    ),
    "cp1251", ";", "\r\n", "russian", (0, 1, 2), 3, 31, (10, 11, 12, 13, 14), 5, 6, "аннулирована",
)  # fmt: skip
UZBEK = Sheet(
    "sample-declarations-uz",
    "declaration",
    columns(
        "BYuD raqami|Sana|Tartib|Holat|Tuzatilgan vaqt|Jo'natuvchi|Jo'natuvchi mamlakati|Jo'natuvchi STIR|Oluvchi|"
        "Oluvchi mamlakati|Oluvchi STIR|Oluvchi telefoni|Oluvchi manzili|Deklarant|Deklarant STIR|Deklarant telefoni|"
        "Tashuvchi|Ombor|Avtomobil|Tirkama|Haydovchi|Haydovchi pasporti|Haydovchi fuqaroligi|Haydovchi telefoni|"
        "Konteyner|Plomba|CMR/TIR|TIF TN kodi|Tovar|Brutto kg|Netto kg|Joylar|Qiymat|Valyuta|Kelib chiqish|Yetkazish|"
        "Transport turi|Chegara posti"
    ),
    "utf-8", ";", "\n", "native", (0,), 1, 29, (8, 9, 10, 11, 12), 4, 3, "bekor qilingan",
)  # fmt: skip
ROAD = Sheet(
    "sample-manifests-road",
    "manifest",
    columns(
        "Manifest No|Line|Arrived|Post|Truck|Trailer|Driver surname|Driver given name|Driver passport|"
        "Driver nationality|Driver phone|Carrier|Carrier country|Carrier phone|Shipper|Shipper country|Consignee|"
        "Consignee country|Consignee tax no|Consignee phone|Consignee address|Notify|Notify phone|Forwarder|"
        "Forwarder phone|Containers|Seals|CMR / TIR|Goods|Gross t|Packages|Loaded at|Unloaded at|Value USD"
    ),
    "utf-8-sig", "\t", "\n", "native", (0, 1), 2, 29, (16, 17, 18, 19, 20),
)  # fmt: skip
SEA = Sheet(
    "sample-manifests-sea",
    "manifest",
    columns(
        "B/L No|Vessel|Voyage|Arrival|Port of loading|Port of discharge|Shipper|Shipper country|Consignee|"
        "Consignee country|Consignee tax no|Consignee phone|Consignee address|Notify party|Notify phone|Forwarder|"
        "Forwarder phone|Containers|Seals|HS code|Goods|Gross kg|Packages|Mode"
    ),
    "utf-8", "|", "\n", "latin", (0,), 3, 21, (8, 9, 10, 11, 12),
)  # fmt: skip
DECLARATIONS = {
    **dict.fromkeys(("AF", "AZ", "GE", "PK", "TM"), ENGLISH),
    **dict.fromkeys(("KG", "KZ", "TJ", "UA"), RUSSIAN),
    "UZ": UZBEK,
}
ROAD_MANIFESTS = ("TJ", "TM", "UZ")
SEA_MANIFESTS = ("AZ", "GE", "PK")
