"""Weeks: in which steps of time a movement is shown."""

WEEK = 7
"""Days of one step of a long movement."""

LONGEST_BY_DAY = 42
"""A movement of up to this many days is shown by day [days]."""


def step_days(first_day: int, last_day: int) -> int:
    """Return the days of one step: one of a movement of up to six weeks, seven of a longer one.

    >>> step_days(0, 41), step_days(0, 42)
    (1, 7)
    """
    return 1 if last_day - first_day < LONGEST_BY_DAY else WEEK


def first_of(first_day: int, step: int) -> int:
    """Return the first day of the step in which a day lies; weeks begin at C-day.

    >>> first_of(10, 7), first_of(-3, 7), first_of(10, 1)
    (7, -7, 10)
    """
    return first_day // step * step
