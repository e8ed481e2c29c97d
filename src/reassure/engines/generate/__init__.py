"""Force generation: who serves where and when, and how good that is."""

from reassure.engines.generate.asks import rank_asks
from reassure.engines.generate.engine import generate_forces, replan_forces

__all__ = ["generate_forces", "rank_asks", "replan_forces"]
