"""Loads and legs as the tables tell them: whole units, unbroken numbers, and what goes alike."""

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
import polars as pl

from reassure.checks.deployment_cargo import Parcel
from reassure.checks.deployment_ends import Told, Turns
from reassure.checks.deployment_limits import Days
from reassure.checks.deployment_tours import (
    AGAIN,
    MOST_LOADS,
    SLACK,
    MovedTour,
    least_loads,
    name_of,
)
from reassure.checks.deployment_ways import Convoy
from reassure.checks.place import Place, fault, plain
from reassure.model.choices import Mode
from reassure.model.finding import Finding
from reassure.model.movement_choices import LoadFate
from reassure.model.outputs import Load
from reassure.model.plan import Plan
from reassure.model.results import Deployment


@dataclass
class LoadRows:
    """The loads of a deployment that can be followed.

    Attributes
    ----------
    findings
        What is wrong with the rows themselves.
    tours, turns
        All movements by name, and when they can start.
    units
        Sound loads by movement.
    legs
        Rows of legs by load: first, and first after them; none without legs.
    wrong
        Movements whose loads cannot be followed.
    moved
        Loads, and units that move themselves, that had left when a movement under way was planned
        on: what is told of them is what happened.
    """

    plan: Plan
    deployment: Deployment
    tours: Mapping[str, MovedTour]
    turns: Turns
    findings: list[Finding] = field(default_factory=list[Finding])
    units: dict[str, list[Load]] = field(default_factory=dict[str, list[Load]])
    legs: dict[str, tuple[int, int]] = field(default_factory=dict[str, tuple[int, int]])
    wrong: set[str] = field(default_factory=set[str])
    moved: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        """Read loads, then legs."""
        has_left = (LoadFate.DONE, LoadFate.UNDER_WAY)
        changes = self.deployment.load_changes
        self.moved = frozenset(row.load for row in changes if row.fate in has_left)
        by_owner: dict[str, list[Load]] = defaultdict(list)
        owners: dict[str, str] = {}
        for row in self.deployment.loads:
            name = name_of(row.owner, row.purpose)
            tour = self.tours.get(name)
            if row.id in owners or tour is None or not tour.is_carried:
                found = f"a load of {row.owner}, {row.purpose.value}"
                found += ", twice" if row.id in owners else ""
                expected = "one row for each load of what is carried"
                self._tell("CHK-MOVE-001", "loads", row.id, "owner", found, expected)
                self.wrong.add(name)
                continue
            owners[row.id] = name
            by_owner[name].append(row)
        self._read_legs(owners)
        for name, row in self.turns.told.items():
            tour = self.tours.get(name)
            if tour is not None and tour.is_carried:
                self._check_unit(tour, by_owner.get(name, []), row)
        self.units = {owner: rows for owner, rows in by_owner.items() if owner not in self.wrong}

    def _read_legs(self, owners: Mapping[str, str]) -> None:
        frame = self.deployment.legs.frame
        if frame.is_empty():
            return
        names, numbers = frame["load"].to_list(), frame["leg"].to_numpy()
        starts = [i for i in range(len(names)) if i == 0 or names[i] != names[i - 1]]
        links, lifts = self.plan.links, self.plan.lifts
        unknown = frame.with_row_index("row").filter(
            ~pl.col("link").is_in(list(links.ids))
            | (pl.col("lift").is_not_null() & ~pl.col("lift").is_in(list(lifts.ids)))
        )
        bad = {str(load) for load in unknown["load"]}
        for start, stop in zip(starts, [*starts[1:], len(names)], strict=True):
            load = str(names[start])
            in_turn = bool((numbers[start:stop] == np.arange(1, stop - start + 1)).all())
            if load in owners and in_turn and load not in bad:
                self.legs[load] = (start, stop)
                continue
            found, expected = "legs of no load", "a load of the deployment"
            if load in owners:
                self.wrong.add(owners[load])
                found, expected = "a leg that is left out, or twice", "legs numbered from 1 on"
            if load in bad:
                found, expected = "an unknown link or lift", "a link and a lift of the plan"
            self._tell("CHK-MOVE-001", "legs", f"{load}|{numbers[start]}", "load", found, expected)

    def _check_unit(self, tour: MovedTour, rows: list[Load], told: Told) -> None:
        if not rows:
            if told.planned_day is not None:
                found, expected = "no loads", "the loads of a unit that is carried"
                self._tell("CHK-MOVE-002", told.table, told.record, told.day_field, found, expected)
                self.wrong.add(tour.name)
            return
        n, least = len(rows), least_loads(self.plan, tour)
        if not least <= n <= max(least, MOST_LOADS):
            found, expected = f"{n} loads", f"{least} to {MOST_LOADS} loads"
            self._tell("CHK-MOVE-002", "loads", rows[0].id, "owner", found, expected)
            self.wrong.add(tour.name)
        size = tour.unit.tonnes / n
        odd = [row for row in rows if abs(row.size - size) > SLACK * (1 + size)]
        if odd:
            found, expected = f"{plain(odd[0].size)} t", f"{plain(size)} t, 1/{n} of the unit"
            self._tell("CHK-MOVE-002", "loads", odd[0].id, "size", found, expected)
            self.wrong.add(tour.name)
        if told.planned_day is None or tour.origin == tour.destination:
            return
        still = [row for row in rows if row.id not in self.legs]
        if still and tour.name not in self.wrong:
            found, expected = "no legs", f"a way from {tour.origin} to {tour.destination}"
            self._tell("CHK-MOVE-003", "loads", still[0].id, "id", found, expected)
            self.wrong.add(tour.name)

    def convoys(self) -> Iterator[Convoy]:
        """Yield what goes alike; loads without legs are left out."""
        frame = self.deployment.legs.frame
        if frame.is_empty():
            return
        places = {name: i for i, name in enumerate(self.plan.links.ids)}
        pools = {name: i for i, name in enumerate(self.plan.lifts.ids)}
        link_numbers = [places.get(name, -1) for name in frame["link"].to_list()]
        lift_numbers = [pools.get(name, -1) for name in frame["lift"].to_list()]
        departs = frame["depart_day"].to_numpy().astype(np.int64)
        lands = frame["arrive_day"].to_numpy().astype(np.int64)
        alike: dict[tuple[object, ...], list[tuple[str, str, int, int]]] = defaultdict(list)
        for owner, rows in self.units.items():
            tour = self.tours[owner]
            for row in rows:
                if row.id in self.legs:
                    start, stop = self.legs[row.id]
                    way = (tuple(link_numbers[start:stop]), tuple(lift_numbers[start:stop]))
                    # What happened is held against fewer rules than what is planned.
                    alike[(tour.origin, tour.destination, row.id in self.moved, *way)].append(
                        (row.id, owner, start, stop)
                    )
        told, released = self.turns.told, self.turns.released_day
        for members in alike.values():
            _, owner, start, stop = members[0]
            tour = self.tours[owner]
            span: Days = np.array([range(first, last) for _, _, first, last in members])
            way, pool = link_numbers[start:stop], lift_numbers[start:stop]
            parcels: list[Parcel] = []
            known: dict[tuple[str, str, int, frozenset[Mode]], int] = {}
            kinds: dict[str, int] = {}
            for name in {name: None for _, name, _, _ in members}:
                tour, n = self.tours[name], len(self.units[name])
                kind = known.setdefault((tour.unit.id, tour.nation, n, tour.modes), len(parcels))
                if kind == len(parcels):
                    parcels.append(Parcel(tour.unit, tour.nation, n, tour.modes))
                kinds[name] = kind
            yield Convoy(
                loads=tuple(load for load, _, _, _ in members),
                parcels=tuple(parcels),
                kinds=np.array([kinds[name] for _, name, _, _ in members]),
                origin=tour.origin,
                destination=tour.destination,
                links=tuple(self.plan.links.records[i] for i in way),
                lifts=tuple(None if i < 0 else self.plan.lifts.records[i] for i in pool),
                released=np.array([released(self.tours[name]) for _, name, _, _ in members]),
                arrives=np.array([told[name].planned_day is not None for _, name, _, _ in members]),
                departs=departs[span],
                lands=lands[span],
            )

    def check_modes(self) -> Iterator[Finding]:
        """Check the mode of the longest leg of every load that arrives.

        Yields
        ------
        Finding
            CHK-MOVE-018.
        """
        modes = {row.id: row.mode.value for row in self.plan.links}
        lengths = {row.id: row.distance_km for row in self.plan.links}
        frame = self.deployment.legs.frame
        way = list(zip(frame["link"].to_list(), frame["arrive_day"].to_list(), strict=True))
        told = self.turns.told
        arrived = {name for name, row in told.items() if row.planned_day is not None}
        known: dict[tuple[str, ...], set[str]] = {}
        for owner, rows in self.units.items():
            for row in rows if owner in arrived else ():
                start, stop = self.legs.get(row.id, (0, 0))
                links = tuple(link for link, _ in way[start:stop])
                if links not in known:
                    by_mode: dict[str, float] = defaultdict(float)
                    for link in links:
                        by_mode[modes[link]] += lengths[link]
                    longest = max(by_mode.values(), default=0.0)
                    known[links] = {
                        mode for mode, km in by_mode.items() if math.isclose(km, longest)
                    }
                allowed = known[links]
                mode = None if row.mode is None else row.mode.value
                if (mode not in allowed) if allowed else mode is not None:
                    place, found = Place("loads", row.id, "mode"), mode or "none"
                    expected = " or ".join(sorted(allowed)) or "none: it did not move"
                    yield fault("CHK-MOVE-018", place, found=found, expected=expected, cure=AGAIN)

    def days_there(self, tour: MovedTour, told: Told) -> list[int | None]:
        """Return the day on which each load of a unit is at its destination; None: never."""
        frame = self.deployment.legs.frame
        found: list[int | None] = []
        for row in self.units.get(tour.name, []):
            _, stop = self.legs.get(row.id, (0, 0))
            if not stop:
                found.append(told.planned_day if tour.origin == tour.destination else None)
                continue
            link = self.plan.links[str(frame["link"][stop - 1])]
            is_there = tour.destination in (link.from_location, link.to_location)
            found.append(int(frame["arrive_day"][stop - 1]) if is_there else None)
        return found or [told.planned_day]

    def is_sent(self, name: str, told: Told) -> bool:
        """Return whether anything of a movement goes, beside what had left already."""
        own = {row.id for row in self.units.get(name, []) if row.id in self.legs}
        itself = {name} if told.planned_day is not None else set[str]()
        return bool((own or itself) - self.moved)

    def arrival_days(self, owner: str) -> list[int]:
        """Return the day on which each load of a unit that arrives is there."""
        lands = self.deployment.legs.frame["arrive_day"]
        rows = self.units.get(owner, [])
        stops = [self.legs[row.id][1] for row in rows if row.id in self.legs]
        return [int(lands[stop - 1]) for stop in stops]

    def _tell(
        self, code: str, table: str, record: str, column: str, found: str, expected: str
    ) -> None:
        place = Place(table, record, column)
        self.findings.append(fault(code, place, found=found, expected=expected, cure=AGAIN))
