"""Words and numbers of the brief: how days, shares and sums are written, and what reasons mean."""

import datetime as dt
import math
import re
from collections.abc import Sequence

from reassure.model.choices import Mode, ShortfallReason, Status, StoppedBy, UnusedReason
from reassure.model.plan import PlanMeta

NOTIONAL = "Notional plan: offers, dates and positions are made up; public facts name a report."

REASONS: dict[ShortfallReason, str] = {
    ShortfallReason.NO_OFFER: "Nobody offers it",
    ShortfallReason.TOO_LATE: "Offers stand ready too late",
    ShortfallReason.WINDOW: "Offers do not cover the dates",
    ShortfallReason.TOUR_DOES_NOT_FIT: "No tour of the offers fits into whole periods",
    ShortfallReason.GRADE: "Offers are below the readiness grade asked for",
    ShortfallReason.ATTRIBUTES: "Offers lack what the line asks of them",
    ShortfallReason.OUT_OF_REACH: "The station is beyond the offers' range",
    ShortfallReason.CAVEAT: "A national caveat rules the offers out",
    ShortfallReason.PERMISSION: "Nations do not let their units do its tasks",
    ShortfallReason.NOT_IN_FORCE: "A measure that its tasks need is not in force",
    ShortfallReason.CONDITION_UNMET: "A condition of the offers is not met",
    ShortfallReason.BURDEN: "The nation's burden is at its limit",
    ShortfallReason.FORMATION: "The formation takes no further nation",
    ShortfallReason.TOUR_USED_UP: "All offered units have served their tours",
    ShortfallReason.NO_WEIGHT: "The plan gives it no weight, so nobody is sent",
    ShortfallReason.NOT_PROVEN: "The search ended before it could tell",
}

UNUSED: dict[UnusedReason, str] = {
    UnusedReason.GONE: "It stands no more",
    UnusedReason.NO_LINE: "No line asks for it",
    UnusedReason.TOO_LATE: "It stands ready too late",
    UnusedReason.WINDOW: "It does not cover the dates",
    UnusedReason.TOUR_DOES_NOT_FIT: "No tour of it fits into whole periods",
    UnusedReason.GRADE: "It is below the readiness grade asked for",
    UnusedReason.ATTRIBUTES: "It lacks what the lines ask of it",
    UnusedReason.OUT_OF_REACH: "The station is beyond its range",
    UnusedReason.CAVEAT: "A national caveat rules it out",
    UnusedReason.PERMISSION: "Its nation does not let it do the tasks",
    UnusedReason.NOT_IN_FORCE: "A measure that the tasks need is not in force",
    UnusedReason.CONDITION_UNMET: "A condition of it is not met",
    UnusedReason.BURDEN: "The nation's burden is at its limit",
    UnusedReason.FORMATION: "The formation takes no further nation",
    UnusedReason.FULL: "Others fill every line that it could serve",
    UnusedReason.NO_WEIGHT: "The plan gives its lines no weight",
    UnusedReason.UNLIKELY: "It comes too seldom to add anything",
    UnusedReason.NOT_PROVEN: "The search ended before it could tell",
}

STATUSES: dict[Status, str] = {
    Status.OPTIMAL: "the best there is, proven",
    Status.FEASIBLE: "stands, and is not proven to be the best",
    Status.COMPUTED: "computed step by step; nothing was optimised",
    Status.PARTIAL: "stopped early; shows what had been found by then",
}

STOPS: dict[StoppedBy, str] = {
    StoppedBy.GAP: "it came as close to the bound as was asked",
    StoppedBy.PROVEN: "nothing better is possible",
    StoppedBy.WORK: "the agreed amount of work was done",
    StoppedBy.CLOCK: "the time limit; another run may end elsewhere",
    StoppedBy.USER: "somebody stopped it",
}

STEPS = {
    "generate": "Force generation",
    "deploy": "Movement",
    "sustain": "Supply",
    "cost": "Cost",
    "ask": "Next best asks",
    "upgrade": "Upgrades of the network",
    "roe": "Rules of engagement",
    "status": "Milestones and progress",
    "simulate": "Simulation",
    "branches": "Comparison of branches",
}

MODES: dict[Mode, str] = {
    Mode.SEA: "by sea",
    Mode.RAIL: "by rail",
    Mode.ROAD: "by road",
    Mode.AIR: "by air",
    Mode.WATERWAY: "by inland waterway",
}

_NBSP = "\u00a0"
PER_CENT = f"{_NBSP}%"
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_REPLACEMENT = "\ufffd"
_SCALES = ((1e9, "bn"), (1e6, "m"), (1e3, "k"))


def day(value: float | None, *, never: str = "never") -> str:
    """Return a day as ``C+45``.

    >>> day(45.0), day(-3), day(None)
    ('C+45', 'C−3', 'never')
    """
    if value is None:
        return never
    return f"C+{value:g}" if value >= 0 else f"C\N{MINUS SIGN}{-value:g}"


def day_and_date(meta: PlanMeta, value: float | None, *, never: str = "never") -> str:
    """Return a day with its date where C-day is set: ``C+45 (16 March 2026)``.

    A day beyond the last date of the calendar stands without one.
    """
    written = day(value, never=never)
    if value is None or meta.c_day is None:
        return written
    try:
        found = meta.c_day + dt.timedelta(days=value)
    except OverflowError:
        return written
    return f"{written} ({date(found)})"


