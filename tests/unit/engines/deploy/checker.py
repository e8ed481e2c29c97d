"""An independent check of a deployment, from plan and tables alone.

It walks every load along its legs with a clock of its own and adds up the use of each limit.
"""

import math
from collections import defaultdict

from reassure.model.choices import CapacityUnit, Mode
from reassure.model.outputs import Leg
from reassure.model.plan import Plan
from reassure.model.results import Deployment, ForcePlan

DAY = 1440
SPEED = {"sea": 28, "rail": 25, "road": 20, "air": 500, "waterway": 10}
UNITS = {
    "sea": "lane_m",
    "rail": "trains",
    "road": "vehicles",
    "air": "sorties",
    "waterway": "tonnes",
}


class Checker:
    def __init__(self, plan: Plan, force: ForcePlan, result: Deployment) -> None:
        self.plan, self.result, self.force = plan, result, force
        self.faults: list[str] = []
        self.used: dict[tuple[str, int], float] = defaultdict(float)

    def check(self) -> list[str]:
        by_load: dict[str, list[Leg]] = {row.id: [] for row in self.result.loads}
        for leg in self.result.legs:
            by_load[leg.load].append(leg)
        by_owner: dict[str, list[str]] = defaultdict(list)
        for row in self.result.loads:
            by_owner[row.owner].append(row.id)
        for arrival in self.result.arrivals:
            loads = by_owner[arrival.assignment]
            if loads:
                self._unit(arrival.assignment, loads, by_load, arrival.planned_day)
        self._capacities()
        return self.faults

    def _unit(
        self, owner: str, loads: list[str], by_load: dict[str, list[Leg]], planned: int | None
    ) -> None:
        tour = self.force.assignments[owner]
        offer = self.plan.offers[tour.offer]
        unit = self.plan.capabilities[offer.capability]
        total = sum(self.result.loads[load].size for load in loads)
        if not math.isclose(total, unit.tonnes, abs_tol=1e-6):
            self.faults.append(f"{owner}: loads weigh {total}, the unit {unit.tonnes}")
        share = 1 / len(loads)
        self.size = {
            name: getattr(unit, name) * share
            for name in ("tonnes", "lane_m", "wagons", "vehicles", "persons")
        }
        self.unit, self.nation = unit, offer.nation
        sector = self.plan.requirements[tour.requirement].sector
        goal = self.plan.sectors[sector].location
        ready = math.ceil(max(0, offer.from_day, offer.notice_days))
        days = [
            self._walk(
                load, list(by_load[load]), offer.origin, goal, ready, final=planned is not None
            )
            for load in loads
        ]
        if planned is not None and max(days) != planned:
            self.faults.append(f"{owner}: planned {planned}, loads arrive {days}")

    def _walk(
        self, load: str, legs: list[Leg], origin: str, goal: str, ready: int, *, final: bool
    ) -> int:
        here, now, before, gauge = origin, ready * DAY, None, None
        sailed = minutes = 0
        while legs:
            leg = self._next(legs, here)
            if leg is None:
                self.faults.append(f"{load}: no leg goes on from {here}")
                return -1
            legs.remove(leg)
            link = self.plan.links[leg.link]
            if link.from_location != here and not link.both_ways:
                self.faults.append(f"{load}: {link.id} is one way")
            there = link.to_location if link.from_location == here else link.from_location
            goes_on = before is not None and self._goes_on(before, leg, now)
            changes = goes_on and None not in (gauge, link.gauge_mm) and gauge != link.gauge_mm
            if changes and link.mode == Mode.RAIL:
                self._break(load, here, gauge, link.gauge_mm, before.arrive_day)
                now = self._down(load, before, now)
            if not goes_on:
                if before is not None:
                    now = self._down(load, before, now)
                    self._handle(here, before, before.arrive_day, loads=False)
                    for day in (before.arrive_day, before.arrive_day + 1):
                        self.used[f"locations:{here}.storage_t", day] += self.size["tonnes"]
                self._handle(here, leg, leg.depart_day, transfer=before is not None)
                sailed, minutes = leg.depart_day, 0
            gauge = link.gauge_mm or (gauge if goes_on else None)
            now = self._enter(load, leg, now, there)
            minutes += self._minutes(leg)
            following = self._next(legs, there)
            landed = following is None or not self._goes_on(leg, following, now)
            if landed and link.mode == Mode.SEA and leg.lift:
                self._sail(leg.lift, sailed, minutes)
            before, here = leg, there
        if final and here != goal:
            self.faults.append(f"{load}: ends at {here}, not at {goal}")
        if before is not None and final:
            now = self._down(load, before, now)
            self._handle(here, before, before.arrive_day, loads=False)
        return -(-now // DAY)

    def _goes_on(self, before: Leg, leg: Leg, now: int) -> bool:
        """Whether a load stays on its carrier, or on its train through a change of gauge."""
        mode = self.plan.links[before.link].mode
        if mode != self.plan.links[leg.link].mode:
            return False
        on_time = before.arrive_day == leg.depart_day == now // DAY
        return mode not in (Mode.SEA, Mode.AIR) or (before.lift == leg.lift and on_time)

    def _down(self, load: str, leg: Leg, now: int) -> int:
        if leg.arrive_day * DAY < now:
            self.faults.append(f"{load}: down on {leg.arrive_day}, there on {now / DAY}")
        return leg.arrive_day * DAY

    def _enter(self, load: str, leg: Leg, now: int, there: str) -> int:
        minutes, opens = self._minutes(leg), self._opens(there)
        start = max(now, leg.depart_day * DAY)
        if start + minutes < opens and leg.depart_day == (opens - minutes) // DAY:
            start = opens - minutes
        if leg.depart_day != start // DAY:
            self.faults.append(f"{load}: leaves on {leg.depart_day}, is there on {now / DAY}")
        if start + minutes < opens:
            self.faults.append(f"{load}: enters {there} before it is permitted")
        self._pass(load, leg)
        return start + minutes

    def _next(self, legs: list[Leg], here: str) -> Leg | None:
        touching = [
            leg
            for leg in sorted(legs, key=lambda leg: (leg.depart_day, leg.arrive_day))
            if here
            in (self.plan.links[leg.link].from_location, self.plan.links[leg.link].to_location)
        ]
        return touching[0] if touching else None

    def _minutes(self, leg: Leg) -> int:
        link = self.plan.links[leg.link]
        if link.transit_days is not None:
            return math.ceil(round(link.transit_days * DAY, 6))
        speeds = [link.speed_km_per_h] if link.speed_km_per_h else []
        if leg.lift and link.mode in (Mode.SEA, Mode.AIR):
            speeds.append(self.plan.lifts[leg.lift].speed_km_per_h)
        speed = min(speeds) if speeds else SPEED[link.mode]
        return math.ceil(round(link.distance_km / speed * 60, 6))

    def _opens(self, location: str) -> int:
        nation = self.plan.locations[location].nation
        cargo = {"any"} | ({"heavy"} if self.unit.heaviest_mlc >= 60 else set())
        cargo |= {"outsize"} if self.unit.outsize else set()
        leads = [
            math.ceil(row.lead_days)
            for row in self.plan.clearances
            if row.through == nation != self.nation and row.cargo in cargo
            if not row.nations or self.nation in row.nations
        ]
        return max(leads, default=0) * DAY

    def _sorties(self, lift: str | None) -> int:
        row = self.plan.lifts[lift] if lift else None
        n = math.ceil(self.size["tonnes"] / ((row and row.payload_t) or 20) - 1e-9)
        if row and row.passengers:
            n = max(n, math.ceil(self.size["persons"] / row.passengers - 1e-9))
        return max(1, n)

    def _ship(self, lift: str | None) -> float:
        row = self.plan.lifts[lift] if lift else None
        shares = []
        if row and row.lane_m:
            shares.append(self.size["lane_m"] / row.lane_m)
        if row and row.payload_t:
            shares.append(self.size["tonnes"] / row.payload_t)
        return max(shares, default=self.size["lane_m"] / 2000)

    def _pass(self, load: str, leg: Leg) -> None:
        link, unit, day = self.plan.links[leg.link], self.unit, leg.depart_day
        nations: set[str] = set()
        for end in (link.from_location, link.to_location):
            place = self.plan.locations[end]
            nations.add(place.nation)
            if place.state == "closed":
                self.faults.append(f"{load}: passes {end}, which is closed")
        for row in self.plan.passages:
            if not row.allowed and row.through in nations and row.mode in (None, link.mode):
                self.faults.append(f"{load}: {row.id} bars {link.id}")
        too_heavy = {
            Mode.ROAD: unit.heaviest_mlc > (math.inf if link.mlc is None else link.mlc),
            Mode.RAIL: (unit.axle_load_t or 0) > (link.axle_load_t or math.inf),
            Mode.AIR: not unit.by_air,
        }
        if too_heavy.get(link.mode):
            self.faults.append(f"{load}: {link.id} does not carry it")
        if day < max(0, link.first_day) or (day - link.first_day) % link.every_days:
            self.faults.append(f"{load}: {link.id} does not run on {day}")
        if self._share(link.id, day) == 0:
            self.faults.append(f"{load}: {link.id} is out on {day}")
        amount = {
            **self.size,
            CapacityUnit.TRAINS: self.size["wagons"] / 30,
            CapacityUnit.SORTIES: self._sorties(leg.lift),
        }[link.capacity_unit or UNITS[link.mode]]
        self.used[f"links:{link.id}.capacity_per_day", day] += amount

    def _break(
        self, load: str, here: str, one: float | None, other: float | None, day: int
    ) -> None:
        rows = [
            row.id
            for row in self.plan.gauge_breaks
            if row.location == here and {row.from_gauge_mm, row.to_gauge_mm} == {one, other}
        ]
        if not rows:
            self.faults.append(f"{load}: no train changes from {one} to {other} at {here}")
        if len(rows) == 1:
            self.used[f"gauge_breaks:{rows[0]}.wagons_per_day", day] += self.size["wagons"]

    def _handle(
        self, here: str, leg: Leg, day: int, *, loads: bool = True, transfer: bool = False
    ) -> None:
        """Book what loading, or unloading, uses at a place on a day."""
        mode, lift = self.plan.links[leg.link].mode, leg.lift
        transfer = transfer and loads
        row = self.plan.locations[here]
        book: dict[str, float] = {}
        if transfer:
            book["staging_t_per_day"] = self.size["tonnes"]
        is_port = row.kind in ("port", "naval_base")
        if mode in (Mode.SEA, Mode.WATERWAY) or (transfer and not is_port):
            book["handling_t_per_day"] = self.size["tonnes"]
        if mode == Mode.SEA:
            book["handling_lane_m_per_day"] = self.size["lane_m"]
            book["berths"] = self._ship(lift)
        if mode == Mode.RAIL:
            book["trains_per_day"] = self.size["wagons"] / 30
            book["wagons_per_day"] = self.size["wagons"]
        if mode == Mode.AIR:
            hours = row.operating_h_per_day * 0.85
            ground_h = row.ground_time_max_h or row.ground_time_h or 4
            book["mog"] = self._sorties(lift) * ground_h / hours
        for name, amount in book.items():
            self.used[f"locations:{here}.{name}", day] += amount

    def _share(self, record: str, day: int) -> float:
        share = 1.0
        for row in self.plan.outages:
            dated = row.from_day is not None or row.until_day is not None
            until = math.inf if row.until_day is None else row.until_day
            if dated and record in (row.link, row.location) and (row.from_day or 0) <= day < until:
                share *= row.open_share
        return share

    def _capacity(self, limit: str, day: int) -> float:
        table, rest = limit.split(":")
        record, name = rest.rsplit(".", 1)
        row = self.plan.table(table)[record]
        capacity = getattr(row, name)
        if capacity is None:
            return math.inf
        if table == "lifts":
            return capacity
        place = row.location if table == "gauge_breaks" else record
        if table != "links" and self.plan.locations[place].state == "limited":
            capacity /= 2
        return capacity * self._share(place, day)

    def _sail(self, lift: str, day: int, minutes: int) -> None:
        """Book a share of a ship for the way out, the way back and two days in port."""
        row = self.plan.lifts[lift]
        if not row.from_day <= day < row.until_day:
            self.faults.append(f"{lift}: sails on {day}, out of service")
        for d in range(day, day + 2 * -(-minutes // DAY) + 2):
            if d < row.until_day:
                self.used[f"lifts:{lift}.quantity", d] += self._ship(lift)

    def _capacities(self) -> None:
        for (limit, day), used in sorted(self.used.items()):
            if used > self._capacity(limit, day) + 1e-6:
                self.faults.append(f"{limit} on {day}: used {used} of {self._capacity(limit, day)}")
        told = {}
        for row in self.result.use_days:
            owner = f"links:{row.link}" if row.link else f"locations:{row.location}"
            name = row.limit if ":" in row.limit else f"{owner}.{row.limit}"
            told[name, row.day] = row.used
            if row.capacity is not None and row.used > row.capacity + 1e-6:
                self.faults.append(f"{name} on {row.day}: used {row.used} of {row.capacity}")
        for key, used in sorted(self.used.items()):
            in_time = key[1] <= self.plan.meta.horizon_days
            if in_time and self._capacity(*key) < math.inf and used > told.get(key, 0.0) + 1e-6:
                self.faults.append(f"{key}: used {used}, told {told.get(key)}")


def faults_of(plan: Plan, force: ForcePlan, result: Deployment) -> list[str]:
    return Checker(plan, force, result).check()
