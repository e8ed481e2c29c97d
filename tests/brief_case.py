"""The made-up plan with its results, named once for all tests of the brief."""

import numpy as np

from reassure.brief.strength import Strength, daily_strength
from tests.brief_inputs import brief_inputs
from tests.brief_plan import brief_plan

PLAN = brief_plan()
RUN = brief_inputs()
FORCES, MOVED, SUPPLY, COSTS = RUN.force_plan, RUN.deployment, RUN.supply, RUN.costs
assert FORCES is not None
assert MOVED is not None
assert SUPPLY is not None
assert COSTS is not None
TONES = {key: f"o{i}" for i, key in enumerate(PLAN.objectives.ids, start=1)}
STRENGTH = daily_strength(PLAN, FORCES)


def strength_of(required: list[float], provided: list[float]) -> Strength:
    """What one line asks for and has, by day."""
    return Strength(("a",), ("x",), np.array([required]), np.array([provided]))
