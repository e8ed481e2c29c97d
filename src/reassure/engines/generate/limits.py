"""Rows of the exact model that tie offers together: formations, leads, partners, burdens."""

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from reassure.engines.common.assembly import Assembly
from reassure.engines.generate.instance import Bools, Instance, Ints
from reassure.engines.generate.worth import Worth
from reassure.model.periods import MONTH_DAYS

ANY_OFFER = -1


class ActKey(NamedTuple):
    """A partner's presence in one sector and period.

    Attributes
    ----------
    nation, units
        Who must be present, and with how many units.
    offer
        Offer whose own units do not count, -1 where it is of another nation.
    sector, period
        Where and when.
    """

    nation: str
    units: float
    offer: int
    sector: int
    period: int


def add_formations(model: Assembly, worth: Worth) -> dict[tuple[int, int], int]:
    """Add equations 5 to 7: who may serve in a formation, with rest (strengthening a)."""
    data = worth.instance
    inside = data.tours.formation >= 0
    both = np.stack([data.tours.nation[inside], data.tours.formation[inside]], axis=1)
    keys = [(int(n), int(g)) for n, g in np.unique(both, axis=0)]
    columns = model.add_columns(np.full(len(keys), -worth.nation_price), upper=1.0, is_integer=True)
    serves = {key: int(column) for key, column in zip(keys, columns, strict=True)}
    for offer, formation, tours in _grouped(data.tours.offer, data.tours.formation, inside):
        gate = serves[int(data.offer_nation[offer]), formation]
        _gate_occupancy(model, data, tours, gate, float(data.offer_quantity[offer]))
    for g, record in enumerate(data.formation_records):
        members = [(n, column) for (n, formation), column in serves.items() if formation == g]
        if record.max_nations is not None and len(members) > record.max_nations:
            row = model.add_rows(1, upper=record.max_nations)
            model.put(row, [column for _, column in members], 1.0)
        if record.framework_nation is not None:
            _add_framework(model, data, g, dict(members))
    return serves


def _add_framework(model: Assembly, data: Instance, g: int, members: dict[int, int]) -> None:
    name = data.formation_records[g].framework_nation
    frame = data.nations.index(name) if name in data.nations else -1
    others = [column for nation, column in members.items() if nation != frame]
    rows = model.add_rows(len(others), upper=0.0)
    model.put(rows, others, 1.0)
    if frame not in members:
        return
    model.put(rows, members[frame], -1.0)
    tours = np.flatnonzero((data.tours.formation == g) & (data.tours.nation == frame))
    row = model.add_rows(1, upper=0.0)
    model.put(row, members[frame], 1.0)
    model.put(row, tours, -1.0)


def add_leads(model: Assembly, data: Instance) -> dict[tuple[int, int], int]:
    """Add equation 9: who leads, what that takes, and who may serve under it (strengthening b)."""
    needs = np.array([bool(supply.standing.leads) for supply in data.supplies], dtype=bool)
    waiting = needs[data.tours.offer] if data.n_tours else np.zeros(0, dtype=bool)
    groups = list(_grouped(data.tours.offer, data.tours.sector, waiting))
    wanted = sorted(
        {
            (rule.nation, sector)
            for offer, sector, _ in groups
            for rule in data.supplies[offer].standing.leads
        }
    )
    able = [(data.nations.index(name), j) for name, j in wanted if name in data.nations]
    columns = model.add_columns(np.zeros(len(able)), upper=1.0, is_integer=True)
    leads = {key: int(column) for key, column in zip(able, columns, strict=True)}
    for sector in sorted({j for _, j in able}):
        row = model.add_rows(1, upper=1.0)
        model.put(row, [column for (_, j), column in leads.items() if j == sector], 1.0)
    for (nation, sector), column in leads.items():
        tours = np.flatnonzero((data.tours.nation == nation) & (data.tours.sector == sector))
        row = model.add_rows(1, lower=0.0)
        model.put(row, tours, data.tours.months[tours])
        model.put(row, column, -float(data.lead_minimum[sector]))
    places = {name: place for place, name in enumerate(data.nations)}
    for offer, sector, tours in groups:
        for rule in data.supplies[offer].standing.leads:
            gate = leads.get((places.get(rule.nation, -1), sector))
            _gate_occupancy(model, data, tours, gate, float(data.offer_quantity[offer]))
    return leads


