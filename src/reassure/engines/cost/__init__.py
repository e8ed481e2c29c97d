"""Cost: what each nation bears for which objective, by period and kind."""

from reassure.engines.cost.costing import cost_plan

__all__ = ["cost_plan"]
