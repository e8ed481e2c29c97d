"""Lists with intervals drawn beside them, as the templates receive them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Interval:
    """One line of a list with an interval drawn beside it.

    Attributes
    ----------
    mark, text, reference
        Its rank or number, what it is of, and the record that it names.
    words, note
        The interval in words, and what else is said of it.
    sign
        How it is drawn, a CSS class: ``sure``, ``unsure`` (it holds zero) or ``at-most``.
    low, high
        Ends of the interval, from 0 to 100 along the axis.
    found
        What was found, likewise; None where nothing was.
    """

    mark: str
    text: str
    words: str
    note: str
    sign: str
    low: float
    high: float
    found: float | None = None
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Intervals:
    """A list of intervals on one axis.

    Attributes
    ----------
    title, unit
        Heading, and what the axis measures, with its unit.
    first, last
        What stands at the ends of the axis.
    zero
        Place of zero along the axis, from 0 to 100.
    more
        What stands below it: how many it leaves out.
    is_quiet
        Whether it is set back: it holds nothing that was worked out.
    """

    title: str
    unit: str
    first: str
    last: str
    rows: tuple[Interval, ...]
    zero: float = 0.0
    more: str = ""
    is_quiet: bool = False
