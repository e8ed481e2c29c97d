"""The instance as arrays of records, for the compiled search and bound."""

from collections.abc import Iterable
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from reassure.engines.generate.instance import Bools, Floats, Instance, Ints, Supply
from reassure.engines.generate.worth import Worth
from reassure.model.conditions import PartnerRule
from reassure.model.periods import MONTH_DAYS

Records = Any
"""Array of records; its fields are known to the compiler, not to the checker of types."""

UNKNOWN = -2
"""Stands for a nation that is named but offers nothing."""

SINGLE_UNITS = 32
"""Units of an offer that move one by one; of larger offers, the rest move in packs."""


class Problem(NamedTuple):
    """Everything that search and bound look at; all refer to one another by position.

    What belongs to a record stands in a row: pairs of offer ``o`` are
    ``offer_pairs[offers[o].first_pair : offers[o].last_pair]``.

    Attributes
    ----------
    n_periods
        Number of periods.
    month
        Unit-months of one unit-period.
    nation_price
        As in `Worth`.
    pairs
        Records of offer, line and efficiency, ordered by line, then offer.
    offers
        Records of nation, quantity, lengths of tours, prices, and where pairs, nations that must
        lead, partners and units stand.
    lines
        Records of quantity, sector, formation, and first and last of ``pairs``.
    partners
        Records of a nation, its least units, and whether it is the offer's own nation.
    sectors, formations, nations, units
        Records of the limits of each, and of where the offers or units that they hold stand. A
        unit of a large offer stands for several real ones, its ``size``; ``slot`` is the first
        place of its tours, and there is one record more than units to end the last.
    pair_until, rest, line_worth
        As in `Instance`.
    offer_pairs, lead_nations, waiting_offers, formation_offers, nation_units
        What stands in rows; ``waiting_offers`` are those with leads or partners.
    may_lead
        Candidates, shape (n_sectors, n_nations).
    come
        1.0 where an offer comes in a scenario, 0.0 elsewhere, shape (n_offers, n_scenarios).
    is_certain
        Whether there is one scenario, in which every offer comes.
    """

    n_periods: int
    month: float
    nation_price: float
    pairs: Records
    offers: Records
    lines: Records
    partners: Records
    sectors: Records
    formations: Records
    nations: Records
    units: Records
    pair_until: NDArray[np.int16]
    rest: Ints
    line_worth: Floats
    offer_pairs: Ints
    lead_nations: Ints
    waiting_offers: Ints
    formation_offers: Ints
    nation_units: Ints
    may_lead: Bools
    come: Floats
    is_certain: bool


def problem_of(worth: Worth) -> Problem:
    """Bring an instance and what it is worth into records."""
    data = worth.instance
    place = {name: i for i, name in enumerate(data.nations)}
    standings = [supply.standing for supply in data.supplies]
    # A rule that is said twice counts once: its price would be paid twice.
    leads = [
        list(dict.fromkeys(place.get(rule.nation, UNKNOWN) for rule in one.leads))
        for one in standings
    ]
    rules = [_partner_rules(supply, place) for supply in data.supplies]
    partners = [rule for one in rules for rule in one]
    sizes = [_pack_sizes(int(quantity)) for quantity in data.offer_quantity]
    first_pair, last_pair, offer_pairs = _rows(data.pair_offer, len(data.supplies))
    first_lead, last_lead = spans([len(one) for one in leads])
    first_partner, last_partner = spans([len(one) for one in rules])
    first_unit, last_unit = spans([len(one) for one in sizes])
    line_first, line_last, _ = _rows(data.pair_line, len(data.lines))
    units = _units(data, sizes)
    waits = np.array([bool(one.leads or one.partners) for one in standings], dtype=bool)
    sectors, waiting_offers = _sectors(data, waits)
    formations, formation_offers = _formations(data, place)
    nations, nation_units = _nations(data, place, units["offer"][:-1])
    return Problem(
        n_periods=data.periods.count,
        month=data.periods.period_days / MONTH_DAYS,
        nation_price=worth.nation_price,
        pairs=records(
            len(data.pair_offer),
            offer=data.pair_offer,
            line=data.pair_line,
            efficiency=data.pair_efficiency,
        ),
        offers=records(
            len(data.supplies),
            nation=data.offer_nation,
            quantity=data.offer_quantity,
            shortest=data.offer_shortest,
            longest=data.offer_longest,
            period_price=worth.period_price,
            tour_price=worth.tour_price,
            first_pair=first_pair,
            last_pair=last_pair,
            first_lead=first_lead,
            last_lead=last_lead,
            first_partner=first_partner,
            last_partner=last_partner,
            first_unit=first_unit,
            last_unit=last_unit,
        ),
        lines=records(
            len(data.lines),
            quantity=data.line_quantity,
            sector=data.line_sector,
            formation=data.line_formation,
            first_pair=line_first,
            last_pair=line_last,
        ),
        partners=records(
            len(partners),
            nation=np.array([one[0] for one in partners], dtype=np.int64),
            least=np.array([one[1] for one in partners], dtype=np.float64),
            is_own=np.array([one[2] for one in partners], dtype=bool),
        ),
        sectors=sectors,
        formations=formations,
        nations=nations,
        units=units,
        pair_until=data.pair_until,
        rest=data.offer_rest,
        line_worth=data.line_worth,
        offer_pairs=offer_pairs,
        lead_nations=np.array([nation for one in leads for nation in one], dtype=np.int64),
        waiting_offers=waiting_offers,
        formation_offers=formation_offers,
        nation_units=nation_units,
        may_lead=_may_lead(data, place),
        come=np.ones((len(data.supplies), 1)) if worth.come is None else worth.come.astype(float),
        is_certain=worth.come is None,
    )


