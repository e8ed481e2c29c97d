"""Days of a movement at its ports: the window that its dates leave, and what is planned."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from reassure.brief.corridor import OVER_WATER_OR_AIR
from reassure.brief.journeys import Hop, Journey
from reassure.model.choices import MovePurpose

_APART = (MovePurpose.PEOPLE, MovePurpose.EQUIPMENT)


@dataclass(frozen=True, slots=True)
class PortDays:
    """Days at the ports of embarkation and debarkation [days from C-day]; None: not known.

    Attributes
    ----------
    ald, ead, lad
        Available to load at the POE; earliest and latest arrival at the POD that its dates leave.
    departs_poe
        Planned first departure from the POE.
    first_at_pod, last_at_pod
        Planned arrival of its first and last load at the POD.
    """

    ald: int | None = None
    ead: int | None = None
    lad: int | None = None
    departs_poe: int | None = None
    first_at_pod: int | None = None
    last_at_pod: int | None = None


def port_days(
    ways: Sequence[Journey], *, release_day: int | None, wanted_day: float | None
) -> PortDays:
    """Return the days of one movement at its ports; at its ends where it goes over the ground.

    Parameters
    ----------
    ways
        Ways of its loads, those of people and equipment that go apart among them.
    release_day
        First day on which it may load at its origin.
    wanted_day
        Day by which it should be in place.

    Notes
    -----
    ALD and EAD are the release day and the days under way from there on the quickest of its ways,
    without waits; LAD is the wanted day less the days under way from the POD on the slowest. So
    EAD after LAD says that the movement cannot be in time on these ways.
    """
    carried = [way for way in ways if way.hops]
    if not carried:
        return PortDays()
    has_ports = any(_lifted(way) for way in carried)
    ahead = [way for way in carried if way.purpose in _APART]
    joined = [way for way in carried if way.purpose not in _APART]
    before = max((_days(way.hops) for way in ahead), default=0)
    after = max((_days(way.hops) for way in joined), default=0) if ahead else 0
    to_poe: list[int] = []
    to_pod: list[int] = []
    onward: list[int] = []
    departures: list[int] = []
    landings: list[int] = []
    for way in carried:
        lifted = _lifted(way)
        if has_ports and not lifted:
            continue
        is_ahead = way.purpose in _APART
        start, end = (lifted[0], lifted[-1] + 1) if lifted else (0, len(way.hops))
        came = before if ahead and not is_ahead else 0
        to_poe.append(came + _days(way.hops[:start]))
        departures.append(way.hops[start].depart_day)
        # Where none comes ashore, those count that end at the destination, not where parts join.
        if has_ports or not (is_ahead and joined):
            to_pod.append(came + _days(way.hops[:end]))
            onward.append(_days(way.hops[end:]) + (after if is_ahead else 0))
            landings.append(way.hops[end - 1].arrive_day)
    return PortDays(
        ald=None if release_day is None else release_day + min(to_poe),
        ead=None if release_day is None else release_day + min(to_pod),
        lad=None if wanted_day is None else math.floor(wanted_day) - max(onward),
        departs_poe=min(departures),
        first_at_pod=min(landings),
        last_at_pod=max(landings),
    )


def mode_words(ways: Iterable[Journey]) -> str:
    """Return the modes of each way in their order, the way of most tonnes first.

    Notes
    -----
    Ways are set apart by semicolons: ``rail > sea > road; air > road``.
    """
    weights: dict[str, float] = {}
    for way in ways:
        modes: list[str] = []
        for hop in way.hops:
            if modes[-1:] != [hop.mode.value]:
                modes.append(hop.mode.value)
        if modes:
            text = " > ".join(modes)
            weights[text] = weights.get(text, 0.0) + way.tonnes
    return "; ".join(sorted(weights, key=lambda text: (-weights[text], text)))


def _lifted(way: Journey) -> list[int]:
    """Return the places on a way of its legs over water or by air."""
    return [at for at, hop in enumerate(way.hops) if hop.mode in OVER_WATER_OR_AIR]


def _days(hops: Sequence[Hop]) -> int:
    """Return the days under way, without waits between the legs."""
    return sum(hop.arrive_day - hop.depart_day for hop in hops)
