"""A force plan being made: who is busy when, and what each further tour would break."""

from dataclasses import dataclass

import numpy as np

from reassure.engines.generate.instance import Bools, Floats, Instance, Ints
from reassure.model.conditions import PartnerRule
from reassure.model.periods import MONTH_DAYS

NO_LEAD = -1
TOLERANCE = 1e-9
"""Slack of unit-months, so that a limit of decimals such as 0.1 * 3 can be used up."""


@dataclass(frozen=True, eq=False)
class Blocks:
    """What keeps one more unit from each tour of a line; all of shape (n_tours of the line,).

    Attributes
    ----------
    busy
        All units of the offer serve or rest at some time of the tour and the rest after it.
    lead, partner
        The nation that must lead does not; the partner is absent at some time of the tour.
    burden
        The nation has no unit-months left.
    formation
        The formation has its most nations, or its framework nation does not serve.
    """

    busy: Bools
    lead: Bools
    partner: Bools
    burden: Bools
    formation: Bools

    @property
    def any(self) -> Bools:
        """Whether anything keeps it."""
        return self.busy | self.lead | self.partner | self.burden | self.formation


class Draft:
    """Units on each tour, kept together with everything that the limits look at.

    Parameters
    ----------
    instance
        What is planned.
    """

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        n_periods = instance.periods.count
        n_nations, n_sectors = len(instance.nations), len(instance.sectors)
        self.counts: Ints = np.zeros(instance.n_tours, dtype=np.int64)
        self.leads: Ints = np.full(n_sectors, NO_LEAD, dtype=np.int64)
        self.busy: Ints = np.zeros((len(instance.supplies), n_periods), dtype=np.int64)
        self.effective: Floats = np.zeros((len(instance.lines), n_periods))
        self.units: Ints = np.zeros((n_nations, n_sectors, n_periods), dtype=np.int64)
        self.periods_served: Ints = np.zeros((n_nations, n_sectors), dtype=np.int64)
        self.tours_in: Ints = np.zeros((n_nations, len(instance.formations)), dtype=np.int64)
        self._nation = {name: place for place, name in enumerate(instance.nations)}
        self._month = instance.periods.period_days / MONTH_DAYS

    def add(self, tour: int, units: int = 1) -> None:
        """Put units on a tour; a negative number takes them off."""
        data = self.instance
        span = slice(int(data.tour_start[tour]), int(data.tour_stop[tour]))
        nation, sector = data.tour_nation[tour], data.tour_sector[tour]
        self.counts[tour] += units
        self.busy[data.tour_offer[tour], span.start : data.tour_free[tour]] += units
        self.effective[data.tour_line[tour], span] += units * data.tour_efficiency[tour]
        self.units[nation, sector, span] += units
        self.periods_served[nation, sector] += units * data.tour_length[tour]
        if data.tour_formation[tour] >= 0:
            self.tours_in[nation, data.tour_formation[tour]] += units

    def unit_months(self) -> Floats:
        """Return the unit-months of each nation."""
        return self.periods_served.sum(axis=1) * self._month

    def leads_enough(self, nation: str, sector: int) -> bool:
        """Whether a nation serves long enough in a sector to lead it."""
        place = self._nation.get(nation)
        if place is None or nation not in self.instance.lead_candidates[self._sector(sector)]:
            return False
        served = self.periods_served[place, sector] * self._month
        return bool(served >= self.instance.lead_minimum[sector] - TOLERANCE)

    def blocks(self, line: int, *, with_shares: bool) -> Blocks:
        """Return what keeps one more unit from each tour of a line.

        Parameters
        ----------
        line
            Position of the line.
        with_shares
            Whether limits on a nation's share of all unit-months are looked at.
        """
        data = self.instance
        first, last = data.line_tours[line], data.line_tours[line + 1]
        pair = data.tour_pair[first:last]
        offers = data.tour_offer[first:last]
        full = _running(self.busy >= data.offer_quantity[:, None])
        start, free = data.tour_start[first:last], data.tour_free[first:last]
        nations = data.tour_nation[first:last]
        lead = np.zeros(last - first, dtype=bool)
        partner = np.zeros(last - first, dtype=bool)
        for one in np.unique(pair):
            offer = int(data.pair_offer[one])
            standing = data.supplies[offer].standing
            if not standing.leads and not standing.partners:
                continue
            mine = pair == one
            sector = int(data.line_sector[line])
            lead[mine] = any(not self.is_led(rule.nation, sector) for rule in standing.leads)
            for rule in standing.partners:
                absent = _running(self.present(rule, offer, sector) < rule.minimum_units)
                stop = data.tour_stop[first:last][mine]
                partner[mine] |= absent[stop] > absent[start[mine]]
        return Blocks(
            busy=full[offers, free] > full[offers, start],
            lead=lead,
            partner=partner,
            burden=self._over_burden(nations, data.tour_months[first:last], with_shares),
            formation=self._shut(int(data.line_formation[line]))[nations],
        )

    def present(self, rule: PartnerRule, offer: int, sector: int) -> Ints:
        """Return a partner's units in a sector by period, those of the depending offer apart."""
        place = self._nation.get(rule.nation)
        if place is None:
            return np.zeros(self.instance.periods.count, dtype=np.int64)
        units = self.units[place, sector]
        if self.instance.offer_nation[offer] != place:
            return units
        return units - self._own_units(offer, sector)

    def is_over_share(self, nation: int) -> bool:
        """Whether a nation carries more than its most share."""
        months = self.unit_months()
        return any(
            months[nation] > burden.max_share * months.sum() + TOLERANCE
            for burden in self.instance.burdens
            if burden.max_share is not None and self._nation[burden.nation] == nation
        )

    def is_absent(self, rule: PartnerRule, tour: int) -> bool:
        """Whether a partner has too few units at some time of a tour."""
        data = self.instance
        present = self.present(rule, int(data.tour_offer[tour]), int(data.tour_sector[tour]))
        span = present[data.tour_start[tour] : data.tour_stop[tour]]
        return bool((span < rule.minimum_units).any())

    def burden_of(self, tour: int) -> str:
        """Return the limit that one more unit on a tour would break, as ``table:id.field``."""
        data, carried = self.instance, self.unit_months()
        nation, months = int(data.tour_nation[tour]), float(data.tour_months[tour])
        mine = [row for row in data.burdens if row.nation == data.nations[nation]]
        for row in mine:
            most = row.max_unit_months
            if most is not None and carried[nation] + months > most + TOLERANCE:
                return f"burdens:{row.id}.max_unit_months"
        shares = [row for row in mine if row.max_share is not None]
        return f"burdens:{min(shares, key=lambda row: (row.max_share, row.id)).id}.max_share"

    def formation_limit(self, tour: int) -> str:
        """Return the limit that shuts a tour's formation to its nation, as ``table:id.field``."""
        data = self.instance
        formation = int(data.tour_formation[tour])
        is_frame = self.lacks_framework(formation, int(data.tour_nation[tour]))
        field = "framework_nation" if is_frame else "max_nations"
        return f"formations:{data.formations[formation]}.{field}"

    def _own_units(self, offer: int, sector: int) -> Ints:
        data = self.instance
        mine = (data.tour_offer == offer) & (data.tour_sector == sector) & (self.counts > 0)
        units = np.zeros(data.periods.count, dtype=np.int64)
        for tour in np.flatnonzero(mine):
            units[data.tour_start[tour] : data.tour_stop[tour]] += self.counts[tour]
        return units

    def is_led(self, nation: str, sector: int) -> bool:
        """Whether a nation leads a sector."""
        return self._nation.get(nation, NO_LEAD - 1) == self.leads[sector]

    def _sector(self, sector: int) -> str:
        return self.instance.sectors[sector]

    def _over_burden(self, nations: Ints, months: Floats, with_shares: bool) -> Bools:
        over = np.zeros(len(nations), dtype=bool)
        carried = self.unit_months()
        total = carried.sum()
        for burden in self.instance.burdens:
            place = self._nation[burden.nation]
            mine = nations == place
            if burden.max_unit_months is not None:
                over |= mine & (carried[place] + months > burden.max_unit_months + TOLERANCE)
            if with_shares and burden.max_share is not None:
                allowed = burden.max_share * (total + months)
                over |= mine & (carried[place] + months > allowed + TOLERANCE)
        return over

    def _shut(self, formation: int) -> Bools:
        """Return which nations a formation does not take, shape (n_nations,)."""
        data = self.instance
        shut = np.zeros(len(data.nations), dtype=bool)
        if formation < 0:
            return shut
        record, inside = data.formation_records[formation], self.tours_in[:, formation] > 0
        if record.max_nations is not None and inside.sum() >= record.max_nations:
            shut |= ~inside
        lacks = [self.lacks_framework(formation, nation) for nation in range(len(shut))]
        return shut | np.array(lacks, dtype=bool)

    def lacks_framework(self, formation: int, nation: int) -> bool:
        """Whether a nation cannot serve in a formation for want of its framework nation."""
        name = self.instance.formation_records[formation].framework_nation
        if name is None:
            return False
        frame = self._nation.get(name, -1)
        return nation != frame and (frame < 0 or self.tours_in[frame, formation] == 0)


def _running(flags: Bools) -> Ints:
    """Return running counts along the last axis, starting from 0."""
    zero = np.zeros((*flags.shape[:-1], 1), dtype=np.int64)
    return np.concatenate([zero, np.cumsum(flags, axis=-1, dtype=np.int64)], axis=-1)
