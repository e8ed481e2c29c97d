"""The result of judging who may do what by the rules of engagement."""

import math
from dataclasses import dataclass
from typing import Any

from reassure.model.result import Result
from reassure.model.roe_choices import HoleCure
from reassure.model.roe_outputs import (
    FormationDifference,
    Permission,
    PermissionHole,
    PermissionLimit,
    PositionChange,
)
from reassure.model.table import Table


@dataclass(frozen=True)
class Permissions(Result):
    """Usable against headline strength; objective and bound are changes that open all holes.

    Attributes
    ----------
    permissions
        By objective, sector, task and time: how much serves, may do it, or may on approval.
    permission_limits
        What keeps units from tasks or makes them ask, each once for every task and nation.
    permission_holes
        Tasks that no unit in a sector may do, with the fewest changes that open each.
    position_changes
        Positions that keep units away, by what each would open alone.
    formation_differences
        Tasks that some units of a formation may do and others may not, or only on approval.
    smallest_set
        Fewest positions to change to accepted, as nation:measure, that open every hole that
        positions open.
    assumptions
        What was taken as given, in sentences.
    """

    permissions: Table[Permission]
    permission_limits: Table[PermissionLimit]
    permission_holes: Table[PermissionHole]
    position_changes: Table[PositionChange]
    formation_differences: Table[FormationDifference]
    smallest_set: tuple[str, ...] = ()
    assumptions: tuple[str, ...] = ()

    @property
    def headline(self) -> float:
        """Effective unit-days that serve, once for each task that the units are asked to do."""
        return math.fsum(row.headline * (row.until_day - row.from_day) for row in self.permissions)

    @property
    def free(self) -> float:
        """Of these, unit-days that may do the task unasked."""
        return math.fsum(row.free * (row.until_day - row.from_day) for row in self.permissions)

    @property
    def on_approval(self) -> float:
        """Of these, unit-days that may do the task on approval."""
        return math.fsum(
            row.on_approval * (row.until_day - row.from_day) for row in self.permissions
        )

    @property
    def usable(self) -> float:
        """Of these, unit-days that may do the task, unasked or on approval."""
        return self.free + self.on_approval

    def figures(self) -> dict[str, Any]:
        """Return headline and usable strength, holes, and the fewest changes that open them."""
        holes = list(self.permission_holes)
        return {
            "headline": self.headline,
            "usable": self.usable,
            "on_approval": self.on_approval,
            "holes": len(holes),
            "holes_by_positions": sum(1 for row in holes if row.cure is HoleCure.POSITIONS),
            "smallest_set": list(self.smallest_set),
            "mixed_formations": len({row.formation for row in self.formation_differences}),
        }
