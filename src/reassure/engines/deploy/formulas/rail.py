"""Formulas of railways: trains, wagons and tonnes a day over lines and breaks of gauge."""

from collections.abc import Sequence

from reassure.engines.deploy.formulas.quantities import Amount, Positive, Share, Track
from reassure.engines.deploy.parameters import TRAIN_WAGONS

SINGLE_TRACK_TRAINS, DOUBLE_TRACK_TRAINS = 10.0, 30.0
"""Trains a day each way that a line of unknown capacity is taken to carry."""

NET_SHARE = 0.5
"""Share of the gross trailing load of a train that is cargo."""


def train_density_trains_per_day(track: Track) -> float:
    """Return the trains a day each way that an unknown line is taken to carry [trains/day].

    Parameters
    ----------
    track
        Tracks of the line.

    Notes
    -----
    Equation: 10 on a single line, 30 on a double one

    Source: US Army Transportation School, course TR0603 (rail planning), train density.

    Examples
    --------
    >>> train_density_trains_per_day(Track.DOUBLE)
    30.0
    """
    return SINGLE_TRACK_TRAINS if track is Track.SINGLE else DOUBLE_TRACK_TRAINS


def net_trainload_t(gross_trailing_load_t: Amount, *, net_share: Share = NET_SHARE) -> float:
    """Return the cargo of one train [t].

    Parameters
    ----------
    gross_trailing_load_t
        Weight that the engine pulls, wagons and cargo [t].
    net_share
        Share of it that is cargo.

    Notes
    -----
    Equation: gross_trailing_load_t × net_share

    Source: US Army Transportation School, course TR0603: net is half of the gross trailing load.

    Examples
    --------
    >>> net_trainload_t(766)
    383.0
    """
    return gross_trailing_load_t * net_share


def division_tonnage_t_per_day(net_trainload_t: Amount, *, density_trains_per_day: Amount) -> float:
    """Return what one division of a railway line carries a day [t/day].

    Parameters
    ----------
    net_trainload_t
        Cargo of one train [t].
    density_trains_per_day
        Trains a day each way [trains/day].

    Notes
    -----
    Equation: net_trainload_t × density_trains_per_day

    Source: US Army Transportation School, course TR0603: net division tonnage.

    Examples
    --------
    >>> division_tonnage_t_per_day(383, density_trains_per_day=17)
    6511
    """
    return net_trainload_t * density_trains_per_day


def end_delivery_tonnage_t_per_day(division_t_per_day: Sequence[Amount]) -> float:
    """Return what a railway line delivers at its end a day [t/day].

    Parameters
    ----------
    division_t_per_day
        Net tonnage of each of its divisions, at least one [t/day].

    Notes
    -----
    Equation: min(division_t_per_day)

    Source: US Army Transportation School, course TR0603: the weakest division decides.

    Examples
    --------
    >>> end_delivery_tonnage_t_per_day([3830, 3447, 4213])
    3447
    """
    return min(division_t_per_day)


def rail_capacity_wagons_per_day(
    trains_per_day: Amount, *, wagons_per_train: Positive = TRAIN_WAGONS
) -> float:
    """Return the wagons that pass a line or a station a day [wagons/day].

    Parameters
    ----------
    trains_per_day
        Trains a day [trains/day].
    wagons_per_train
        Wagons of one train [wagons].

    Notes
    -----
    Equation: trains_per_day × wagons_per_train

    Source: arithmetic; 30 wagons a train is an assumption of the movement model.

    Examples
    --------
    >>> rail_capacity_wagons_per_day(8)
    240.0
    """
    return trains_per_day * wagons_per_train


def trains_worked_trains_per_day(
    wagons_per_day: Amount, *, wagons_per_train: Positive = TRAIN_WAGONS
) -> float:
    """Return the whole trains' worth of wagons that a place works a day [trains/day].

    Parameters
    ----------
    wagons_per_day
        Wagons that it works a day [wagons/day].
    wagons_per_train
        Wagons of one train [wagons].

    Notes
    -----
    Equation: wagons_per_day / wagons_per_train

    Source: arithmetic; 30 wagons a train is an assumption of the movement model.

    Examples
    --------
    >>> trains_worked_trains_per_day(300)
    10.0
    """
    return wagons_per_day / wagons_per_train


def gauge_break_wagons_per_day(
    change_wagons_per_day: Amount,
    *,
    line_before_trains_per_day: Amount,
    line_behind_trains_per_day: Amount,
    wagons_per_train: Positive = TRAIN_WAGONS,
) -> float:
    """Return the wagons that pass a break of gauge a day [wagons/day].

    Parameters
    ----------
    change_wagons_per_day
        Wagons transshipped, or put on other bogies, a day [wagons/day].
    line_before_trains_per_day
        Trains a day that the line before it carries [trains/day].
    line_behind_trains_per_day
        Trains a day that the line behind it carries [trains/day].
    wagons_per_train
        Wagons of one train [wagons].

    Notes
    -----
    Equation: min(change_wagons_per_day, line_before_trains_per_day × wagons_per_train,
    line_behind_trains_per_day × wagons_per_train)

    Source: arithmetic: the weakest of the change and the lines on its two sides.

    Examples
    --------
    >>> gauge_break_wagons_per_day(300, line_before_trains_per_day=24, line_behind_trains_per_day=8)
    240.0
    """
    into = line_before_trains_per_day * wagons_per_train
    out = line_behind_trains_per_day * wagons_per_train
    return min(change_wagons_per_day, into, out)
