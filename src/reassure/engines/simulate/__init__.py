"""Chance over the whole plan: who comes, when they arrive, where it queues, what runs dry."""

from reassure.engines.simulate.cluster import require_cluster
from reassure.engines.simulate.simulate import simulate_plan

__all__ = ["require_cluster", "simulate_plan"]
