"""A force plan in arrays: who is busy when, and what each further tour would break."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from reassure.engines.generate.instance import Bools, Floats, Instance, Ints
from reassure.engines.generate.tours import TourSet
from reassure.engines.generate.worth import effective_units
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


@dataclass(frozen=True, eq=False)
class Draft:
    """The tours that are served, with everything that the limits look at.

    Attributes
    ----------
    instance
        What is planned.
    leads
        Nation that leads each sector, -1 without one, shape (n_sectors,).
    tours
        Tours that are served, in order.
    units
        Units on each, >= 1, shape (n_tours,).
    """

    instance: Instance
    leads: Ints
    tours: TourSet
    units: Ints

    @cached_property
    def effective(self) -> Floats:
        """Effective units on each line, shape (n_lines, n_periods)."""
        return effective_units(self.instance, self.tours, self.units)

    @cached_property
    def provided(self) -> Floats:
        """Effective unit-days on each line, never more than it asks for: (n_lines, n_periods)."""
        useful = np.minimum(self.effective, self.instance.line_quantity[:, None])
        return useful * self.instance.line_days

    @cached_property
    def busy(self) -> Ints:
        """Units of each offer that serve or rest, shape (n_offers, n_periods)."""
        data, tours = self.instance, self.tours
        change = np.zeros((len(data.supplies), data.periods.count + 1), dtype=np.int64)
        np.add.at(change, (tours.offer, tours.start), self.units)
        np.add.at(change, (tours.offer, tours.free), -self.units)
        return np.cumsum(change, axis=1)[:, :-1]

    @cached_property
    def present_units(self) -> Ints:
        """Units in each sector, shape (n_nations, n_sectors, n_periods)."""
        data, tours = self.instance, self.tours
        shape = (len(data.nations), len(data.sectors), data.periods.count + 1)
        change = np.zeros(shape, dtype=np.int64)
        np.add.at(change, (tours.nation, tours.sector, tours.start), self.units)
        np.add.at(change, (tours.nation, tours.sector, tours.stop), -self.units)
        return np.cumsum(change, axis=2)[:, :, :-1]

    @cached_property
    def tours_in(self) -> Ints:
        """Units' tours of each nation in each formation, shape (n_nations, n_formations)."""
        data, tours = self.instance, self.tours
        count = np.zeros((len(data.nations), len(data.formations)), dtype=np.int64)
        inside = tours.formation >= 0
        places = (tours.nation[inside], tours.formation[inside])
        np.add.at(count, places, self.units[inside])
        return count

    @cached_property
    def unit_months(self) -> Floats:
        """Unit-months of each nation, shape (n_nations,)."""
        months = self.present_units.sum(axis=(1, 2))
        return months * (self.instance.periods.period_days / MONTH_DAYS)

    @cached_property
    def _place(self) -> dict[str, int]:
        return {name: place for place, name in enumerate(self.instance.nations)}

    def blocks(self, tours: TourSet, line: int) -> Blocks:
        """Return what keeps one more unit from each of some tours of a line."""
        data = self.instance
        full = _running(self.busy >= data.offer_quantity[:, None])
        lead = np.zeros(len(tours), dtype=bool)
        partner = np.zeros(len(tours), dtype=bool)
        sector = int(data.line_sector[line])
        for one in np.unique(tours.pair):
            offer = int(data.pair_offer[one])
            standing = data.supplies[offer].standing
            if not standing.leads and not standing.partners:
                continue
            mine = tours.pair == one
            lead[mine] = any(not self.is_led(rule.nation, sector) for rule in standing.leads)
            for rule in standing.partners:
                absent = _running(self.present(rule, offer, sector) < rule.minimum_units)
                partner[mine] |= absent[tours.stop[mine]] > absent[tours.start[mine]]
        return Blocks(
            busy=full[tours.offer, tours.free] > full[tours.offer, tours.start],
            lead=lead,
            partner=partner,
            burden=self._over_burden(tours.nation, tours.months),
            formation=self._shut(int(data.line_formation[line]))[tours.nation],
        )

    def present(self, rule: PartnerRule, offer: int, sector: int) -> Ints:
        """Return a partner's units in a sector by period, those of the depending offer apart."""
        data, place = self.instance, self._place.get(rule.nation)
        if place is None:
            return np.zeros(data.periods.count, dtype=np.int64)
        units = self.present_units[place, sector]
        return units if data.offer_nation[offer] != place else units - self._own(offer, sector)

    def is_absent(self, rule: PartnerRule, tours: TourSet, tour: int) -> bool:
        """Whether a partner has too few units at some time of a tour."""
        present = self.present(rule, int(tours.offer[tour]), int(tours.sector[tour]))
        return bool((present[tours.start[tour] : tours.stop[tour]] < rule.minimum_units).any())

    def burden_of(self, tours: TourSet, tour: int) -> str:
        """Return the limit that one more unit on a tour would break, as ``table:id.field``."""
        data = self.instance
        nation, months = int(tours.nation[tour]), float(tours.months[tour])
        mine = [row for row in data.burdens if row.nation == data.nations[nation]]
        for row in mine:
            most = row.max_unit_months
            if most is not None and self.unit_months[nation] + months > most + TOLERANCE:
                return f"burdens:{row.id}.max_unit_months"
        shares = [row for row in mine if row.max_share is not None]
        return f"burdens:{min(shares, key=lambda row: (row.max_share, row.id)).id}.max_share"

    def formation_limit(self, tours: TourSet, tour: int) -> str:
        """Return the limit that shuts a tour's formation to its nation, as ``table:id.field``."""
        formation = int(tours.formation[tour])
        is_frame = self.lacks_framework(formation, int(tours.nation[tour]))
        field = "framework_nation" if is_frame else "max_nations"
        return f"formations:{self.instance.formations[formation]}.{field}"

    def is_led(self, nation: str, sector: int) -> bool:
        """Whether a nation leads a sector."""
        return self._place.get(nation, NO_LEAD - 1) == self.leads[sector]

    def _own(self, offer: int, sector: int) -> Ints:
        mine = (self.tours.offer == offer) & (self.tours.sector == sector)
        units = np.zeros(self.instance.periods.count, dtype=np.int64)
        for tour in np.flatnonzero(mine):
            units[self.tours.start[tour] : self.tours.stop[tour]] += self.units[tour]
        return units

    def _over_burden(self, nations: Ints, months: Floats) -> Bools:
        over = np.zeros(len(nations), dtype=bool)
        carried, total = self.unit_months, self.unit_months.sum()
        for burden in self.instance.burdens:
            place = self._place[burden.nation]
            after = carried[place] + months
            most = np.full(len(nations), np.inf)
            if burden.max_unit_months is not None:
                most = np.minimum(most, burden.max_unit_months)
            if burden.max_share is not None:
                most = np.minimum(most, burden.max_share * (total + months))
            over |= (nations == place) & (after > most + TOLERANCE)
        return over

    def _shut(self, formation: int) -> Bools:
        """Return which nations a formation does not take, shape (n_nations,)."""
        data = self.instance
        if formation < 0:
            return np.zeros(len(data.nations), dtype=bool)
        shut = [
            self.lacks_framework(formation, nation) or self.has_most_nations(formation, nation)
            for nation in range(len(data.nations))
        ]
        return np.array(shut, dtype=bool)

    def has_most_nations(self, formation: int, nation: int) -> bool:
        """Whether a formation is full, and a nation not in it."""
        most = self.instance.formation_records[formation].max_nations
        inside = self.tours_in[:, formation] > 0
        return most is not None and not inside[nation] and int(inside.sum()) >= most

    def lacks_framework(self, formation: int, nation: int) -> bool:
        """Whether a nation cannot serve in a formation for want of its framework nation."""
        name = self.instance.formation_records[formation].framework_nation
        if name is None:
            return False
        frame = self._place.get(name, -1)
        return nation != frame and (frame < 0 or self.tours_in[frame, formation] == 0)


def _running(flags: Bools) -> Ints:
    """Return running counts along the last axis, starting from 0."""
    zero = np.zeros((*flags.shape[:-1], 1), dtype=np.int64)
    return np.concatenate([zero, np.cumsum(flags, axis=-1, dtype=np.int64)], axis=-1)
