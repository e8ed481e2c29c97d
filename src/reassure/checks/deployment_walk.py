"""The legs of loads walked with a clock: days that fit, gates that are open, limits that are used.

All loads of a convoy are walked at once, one leg after another.
"""

import numpy as np

from reassure.checks.deployment_cargo import (
    BY_CARRIER,
    DAY_MINUTES,
    Parcel,
    aircraft_for,
    ground_time_h,
    is_timed,
    minutes_on,
    ships_for,
)
from reassure.checks.deployment_limits import Days, Floats, Mask
from reassure.checks.deployment_log import Log
from reassure.checks.deployment_ways import Convoy, Reading, WayRules
from reassure.checks.place import plain
from reassure.model.choices import Mode
from reassure.model.network import Link

_STORAGE_DAYS = 2


class Walk:
    """One convoy on its way, read in one way.

    Parameters
    ----------
    rules
        Rules of the plan.
    convoy
        Loads, whose links hang together.
    places
        Places of their way.
    reading
        How the legs are read.

    Attributes
    ----------
    log
        What is wrong, and what they use of the limits.
    """

    def __init__(
        self, rules: WayRules, convoy: Convoy, places: list[str], reading: Reading
    ) -> None:
        self.rules, self.convoy, self.places, self.reading = rules, convoy, places, reading
        self.log = Log(rules, convoy)
        self._all = self.log.everyone
        n = len(convoy.loads)
        self._now: Days = np.zeros(n, dtype=np.int64)
        self._fresh = self._all
        self._sailed, self._minutes, self._resumed, self._timed = (
            np.zeros(n, dtype=np.int64) for _ in range(4)
        )
        self._is_vague: Mask = ~self._all
        self._ground_h: Floats = np.zeros(n)

    def run(self) -> "Walk":
        """Walk to the end of the way."""
        for leg in range(len(self.convoy.links)):
            self._check_way(leg)
            self._load(leg)
            self._enter(leg)
            if leg + 1 < len(self.convoy.links):
                self._leave(leg)
            else:
                self._end(leg)
        return self

    def _check_way(self, leg: int) -> None:
        link, lift = self.convoy.links[leg], self.convoy.lifts[leg]
        for code, found, expected in self.rules.against(self.convoy, self.places, leg):
            self.log.tell(code, self._all, leg, "link", found, expected)
        for kind, parcel in enumerate(self.convoy.parcels):
            for found, expected in parcel.refused_by(link, lift):
                of_kind = self.convoy.kinds == kind
                text = f"{found} on {link.id}"
                self.log.tell("CHK-MOVE-009", of_kind, leg, "link", text, expected)

    def _load(self, leg: int) -> None:
        """Put on board those that start a journey with a leg."""
        fresh, link, lift = self._fresh, self.convoy.links[leg], self.convoy.lifts[leg]
        if not fresh.any():
            return
        place, days = self.places[leg], self.convoy.departs[:, leg]
        if leg and not self.rules.may_work(place, link.mode):
            found, expected = f"loaded at {place}", f"a place where {link.mode.value} is loaded"
            self.log.tell("CHK-MOVE-011", fresh, leg, "link", found, expected)
        self.log.handle(leg, place, days, fresh, is_reloaded=leg > 0)
        if link.mode in BY_CARRIER:
            for found, expected in self.rules.at_port(place, lift, loads=True):
                self.log.tell("CHK-MOVE-009", fresh, leg, "lift", found, expected)
            self._sailed = np.where(fresh, days, self._sailed)
            for clock in (self._minutes, self._timed):
                clock[fresh] = 0
            self._is_vague = self._is_vague & ~fresh
            self._ground_h = np.where(
                fresh, ground_time_h(self.rules.plan.locations[place]), self._ground_h
            )
            if lift is not None:
                out = fresh & ((days < lift.from_day) | (days >= lift.until_day))
                found, expected = f"{lift.id} out of service", "a day of its service"
                self.log.tell("CHK-MOVE-007", out, leg, "depart_day", found, expected)

    def _enter(self, leg: int) -> None:
        """Enter a link: the clock, the gates and the capacity."""
        link, lift = self.convoy.links[leg], self.convoy.lifts[leg]
        days, place = self.convoy.departs[:, leg], self.places[leg]
        speed = lift.speed_km_per_h if lift is not None and link.mode in BY_CARRIER else None
        minutes = minutes_on(link, speed)
        since = self.convoy.released if leg == 0 else -(-self._now // DAY_MINUTES)
        since = np.where(self._fresh, since, self._now // DAY_MINUTES)
        early = days < since
        self.log.tell(
            "CHK-MOVE-005" if leg else "CHK-MOVE-004", early, leg, "depart_day",
            lambda i: f"departure on day {days[i]}", lambda i: f"day {since[i]} or later",
        )  # fmt: skip
        start = np.maximum(np.where(self._fresh, 0, self._now), days * DAY_MINUTES)
        opens = self.rules.opens_minute(self.convoy, self.places[leg + 1])
        if opens.any():
            # What is under way by rail or road may wait before the border within a day.
            needed = opens - minutes
            may_wait = ~self._fresh & (days == needed // DAY_MINUTES)
            if link.mode not in BY_CARRIER:
                start = np.where(may_wait, np.maximum(start, needed), start)
            self.log.tell(
                "CHK-MOVE-008", (start + minutes < opens) & ~early, leg, "depart_day",
                lambda i: f"{self.places[leg + 1]} on day "
                f"{plain(round((int(start[i]) + minutes) / DAY_MINUTES, 6))}",
                lambda i: f"day {opens[i] // DAY_MINUTES} or later, as its state permits",
            )  # fmt: skip
        self._gates(leg, link, place, days)
        capacity = f"links:{link.id}.capacity_per_day"
        self.log.use(capacity, days, lambda parcel: parcel.on_link(link, lift), leg)
        if link.mode in BY_CARRIER:
            self._minutes = self._minutes + minutes
            self._timed = self._timed + is_timed(link)
        elif minutes and lift is not None:
            length = -(-2 * minutes // DAY_MINUTES)
            share = 2 * minutes / DAY_MINUTES / length
            self.log.use(
                f"lifts:{lift.id}.quantity", days, lambda parcel: parcel.in_pool(link.mode), leg,
                factor=share, lengths=length,
            )  # fmt: skip
        self._now = start + minutes

    def _gates(self, leg: int, link: Link, place: str, days: Days) -> None:
        idle = (days < max(0, link.first_day)) | ((days - link.first_day) % link.every_days != 0)
        found, expected = f"{link.id} idle", "a day of its departures"
        self.log.tell("CHK-MOVE-007", idle, leg, "depart_day", found, expected)
        for table, record in (("links", link.id), ("locations", place)):
            self.log.check_outage(table, record, days, self._all, leg, "depart_day")

    def _leave(self, leg: int) -> None:
        """Go on to the next leg: on board, by another gauge, or ashore and loaded anew."""
        link, following = self.convoy.links[leg], self.convoy.links[leg + 1]
        lands, there = self.convoy.lands[:, leg], self.places[leg + 1]
        if link.mode is not following.mode:
            self._unload(leg, self._all)
            self._store(leg, self._all)
        elif link.mode in BY_CARRIER:
            day, departs = self._now // DAY_MINUTES, self.convoy.departs[:, leg + 1]
            is_same = self.convoy.lifts[leg] is self.convoy.lifts[leg + 1]
            passes = is_same & (lands == day) & (departs == day) & (leg not in self.reading.ashore)
            passes &= self._timed + is_timed(following) <= 1
            is_open = passes & (self._now % DAY_MINUTES == 0)
            if is_open.any() and self.rules.may_work(there, link.mode):
                self.log.handle(leg, there, lands, is_open, is_sure=False)
                self.log.handle(leg + 1, there, departs, is_open, is_reloaded=True, is_sure=False)
                self._store(leg, is_open, is_sure=False)
                self._is_vague = self._is_vague | is_open
                self._resumed = np.where(is_open, departs, self._resumed)
            self._unload(leg, ~passes)
            self._store(leg, ~passes)
        elif leg in self.reading.changes:
            self._change_gauge(leg, there)
        else:
            day = self._now // DAY_MINUTES
            self._tell_lands(leg, lands != day, day, "")
            self._fresh = ~self._all

    def _change_gauge(self, leg: int, there: str) -> None:
        breaks, lands = self.reading.changes[leg], self.convoy.lands[:, leg]
        whole = -(-self._now // DAY_MINUTES)
        self._tell_lands(leg, lands < whole, whole, " or later")
        self.log.check_outage("locations", there, lands, self._all, leg, "arrive_day")
        is_sure = self._all if len(breaks) == 1 else ~self._all
        length = 1 if len(breaks) == 1 else self.convoy.departs[:, leg + 1] - lands + 1
        for name in breaks:
            self.log.use(
                f"gauge_breaks:{name}.wagons_per_day", lands, _wagons, leg,
                lengths=length, is_sure=is_sure,
            )  # fmt: skip
        self._now = lands * DAY_MINUTES
        self._fresh = ~self._all

    def _end(self, leg: int) -> None:
        """Take ashore what arrives; of what is under way after the last day little is told."""
        lands, link = self.convoy.lands[:, leg], self.convoy.links[leg]
        is_there = self.places[-1] == self.convoy.destination
        day, last_day = self._now // DAY_MINUTES, self.rules.limits.last_day
        astray = self.convoy.arrives & (not is_there)
        self.log.tell(
            "CHK-MOVE-003", astray, leg, "link",
            f"a way that ends at {self.places[-1]}", f"one to {self.convoy.destination}",
        )  # fmt: skip
        ends = self.convoy.arrives | (is_there & (lands * DAY_MINUTES >= self._now))
        if link.mode in BY_CARRIER:
            ends |= day <= last_day
        self._tell_lands(leg, ~ends & (lands < day), day, " or later")
        under_way = ~ends & (lands * DAY_MINUTES >= self._now)
        if under_way.any() and link.mode not in BY_CARRIER:
            self.log.handle(leg, self.places[-1], lands, under_way, is_sure=False)
            self._store(leg, under_way, is_sure=False)
            for row in self.rules.plan.gauge_breaks:
                if row.location == self.places[-1] and link.mode is Mode.RAIL:
                    name = f"gauge_breaks:{row.id}.wagons_per_day"
                    stays = np.maximum(1, last_day - lands + 1)
                    self.log.use(
                        name, lands, _wagons, leg, mask=under_way, lengths=stays,
                        is_sure=~self._all,
                    )  # fmt: skip
        self._unload(leg, ends)
        if not is_there:
            self._store(leg, ends)
        self._sail(leg, ~ends, None if is_there else ~ends)

    def _unload(self, leg: int, mask: Mask) -> None:
        self._fresh = mask
        if not mask.any():
            return
        lands, place = self.convoy.lands[:, leg], self.places[leg + 1]
        link, lift = self.convoy.links[leg], self.convoy.lifts[leg]
        whole = -(-self._now // DAY_MINUTES)
        self._tell_lands(leg, mask & (lands < whole), whole, " or later")
        if not self.rules.may_work(place, link.mode):
            found, expected = f"unloaded at {place}", f"a place where {link.mode.value} is unloaded"
            self.log.tell("CHK-MOVE-011", mask, leg, "link", found, expected)
        self.log.check_outage("locations", place, lands, mask, leg, "arrive_day")
        if link.mode in BY_CARRIER:
            for found, expected in self.rules.at_port(place, lift, loads=False):
                self.log.tell("CHK-MOVE-009", mask, leg, "lift", found, expected)
            found, expected = "two timetables on one voyage", "one at most"
            self.log.tell("CHK-MOVE-011", mask & (self._timed > 1), leg, "link", found, expected)
        self.log.handle(leg, place, lands, mask)
        self._sail(leg, mask)
        self._now = np.where(mask, lands * DAY_MINUTES, self._now)

    def _store(self, leg: int, mask: Mask, *, is_sure: bool = True) -> None:
        """Use the storage of a place where loads go ashore to be taken on by another carrier."""
        limit, lands = f"locations:{self.places[leg + 1]}.storage_t", self.convoy.lands[:, leg]
        sure = self._all if is_sure else ~self._all
        self.log.use(limit, lands, _tonnes, leg, mask=mask, lengths=_STORAGE_DAYS, is_sure=sure)

    def _sail(self, leg: int, mask: Mask, cut: Mask | None = None) -> None:
        """Use ships or aircraft; ``cut`` says whose voyage goes on beyond a leg, after the plan."""
        link, lift = self.convoy.links[leg], self.convoy.lifts[leg]
        if link.mode not in BY_CARRIER or lift is None or not mask.any():
            return
        name, is_sure = f"lifts:{lift.id}.quantity", ~self._is_vague
        if link.mode is Mode.SEA:
            share, lengths = ships_for(self._minutes)
        else:
            end = self.rules.plan.locations[self.places[leg + 1]]
            share, lengths = aircraft_for(self._minutes, self._ground_h + ground_time_h(end))
            if cut is not None:
                # The legs do not tell how long the whole flight is.
                share, is_sure = np.where(cut, 1.0, share), is_sure & ~cut
                lengths = np.where(cut, self.rules.limits.n_days, lengths)
        carriers = Parcel.ships if link.mode is Mode.SEA else Parcel.sorties
        voyages = [(self._sailed, mask)]
        if (mask & self._is_vague).any():
            voyages.append((self._resumed, mask & self._is_vague))
        for days, sailing in voyages:
            self.log.use(
                name, days, lambda parcel: carriers(parcel, lift), leg,
                mask=sailing, factor=share, lengths=lengths, is_sure=is_sure,
            )  # fmt: skip

    def _tell_lands(self, leg: int, mask: Mask, day: Days, more: str) -> None:
        lands = self.convoy.lands[:, leg]
        self.log.tell(
            "CHK-MOVE-005", mask, leg, "arrive_day",
            lambda i: f"arrival on day {lands[i]}", lambda i: f"day {day[i]}{more}",
        )  # fmt: skip


def _wagons(parcel: Parcel) -> float:
    return parcel.wagons


def _tonnes(parcel: Parcel) -> float:
    return parcel.tonnes
