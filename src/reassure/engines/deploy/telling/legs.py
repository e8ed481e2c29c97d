"""Legs read back as what happens to a load: loading, voyages, changes of gauge, unloading.

Legs say on which day a load enters each link and when it is unloaded; that is all that the rules
of the model (docs/explain/deploy.md, table of limits) ask for.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from reassure.engines.common.graph import MINUTES_PER_DAY as DAY
from reassure.engines.common.graph import Passages, Way, transit_minutes
from reassure.engines.deploy.moving.tours import Tour
from reassure.engines.deploy.network.network import Arc, ArcKind
from reassure.engines.deploy.network.rules import PORTS
from reassure.engines.deploy.network.voyages import (
    CARRIED_MODES,
    Step,
    against_port,
    is_shallow,
)
from reassure.model.choices import LocationKind, LocationState, Mode
from reassure.model.network import Lift
from reassure.model.outputs import Leg
from reassure.model.plan import Plan


@dataclass
class LegReader:
    """Reads the legs of loads as arcs of the model, whoever made them and on which network.

    Parameters
    ----------
    plan
        Plan that has every link and lift named.
    ends
        Places where some load starts or ends, whatever kind of place they are.
    """

    plan: Plan
    ends: frozenset[str]
    _arcs: dict[tuple[object, ...], Arc] = field(default_factory=dict[tuple[object, ...], Arc])

    def __post_init__(self) -> None:
        """Look up which breaks of gauge there are."""
        self._passages = Passages(self.plan)
        self._breaks: dict[str, dict[float, list[tuple[float, str]]]] = {}
        for row in self.plan.gauge_breaks:
            there = self._breaks.setdefault(row.location, {})
            there.setdefault(row.from_gauge_mm, []).append((row.to_gauge_mm, row.id))
            there.setdefault(row.to_gauge_mm, []).append((row.from_gauge_mm, row.id))

    def arcs(self, tour: Tour, legs: list[Leg]) -> Iterator[tuple[list[Arc], dict[int, int]]]:
        """Yield what happens to a load, each with its days by minutes from its start.

        Where several breaks of gauge at one place work the same change, legs do not tell which
        it was: all of them stand, in the order of their ids.

        Parameters
        ----------
        tour
            Tour that the load is of.
        legs
            Its legs in the order of travel, which join from the tour's origin on.
        """
        passed = list(passed_ways(self.plan, tour.origin, legs))
        gauge: float | None = None
        done = 0
        while done < len(passed):
            leg, way = passed[done]
            mode, before = way.link.mode, passed[done - 1] if done else None
            goes_on = before is not None and before[1].link.mode is mode
            if before is not None and (not goes_on or mode in CARRIED_MODES):
                unloading = self._at(ArcKind.UNLOAD, before, into_storage=True)
                yield [unloading], {0: before[0].arrive_day}
                goes_on = False
            if mode in CARRIED_MODES:
                lift = self.plan.lifts[leg.lift] if leg.lift is not None else None
                group = self._voyage(passed[done:], lift)
                steps, days = _steps(group, lift)
                yield [self._arc(ArcKind.VOYAGE, steps, way.start, lift, at_origin=not done)], days
                done += len(group)
                continue
            if not goes_on:
                gauge = way.link.gauge_mm
            elif mode is Mode.RAIL and before is not None:
                for numbers in self._changes(way, gauge):
                    kind = ArcKind.CHANGE_GAUGE
                    arcs = [self._at(kind, before, number) for number in numbers]
                    yield arcs, {0: before[0].arrive_day}
                gauge = way.link.gauge_mm or gauge
            steps, days = _steps([(leg, way)], None)
            kind = ArcKind.GO_ON if goes_on else ArcKind.START
            yield [self._arc(kind, steps, way.start, None, at_origin=not done)], days
            done += 1
        # Legs after the horizon are not told; a ship or aircraft unloads all the same.
        if passed and (
            passed[-1][1].end == tour.destination
            or (passed[-1][1].link.mode in CARRIED_MODES and self._may_end(passed[-1][1]))
        ):
            goes_on = passed[-1][1].end != tour.destination
            unloading = self._at(ArcKind.UNLOAD, passed[-1], into_storage=goes_on)
            yield [unloading], {0: passed[-1][0].arrive_day}

    def _voyage(self, passed: list[tuple[Leg, Way]], lift: Lift | None) -> list[tuple[Leg, Way]]:
        """Return the first legs that one carrier makes without unloading in between."""
        start, n_timed = passed[0][0].depart_day * DAY, 0
        for i, ((leg, way), (later, onward)) in enumerate(pairwise(passed), 1):
            steps, _ = _steps(passed[:i], lift)
            day = (start + steps[-1].after_minutes + steps[-1].minutes) // DAY
            n_timed += _is_timed(way)
            is_other = way.link.mode is not onward.link.mode or leg.lift != later.lift
            is_through = leg.arrive_day == day == later.depart_day
            is_through = is_through and not (n_timed and _is_timed(onward))
            if is_other or (self._may_end(way) and not is_through):
                return passed[:i]
        return passed

    def _may_end(self, way: Way) -> bool:
        kind = self.plan.locations[way.end].kind
        if way.end in self.ends:
            return True
        return kind in PORTS if way.link.mode is Mode.SEA else kind is not LocationKind.GATEWAY

    def _changes(self, way: Way, gauge: float | None) -> list[list[str]]:
        """Return the gauge breaks that a train passes before a way, in as few changes as there are.

        One list for each change, of the breaks that work it.
        """
        wanted = way.link.gauge_mm
        if gauge is None or wanted is None or wanted == gauge:
            return []
        there = self._breaks.get(way.start, {})
        reached: dict[float, list[list[str]]] = {gauge: []}
        for known in (queue := [gauge]):
            for to, _ in there.get(known, ()):
                if to not in reached:
                    numbers = [number for end, number in there[known] if end == to]
                    reached[to] = [*reached[known], list(dict.fromkeys(numbers))]
                    queue.append(to)
        return reached.get(wanted, [])

    def _at(
        self,
        kind: ArcKind,
        before: tuple[Leg, Way],
        number: str | None = None,
        *,
        into_storage: bool = False,
    ) -> Arc:
        leg, way = before
        is_carried = way.link.mode in CARRIED_MODES and leg.lift is not None
        lift = self.plan.lifts[leg.lift] if is_carried and leg.lift is not None else None
        return self._arc(
            kind, (), way.end, lift,
            mode=way.link.mode, break_id=number, into_storage=into_storage,
        )  # fmt: skip

    def _arc(
        self,
        kind: ArcKind,
        steps: tuple[Step, ...],
        place: str,
        lift: Lift | None,
        *,
        at_origin: bool = False,
        mode: Mode | None = None,
        break_id: str | None = None,
        into_storage: bool = False,
    ) -> Arc:
        mode = mode or steps[0].way.link.mode
        links = tuple((step.way.link.id, step.way.start) for step in steps)
        carrier = None if lift is None else lift.id
        key = (kind, mode, place, at_origin, carrier, break_id, into_storage, links)
        if key not in self._arcs:
            reasons = tuple(dict.fromkeys(self._reasons(steps, place, lift, mode)))
            number = len(self._arcs)
            # No state is needed: nothing is searched, so the arc leads nowhere.
            self._arcs[key] = Arc(
                number, kind, mode, -1, steps, place,
                at_origin, lift, break_id, into_storage, reasons,
            )  # fmt: skip
        return self._arcs[key]

    def _reasons(
        self, steps: tuple[Step, ...], place: str, lift: Lift | None, mode: Mode
    ) -> Iterator[str]:
        """Yield what lets nobody pass: closed places, barred states, ports too small."""
        touched = [place, *(step.way.end for step in steps)]
        for name in touched:
            row = self.plan.locations[name]
            if row.state is LocationState.CLOSED:
                yield f"locations:{name}.state"
            barring = self._passages.barring(name, mode) if steps else None
            if barring is not None:
                yield f"passages:{barring}.allowed"
            if lift is not None and steps and is_shallow(row, lift.draught_m or 0.0):
                yield f"locations:{name}.draught_m"
        if lift is not None and steps:
            for name in (touched[0], touched[-1]):
                yield from against_port(self.plan.locations[name], lift)


def passed_ways(plan: Plan, origin: str, legs: Iterable[Leg]) -> Iterator[tuple[Leg, Way]]:
    """Yield legs with the direction in which they pass their links, which join from a place on."""
    place = origin
    for leg in legs:
        link = plan.links[leg.link]
        end = link.to_location if link.from_location == place else link.from_location
        yield leg, Way(link, place, end)
        place = end


def _steps(
    passed: list[tuple[Leg, Way]], lift: Lift | None
) -> tuple[tuple[Step, ...], dict[int, int]]:
    """Return legs as steps of one carrier, and the day of each by minutes from the start."""
    speed, after = None if lift is None else lift.speed_km_per_h, 0
    steps: list[Step] = []
    days: dict[int, int] = {}
    for leg, way in passed:
        steps.append(Step(way, after, transit_minutes(way.link, speed_km_per_h=speed)))
        days[after] = leg.depart_day
        after += steps[-1].minutes
    return tuple(steps), days


def _is_timed(way: Way) -> bool:
    return way.link.every_days > 1 or way.link.first_day > 0
