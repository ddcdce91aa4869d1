"""What stands in cells that should identify: words for "no number", numbers as a spreadsheet shows them, cut ones."""

from collections.abc import Sequence

from loaders.sample.dice import Dice
from loaders.sample.rows import Mention
from loaders.sample.sheets import Sheet

WORDS = {
    "latin": {
        "name": ("PRIVATE PERSON", "VARIOUS", "TO WHOM IT MAY CONCERN", "AS PER INVOICE", "UNKNOWN", "SAME"),
        "tax": ("NO TAX ID", "NONE", "EXEMPT", "0000000000", "STIR YO'Q", "FOREIGN"),
        "phone": ("NO PHONE", "TEL", "+998", "YO'Q", "123456", "SEE INVOICE", "+00 000 000"),
        "passport": ("NO PASSPORT", "PASPORT YO'Q", "UNKNOWN", "AA0000000", "ID CARD", "LOST"),
        "plate": ("NO PLATE", "TRANSIT", "RAQAMSIZ", "TRUCK", "00000", "NEW"),
        "container": ("NO CONT", "LCL", "BULK", "CONT 1", "KONTEYNERSIZ"),
        "seal": ("NO SEAL", "PLOMBASIZ", "0000", "OK"),
        "document": ("NO NUMBER", "CMR", "RAQAMSIZ", "1", "ATTACHED"),
        "email": ("none", "no@mail", "info@", "n/a"),
        "address": ("AS ABOVE", "SAME", "MARKAZ", "CITY", "-"),
    },
    "russian": {
        "name": ("частное лицо", "РАЗНЫЕ", "согласно инвойсу", "неизвестно", "он же"),
        "tax": ("нет", "без ИНН", "не резидент", "0000000000", "-"),
        "phone": ("нет телефона", "тел.", "+7", "123456", "см. инвойс", "б/т"),
        "passport": ("нет паспорта", "без паспорта", "утерян", "AA0000000", "уд. личности"),
        "plate": ("без номера", "транзит", "б/н", "новый", "0000"),
        "container": ("без контейнера", "россыпь", "навал", "КОНТ 1"),
        "seal": ("без пломбы", "б/п", "0000", "есть"),
        "document": ("без номера", "CMR", "б/н", "1", "прилагается"),
        "email": ("нет", "no@mail", "info@", "-"),
        "address": ("там же", "город", "центр", "-"),
    },
}  # fmt: skip
_CELLS = (
    ("name shipper", "Exporter|Отправитель|Jo'natuvchi|Shipper"),
    ("name consignee", "Consignee|Получатель|Oluvchi"),
    ("name notify", "Notify Party|Notify|Notify party"),
    ("name declarant", "Declarant|Декларант|Deklarant"),
    ("name carrier", "Carrier|Перевозчик|Tashuvchi"),
    ("name forwarder", "Forwarder|Экспедитор"),
    ("name warehouse", "Ombor"),
    ("name driver", "Driver|Haydovchi|Driver surname|Фамилия водителя"),
    ("name offender", "Offender|ФИО нарушителя"),
    ("name director", "Director|Руководитель"),
    ("name owner", "Owner"),
    (
        "tax",
        "Exporter Tax No|Consignee Tax No|Declarant Tax No|ИНН отправителя|ИНН получателя|ИНН декларанта|"
        "Jo'natuvchi STIR|Oluvchi STIR|Deklarant STIR|Consignee tax no|Tax No|ИНН|Owner Tax No",
    ),
    (
        "phone",
        "Consignee Phone|Notify Phone|Declarant Phone|Телефон получателя|Телефон декларанта|Oluvchi telefoni|"
        "Deklarant telefoni|Haydovchi telefoni|Driver phone|Carrier phone|Consignee phone|Notify phone|Forwarder phone|"
        "Phone|Телефон|Owner Phone",
    ),
    (
        "passport",
        "Driver Passport|Паспорт водителя|Haydovchi pasporti|Driver passport|Offender Passport|Паспорт нарушителя|"
        "Director Passport|Паспорт руководителя",
    ),
    ("plate", "Truck|Trailer|Рег. номер ТС|Прицеп|Avtomobil|Tirkama|Plate"),
    ("container", "Containers|Container|Контейнеры|Контейнер|Konteyner"),
    ("seal", "Seals|Пломбы|Plomba"),
    ("document", "Transport Doc|Previous Doc|Транспортный документ|CMR/TIR|CMR / TIR"),
    ("email", "E-mail|Эл. почта"),
    ("address", "Consignee Address|Адрес получателя|Oluvchi manzili|Consignee address|Address|Адрес"),
)
_FIELD_OF = {column: field for field, names in _CELLS for column in names.split("|")}
_SECOND_NAMES = {"Имя водителя", "Driver given name"}
_CUT_FROM = 5  # signs; shorter values are not cut
_EXPONENT_FROM = 9  # digits that a spreadsheet turns into an exponent


def spoil_identity(
    cells: Sequence[str], mentions: Sequence[Mention], sheet: Sheet, dice: Dice, share: float
) -> tuple[list[str], list[Mention]]:
    """The cells with junk in this share of those that identify, and the parties that are still named.

    The record's own number is left alone, as are registers' plates and containers: a register is of what it names.
    """
    spoiled, lost = list(cells), set()
    words = WORDS["russian" if sheet.base == "russian" else "latin"]
    for at, column in enumerate(sheet.columns[: len(spoiled)]):
        field, _, role = _FIELD_OF.get(column, "").partition(" ")
        if not field or at in sheet.ids or (field == "plate" and sheet.kind == "vehicle"):
            continue
        if (field == "container" and sheet.kind == "container") or not dice.chance(share):
            continue
        if role:
            if spoiled[at]:
                lost.add(role)
                spoiled[at] = dice.pick(words["name"])
        else:
            spoiled[at] = _junk(field, spoiled[at], words[field], dice, sheet)
    if "driver" in lost:
        for at, column in enumerate(sheet.columns):
            if column in _SECOND_NAMES:
                spoiled[at] = ""
    return spoiled, [(role, entity) for role, entity in mentions if role not in lost]


def _junk(field: str, value: str, words: tuple[str, ...], dice: Dice, sheet: Sheet) -> str:
    slip = dice.random()
    if field in ("phone", "tax") and slip > 0.7:
        digits = "".join(sign for sign in value if sign.isdecimal())
        if len(digits) >= _EXPONENT_FROM and value.isascii():
            shown = f"{int(digits):.5E}"
            return shown.replace(".", ",") if sheet.base == "russian" else shown
    if slip > 0.45 and len(value) > _CUT_FROM and field != "address":
        return value[: -1 - dice.below(3)]
    return dice.pick(words)
