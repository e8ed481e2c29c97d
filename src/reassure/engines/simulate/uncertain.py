"""Which fields of a plan are uncertain, and what of the simulation hangs on each.

Times on the way are drawn anew for every load: each voyage has its own weather. Everything else
(notice, permissions, what a place gives a day, use of supplies) is drawn once in a replication:
nobody knows it before, and it holds for all.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from reassure.engines.common.philox import entity_key
from reassure.engines.simulate.laws import CELLS, Singles, certain_table, table_of
from reassure.model.plan import Plan
from reassure.model.supply import Uncertainty

CERTAIN = 0
"""First node of the table of what is known."""

LEAST_SHARE = 1e-4
"""Least share of its mean that a speed or capacity falls to."""

ON_THE_WAY = {
    ("links", "transit_days"): 1,
    ("links", "distance_km"): 1,
    ("links", "speed_km_per_h"): -1,
    ("lifts", "speed_km_per_h"): -1,
}
"""Fields that set the time on a way, and the power to which it takes their factor."""


@dataclass(frozen=True, slots=True)
class Input:
    """An uncertain value that holds for a replication.

    Attributes
    ----------
    uncertainty
        Record that makes it uncertain.
    field
        What is uncertain, as table:id.field.
    key, law
        Its key, and first node of its table.
    """

    uncertainty: str
    field: str
    key: int
    law: int


@dataclass
class Uncertain:
    """All that is uncertain of a plan.

    Attributes
    ----------
    nodes
        All tables, one after the other; that of a known value first.
    inputs
        Values that hold for a replication, in the order in which they are asked for.
    """

    plan: Plan
    nodes: list[Singles] = field(default_factory=lambda: [certain_table()])
    inputs: list[Input] = field(default_factory=list[Input])
    _rows: dict[tuple[str, str | None, str], Uncertainty] = field(init=False)
    _laws: dict[tuple[str, float, int, bool], int] = field(init=False)
    _numbers: dict[str, int] = field(init=False)
    _used: set[str] = field(init=False)

    def __post_init__(self) -> None:
        """Note what is uncertain by table, record and field."""
        self._rows = {(row.table, row.record, row.field): row for row in self.plan.uncertainties}
        self._laws, self._numbers, self._used = {}, {}, set()

    def input(self, table: str, record: str, name: str, *, is_rate: bool = False) -> int | None:
        """Return the number of an uncertain value of a record; None: it is known.

        What gives something a day (``is_rate``) never gives nothing: see `floored`.
        """
        row = self._row(table, record, name)
        if row is None:
            return None
        where = f"{table}:{record}.{name}"
        if where not in self._numbers:
            self._numbers[where] = len(self.inputs)
            key = entity_key("uncertainties", f"{row.id}/{record}")
            self.inputs.append(
                Input(row.id, where, key, self._law(row, record, 1, is_rate=is_rate))
            )
        return self._numbers[where]

    def way_law(self, link: str | None, lift: str | None) -> int:
        """Return the first node of the factor on the time that a way takes."""
        for (table, name), power in ON_THE_WAY.items():
            record = link if table == "links" else lift
            if name != "transit_days" and self._is_timed(link):
                # A stated time is what a link takes, whatever its length and whoever goes.
                continue
            row = None if record is None else self._row(table, record, name)
            if row is not None and record is not None:
                return self._law(row, record, power)
        return CERTAIN

    def _is_timed(self, link: str | None) -> bool:
        return link is not None and self.plan.links[link].transit_days is not None

    def law(self, table: str, record: str, name: str) -> int:
        """Return the first node of the factor on a field that is drawn anew for each use."""
        row = self._row(table, record, name)
        return CERTAIN if row is None else self._law(row, record, 1)

    def laws_anew(self) -> Iterator[tuple[str, list[int], bool]]:
        """Yield what is drawn anew for ways and repairs.

        That is the id of the record, the first node of each of its tables, and whether these are of
        one over the field: times at a speed.
        """
        for row in self.plan.uncertainties:
            place = (row.table, row.field)
            if place in ON_THE_WAY or place == ("lifts", "repair_days"):
                laws = [law for key, law in self._laws.items() if key[0] == row.id]
                yield row.id, laws, ON_THE_WAY.get(place, 1) < 0

    def unused(self) -> Iterator[Uncertainty]:
        """Yield what is uncertain and changed nothing."""
        for row in self.plan.uncertainties:
            if row.id not in self._used:
                yield row

    def _row(self, table: str, record: str, name: str) -> Uncertainty | None:
        own = self._rows.get((table, record, name)) or self._rows.get((table, None, name))
        # A factor on nothing is nothing: an empty cell stays empty, whatever its column's law. A
        # link without speed and time goes at the speed of its mode, which is as uncertain.
        if own is None or not (self._stated(table, record, name) or self._is_usual(own, record)):
            return None
        self._used.add(own.id)
        return own

    def _stated(self, table: str, record: str, name: str) -> float | None:
        return getattr(self.plan.table(table)[record], name)

    def _is_usual(self, row: Uncertainty, record: str) -> bool:
        is_speed = (row.table, row.field) == ("links", "speed_km_per_h") and row.relative
        return is_speed and self.plan.links[record].transit_days is None

    def _law(self, row: Uncertainty, record: str, power: int, *, is_rate: bool = False) -> int:
        scale = 1.0 if row.relative else self._stated(row.table, record, row.field) or 1.0
        key = (row.id, scale, power, is_rate)
        if key not in self._laws:
            self._laws[key] = len(self.nodes) * (CELLS + 1)
            nodes = table_of(row) / np.float32(scale)
            nodes = floored(nodes) if is_rate else nodes
            self.nodes.append(nodes if power > 0 else inverse(nodes))
        return self._laws[key]


def floored(nodes: Singles) -> Singles:
    """Return the table of a speed or capacity without its lowest end.

    One of nothing would take for ever: the least that counts is the middle of the table's first
    cell, and a ten-thousandth of the mean.
    """
    mean = nodes.mean(dtype=np.float64)
    least = max(float(nodes[0] + nodes[1]) / 2.0, LEAST_SHARE * float(mean))
    raised: Singles = np.maximum(nodes, np.float32(least))
    return raised


def inverse(nodes: Singles) -> Singles:
    """Return the table of one over a speed or capacity, without its lowest end."""
    turned: Singles = (np.float32(1) / floored(nodes))[::-1].astype(np.float32)
    return turned
