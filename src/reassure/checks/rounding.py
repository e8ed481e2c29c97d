"""Offers that no whole period holds, and the length of a period at which they would stand."""

import math
from collections.abc import Collection, Iterator

from reassure.checks.place import Place, counted, plain, warning
from reassure.model.finding import Finding
from reassure.model.fit import GONE, lost_to_periods, ready_day, ready_field
from reassure.model.force import Offer
from reassure.model.periods import Periods
from reassure.model.plan import Plan

_SHORTEST_PERIOD_DAYS = 1.0
_MOST_CANDIDATES = 4_000


def check_rounding(plan: Plan) -> Iterator[Finding]:
    """Name the offers that rounding into periods leaves without a single tour.

    Yields
    ------
    Finding
        CHK-PERIOD-001, with the largest ``period_days``, not above the plan's own, at which
        the offer would stand; CHK-PERIOD-002 for offers outside of the horizon.
    """
    horizon = plan.meta.horizon_days
    for offer in plan.offers:
        is_sound = offer.from_day < offer.until_day and offer.tour_min_days <= offer.tour_max_days
        if offer.state in GONE or not is_sound:
            continue
        if offer.until_day <= 0 or ready_day(offer) >= horizon:
            yield warning(
                "CHK-PERIOD-002",
                Place("offers", offer.id, ready_field(offer)),
                found=f"{_window(offer)}, all outside of the plan",
                expected=f"days from 0 on and before the horizon of {plain(horizon)} days",
                cure="the offer cannot be used in this plan; move it, or raise horizon_days",
            )
            continue
        loss = what_rounding_loses(offer, plan.meta.periods)
        if loss is not None:
            yield warning(
                "CHK-PERIOD-001",
                Place("offers", offer.id, loss[0]),
                found=loss[1],
                expected="at least one tour in whole periods",
                cure=_cure(offer, plan.meta.periods),
            )


def what_rounding_loses(offer: Offer, periods: Periods) -> tuple[str, str] | None:
    """Return why no tour of an offer fits into periods, as (column, words); None if one does."""
    lost = lost_to_periods(offer, periods)
    start, stop = periods.offered(ready_day(offer), offer.until_day)
    shortest = max(1, periods.at_least(offer.tour_min_days))
    window, length = _window(offer), f"{plain(periods.period_days)} days"
    match lost:
        case "until_day":
            return lost, f"{window}, which hold no whole period of {length}"
        case "tour_max_days":
            return lost, (
                f"tours of {plain(offer.tour_min_days)} to {plain(offer.tour_max_days)} days: in "
                f"periods of {length} the shortest rounds up to {shortest}, the longest down to "
                f"{periods.at_most(offer.tour_max_days)}"
            )
        case "tour_min_days":
            return lost, (
                f"a shortest tour of {counted(shortest, 'period')} of {length} in {window}, which "
                f"hold {counted(stop - start, 'whole period')}"
            )
        case _:
            return None


def _window(offer: Offer) -> str:
    why = " (its notice)" if ready_field(offer) == "notice_days" else ""
    return f"the days {plain(ready_day(offer))}{why} to {plain(offer.until_day)}"


def largest_period_days(offer: Offer, periods: Periods) -> float | None:
    """Return the largest length of a period, not above the plan's, at which an offer stands.

    Parameters
    ----------
    offer
        Offer with a span and tours in order.
    periods
        The plan's clock.

    Returns
    -------
    float | None
        Length [days], rounded down to a hundredth; None where no length of a day or more
        works.

    Notes
    -----
    With a longer period, only what rounds down can get lost: the end of the window and the
    longest tour. Either is lost just beyond a length that divides it. The horizon rounds up, so
    a period of it is lost at the very length that divides it. The largest length that works is
    one of those, the largest below one of these, or the plan's own.
    """
    ends = (offer.tour_max_days, offer.until_day, min(offer.until_day, periods.horizon_days))
    candidates = {
        math.floor(end / parts * 100 + 1e-6) / 100
        for end in ends
        for parts in range(1, min(_MOST_CANDIDATES, math.floor(end)) + 1)
    }
    whole = periods.horizon_days
    candidates |= {
        (math.ceil(whole / parts * 100 - 1e-6) - 1) / 100
        for parts in range(1, min(_MOST_CANDIDATES, math.floor(whole)) + 1)
    }
    return _first_that_stands(offer, periods, candidates | {periods.period_days})


def _first_that_stands(
    offer: Offer, periods: Periods, candidates: Collection[float]
) -> float | None:
    for days in sorted(candidates, reverse=True):
        if _SHORTEST_PERIOD_DAYS <= days <= periods.period_days:
            clock = Periods(periods.horizon_days, days)
            if lost_to_periods(offer, clock) is None:
                return days
    return None


def _cure(offer: Offer, periods: Periods) -> str:
    days = largest_period_days(offer, periods)
    if days is None:
        return "no length of period lets it stand: widen its days or its tours"
    whole = _first_that_stands(offer, periods, range(1, math.floor(days) + 1))
    in_whole_days = f" (in whole days: {whole})" if whole is not None and whole != days else ""
    return (
        f"it would stand at period_days = {plain(days)}{in_whole_days}; set that, "
        "or widen its days or tours"
    )
