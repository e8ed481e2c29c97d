"""Rows of the nations, and the most that each is asked to carry."""

import math

from data.recipe.places import CONTRIBUTORS, HOST
from data.recipe.sizes import Size, find_contributors, read_sizes
from data.recipe.tables import Row, notional

_BURDEN_BASE, _BURDEN_PER_ROOT_MILLION = 20, 34
"""Unit-months over the whole plan: a share for being there, and one that grows with size."""

_LARGE_MILLION = 55
_LARGE_MAX_SHARE = 0.12
"""None of the largest nations is to carry more than this share of the force."""


def build_nations() -> list[Row]:
    """Rows of the table ``nations``."""
    return [
        {
            "id": size.id,
            "name": size.name,
            "host": size.id == HOST,
            "population": size.population,
            "note": f"{_tell_role(size)}; {_tell_population(size)}",
        }
        for size in read_sizes()
    ]


def _tell_role(size: Size) -> str:
    if size.id == HOST:
        return "host nation"
    return "contributor (notional)" if size.id in CONTRIBUTORS else "state on the way"


def _tell_population(size: Size) -> str:
    if size.is_round:
        return "population: public round figure of about 2017"
    return "population: Natural Earth 1:50m, pop_est"


def build_burdens() -> list[Row]:
    """Rows of the table ``burdens``: one per contributor."""
    return [
        {
            "id": f"{size.id.lower()}-burden",
            "nation": size.id,
            "max_unit_months": _BURDEN_BASE
            + round(_BURDEN_PER_ROOT_MILLION * math.sqrt(size.population_m)),
            "max_share": _LARGE_MAX_SHARE if size.population_m > _LARGE_MILLION else None,
            "note": notional("grows with the square root of the population"),
        }
        for size in find_contributors()
    ]
