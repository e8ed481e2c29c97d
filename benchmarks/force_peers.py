"""Force generation as one would first write it, unit by unit and month by month, for peers.

``serves[u, r, t]`` and ``begins[u, r, t]`` of every single unit, rows that hold tours between
their shortest and longest length, a rest after each beginning, and switches for nations in
formations, leads and partners' presence.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from benchmarks.force_instances import COST_WEIGHT, NATION_WEIGHT
from benchmarks.force_verify import Reading, Served
from benchmarks.modellers import CpSat, Modeller, PulpCbc, PyomoHighs
from reassure.model.choices import ConditionKind

Unit = tuple[str, int]
Place = tuple[Unit, str, int]

PEERS: dict[str, tuple[str, type[Modeller]]] = {
    "pulp": ("PuLP+CBC", PulpCbc),
    "pyomo": ("Pyomo+HiGHS", PyomoHighs),
    "cpsat": ("CP-SAT", CpSat),
}
"""By the name on the command line: what it is called, and how it models."""


class NaiveModel:
    """The model of single units, written down in one library.

    Parameters
    ----------
    reading
        The rules of the plan.
    modeller
        An empty model.

    Attributes
    ----------
    serves, begins
        Variables by unit, line and month: whether it serves, and whether its tour begins there.
    worth
        The objective, as factors and variables.
    """

    def __init__(self, reading: Reading, modeller: Modeller) -> None:
        self._reading, self._modeller = reading, modeller
        self.serves: dict[Place, Any] = {}
        self.begins: dict[Place, Any] = {}
        self.worth: list[tuple[float, Any]] = []
        for offer in reading.offers.values():
            for line in reading.lines.values():
                if not reading.bars(offer, line):
                    for number in range(offer.quantity):
                        self._add_tours((offer.id, number), line.id)
        self._add_rests()
        self._add_fill()
        self._add_formations()
        self._add_burdens()
        self._add_leads()
        self._add_partners()

    def _add_tours(self, unit: Unit, line: str) -> None:
        """Add one unit's months on one line, in tours of allowed lengths."""
        reading, model = self._reading, self._modeller
        offer = reading.offers[unit[0]]
        first, last = (
            max(reading.span(offer)[0], reading.span(reading.lines[line])[0]),
            min(reading.span(offer)[1], reading.span(reading.lines[line])[1]),
        )
        shortest, longest = reading.lengths(offer)
        if last - first < shortest:
            return
        cost = offer.cost_per_month or 0.0
        for month in range(first, last):
            self.serves[unit, line, month] = model.binary()
            self.begins[unit, line, month] = model.binary()
            self.worth.append((-COST_WEIGHT * cost, self.serves[unit, line, month]))
            self.worth.append((-COST_WEIGHT * offer.deploy_cost, self.begins[unit, line, month]))
        for month in range(first, last):
            serves, begins = self.serves[unit, line, month], self.begins[unit, line, month]
            before = self.serves.get((unit, line, month - 1))
            earlier = [] if before is None else [(-1.0, before)]
            model.at_most([(1.0, serves), (-1.0, begins), *earlier], 0)
            model.at_most([(1.0, begins), (-1.0, serves)], 0)
            if before is not None:
                model.at_most([(1.0, begins), (1.0, before)], 1)
            if month + shortest > last:
                model.at_most([(1.0, begins)], 0)
            lately = self._begun(unit, line, month, shortest)
            model.at_most([*lately, (-1.0, serves)], 0)
            within = [(-factor, begun) for factor, begun in self._begun(unit, line, month, longest)]
            model.at_most([(1.0, serves), *within], 0)

    def _begun(self, unit: Unit, line: str, month: int, within: int) -> list[tuple[float, Any]]:
        keys = ((unit, line, earlier) for earlier in range(month - within + 1, month + 1))
        return [(1.0, self.begins[key]) for key in keys if key in self.begins]

    def _add_rests(self) -> None:
        """Keep each unit on one line at a time, and let it begin only when it has rested."""
        serves: dict[tuple[Unit, int], list[Any]] = defaultdict(list)
        begins: dict[tuple[Unit, int], list[Any]] = defaultdict(list)
        for (unit, line, month), variable in self.serves.items():
            serves[unit, month].append(variable)
            begins[unit, month].append(self.begins[unit, line, month])
        for (unit, month), at_once in serves.items():
            self._modeller.at_most(_ones(at_once), 1)
            rest = self._reading.rest(self._reading.offers[unit[0]], 0)
            before = [
                variable
                for earlier in range(month - rest, month)
                for variable in serves.get((unit, earlier), ())
            ]
            if before:
                held = [(float(rest), variable) for variable in begins[unit, month]]
                self._modeller.at_most([*held, *_ones(before)], rest)

    def _add_fill(self) -> None:
        by_line: dict[tuple[str, int], list[tuple[float, Any]]] = defaultdict(list)
        for (unit, line, month), variable in self.serves.items():
            counts = self._reading.counts(self._reading.offers[unit[0]], self._reading.lines[line])
            by_line[line, month].append((-counts, variable))
        for (line, _), units in by_line.items():
            record = self._reading.lines[line]
            fill = self._modeller.number(record.quantity)
            self._modeller.at_most([(1.0, fill), *units], 0)
            self.worth.append((self._reading.worth(record), fill))

    def _add_formations(self) -> None:
        inside: dict[tuple[str, str], Any] = {}
        for (unit, line, _), variable in self.serves.items():
            formation = self._reading.lines[line].formation
            if formation is None:
                continue
            key = (formation, self._nation(unit))
            if key not in inside:
                inside[key] = self._modeller.binary()
                self.worth.append((-NATION_WEIGHT, inside[key]))
            self._modeller.at_most([(1.0, variable), (-1.0, inside[key])], 0)
        for record in self._reading.plan.formations:
            nations = [switch for (name, _), switch in inside.items() if name == record.id]
            if record.max_nations is not None and nations:
                self._modeller.at_most(_ones(nations), record.max_nations)

    def _add_burdens(self) -> None:
        for row in self._reading.plan.burdens:
            mine = [
                variable
                for (unit, _, _), variable in self.serves.items()
                if self._nation(unit) == row.nation
            ]
            if row.max_unit_months is not None and mine:
                self._modeller.at_most(_ones(mine), row.max_unit_months)

    def _add_leads(self) -> None:
        switches: dict[tuple[str, str], Any] = {}
        for sector in self._reading.plan.sectors:
            for nation in sector.lead_nations:
                leads = switches[sector.id, nation] = self._modeller.binary()
                months = [
                    (-1.0, variable)
                    for (unit, line, _), variable in self.serves.items()
                    if self._nation(unit) == nation
                    and self._reading.lines[line].sector == sector.id
                ]
                self._modeller.at_most([(sector.lead_min_unit_months, leads), *months], 0)
            here = [switches[sector.id, nation] for nation in sector.lead_nations]
            if here:
                self._modeller.at_most(_ones(here), 1)
        for (unit, line, _), variable in self.serves.items():
            sector = self._reading.lines[line].sector
            for row in self._reading.conditions(unit[0], ConditionKind.LEAD_NATION):
                switch = switches.get((sector, str(row.nation)))
                gate = [] if switch is None else [(-1.0, switch)]
                self._modeller.at_most([(1.0, variable), *gate], 0)

    def _add_partners(self) -> None:
        present: dict[tuple[str, str, int], list[Any]] = defaultdict(list)
        for (unit, line, month), variable in self.serves.items():
            sector = self._reading.lines[line].sector
            present[self._nation(unit), sector, month].append(variable)
        switches: dict[tuple[str, str, int], Any] = {}
        for (unit, line, month), variable in self.serves.items():
            sector = self._reading.lines[line].sector
            for row in self._reading.conditions(unit[0], ConditionKind.PARTNER_PRESENT):
                key = (row.id, sector, month)
                if key not in switches:
                    switches[key] = self._modeller.binary()
                    least = 1.0 if row.minimum_units is None else row.minimum_units
                    units = present.get((str(row.nation), sector, month), [])
                    theirs = [(-1.0, partner) for partner in units]
                    self._modeller.at_most([(least, switches[key]), *theirs], 0)
                self._modeller.at_most([(1.0, variable), (-1.0, switches[key])], 0)

    def _nation(self, unit: Unit) -> str:
        return self._reading.offers[unit[0]].nation

    def tours(self) -> Iterator[Served]:
        """Yield the tours of the plan that was found."""
        for (unit, line, start), begins in self.begins.items():
            if not self._modeller.is_on(begins):
                continue
            stop = start + 1
            while self._goes_on(unit, line, stop):
                stop += 1
            yield Served(unit[0], line, start, stop, 1)

    def _goes_on(self, unit: Unit, line: str, month: int) -> bool:
        key = (unit, line, month)
        if key not in self.serves or self._modeller.is_on(self.begins[key]):
            return False
        return self._modeller.is_on(self.serves[key])


def _ones(variables: Iterable[Any]) -> list[tuple[float, Any]]:
    return [(1.0, variable) for variable in variables]
