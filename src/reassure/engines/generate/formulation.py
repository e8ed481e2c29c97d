"""The exact integer model: docs/explain/generate.md, equations 1 to 11, as sparse columns."""

from collections import defaultdict
from dataclasses import dataclass

import numpy as np

from reassure.engines.common.assembly import Assembly
from reassure.engines.common.program import Program
from reassure.engines.generate.draft import NO_LEAD, Draft
from reassure.engines.generate.instance import Bools, Floats, Instance, Ints
from reassure.engines.generate.limits import (
    ActKey,
    add_burdens,
    add_formations,
    add_leads,
    add_partners,
)
from reassure.engines.generate.worth import Worth, serving
from reassure.model.conditions import PartnerRule

TOGETHER = -1
"""Stands for all nations in the key of a fill that is not split by nation."""


@dataclass(frozen=True, eq=False)
class Formulation:
    """The model and where its variables stand; tours are the first columns, in their order.

    Attributes
    ----------
    program
        The arrays for HiGHS.
    fill
        Columns of the fill, shape (n_fills,), of ``fill_line``, ``fill_nation`` (-1: all
        together) and ``fill_period``.
    idle
        Columns of the idle units, shape (n_offers, n_periods), -1 where there is none.
    serves, leads, acts
        Columns by (nation, formation), (nation, sector), and partner, units, offer, sector,
        period.
    carried
        Columns of the unit-months of each nation; none where no burden limits them.
    """

    worth: Worth
    program: Program
    fill: Ints
    fill_line: Ints
    fill_nation: Ints
    fill_period: Ints
    idle: Ints
    serves: dict[tuple[int, int], int]
    leads: dict[tuple[int, int], int]
    acts: dict[ActKey, int]
    carried: Ints

    def start_from(self, draft: Draft) -> Floats:
        """Return the columns that stand for a plan, shape (n_columns,)."""
        data = self.worth.instance
        columns = np.zeros(len(self.program.gain))
        columns[np.searchsorted(data.tours.key, draft.tours.key)] = draft.units
        columns[self.fill] = self._fill_of(draft)
        free = data.offer_quantity[:, None] - draft.busy
        has_idle = self.idle >= 0
        columns[self.idle[has_idle]] = free[has_idle]
        inside = serving(data, draft.tours, draft.units)
        for (nation, formation), column in self.serves.items():
            columns[column] = inside[nation, formation]
        for (nation, sector), column in self.leads.items():
            columns[column] = draft.leads[sector] == nation
        columns[self.carried] = draft.unit_months[: len(self.carried)]
        for key, column in self.acts.items():
            rule = PartnerRule("", key.nation, key.units)
            present = draft.present(rule, key.offer, key.sector)
            columns[column] = present[key.period] >= key.units
        return columns

    def leads_of(self, columns: Floats) -> Ints:
        """Return the nation that leads each sector, -1 without one, shape (n_sectors,)."""
        leads = np.full(len(self.worth.instance.sectors), NO_LEAD, dtype=np.int64)
        for (nation, sector), column in self.leads.items():
            if columns[column] > 0.5:
                leads[sector] = nation
        return leads

    def _fill_of(self, draft: Draft) -> Floats:
        """Return the fill of each fill column: nations take turns up to what is asked for."""
        data = self.worth.instance
        shape = (len(data.lines), len(data.nations), data.periods.count + 1)
        change = np.zeros(shape)
        tours = draft.tours
        amount = draft.units * tours.efficiency
        np.add.at(change, (tours.line, tours.nation, tours.start), amount)
        np.add.at(change, (tours.line, tours.nation, tours.stop), -amount)
        by_nation = np.cumsum(change, axis=2)[:, :, :-1]
        upto = np.minimum(np.cumsum(by_nation, axis=1), data.line_quantity[:, None, None])
        share = np.diff(upto, axis=1, prepend=0.0)
        together = np.where(_is_split(data)[:, :, None], 0.0, share).sum(axis=1)
        return np.where(
            self.fill_nation == TOGETHER,
            together[self.fill_line, self.fill_period],
            share[self.fill_line, self.fill_nation, self.fill_period],
        )


def formulate(worth: Worth) -> Formulation:
    """Write the exact model of a plan.

    Parameters
    ----------
    worth
        What is planned, and what it is worth.

    Returns
    -------
    Formulation
        Program and the places of its variables.
    """
    data = worth.instance
    model = Assembly()
    model.add_columns(
        -worth.price(data.tours), upper=data.offer_quantity[data.tours.offer], is_integer=True
    )
    serves = add_formations(model, worth)
    keys, fill = _add_fill(model, worth, serves)
    idle = _add_flow(model, data)
    leads = add_leads(model, data)
    acts = add_partners(model, data)
    carried = add_burdens(model, data)
    return Formulation(
        worth=worth,
        program=model.program(),
        fill=fill,
        fill_line=keys[:, 0],
        fill_nation=keys[:, 1],
        fill_period=keys[:, 2],
        idle=idle,
        serves=serves,
        leads=leads,
        acts=acts,
        carried=carried,
    )