def add_partners(model: Assembly, data: Instance) -> dict[ActKey, int]:
    """Add equation 10: units that serve only while a partner has its least number there."""
    needs = np.array([bool(supply.standing.partners) for supply in data.supplies], dtype=bool)
    waiting = needs[data.tours.offer] if data.n_tours else np.zeros(0, dtype=bool)
    acts: dict[ActKey, int] = {}
    for offer, sector, tours in _grouped(data.tours.offer, data.tours.sector, waiting):
        for rule in data.supplies[offer].standing.partners:
            is_own = data.supplies[offer].offer.nation == rule.nation
            for period in range(data.periods.count):
                on = _on(data, tours, period)
                if not on.any():
                    continue
                own = offer if is_own else ANY_OFFER
                key = ActKey(rule.nation, rule.minimum_units, own, sector, period)
                if key not in acts:
                    acts[key] = _add_presence(model, data, key)
                row = model.add_rows(1, upper=0.0)
                model.put(row, tours[on], 1.0)
                model.put(row, acts[key], -float(data.offer_quantity[offer]))
    return acts


def _add_presence(model: Assembly, data: Instance, key: ActKey) -> int:
    column = int(model.add_columns(0.0, upper=1.0, is_integer=True)[0])
    nation = data.nations.index(key.nation) if key.nation in data.nations else -1
    mine = (data.tours.nation == nation) & (data.tours.sector == key.sector)
    tours = np.flatnonzero(mine & (data.tours.offer != key.offer))
    tours = tours[_on(data, tours, key.period)]
    row = model.add_rows(1, lower=0.0)
    model.put(row, tours, 1.0)
    model.put(row, column, -key.units)
    return column


def add_burdens(model: Assembly, data: Instance) -> Ints:
    """Add equation 11: most unit-months of a nation, absolute and as a share of all."""
    if not data.burdens:
        return np.empty(0, dtype=np.int64)
    # One column a nation keeps the limits on shares, which look at every tour, sparse.
    count = len(data.nations)
    units = np.bincount(data.offer_nation, weights=data.offer_quantity, minlength=count)
    most = units * data.periods.count * data.periods.period_days / MONTH_DAYS
    carried = model.add_columns(np.zeros(count), upper=most)
    sums = model.add_rows(count, lower=0.0, upper=0.0)
    model.put(sums, carried, -1.0)
    model.put(sums[data.tours.nation], np.arange(data.n_tours), data.tours.months)
    for burden in data.burdens:
        nation = data.nations.index(burden.nation)
        if burden.max_unit_months is not None:
            row = model.add_rows(1, upper=burden.max_unit_months)
            model.put(row, carried[nation], 1.0)
        if burden.max_share is not None:
            row = model.add_rows(1, upper=0.0)
            model.put(row, carried, -burden.max_share)
            model.put(row, carried[nation], 1.0)
    return carried


def _gate_occupancy(
    model: Assembly, data: Instance, tours: Ints, gate: int | None, quantity: float
) -> None:
    """Let units serve or rest only where a gate is open; without a gate, never."""
    start, free = data.tours.start[tours], data.tours.free[tours]
    for period in _cliques(start, free):
        row = model.add_rows(1, upper=0.0)
        model.put(row, tours[(start <= period) & (period < free)], 1.0)
        if gate is not None:
            model.put(row, gate, -quantity)


def _cliques(start: Ints, free: Ints) -> Iterator[int]:
    """Yield periods whose sets of spans lie in no other period's set."""
    periods = np.unique(start)
    for i, period in enumerate(periods):
        following = periods[i + 1] if i + 1 < len(periods) else None
        if (
            following is None
            or (free[start <= period] <= following)[free[start <= period] > period].any()
        ):
            yield int(period)


def _on(data: Instance, tours: Ints, period: int) -> Bools:
    return (data.tours.start[tours] <= period) & (period < data.tours.stop[tours])


def _grouped(first: Ints, second: Ints, chosen: Bools) -> Iterator[tuple[int, int, Ints]]:
    """Yield the chosen tours by two of their marks, in order."""
    groups: dict[tuple[int, int], list[int]] = defaultdict(list)
    for tour in np.flatnonzero(chosen).tolist():
        groups[int(first[tour]), int(second[tour])].append(tour)
    for (one, two), tours in sorted(groups.items()):
        yield one, two, np.array(tours)
