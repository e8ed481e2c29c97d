"""The result of the simulation."""

from dataclasses import dataclass
from typing import Any

from reassure.model.result import Result
from reassure.model.simulation_outputs import (
    ChangedDay,
    ChangeWorth,
    InPlace,
    QueueAt,
    ReadinessDay,
    Replication,
    Sensitivity,
    SimulatedArrival,
    SimulatedClosure,
    Stockout,
    StockoutDay,
    TreatmentCover,
)
from reassure.model.table import Table


@dataclass(frozen=True)
class Simulation(Result):
    """The whole plan, run many times with what chance deals.

    Attributes
    ----------
    replications
        One row per replication.
    simulated_arrivals, simulated_closures, in_place, readiness_days
        When tours, objectives and the force are in place.
    queues
        What waits where, the longest waiting first.
    stockouts, stockout_days
        Where a class may run dry and from when on, the most not met first; and by day, without
        days on which there is no chance of it.
    sensitivities
        What of that which is not known matters most, the strongest first.
    changes_worth
        What upgrades and more lift are worth, the best first.
    changed_readiness
        Share of what is required that is in place by day, with the best of these and without.
    treatment_cover
        Which treatment can be reached how soon.
    n_truncated
        Loads that do not arrive within the schedule; those whose way it leaves off arrive in no
        replication.
    """

    replications: Table[Replication]
    simulated_arrivals: Table[SimulatedArrival]
    simulated_closures: Table[SimulatedClosure]
    in_place: Table[InPlace]
    readiness_days: Table[ReadinessDay]
    queues: Table[QueueAt]
    stockouts: Table[Stockout]
    stockout_days: Table[StockoutDay]
    sensitivities: Table[Sensitivity]
    changes_worth: Table[ChangeWorth]
    changed_readiness: Table[ChangedDay]
    treatment_cover: Table[TreatmentCover]
    n_truncated: int = 0
    assumptions: tuple[str, ...] = ()

    @property
    def closure(self) -> SimulatedClosure | None:
        """Closure of the whole force; None: nothing moves."""
        return next((row for row in self.simulated_closures if row.objective is None), None)

    @property
    def waited(self) -> list[QueueAt]:
        """Limits that loads wait for, in their order."""
        return [row for row in self.queues if row.total_days > 0 or row.certain_wait_days > 0]

    def figures(self) -> dict[str, Any]:
        """Return closure and confidence, what queues and runs dry most, and what matters most."""
        closure = self.closure
        days = {
            name: None if closure is None else getattr(closure, f"{name}_day")
            for name in ("p5", "p50", "p90", "p95")
        }
        n = len(self.replications)
        n_short = sum(1 for row in self.replications if row.first_short_day is not None)
        dry = next(iter(self.stockouts), None)
        return {
            "replications": n,
            "closure_day": days,
            "closure_chance": None if closure is None else closure.chance,
            "mean_late_days": sum(row.late_days for row in self.replications) / n if n else None,
            "stockout_chance": n_short / n if n else None,
            "driest": None if dry is None else f"{dry.location} {dry.supply_class}",
            "longest_queue": next((row.binding for row in self.waited), None),
            "matters_most": next(
                (
                    row.factor
                    for row in self.sensitivities
                    if row.correlation or row.in_place_correlation
                ),
                None,
            ),
            "truncated_loads": self.n_truncated,
        }
