"""Joins of parties through what they hold: numbers, contacts, vehicles, and whom they work for."""

import numpy as np

from graph.kernels.components import pairs_within
from graph.kernels.expand import distinct_pairs
from graph.linkage.held import Held
from graph.linkage.joins import Joins, Reason
from graph.linkage.names_at_values import HELD_SHARE, NamesAtValues
from graph.linkage.spelling import FEWEST_SIGNS, Accord, is_slip

MOST_AT_VEHICLE = 36  # names with one vehicle, above which it is no vehicle but a word
FEWEST_DIVERSE = 3  # names beside a value that can make it name nobody
MOST_NUMBERS = 30  # numbers under one name that are compared with each other


def name_nobody(at: NamesAtValues) -> np.ndarray:
    """Whether each value stands beside several names of which none holds most of its mentions, by number of value."""
    diverse: np.ndarray = (at.sizes >= FEWEST_DIVERSE) & (at.held_share <= HELD_SHARE)
    return diverse


def through_numbers(at: NamesAtValues, failed: np.ndarray, held: Held) -> Joins:
    """Parties that hold one number, if its names do not speak against it.

    A number that failed its check joins those of one name alone. Parties without a name stand with the number's first.

    Args:
        at: The names at numbers.
        failed: Whether the value of each number of value failed its check.
        held: Who holds which number, with parties without a name.
    """
    speaks = ~name_nobody(at)
    lead = at.leading
    whole = speaks & ~failed
    cells = np.flatnonzero(whole[at.group] & (at.to_leading != Accord.CONTRADICTS))
    joined = Joins.of(at.first[lead[at.group[cells]]], at.first[cells], Reason.SAME_NUMBER, at.value[cells])
    nameless = at.names.of_party[held.party] < 0
    return Joins.all_of(
        (
            _of_one_name(at, whole, Reason.SAME_NUMBER),
            _of_one_name(at, speaks & failed, Reason.SAME_NUMBER_AND_NAME),
            _of_spellings(at, speaks & failed, (Reason.SAME_NUMBER_AND_NAME, None)),
            joined,
            _nameless(at, whole, Held(held.party[nameless], held.value[nameless], held.mentions[nameless])),
        )
    )


def _nameless(at: NamesAtValues, whole: np.ndarray, held: Held) -> Joins:
    """Parties without a name, each with the first of those of its number; numbers without any name join them too."""
    if not len(held.party):
        return Joins.none()
    place = np.searchsorted(at.values, held.value)
    known = np.append(at.values, -1)[place] == held.value
    speaks = np.where(known, np.append(whole, False)[place], True)
    first_of = np.append(at.first[at.leading], -1)[place]
    _, start = np.unique(held.value, return_index=True)
    own = held.party[start[np.searchsorted(held.value[start], held.value)]]
    center = np.where(known, first_of, own)
    return Joins.of(center[speaks], held.party[speaks], Reason.SAME_NUMBER, held.value[speaks])


def through_contacts(at: NamesAtValues) -> Joins:
    """Parties that share a phone, mail or address under spellings of one name."""
    speaks = ~name_nobody(at)
    reasons = (Reason.SAME_CONTACT_AND_NAME, Reason.SAME_CONTACT_AND_INITIALS)
    return Joins.all_of((_of_one_name(at, speaks, reasons[0]), _of_spellings(at, speaks, reasons)))


def without_name(held: Held, at: NamesAtValues, groups: np.ndarray) -> Joins:
    """Parties without a name, each with the holder of all its contacts and numbers, where it is one entity so far.

    Where some of them stand with one name and its spellings alone, and others beside strangers too (a broker's phone,
    a business centre), the first decide.

    Args:
        held: Who holds which contact and number.
        at: The names at these values.
        groups: The entity so far of each party.
    """
    nameless = held.of_rows(at.names.of_party[held.party] < 0)
    place = np.searchsorted(at.values, nameless.value)
    known = np.append(at.values, -1)[place] == nameless.value
    speaks = known & np.append(~name_nobody(at), False)[place]
    party, place, value = nameless.party[speaks], place[speaks], nameless.value[speaks]
    is_sole = at.held_share[place] == 1.0
    decides = is_sole | ~np.isin(party, party[is_sole])
    party, place, value = party[decides], place[decides], value[decides]
    holder = at.first[at.leading][place]
    order = np.lexsort((value, party))
    party, holder, value = party[order], holder[order], value[order]
    starts = np.flatnonzero(np.append(True, party[1:] != party[:-1])) if len(party) else party
    if not len(party):
        return Joins.none()
    sure = starts[np.minimum.reduceat(groups[holder], starts) == np.maximum.reduceat(groups[holder], starts)]
    return Joins.of(holder[sure], party[sure], Reason.NO_NAME_BUT_CONTACT, value[sure])