def _add_fill(
    model: Assembly, worth: Worth, serves: dict[tuple[int, int], int]
) -> tuple[Ints, Ints]:
    """Add equations 2, 3 and 8: fill is covered by units that serve, and never above what is asked.

    On lines of a formation that limits its nations, nations that could more than fill the line
    have a fill of their own.
    """
    data = worth.instance
    tour, period = _periods_served(data)
    line = data.tours.line[tour]
    nations = data.tours.nation[tour]
    nation = np.where(_is_split(data)[line, nations], nations, TOGETHER)
    valued = data.line_worth[line, period] > 0
    tour, key = tour[valued], np.stack([line, nation, period], axis=1)[valued]
    keys, place = np.unique(key.reshape(-1, 3), axis=0, return_inverse=True)
    quantity = data.line_quantity[keys[:, 0]]
    fill = model.add_columns(data.line_worth[keys[:, 0], keys[:, 2]], upper=quantity)
    covered = model.add_rows(len(keys), upper=0.0)
    model.put(covered, fill, 1.0)
    model.put(covered[place.reshape(-1)], tour, -data.tours.efficiency[tour])
    split = np.flatnonzero(keys[:, 1] != TOGETHER)
    inside = model.add_rows(len(split), upper=0.0)
    model.put(inside, fill[split], 1.0)
    formations = data.line_formation[keys[split, 0]]
    gates = [serves[n, g] for n, g in zip(keys[split, 1], formations, strict=True)]
    model.put(inside, gates, -quantity[split])
    whole, place = np.unique(keys[:, [0, 2]], axis=0, return_inverse=True)
    shared = np.bincount(place.reshape(-1), minlength=len(whole))[place.reshape(-1)] > 1
    limit = model.add_rows(len(whole), upper=data.line_quantity[whole[:, 0]])
    model.put(limit[place.reshape(-1)][shared], fill[shared], 1.0)
    return keys, fill


def _periods_served(data: Instance) -> tuple[Ints, Ints]:
    """Return every (tour, period) in which a tour serves, as two arrays."""
    tour = np.repeat(np.arange(data.n_tours), data.tours.length)
    first = np.repeat(np.cumsum(data.tours.length) - data.tours.length, data.tours.length)
    return tour, data.tours.start[tour] + np.arange(len(tour)) - first


def _is_split(data: Instance) -> Bools:
    """Return where a nation's fill stands by itself, shape (n_lines, n_nations).

    That is on lines of a formation that limits its nations, for those that could more than fill
    the line: for the others, equation 8 follows from equation 5.
    """
    limited = np.array(
        [
            record.max_nations is not None or record.framework_nation is not None
            for record in data.formation_records
        ]
        + [False]  # the place that -1, no formation, points to
    )
    most = np.zeros((len(data.lines), len(data.nations)))
    units = data.pair_efficiency * data.offer_quantity[data.pair_offer]
    np.add.at(most, (data.pair_line, data.offer_nation[data.pair_offer]), units)
    return limited[data.line_formation][:, None] & (most > data.line_quantity[:, None])


def _add_flow(model: Assembly, data: Instance) -> Ints:
    """Add equation 4: idle units of each offer from one start of tours to the next."""
    idle = np.full((len(data.supplies), data.periods.count), -1, dtype=np.int64)
    tours_of: dict[int, list[int]] = defaultdict(list)
    for tour, offer in enumerate(data.tours.offer.tolist()):
        tours_of[offer].append(tour)
    for offer, listed in tours_of.items():
        tours = np.array(listed)
        quantity = data.offer_quantity[offer]
        starts = np.unique(data.tours.start[tours])
        idle[offer, starts] = model.add_columns(np.zeros(len(starts)), upper=quantity)
        first = np.zeros(len(starts))
        first[0] = quantity
        rows = model.add_rows(len(starts), lower=first, upper=first)
        model.put(rows, idle[offer, starts], 1.0)
        model.put(rows[1:], idle[offer, starts[:-1]], -1.0)
        model.put(rows[np.searchsorted(starts, data.tours.start[tours])], tours, 1.0)
        # Units that come back between two starts are idle from the next start on.
        back = np.searchsorted(starts, data.tours.free[tours])
        returns = back < len(starts)
        model.put(rows[back[returns]], tours[returns], -1.0)
    return idle
