import pytest

from graph.linkage.spelling import Accord, Name, accord, consonants, is_slip


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("iusupov bekzod nodir ugli", "bekzod iusupov", Accord.SAME),
        ("iusupov bekzod nodir ugli", "iusupov bekzod nodirovich", Accord.SAME),
        ("iusupov bekzod nodir ugli", "iusupov bekzod karim ugli", Accord.CONTRADICTS),
        ("iusupov bekzod nodir ugli", "iusupov nodir", Accord.UNLIKE),  # his father
        ("bekenov erlan armanuli", "bekenov erlan armanovich", Accord.SAME),  # Kazakh, and as Russian writes it
        ("bekenov erlan armanuli", "bekenov erlan kairatovich", Accord.CONTRADICTS),
        ("bekenov erlan armanuli", "erlan bekenov", Accord.SAME),
        ("mammadov rashid alioglu", "mammadov rashid ali oglu", Accord.SAME),
        ("karaoglu mehmet ali", "mehmet karaoglu", Accord.SAME),  # a family name that ends like a father's
        ("arabuli giorgi", "giorgi arabuli", Accord.SAME),
        ("karimov sherzod", "karimova sherzoda", Accord.CONTRADICTS),
        ("karimov sherzod", "karimov s", Accord.INITIALS),
        ("karimov olim", "karimov anvar", Accord.UNLIKE),
        ("hujaev bekzod", "bekzod hojaev", Accord.SAME),
        ("orudzhov azar", "azer orudzhov", Accord.SAME),
        ("abasov resid", "abasov rashid", Accord.SAME),
        ("karimov omar", "karimov amir", Accord.UNLIKE),
        ("abdiev ch", "abdiev chingiz emilovich", Accord.INITIALS),  # one letter in Cyrillic, two in Latin
        ("zaitsev ea", "zaitsev evgeni alekseevich", Accord.INITIALS),  # E. A.
        ("zaitsev pa", "zaitsev evgeni alekseevich", Accord.UNLIKE),
        ("egorov aleksandr konstantinovch", "aleksandr egorov konstantinovich", Accord.SAME),
        ("zaitsev evgeni aleksivich", "zaitsev evgeni sergivich", Accord.CONTRADICTS),
        ("iusupov sherzod nodir egli", "iusupov sherzod nodir ugli", Accord.SAME),
    ],
)
def test_persons(one: str, other: str, expected: Accord) -> None:
    assert accord(Name(one), Name(other), True) == accord(Name(other), Name(one), True) == expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("gmbh dune juniper koral materials", "dune juniper koral materials", Accord.SAME),
        ("parusoiantar eksport", "parus iantar eksport", Accord.SAME),
        ("tulporch inor tong import", "tulpor chinor tong import", Accord.SAME),
        ("bahor savdo trade", "bahor savdo invest", Accord.UNLIKE),
        ("altin taze chinar servis", "altin taze sinar servis", Accord.SAME),  # ş and ç without their marks
        ("huamei dehin tuls", "huamei deksin tuls", Accord.SAME),  # x read as kh and as ks
        ("goi el market", "goi iol market", Accord.SAME),  # Ёл and Yo'l
        ("bereket ipek iol servis", "barakat ipak el servis", Accord.SAME),
        ("krinia barvinok stroi", "krinitsia barvinok stroi", Accord.SAME),
        ("hk bereket dag servis", "bereket dag servis e", Accord.SAME),  # what is left of legal forms
        ("kurish mura servis", "kurish mura servislp", Accord.SAME),
        ("el dare eksport", "iol dario eksport", Accord.SAME),
        ("bahor savdo eksport", "bahor savdo import", Accord.UNLIKE),
        ("bahor karvon savdo invest", "bahor zilol lochin invest", Accord.UNLIKE),
        ("firm 2 trading", "firm 3 trading", Accord.CONTRADICTS),
        ("firm trading", "firm 3 trading", Accord.UNLIKE),
        ("nur", "bahor", Accord.UNLIKE),
    ],
)
def test_companies(one: str, other: str, expected: Accord) -> None:
    assert accord(Name(one), Name(other), False) == accord(Name(other), Name(one), False) == expected


def test_a_name_without_its_vowels_meets_the_one_with_them() -> None:
    assert accord(Name("stnkz zman", is_abjad=True), Name("stanekzai zaman"), True) == Accord.SAME
    assert accord(Name("stnkz zman"), Name("stanekzai zaman"), True) == Accord.UNLIKE


def test_a_consonant_left_out_beside_two_other_words_makes_no_other_name_without_vowels() -> None:
    assert accord(Name("chvhdri blal zbir", is_abjad=True), Name("chaudhri bilal zubair"), True) == Accord.SAME


def test_consonants_are_those_of_the_words_in_any_order() -> None:
    assert consonants("muhamad brothers") == consonants("brithers mohamed")


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("301234567", "301234576", True),  # swapped
        ("301234567", "301234", True),  # cut
        ("301234567", "301", False),
        ("301234567", "305765432", False),
    ],
)
def test_a_slip_is_one_edit_or_a_few_lost_signs(one: str, other: str, expected: bool) -> None:
    assert is_slip(one, other) == is_slip(other, one) == expected