def through_vehicles(at: NamesAtValues) -> Joins:
    """Parties that stand with one vehicle under spellings of one name; initials only where they can be of one alone."""
    speaks = at.sizes <= MOST_AT_VEHICLE
    reasons = (Reason.SAME_VEHICLE_AND_NAME, Reason.SAME_VEHICLE_AND_INITIALS)
    return Joins.all_of((_of_one_name(at, speaks, reasons[0]), _of_spellings(at, speaks, reasons)))


def through_partners(at: NamesAtValues) -> Joins:
    """Persons of one full name who work for one firm, and firms whose names are spellings that serve one partner."""
    everywhere = np.ones(len(at.values), dtype=bool)
    alone = _of_one_name(at, everywhere, Reason.SAME_PARTNER_AND_NAME, at.names.is_full)
    return Joins.all_of((alone, _of_spellings(at, everywhere, (Reason.SAME_PARTNER_AND_NAME, None))))


def _of_one_name(at: NamesAtValues, wanted: np.ndarray, reason: Reason, names: np.ndarray | None = None) -> Joins:
    """Parties of one name at one value, each with the first."""
    rows = np.flatnonzero(wanted[at.group[at.cell]] & (at.first[at.cell] != at.held.party))
    if names is not None:
        rows = rows[names[at.name[at.cell[rows]]]]
    return Joins.of(at.first[at.cell[rows]], at.held.party[rows], reason, at.held.value[rows])


def _of_spellings(at: NamesAtValues, wanted: np.ndarray, reasons: tuple[Reason, Reason | None]) -> Joins:
    """Names at one value that are spellings of one: the first party of one with the first of the other.

    `reasons` are those of whole names and of initials, None to leave these out. Initials that fit two names which do
    not fit each other join neither.
    """
    left, right = at.pairs(wanted)
    accords = at.names.accords(at.name[left], at.name[right])
    whole = np.flatnonzero(accords == Accord.SAME)
    joins = [Joins.of(at.first[left[whole]], at.first[right[whole]], reasons[0], at.value[left[whole]])]
    if reasons[1] is not None:
        short = _unambiguous(at, left, right, np.flatnonzero(accords == Accord.INITIALS))
        joins.append(Joins.of(at.first[left[short]], at.first[right[short]], reasons[1], at.value[left[short]]))
    return Joins.all_of(joins)


def _unambiguous(at: NamesAtValues, left: np.ndarray, right: np.ndarray, pairs: np.ndarray) -> np.ndarray:
    """Those pairs of a name with initials and a fuller one whose initials fit no other name that is unlike that."""
    one, other = left[pairs], right[pairs]
    is_short = at.names.has_initial[at.name[one]]
    short, full = np.where(is_short, one, other), np.where(is_short, other, one)
    fitting = distinct_pairs(short, full)
    fits = pairs_within(fitting.left, fitting.right, largest=len(fitting.left))
    differ = at.names.accords(at.name[fits.left], at.name[fits.right]) < Accord.INITIALS
    sure: np.ndarray = pairs[~np.isin(short, fits.group[differ])]
    return sure


def through_slips(at: NamesAtValues, texts: dict[int, str]) -> Joins:
    """Parties of one full name with numbers of one scheme that are a slip apart, or of which one is cut.

    Args:
        at: The names at numbers.
        texts: Scheme, issuer and number of each value, `passport:UZ:AB1234567`; others are not compared.
    """
    is_told = np.isin(at.value, list(texts))
    cells = np.flatnonzero(at.names.is_full[at.name] & is_told)
    pairs = pairs_within(at.name[cells], cells, largest=MOST_NUMBERS)
    once = np.minimum(at.mentions[pairs.left], at.mentions[pairs.right]) == 1
    ends = np.stack((pairs.left[once], pairs.right[once]), axis=1)
    values = zip(at.value[ends[:, 0]].tolist(), at.value[ends[:, 1]].tolist(), strict=True)
    cells = ends[np.array([_are_slips(texts[one], texts[other]) for one, other in values], dtype=bool)]
    left, right = at.first[cells[:, 0]], at.first[cells[:, 1]]
    return Joins.of(left, right, Reason.NEAR_NUMBER_AND_NAME, at.value[cells[:, 0]])


def _are_slips(one: str, other: str) -> bool:
    scheme, _, number = one.rpartition(":")
    other_scheme, _, other_number = other.rpartition(":")
    return (
        scheme == other_scheme and min(len(number), len(other_number)) >= FEWEST_SIGNS and is_slip(number, other_number)
    )
