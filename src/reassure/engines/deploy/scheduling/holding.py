"""A bound beside a schedule: what lies between them by rounding alone is no distance."""

ROUNDING = 1e-9
"""Share of a cost, plus one, by which sums of it may differ: a cost is added up over units and
loads in one order and a bound in another, which comes to 1e-12 of it on the largest movements. The
second reading of a schedule allows a thousand times this."""


def held_bound(bound: float, value: float, *, scale: float = 0.0) -> float:
    """Return a bound, or the cost of a schedule where the bound is above it by rounding alone.

    A bound that is above it by more is wrong. It is returned as it is, so that whoever reads the
    schedule a second time sees the fault and refuses it.

    Parameters
    ----------
    bound
        What no schedule is to cost less than.
    value
        What a schedule costs.
    scale
        Where both are parts or sums of what is rounded more coarsely: how much of that there is.
    """
    is_rounding = value < bound <= value + ROUNDING * (1.0 + max(abs(value), scale))
    return value if is_rounding else bound
