"""Formulas of ports and ships."""

import math

from reassure.engines.deploy.formulas.quantities import Amount, Positive
from reassure.engines.deploy.parameters import STORAGE_DAYS

_NOISE = 1e-9
"""A quotient that is whole but for rounding is not rounded up."""


def berth_throughput_t_per_day(
    berths: Amount, *, ship_load_t: Amount, berth_time_days: Positive = 1.0
) -> float:
    """Return what the berths of a port take a day [t/day].

    Parameters
    ----------
    berths
        Ships worked at once [ships].
    ship_load_t
        Cargo of one ship [t].
    berth_time_days
        Time of one ship at its berth [days].

    Notes
    -----
    Equation: berths × ship_load_t / berth_time_days

    Source: arithmetic; one day at the berth is an assumption of the movement model.

    Examples
    --------
    >>> berth_throughput_t_per_day(2, ship_load_t=2500)
    5000.0
    """
    return berths * ship_load_t / berth_time_days


def storage_throughput_t_per_day(
    storage_t: Amount, *, storage_time_days: Positive = STORAGE_DAYS
) -> float:
    """Return what passes the sheds and yards of a place a day [t/day].

    Parameters
    ----------
    storage_t
        What can lie there at once [t].
    storage_time_days
        Time for which cargo lies there [days].

    Notes
    -----
    Equation: storage_t / storage_time_days

    Source: arithmetic (Little's law); two days in storage is an assumption of the movement model.

    Examples
    --------
    >>> storage_throughput_t_per_day(6000)
    3000.0
    """
    return storage_t / storage_time_days


def port_throughput_t_per_day(
    *,
    berth_t_per_day: Amount = math.inf,
    handling_t_per_day: Amount = math.inf,
    storage_t_per_day: Amount = math.inf,
    gate_t_per_day: Amount = math.inf,
) -> float:
    """Return what a port takes a day: as much as its weakest part [t/day].

    Parameters
    ----------
    berth_t_per_day
        What the berths take [t/day].
    handling_t_per_day
        What cranes, ramps and stevedores handle [t/day].
    storage_t_per_day
        What passes sheds and yards [t/day].
    gate_t_per_day
        What leaves by road and rail [t/day].

    Notes
    -----
    Equation: min(berth_t_per_day, handling_t_per_day, storage_t_per_day, gate_t_per_day)

    Source: port throughput as that of the weakest subsystem, US study ADA055535.

    Examples
    --------
    >>> port_throughput_t_per_day(berth_t_per_day=5000, handling_t_per_day=3200)
    3200
    """
    return min(berth_t_per_day, handling_t_per_day, storage_t_per_day, gate_t_per_day)


def n_ships_needed(
    tonnage_t_per_day: Amount, *, round_trip_days: Positive, payload_t: Positive
) -> int:
    """Return the ships of a pool that keep up a flow of cargo [ships].

    Parameters
    ----------
    tonnage_t_per_day
        Cargo to deliver a day [t/day].
    round_trip_days
        Time of one ship for the way out, the way back and both ports [days].
    payload_t
        Cargo of one ship [t].

    Notes
    -----
    Equation: ⌈tonnage_t_per_day × round_trip_days / payload_t⌉

    Source: arithmetic (Little's law): ships under way = departures a day × days of a round trip.

    Examples
    --------
    >>> n_ships_needed(1000, round_trip_days=18, payload_t=6000)
    3
    """
    return math.ceil(tonnage_t_per_day * round_trip_days / payload_t - _NOISE)