def span(from_day: float, until_day: float) -> str:
    r"""Return a span of days, kept on one line; of one day that day.

    >>> span(0, 30), span(5, 5)
    ('C+0\xa0to\xa0C+30', 'C+5')
    """
    if from_day == until_day:
        return day(from_day)
    return f"{day(from_day)} to {day(until_day)}".replace(" ", _NBSP)


def days_in(from_day: float, until_day: float) -> tuple[float, float]:
    """Return the first and the last day in a time that results give up to the day after it.

    >>> days_in(15, 21), days_in(5, 6)
    ((15, 20), (5, 5))
    """
    return from_day, max(from_day, math.ceil(until_day) - 1)


def spans(times: Sequence[tuple[float, float]], *, most: int = 2) -> str:
    r"""Return spans of days, the first of many, and how many more there are.

    >>> spans([(0, 4), (9, 9), (12, 13), (20, 21)])
    'C+0\xa0to\xa0C+4, C+9 and 2 more times'
    """
    written = [span(*time) for time in times]
    if len(written) <= most:
        return listed(written)
    left = len(written) - most
    return f"{', '.join(written[:most])} and {count(left, 'more time')}"


def date(value: dt.date) -> str:
    """Return a date as ``16 March 2026``."""
    months = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ]
    return f"{value.day} {months[value.month - 1]} {value.year}"


def number(value: float, digits: int = 0) -> str:
    """Return a number with thousands set apart, without needless decimals.

    >>> number(1234.0), number(1.25, 1), number(3.0, 1)
    ('1,234', '1.2', '3')
    """
    text = f"{value:,.{digits}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text.replace("-", "\N{MINUS SIGN}")


def percent(share: float | None, *, none: str = "–") -> str:
    r"""Return a share in whole per cent; only the whole is 100, only nothing is 0.

    >>> percent(0.996), percent(0.004), percent(1.0)
    ('99\xa0%', '1\xa0%', '100\xa0%')
    """
    if share is None:
        return none
    shown = round(share * 100)
    if share < 1:
        shown = min(shown, 99)
    if share > 0:
        shown = max(shown, 1)
    return f"{shown}{_NBSP}%"


def tenths(share: float | None, *, none: str = "–") -> str:
    r"""Return a share in per cent with one decimal; only the whole is 100, only nothing is 0.

    >>> tenths(0.7727), tenths(0.99999), tenths(-0.01), tenths(0.0001), tenths(1.0)
    ('77.3\xa0%', '99.9\xa0%', '−1\xa0%', 'under 0.1\xa0%', '100\xa0%')
    """
    if share is None:
        return none
    shown = round(100 * share, 1)
    if 0 < share < 1:
        shown = min(shown, 99.9)
        if shown == 0:
            return f"under 0.1{_NBSP}%"
    return f"{number(shown + 0.0, 1)}{_NBSP}%"


def money(amount: float, currency: str) -> str:
    """Return an amount at a readable scale: ``USD 2.4 bn``."""
    for scale, word in _SCALES:
        if abs(amount) >= scale:
            shown = amount / scale
            return f"{currency}{_NBSP}{number(shown, 1 if shown < 100 else 0)}{_NBSP}{word}"
    return f"{currency}{_NBSP}{number(amount)}"


def tonnes(value: float) -> str:
    r"""Return a weight, kept on one line.

    >>> tonnes(1234.0)
    '1,234\xa0t'
    """
    return f"{number(value)}{_NBSP}t"


def kilometres(value: float) -> str:
    r"""Return a distance, kept on one line.

    >>> kilometres(1953.0)
    '1,953\xa0km'
    """
    return f"{number(value)}{_NBSP}km"


def count(n: int, one: str, many: str | None = None) -> str:
    """Return a count with its noun: ``1 unit``, ``3 units``."""
    return f"{number(n)} {one if n == 1 else many or one + 's'}"


def and_more(left: int, one: str) -> str:
    """Say how many are not shown; empty where all are.

    >>> and_more(2, "line"), and_more(0, "line")
    ('and 2 lines more', '')
    """
    return f"and {count(left, one)} more" if left > 0 else ""


def verb(n: int, one: str, many: str) -> str:
    """Return the form of a verb that goes with a count."""
    return one if n == 1 else many


def listed(parts: Sequence[str]) -> str:
    """Return parts as a list in a sentence: ``a, b and c``."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} and {parts[-1]}"


def printable(text: str) -> str:
    r"""Return a text with U+FFFD for every character that XML 1.0 does not allow.

    >>> printable("Camp\x1b 1")
    'Camp� 1'
    """
    return _NOT_IN_XML.sub(_REPLACEMENT, text)


def capital(text: str) -> str:
    """Return a text with its first letter in capital."""
    return text[:1].upper() + text[1:]


def small(text: str) -> str:
    """Return a text with its first letter small, unless its first word is written so.

    >>> small("Light infantry"), small("Ro-Ro ship"), small("C2 node")
    ('light infantry', 'Ro-Ro ship', 'C2 node')
    """
    first = text.split(" ", 1)[0][1:]
    is_own = any(sign.isupper() or sign.isdigit() for sign in first)
    return text if is_own else text[:1].lower() + text[1:]
