"""What runs dry in replications, as tables."""

from collections.abc import Iterator

import numpy as np

from reassure.engines.simulate.provision import KG_PER_T
from reassure.engines.simulate.quantiles import quantile_of
from reassure.engines.simulate.telling import DECIMALS, Told
from reassure.model.simulation_outputs import Stockout, StockoutDay


def stockouts_of(told: Told) -> Iterator[Stockout]:
    """Yield where a class may run dry and from when on, the most not met first."""
    unmet_t = told.counts.short_kg.sum(axis=0) / (KG_PER_T * len(told.results.unmet_t))
    dry = [i for i in np.argsort(-unmet_t, kind="stable").tolist() if _is_dry(told, i)]
    for rank, i in enumerate(dry, start=1):
        item = told.supply.projection.web.items[i]
        first = told.results.dry_day[:, i]
        days = np.where(first < 0, np.inf, first.astype(np.float64))
        yield Stockout(
            rank=rank,
            location=item.location,
            supply_class=item.supply_class,
            chance=float(np.isfinite(days).mean()),
            p10_day=quantile_of(days, 0.1),
            p50_day=quantile_of(days, 0.5),
            p90_day=quantile_of(days, 0.9),
            unmet_t=round(float(unmet_t[i]), DECIMALS),
        )


def _is_dry(told: Told, item: int) -> bool:
    return bool(told.counts.short[:, item].any())


def stockout_days_of(told: Told) -> Iterator[StockoutDay]:
    """Yield where and when demand may not be met."""
    n = len(told.results.unmet_t)
    for i, item in enumerate(told.supply.projection.web.items):
        for day in np.flatnonzero(told.counts.short[:, i]).tolist():
            yield StockoutDay(
                location=item.location,
                supply_class=item.supply_class,
                day=day,
                chance=int(told.counts.short[day, i]) / n,
                unmet_t=round(int(told.counts.short_kg[day, i]) / (KG_PER_T * n), DECIMALS),
            )
