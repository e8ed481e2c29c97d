"""The passing of loads through resources again: a heap of events and plain lists."""

import heapq
import math

from reassure.engines.simulate.scenario import (
    CARRIERS,
    FLOW,
    GATE,
    METER,
    SLOT,
    Course,
    Loads,
    Resources,
)


class Events:
    """One replication, worked out event by event.

    Parameters
    ----------
    loads, resources, course
        What the compiled passes take.
    by_level
        Whether a higher level goes first; else first come first served.
    """

    def __init__(
        self, loads: Loads, resources: Resources, course: Course, *, by_level: bool
    ) -> None:
        self.loads, self.resources, self.course = loads, resources, course
        self.by_level = by_level
        n_places = [int(n) for n in resources.place[1:] - resources.place[:-1]]
        self.free = [[-math.inf] * n for n in n_places]
        self.waiting: list[list[tuple[int, float, int]]] = [[] for _ in n_places]
        self.n_loads = len(loads.level)
        self.at = [int(first) for first in loads.first[:-1]]
        self.joined = [math.inf] * self.n_loads
        self.arrive_day = [math.inf] * self.n_loads
        self.wait_days = [0.0] * len(n_places)
        rows = [
            (float(closes), float(opens), float(share))
            for closes, opens, share in zip(
                course.closes_day, course.opens_day, course.open_share, strict=True
            )
        ]
        self.closures = [
            rows[int(course.window[z]) : int(course.window[z + 1])] for z in resources.site
        ]
        self.events: list[tuple[float, int]] = []
        self.n_before = [int(n) for n in loads.n_awaited]
        self.ready_day = [-math.inf] * len(self.n_before)

    def run(self) -> list[float]:
        """Return when each load arrives; inf: never set out."""
        for group, n_awaited in enumerate(self.loads.n_awaited):
            if n_awaited == 0:
                self._set_out(group)
        while self.events:
            day, entry = heapq.heappop(self.events)
            if entry < self.n_loads:
                self._come(entry, day)
            else:
                self._take(entry - self.n_loads, day)
        return self.arrive_day

    def _members(self, group: int) -> range:
        return range(int(self.loads.member[group]), int(self.loads.member[group + 1]))

    def _set_out(self, group: int) -> None:
        for load in self._members(group):
            day = max(float(self.course.enter_day[load]), self.ready_day[group])
            if day < math.inf:
                heapq.heappush(self.events, (day, load))

    def _arrive(self, load: int, day: float) -> None:
        self.arrive_day[load] = day
        group = int(self.loads.group[load])
        last = max(self.arrive_day[member] for member in self._members(group))
        if last == math.inf:
            return
        for i in range(int(self.loads.follower[group]), int(self.loads.follower[group + 1])):
            after = int(self.loads.followers[i])
            self.ready_day[after] = max(self.ready_day[after], last)
            self.n_before[after] -= 1
            if self.n_before[after] == 0:
                self._set_out(after)

    def _come(self, load: int, day: float) -> None:
        visit = self.at[load]
        resource = int(self.loads.resource[visit])
        self.joined[load] = day
        if not self.by_level or (not self.waiting[resource] and min(self.free[resource]) <= day):
            self._serve(load, resource, day)
            return
        if not self.waiting[resource]:
            self._wake(resource)
        heapq.heappush(self.waiting[resource], (int(self.loads.level[load]), day, load))

    def _take(self, resource: int, day: float) -> None:
        _, _, load = heapq.heappop(self.waiting[resource])
        self._serve(load, resource, day)
        if self.waiting[resource]:
            self._wake(resource)

    def _wake(self, resource: int) -> None:
        heapq.heappush(self.events, (min(self.free[resource]), self.n_loads + resource))

    def _serve(self, load: int, resource: int, day: float) -> None:
        visit = self.at[load]
        work = float(self.course.service_days[visit])
        leg = float(self.course.leg_days[visit])
        places = self.free[resource]
        place = places.index(min(places))
        day = max(day, places[place])
        kind = self.resources.kind[resource]
        if kind == SLOT:
            begin = end = free = self._slot(resource, day, places[place])
        elif kind == FLOW:
            begin, end = self._flow(resource, day, work)
            free = end
        else:
            begin = day
            for closes, opens, share in self.closures[resource]:
                if closes <= day < opens:
                    begin, work = (day, work / share) if share > 0 else (opens, work)
                    break
            if kind == METER and self.resources.ahead_days[resource] > 0:
                # All that it takes must be there: what has gone ahead leaves no part of it.
                begin = max(begin, places[place] + work)
            free = begin + work
            end = begin if kind == METER else free
            if kind == CARRIERS:
                free = end + leg + float(self.loads.back_days[visit])
        if kind == METER:
            # What it lets through may run ahead of its rate by so many days.
            ahead = float(self.resources.ahead_days[resource])
            free = max(places[place], begin - ahead) + work
        places[place] = -math.inf if kind == GATE else free
        self.wait_days[resource] += begin - self.joined[load]
        self.at[load] += 1
        if self.at[load] == self.loads.first[load + 1]:
            self._arrive(load, end + leg)
        else:
            heapq.heappush(self.events, (end + leg, load))

    def _slot(self, resource: int, day: float, last: float) -> float:
        rate = float(self.resources.per_day[resource])

        def next_slot(day: float, rate: float) -> float:
            number = math.ceil(day * rate - 1e-9)
            return number / rate if number / rate > last else (number + 1) / rate

        slot = next_slot(day, rate)
        for closes, opens, share in self.closures[resource]:
            if not closes <= slot < opens:
                continue
            thin = next_slot(max(closes, day), rate * share) if share > 0 else math.inf
            if thin < opens:
                return thin
            slot = math.ceil(opens * rate - 1e-9) / rate
        return slot

    def _flow(self, resource: int, day: float, work: float) -> tuple[float, float]:
        begin = end = day
        for closes, opens, share in self.closures[resource]:
            if opens <= end or closes >= end + work:
                continue
            if closes > end:
                work -= closes - end
                end = closes
            if share > 0 and (opens - end) * share >= work:
                return begin, end + work / share
            if end == begin and share == 0:
                begin = opens
            work -= (opens - end) * share
            end = opens
        return begin, end + work
