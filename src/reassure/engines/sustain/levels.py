"""Levels of resupply: days of supply made into tonnes by the demand that lies ahead."""

import math

import numpy as np
from numpy.typing import NDArray

from reassure.engines.sustain.items import Web
from reassure.model.choices import SupplyPolicyKind
from reassure.model.supply import SupplyPolicy

Floats = NDArray[np.float64]

WINDOW_DAYS = 7
"""Days ahead over which the mean use is taken that days of supply are counted in."""


def draw_of(web: Web, demand_t: Floats) -> Floats:
    """Return what is drawn from each item by day [t], shape (n_days, n_items) (eq. 11).

    Its own demand beyond what is produced on the spot, and its customers' draw; a customer
    with several suppliers divides its draw evenly among them.
    """
    production = np.array([item.production_t for item in web.items])
    draw = np.maximum(demand_t - production, 0.0)
    # In the order of review customers come before their suppliers, and all policies of one
    # customer follow one another.
    for policy in web.policies:
        parent = web.parent(policy)
        if parent is not None:
            child = web.child(policy)
            draw[:, parent] += draw[:, child] / len(web.items[child].policies)
    return draw


def cover(use_t: Floats, days: float | Floats) -> Floats:
    """Return the use of the coming days, from tomorrow on, as seen on each day [t] (eq. 12).

    Parameters
    ----------
    use_t
        Use by day [t], shape (n_days,); after the last day its last value goes on.
    days
        How many days ahead, of any fraction; one number, or one by day.
    """
    n_days = use_t.shape[0]
    total = np.concatenate([[0.0], np.cumsum(use_t)])
    start = np.arange(1, n_days + 1, dtype=np.float64)
    end = start + days
    within = np.interp(np.minimum(end, n_days), np.arange(n_days + 1), total)
    return within + np.maximum(end - n_days, 0.0) * use_t[-1] - total[1:]


def levels_of(policy: SupplyPolicy, draw_t: Floats) -> tuple[Floats, Floats]:
    """Return the level at which a policy orders, and what it fills up to or sends [t].

    Both by day, shape (n_days,). A missing level takes the other's value; with
    ``quantity_t`` and no upper level, the upper level is the lower one and that quantity.
    """
    always = np.full(draw_t.shape, np.inf)
    if policy.kind is SupplyPolicyKind.SCHEDULE:
        return always, np.full(draw_t.shape, policy.quantity_t or 0.0)
    low, high = policy.reorder_days_of_supply, policy.up_to_days_of_supply
    if high is not None:
        up_to = cover(draw_t, high)
        reorder = up_to if low is None else cover(draw_t, low)
    else:
        reorder = cover(draw_t, low or 0.0)
        up_to = reorder + (policy.quantity_t or 0.0)
    return (reorder if policy.kind is SupplyPolicyKind.REORDER else always), up_to


def review_days(policy: SupplyPolicy, n_days: int) -> NDArray[np.bool_]:
    """Return on which days a policy looks, shape (n_days,): from day 0 every review_days."""
    every = policy.review_days
    if policy.kind is SupplyPolicyKind.REORDER or every is None:
        return np.ones(n_days, dtype=np.bool_)
    looks = np.zeros(n_days, dtype=np.bool_)
    last = math.ceil(n_days / every)
    days = np.ceil(np.arange(last + 1) * every - 1e-9).astype(np.int64)
    looks[days[days < n_days]] = True
    return looks
