"""What is noted of loads on their way: what is wrong, and what they use of limits."""

from collections.abc import Callable

import numpy as np

from reassure.checks.deployment_cargo import BY_CARRIER, Measure, handled
from reassure.checks.deployment_limits import Days, Floats, Mask, Use
from reassure.checks.deployment_tours import AGAIN
from reassure.checks.deployment_ways import Convoy, WayRules
from reassure.checks.place import Place, counted, fault
from reassure.model.finding import Finding


class Log:
    """Findings and uses of one convoy.

    Parameters
    ----------
    rules
        Rules of the plan.
    convoy
        The loads.

    Attributes
    ----------
    everyone
        All loads of the convoy.
    findings
        What is wrong; what is alike is told once, with the number of loads.
    wrong
        Loads with which something is wrong.
    uses
        What they use of the limits.
    """

    def __init__(self, rules: WayRules, convoy: Convoy) -> None:
        self.rules, self.convoy = rules, convoy
        self.everyone: Mask = np.ones(len(convoy.loads), dtype=np.bool_)
        self.findings: list[Finding] = []
        self.wrong: set[str] = set()
        self.uses: list[Use] = []

    def handle(
        self, leg: int, place: str, days: Days, mask: Mask,
        *, is_reloaded: bool = False, is_sure: bool = True,
    ) -> None:  # fmt: skip
        """Use what loading or unloading takes of a place, by the carrier of a leg."""
        link, lift = self.convoy.links[leg], self.convoy.lifts[leg]
        row = self.rules.plan.locations[place]
        lift = lift if link.mode in BY_CARRIER else None
        sure = self.everyone if is_sure else ~self.everyone
        for name, measure in handled(row, link.mode, lift, is_reloaded=is_reloaded):
            self.use(f"locations:{place}.{name}", days, measure, leg, mask=mask, is_sure=sure)

    def use(
        self, limit: str, days: Days, measure: Measure, leg: int,
        *, mask: Mask | None = None, factor: Floats | float = 1.0, lengths: Days | int = 1,
        is_sure: Mask | None = None,
    ) -> None:  # fmt: skip
        """Use what is measured of a limit from some days on; CHK-MOVE-006 where it is zero."""
        if self.rules.limits.capacity(limit) is None:
            return
        mask = self.everyone if mask is None else mask
        sure = self.everyone if is_sure is None else is_sure
        if self.rules.limits.is_shut(limit):
            expected = "a way with room on some day"
            self.tell("CHK-MOVE-006", mask & sure, leg, "link", f"{limit} = 0", expected)
        amounts = np.array([measure(parcel) for parcel in self.convoy.parcels])[self.convoy.kinds]
        self.uses.append(
            Use(
                limit, days[mask], (amounts * factor)[mask],
                np.broadcast_to(lengths, days.shape)[mask], sure[mask],
            )
        )  # fmt: skip

    def check_outage(
        self, table: str, record: str, days: Days, mask: Mask, leg: int, column: str
    ) -> None:
        """Tell CHK-MOVE-007 where an outage closes a place or link on the days named."""
        closed = self.rules.limits.closed_days(table, record)
        if closed is not None:
            known = np.clip(days, 0, len(closed) - 1)
            shut = mask & closed[known] & (days < len(closed))
            found, expected = f"{record} closed by an outage", "a day on which it is open"
            self.tell("CHK-MOVE-007", shut, leg, column, found, expected)

    def tell(
        self, code: str, mask: Mask, leg: int, column: str,
        found: str | Callable[[int], str], expected: str | Callable[[int], str],
    ) -> None:  # fmt: skip
        """Note what is wrong with the loads of a mask."""
        if not mask.any():
            return
        alike = np.flatnonzero(mask)
        first, more = int(alike[0]), len(alike) - 1
        said = found if isinstance(found, str) else found(first)
        said += f", and {counted(more, 'load')} alike" if more else ""
        place = Place("legs", f"{self.convoy.loads[first]}|{leg + 1}", column)
        wanted = expected if isinstance(expected, str) else expected(first)
        self.findings.append(fault(code, place, found=said, expected=wanted, cure=AGAIN))
        self.wrong.update(self.convoy.loads[i] for i in alike)