def least_units(rule: PartnerRule) -> float:
    """Return the units that a rule asks for, to a millionth: closer ones are the same rule."""
    return round(rule.minimum_units * 1e6) / 1e6


def _partner_rules(supply: Supply, place: dict[str, int]) -> list[tuple[int, float, bool]]:
    """Return whom an offer waits for, how many units of it, and whether it is its own nation."""
    return list(
        dict.fromkeys(
            (
                place.get(rule.nation, UNKNOWN),
                least_units(rule),
                supply.offer.nation == rule.nation,
            )
            for rule in supply.standing.partners
        )
    )


def _units(data: Instance, sizes: list[list[int]]) -> Records:
    """Return the units, and one record more that ends the last one's tours."""
    offer = np.repeat(np.arange(len(sizes)), [len(one) for one in sizes])
    shortest = np.maximum(data.offer_shortest, 1)
    at = np.minimum(shortest, data.periods.count)
    round_trip = shortest + data.offer_rest[np.arange(len(shortest)), at]
    most_tours = data.periods.count // round_trip + 2
    ends = np.cumsum(most_tours[offer])
    return records(
        len(offer) + 1,
        offer=np.append(offer, -1),
        size=np.array([size for one in sizes for size in one] + [0], dtype=np.int64),
        slot=np.concatenate([[0], ends]).astype(np.int64),
    )


def _sectors(data: Instance, waits: Bools) -> tuple[Records, Ints]:
    chosen = waits[data.pair_offer]
    sector = data.line_sector[data.pair_line[chosen]]
    first, last, offers = members(sector, data.pair_offer[chosen], len(data.sectors))
    months = data.lead_minimum.astype(np.float64)
    waiting = {"first_waiting": first, "last_waiting": last}
    return records(len(data.sectors), lead_months=months, **waiting), offers


def _formations(data: Instance, place: dict[str, int]) -> tuple[Records, Ints]:
    formation = data.line_formation[data.pair_line]
    chosen = formation >= 0
    count = len(data.formations)
    first, last, offers = members(formation[chosen], data.pair_offer[chosen], count)
    most = [
        len(data.nations) if record.max_nations is None else record.max_nations
        for record in data.formation_records
    ]
    framework = [
        -1 if record.framework_nation is None else place.get(record.framework_nation, UNKNOWN)
        for record in data.formation_records
    ]
    rows = records(
        count,
        most_nations=np.array(most, dtype=np.int64),
        framework=np.array(framework, dtype=np.int64),
        first_offer=first,
        last_offer=last,
    )
    return rows, offers


def _nations(data: Instance, place: dict[str, int], unit_offer: Ints) -> tuple[Records, Ints]:
    most_months, most_share = (np.full(len(data.nations), np.inf) for _ in range(2))
    for row in data.burdens:
        at = place[row.nation]
        if row.max_unit_months is not None:
            most_months[at] = min(most_months[at], row.max_unit_months)
        if row.max_share is not None and row.max_share < 1.0:
            most_share[at] = min(most_share[at], row.max_share)
    first, last, units = _rows(data.offer_nation[unit_offer], len(data.nations))
    limits = {"most_months": most_months, "most_share": most_share}
    return records(len(data.nations), **limits, first_unit=first, last_unit=last), units


def _may_lead(data: Instance, place: dict[str, int]) -> Bools:
    may_lead = np.zeros((len(data.sectors), len(data.nations)), dtype=bool)
    for sector, name in enumerate(data.sectors):
        able = [place[nation] for nation in data.lead_candidates[name] if nation in place]
        may_lead[sector, able] = True
    return may_lead


def _pack_sizes(quantity: int) -> list[int]:
    """Return units that move together: single ones first, then ever larger packs."""
    sizes = [1] * min(quantity, SINGLE_UNITS)
    left, size = quantity - len(sizes), 2
    while left > 0:
        for _ in range(min(4, -(-left // size))):
            sizes.append(min(size, left))
            left -= sizes[-1]
        size *= 2
    return sizes


def records(count: int, **columns: NDArray[Any]) -> Records:
    """Put columns side by side."""
    kinds = np.dtype([(name, column.dtype) for name, column in columns.items()], align=True)
    records = np.zeros(count, dtype=kinds)
    for name, column in columns.items():
        records[name] = column
    return records


def _rows(marks: Ints, count: int) -> tuple[Ints, Ints, Ints]:
    """Return where each mark's row begins and ends, and the members of all rows."""
    order = np.argsort(marks, kind="stable")
    ends = np.searchsorted(marks[order], np.arange(count + 1))
    return ends[:-1], ends[1:], order


def members(marks: Ints, members: Ints, count: int) -> tuple[Ints, Ints, Ints]:
    """Return the same for the distinct members of each mark."""
    both = np.unique(np.stack([marks, members], axis=1), axis=0)
    ends = np.searchsorted(both[:, 0], np.arange(count + 1))
    return ends[:-1], ends[1:], both[:, 1].copy()


def spans(counts: Iterable[int]) -> tuple[Ints, Ints]:
    """Return where rows of some lengths begin and end, one after the other."""
    ends = np.concatenate([[0], np.cumsum(list(counts), dtype=np.int64)]).astype(np.int64)
    return ends[:-1], ends[1:]
