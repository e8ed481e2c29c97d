"""Formulas of road movement: the room and the time that columns take."""

import math

from reassure.engines.deploy.formulas.quantities import Amount, Count, Positive
from reassure.engines.deploy.parameters import PACKET_VEHICLES

_NOISE = 1e-9
"""A quotient that is whole but for rounding is not rounded up."""


def road_space_km(vehicles: Amount, *, density_vehicles_per_km: Positive) -> float:
    """Return the length of road that a column takes [km].

    Parameters
    ----------
    vehicles
        Vehicles of the column [vehicles].
    density_vehicles_per_km
        Vehicles on each kilometre of road [vehicles/km].

    Notes
    -----
    Equation: vehicles / density_vehicles_per_km

    Source: US Army Command and General Staff College, Student Text 100-3, chapter 8.

    Examples
    --------
    >>> road_space_km(25_000, density_vehicles_per_km=10)
    2500.0
    """
    return vehicles / density_vehicles_per_km


def road_space_per_route_km(road_space_km: Amount, *, n_routes: Count) -> float:
    """Return the length of each column where one is split over equal routes [km].

    Parameters
    ----------
    road_space_km
        Length of the whole column [km].
    n_routes
        Routes used at the same time [routes].

    Notes
    -----
    Equation: road_space_km / n_routes

    Source: US Army Command and General Staff College, Student Text 100-3, chapter 8.

    Examples
    --------
    >>> road_space_per_route_km(2500, n_routes=8)
    312.5
    """
    return road_space_km / n_routes


def pass_time_h(length_km: Amount, *, speed_km_per_h: Positive) -> float:
    """Return the time from the first to the last vehicle of a column at one point [h].

    Parameters
    ----------
    length_km
        Length of the column [km].
    speed_km_per_h
        Its speed [km/h].

    Notes
    -----
    Equation: length_km / speed_km_per_h

    Source: US Army Command and General Staff College, Student Text 100-3, chapter 8.

    Examples
    --------
    >>> pass_time_h(2500, speed_km_per_h=25)
    100.0
    """
    return length_km / speed_km_per_h


def days_to_pass_days(vehicles: Amount, *, capacity_vehicles_per_day: Positive) -> float:
    """Return the days of a road's whole capacity that a unit takes [days].

    Parameters
    ----------
    vehicles
        Vehicles of the unit [vehicles].
    capacity_vehicles_per_day
        Vehicles that the road takes a day [vehicles/day].

    Notes
    -----
    Equation: vehicles / capacity_vehicles_per_day

    Source: arithmetic.

    Examples
    --------
    >>> days_to_pass_days(900, capacity_vehicles_per_day=600)
    1.5
    """
    return vehicles / capacity_vehicles_per_day


def n_convoy_serials(vehicles: Amount, *, vehicles_per_serial: Positive = PACKET_VEHICLES) -> int:
    """Return the serials of vehicles that a unit marches in [serials].

    Parameters
    ----------
    vehicles
        Vehicles of the unit [vehicles].
    vehicles_per_serial
        Most vehicles of one serial [vehicles].

    Notes
    -----
    Equation: ⌈vehicles / vehicles_per_serial⌉

    Source: arithmetic; 60 vehicles is the packet of the movement model.

    Examples
    --------
    >>> n_convoy_serials(130)
    3
    """
    return math.ceil(vehicles / vehicles_per_serial - _NOISE)
