"""Flows by time: what is under way on every way of the network, week by week or day by day."""

from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise

from reassure.brief.journeys import Journey
from reassure.brief.names import location_name
from reassure.brief.weeks import first_of, step_days
from reassure.model.choices import Mode
from reassure.model.plan import Plan

MOST_DATES = 6
"""Dates that are drawn side by side."""


@dataclass(frozen=True, slots=True)
class Traffic:
    """What is under way on one way in one week, or on one day."""

    tonnes: float
    n_loads: int


@dataclass(frozen=True, slots=True)
class WayDays:
    """One way, both directions together.

    Attributes
    ----------
    link, mode
        A link of it, and how one moves on it.
    is_local
        Whether it runs within one town: between places of one name, such as a port and a base.
    traffic
        What is under way, by number of the week or day; those without any are left out.
    """

    link: str
    mode: Mode
    is_local: bool
    traffic: dict[int, Traffic]


@dataclass(frozen=True, slots=True)
class FlowDays:
    """All ways over the whole movement.

    Attributes
    ----------
    first_day, step_days, n_steps
        First day, days of one step (one or seven), and how many steps there are.
    ways
        Ways, those with most under way at once first.
    loads
        By step: all that is under way, each load once.
    """

    first_day: int
    step_days: int
    n_steps: int
    ways: tuple[WayDays, ...]
    loads: tuple[Traffic, ...]

    @property
    def most_t(self) -> float:
        """Most that is under way on one way in one step [tonnes]."""
        return max((part.tonnes for way in self.ways for part in way.traffic.values()), default=0.0)

    def days(self, step: int) -> tuple[int, int]:
        """Return the first and the last day of a step."""
        start = self.first_day + step * self.step_days
        return start, start + self.step_days - 1

    def busiest_way(self, step: int) -> WayDays | None:
        """Return the way with most tonnes under way, a local one last; None where nothing is."""
        some = [way for way in self.ways if step in way.traffic]
        return max(
            some, key=lambda w: (not w.is_local, w.traffic[step].tonnes, w.link), default=None
        )

    def dates(self, most: int = MOST_DATES) -> list[int]:
        """Return the busiest step of each of so many equal parts of the movement, in order."""
        edges = [round(i * self.n_steps / most) for i in range(most + 1)]
        parts = [range(a, b) for a, b in pairwise(edges) if b > a]
        best = [max(part, key=lambda i: (self.loads[i].tonnes, -i)) for part in parts]
        return [step for step in best if self.loads[step].n_loads]


def flow_days(plan: Plan, ways: list[Journey]) -> FlowDays | None:
    """Return what is under way by week, or by day of a short movement; None where nothing moves.

    Notes
    -----
    A load is under way on a link in every week that touches the days from its departure to its
    arrival there, both included, and counts once on that link in that week.
    """
    hops = [hop for way in ways for hop in way.hops]
    if not hops:
        return None
    first, last = min(hop.depart_day for hop in hops), max(hop.arrive_day for hop in hops)
    step = step_days(first, last)
    first = first_of(first, step)
    names: dict[tuple[str, ...], str] = {}
    traffic: dict[tuple[str, ...], dict[int, list[float]]] = defaultdict(dict)
    whole: dict[int, list[float]] = {}
    for way in ways:
        seen: dict[tuple[tuple[str, ...], int], None] = {}
        for hop in way.hops:
            key = (*sorted((hop.from_location, hop.to_location)), hop.mode.value)
            names[key] = min(names.get(key, hop.link), hop.link)
            start, end = ((day - first) // step for day in (hop.depart_day, hop.arrive_day))
            seen |= dict.fromkeys((key, i) for i in range(start, end + 1))
        for key, i in seen:
            traffic[key].setdefault(i, []).append(way.tonnes)
        for i in dict.fromkeys(i for _, i in seen):
            whole.setdefault(i, []).append(way.tonnes)
    made = [
        WayDays(
            names[key],
            plan.links[names[key]].mode,
            location_name(plan, key[0]) == location_name(plan, key[1]),
            {i: _of(traffic[key][i]) for i in sorted(traffic[key])},
        )
        for key in names
    ]
    made.sort(key=lambda way: (-max(part.tonnes for part in way.traffic.values()), way.link))
    n_steps = (last - first) // step + 1
    loads = tuple(_of(whole.get(i, [])) for i in range(n_steps))
    return FlowDays(first, step, n_steps, tuple(made), loads)


def _of(tonnes: list[float]) -> Traffic:
    return Traffic(sum(tonnes), len(tonnes))
