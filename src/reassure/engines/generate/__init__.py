"""Force generation: who serves where and when, and how good that is."""

from reassure.engines.generate.engine import generate_forces, replan_forces

__all__ = ["generate_forces", "replan_forces"]
