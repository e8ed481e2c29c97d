"""Planning formulas that a movement officer can check by hand."""

from reassure.engines.deploy.parameters import MOG_EFFICIENCY


def airfield_throughput_t_per_day(
    mog: float, payload_t: float, *, operating_h_per_day: float, ground_time_h: float
) -> float:
    """Return what an airfield takes a day [tonnes].

    Parameters
    ----------
    mog
        Aircraft worked at once.
    payload_t
        Mean payload of one sortie [t].
    operating_h_per_day
        Hours of work a day [h].
    ground_time_h
        Time of one aircraft on the ground [h], > 0.

    Notes
    -----
    MOG x payload x operating hours / ground time x queueing efficiency, as in the airlift
    planning factors of AFPAM 10-1403.

    Examples
    --------
    >>> airfield_throughput_t_per_day(2, 45, operating_h_per_day=24, ground_time_h=2.25)
    816.0
    """
    return mog * payload_t * operating_h_per_day / ground_time_h * MOG_EFFICIENCY


def apron_share(sorties: int, *, operating_h_per_day: float, ground_time_h: float) -> float:
    """Return how many of the aircraft worked at once some sorties a day take up [aircraft].

    The inverse of `airfield_throughput_t_per_day`: with this many aircraft as its MOG an
    airfield would just work these sorties in one day.
    """
    return sorties * ground_time_h / (operating_h_per_day * MOG_EFFICIENCY)
