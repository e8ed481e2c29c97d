"""What promises give: fill when offers come only as likely as they say, and what is in reserve."""

import math

from reassure.brief.words import count, number, percent
from reassure.model.outputs import ChanceFill
from reassure.model.results import ForcePlan

SEEN = 0.005
"""Shares that differ by less are the same in whole per cent."""


def fill_in_doubt(force_plan: ForcePlan) -> ChanceFill | None:
    """Return the fill of the whole plan by chance; None where promises leave no doubt of it."""
    for row in force_plan.chance_fills:
        if row.objective is None and row.requirement is None:
            return row if row.promised_fill - row.expected_fill > SEEN else None
    return None


def chance_words(row: ChanceFill) -> str:
    """Return what is filled on average and in most scenarios, in words."""
    return (
        f"{percent(row.expected_fill)} on average; {percent(row.fill_at_90)} in 90 of 100 scenarios"
    )


def reserves_sentence(force_plan: ForcePlan) -> str:
    """Say what a plan made for scenarios keeps in reserve; nothing of any other plan."""
    if not force_plan.scenarios:
        return ""
    reserve = math.fsum(row.reserve_unit_days for row in force_plan.line_fills)
    kept = (
        f"This plan keeps reserves: {number(reserve)} unit-days beyond what is asked for"
        if round(reserve)
        else "This plan keeps no reserves"
    )
    return f"{kept}; planned for the mean of {count(force_plan.scenarios, 'scenario')}."


def stages_note(force_plan: ForcePlan) -> str:
    """Say why the value of a plan made for scenarios is not the fill of its stages."""
    if not force_plan.scenarios:
        return ""
    return (
        "Value and bound of force generation are of the mean over "
        f"{count(force_plan.scenarios, 'scenario')}, in which offers fail as likely as they say; "
        "the stages count what is filled if every offer comes. So the two differ."
    )
