"""Trials with upgrades held against the movement without them, as rows."""

from collections.abc import Mapping
from typing import Any

from reassure.engines.deploy.readiness.picking import Members
from reassure.engines.deploy.readiness.trials import Trial
from reassure.engines.deploy.readiness.upgrading import ready_day_of
from reassure.engines.deploy.readiness.worth import at_most
from reassure.engines.deploy.scheduling.holding import held_bound
from reassure.engines.deploy.scheduling.solve import PROVEN_GAP
from reassure.model.plan import Plan
from reassure.model.upgrade_choices import SetMethod, UpgradeOutcome

MILLION = 1e6
"""Money for which a gain is told, in the plan's currency."""


def value_rows(
    plan: Plan,
    base: Trial | None,
    outcomes: Mapping[str, UpgradeOutcome],
    prices: Mapping[str, float | None],
    singles: Mapping[str, Trial],
) -> list[dict[str, Any]]:
    """Return one row per upgrade: those worked out by what they gain, then by what they promise.

    Parameters
    ----------
    plan, base
        The plan, and its movement without upgrades; None: it is not known.
    outcomes, prices
        What came of each, and what it saves at most by prices.
    singles
        Movement with each of those that were worked out.
    """
    rows: list[dict[str, Any]] = []
    for upgrade in plan.upgrades:
        outcome, by_price = outcomes[upgrade.id], prices[upgrade.id]
        is_open = outcome in (UpgradeOutcome.WORKED_OUT, UpgradeOutcome.NOT_WORKED_OUT)
        row: dict[str, Any] = {
            "upgrade": upgrade.id,
            "outcome": outcome,
            "ready_day": ready_day_of(upgrade),
            "cost": upgrade.cost,
            "at_most": base.below_bound(by_price) if base and is_open else by_price,
        }
        if base is not None and upgrade.id in singles:
            row |= compared(base, singles[upgrade.id], upgrade.cost, prices[upgrade.id])
        rows.append(row)
    places = {outcome: place for place, outcome in enumerate(UpgradeOutcome)}
    rows.sort(
        key=lambda row: (
            places[row["outcome"]],
            not row.get("is_distinguishable"),
            -row.get("gain", 0.0),
            -(row["at_most"] or 0.0),
            row["upgrade"],
        )
    )
    return [row | {"rank": rank} for rank, row in enumerate(rows, start=1)]


def set_rows(
    plan: Plan, base: Trial, sets: Mapping[SetMethod, tuple[Members, Trial]], budget: float
) -> list[dict[str, Any]]:
    """Return one row per set that was tried, the best first."""
    rows: list[dict[str, Any]] = []
    for method, (members, trial) in sets.items():
        cost = sum(plan.upgrades[name].cost for name in members)
        row: dict[str, Any] = {
            "method": method,
            "budget": budget,
            "upgrades": members,
            "cost": cost,
        }
        by_price = at_most(plan, base, [plan.upgrades[name] for name in members])
        row["at_most"] = base.below_bound(by_price)
        rows.append(row | compared(base, trial, cost, by_price))
    rows.sort(key=lambda row: (row["value"], row["cost"], row["method"].value))
    return [row | {"rank": rank} for rank, row in enumerate(rows, start=1)]


def compared(base: Trial, trial: Trial, cost: float, by_price: float | None) -> dict[str, Any]:
    """Return what a trial saves over the movement without upgrades.

    Notes
    -----
    The best schedule with them saves between the bound without less the value with them, and the
    value without less the bound with them; never less than nothing.
    """
    bound = trial.bound
    if by_price is not None:
        bound = held_bound(max(bound, base.priced - by_price), trial.value)
    low, gain = base.bound - trial.value, base.value - trial.value
    is_sure = low > PROVEN_GAP * max(1.0, abs(base.bound))
    is_closed = base.closure_day is not None and trial.closure_day is not None
    return {
        "value": trial.value,
        "bound": bound,
        "gain": gain,
        "gain_low": low if is_sure else 0.0,
        "gain_high": base.value - bound,
        "is_distinguishable": is_sure,
        "closure_days_gained": (
            (base.closure_day or 0) - (trial.closure_day or 0) if is_closed else None
        ),
        "late_days_gained": base.late_days - trial.late_days,
        "late_units_gained": base.late_units - trial.late_units,
        "gain_per_million": gain / cost * MILLION if cost > 0 else None,
    }
