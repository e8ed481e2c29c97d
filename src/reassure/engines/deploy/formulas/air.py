"""Formulas of airfields: sorties and tonnes a day through an apron."""

from reassure.engines.deploy.formulas.quantities import Amount, DayHours, Positive, Usable
from reassure.engines.deploy.parameters import MOG_EFFICIENCY


def airfield_throughput_t_per_day(
    mog: Amount,
    payload_t: Amount,
    *,
    operating_h_per_day: DayHours,
    ground_time_h: Positive,
    efficiency: Usable = MOG_EFFICIENCY,
) -> float:
    """Return what an airfield takes a day [t/day].

    Parameters
    ----------
    mog
        Aircraft worked at once [aircraft].
    payload_t
        Mean payload of one sortie [t].
    operating_h_per_day
        Hours of work a day [h/day].
    ground_time_h
        Time of one aircraft on the ground [h].
    efficiency
        Share of the slots that queues and shifts leave usable.

    Notes
    -----
    Equation: mog × payload_t × operating_h_per_day / ground_time_h × efficiency

    Source: airlift planning factors in the form of AFPAM 10-1403, quoted from general knowledge;
    RAND MR-700 warns against standard values, so take MOG and ground time of the airfield itself.

    Examples
    --------
    >>> airfield_throughput_t_per_day(2, 45, operating_h_per_day=24, ground_time_h=2.25)
    816.0
    """
    return mog * payload_t * operating_h_per_day / ground_time_h * efficiency


def apron_capacity_sorties_per_day(
    mog: Amount,
    *,
    operating_h_per_day: DayHours,
    ground_time_h: Positive,
    efficiency: Usable = MOG_EFFICIENCY,
) -> float:
    """Return how many sorties an apron works a day [sorties/day].

    Parameters
    ----------
    mog
        Aircraft worked at once [aircraft].
    operating_h_per_day
        Hours of work a day [h/day].
    ground_time_h
        Time of one aircraft on the ground [h].
    efficiency
        Share of the slots that queues and shifts leave usable.

    Notes
    -----
    Equation: mog × efficiency × operating_h_per_day / ground_time_h

    Source: the airfield formula without its payload.

    Examples
    --------
    >>> round(apron_capacity_sorties_per_day(4, operating_h_per_day=24, ground_time_h=2.25), 1)
    36.3
    """
    return mog * efficiency * operating_h_per_day / ground_time_h


def apron_share(
    sorties: Amount,
    *,
    operating_h_per_day: DayHours,
    ground_time_h: Positive,
    efficiency: Usable = MOG_EFFICIENCY,
) -> float:
    """Return how many of the aircraft worked at once some sorties a day take up [aircraft].

    Parameters
    ----------
    sorties
        Sorties on one day [sorties].
    operating_h_per_day
        Hours of work a day [h/day].
    ground_time_h
        Time of one aircraft on the ground [h].
    efficiency
        Share of the slots that queues and shifts leave usable.

    Notes
    -----
    The inverse of `apron_capacity_sorties_per_day`: with this many aircraft as its MOG an
    airfield would just work these sorties in one day.

    Equation: sorties × ground_time_h / (operating_h_per_day × efficiency)

    Source: the airfield formula, turned round.

    Examples
    --------
    >>> round(apron_share(18, operating_h_per_day=24, ground_time_h=2.25), 2)
    1.99
    """
    return sorties * ground_time_h / (operating_h_per_day * efficiency)
