"""Milestones as a network: expected days forward, slack backward, critical paths."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from reassure.engines.progress.wait import Wait
from reassure.model.choices import MilestoneState
from reassure.model.coalition import Milestone
from reassure.model.errors import UsageError
from reassure.model.milestones import predecessors_of
from reassure.model.plan import Plan
from reassure.model.progress_choices import WaitKind, WaitStanding

_SLACK = 1e-9
"""Days that sums of decimals may differ by."""


@dataclass(frozen=True, slots=True)
class Expected:
    """When a milestone is expected, and what says so.

    Attributes
    ----------
    day
        Expected day [days]; None: blocked or cancelled.
    binding
        What sets it, or blocks it, as ``table:id.field``; None: done or cancelled.
    before
        Milestone before it that sets its day, or blocks it; None: it is its own doing.
    """

    day: float | None
    binding: str | None = None
    before: str | None = None

    @property
    def is_blocked(self) -> bool:
        """Whether it is to come and no day is known."""
        return self.day is None and self.binding is not None


class Network:
    """The milestones of a plan and what comes before each.

    Parameters
    ----------
    plan
        Plan whose references hold.
    today
        Today as a day from C-day [days]; None: not known.
    waits
        What each open milestone waits for, milestones apart.

    Raises
    ------
    UsageError
        ENG-MILE-001 if milestones wait for each other in a circle.

    Notes
    -----
    docs/explain/progress.md, eqs. 1 to 6: the critical path method of Kelley and Walker (1959),
    with the work between milestones read off their due days.
    """

    def __init__(
        self, plan: Plan, today: float | None, waits: Mapping[str, Sequence[Wait]]
    ) -> None:
        self._rows = {row.id: row for row in plan.milestones}
        self._today, self._waits = today, waits
        self.before: dict[str, tuple[str, ...]] = {
            name: tuple(other for other in predecessors_of(row) if self._counts(other))
            for name, row in self._rows.items()
        }
        self.order = _sorted_by_order(self.before)

    def _counts(self, name: str) -> bool:
        return self._rows[name].state is not MilestoneState.CANCELLED

    def is_open(self, name: str) -> bool:
        """Whether a milestone is neither done nor cancelled."""
        return self._rows[name].state not in (MilestoneState.DONE, MilestoneState.CANCELLED)

    def work(self, name: str) -> float:
        """Return the work that the due days leave for a milestone [days] (eq. 1)."""
        latest = max((self._rows[other].due_day for other in self.before[name]), default=None)
        due = self._rows[name].due_day
        return 0.0 if latest is None else max(0.0, due - latest)

    @cached_property
    def expected(self) -> dict[str, Expected]:
        """When each milestone is expected (eqs. 2 and 3)."""
        found: dict[str, Expected] = {}
        for name in self.order:
            found[name] = self._expect(self._rows[name], found)
        return found

    def _expect(self, row: Milestone, found: Mapping[str, Expected]) -> Expected:
        if row.state is MilestoneState.CANCELLED:
            return Expected(None)
        if row.state is MilestoneState.DONE:
            return Expected(row.due_day if self._today is None else min(row.due_day, self._today))
        waits, before = self._waits.get(row.id, ()), self.before[row.id]
        blocked = next((wait for wait in waits if wait.standing is WaitStanding.OPEN), None)
        if blocked is not None:
            return Expected(None, blocked.binding)
        for other in before:
            if found[other].is_blocked:
                return Expected(None, found[other].binding, other)
        own = f"milestones:{row.id}"
        days: list[tuple[float, str, str | None]] = []
        work = self.work(row.id)
        for other in before:
            day = found[other].day
            assert day is not None
            days.append((day + work, f"milestones:{other}.due_day", other))
        if not before:
            days.append((row.due_day, f"{own}.due_day", None))
        days += [(wait.day, wait.binding, None) for wait in waits if wait.day is not None]
        if self._today is not None:
            days.append((self._today, f"{own}.state", None))
        latest = max(day for day, _, _ in days)
        # Of several that say the same, the first in the order above is named: milestones first,
        # and of these one that is still to come, for it can be hurried.
        tied = [item for item in days if item[0] >= latest - _SLACK]
        open_ones = [item for item in tied if item[2] is not None and self.is_open(item[2])]
        _, binding, other = (open_ones or tied)[0]
        return Expected(latest, binding, other)

    def slack(self, targets: Iterable[str]) -> dict[str, float]:
        """Return the days that each open milestone may slip before the last of some does.

        Parameters
        ----------
        targets
            Milestones of which the last expected one that is to come must not slip.

        Returns
        -------
        dict
            Slack [days] by milestone, of those with an expected day from which a way leads to
            one of the targets (eqs. 4 and 5).
        """
        known = {name: item.day for name, item in self.expected.items() if item.day is not None}
        aims = [name for name in targets if name in known and self.is_open(name)]
        end = max((known[name] for name in aims), default=None)
        if end is None:
            return {}
        latest: dict[str, float] = dict.fromkeys(aims, end)
        for name in reversed(self.order):
            if name not in latest or not self.is_open(name):
                continue
            work = self.work(name)
            for other in self.before[name]:
                latest[other] = min(latest.get(other, end), latest[name] - work)
        return {
            name: max(0.0, day - known[name]) for name, day in latest.items() if self.is_open(name)
        }

    def critical_path(self, targets: Iterable[str]) -> tuple[str, ...]:
        """Return the chain of open milestones that sets when the last of some is expected (eq. 6).

        Of several that are expected last, the first by id; a chain begins with the milestone
        whose day is set by itself, by what it waits for, or by what is done.
        """
        known = [
            (self.expected[name].day or 0.0, name)
            for name in targets
            if self.expected[name].day is not None and self.is_open(name)
        ]
        if not known:
            return ()
        end = max(day for day, _ in known)
        at: str | None = min(name for day, name in known if day >= end - _SLACK)
        path: list[str] = []
        while at is not None and self.is_open(at):
            path.append(at)
            at = self.expected[at].before
        return tuple(reversed(path))

    def blocked_through(self, name: str) -> tuple[str, ...]:
        """Return the blocked milestones before one, from the one before it back to the first."""
        path: list[str] = []
        item = self.expected[name]
        while item.is_blocked and item.before is not None:
            path.append(item.before)
            item = self.expected[item.before]
        return tuple(path)

    def waits_for_milestones(self, name: str) -> Iterable[tuple[str, WaitStanding, float | None]]:
        """Yield each milestone that one comes after, cancelled ones too, with how that stands."""
        for other in predecessors_of(self._rows[name]):
            item = self.expected[other]
            state = self._rows[other].state
            if state is MilestoneState.CANCELLED:
                yield other, WaitStanding.DROPPED, None
            elif state is MilestoneState.DONE:
                yield other, WaitStanding.HOLDS, None
            elif item.day is None:
                yield other, WaitStanding.OPEN, None
            else:
                yield other, WaitStanding.FROM_DAY, item.day


def own_block(row: Milestone, waits: Sequence[Wait], *, has_open_before: bool) -> Wait | None:
    """Return that a milestone is blocked by what nobody names; None where something does.

    Parameters
    ----------
    row, waits
        The milestone, and what it waits for.
    has_open_before
        Whether it comes after a milestone that is still to come.
    """
    named = any(wait.standing in (WaitStanding.OPEN, WaitStanding.FROM_DAY) for wait in waits)
    if row.state is not MilestoneState.BLOCKED or named or has_open_before:
        return None
    words = f"its state is blocked, and nothing that it names is open; ask {row.owner} why"
    return Wait(
        WaitKind.OWN_STATE,
        WaitStanding.OPEN,
        f"milestones:{row.id}.state",
        words,
        reference=f"milestones:{row.id}",
    )


def _sorted_by_order(before: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """Return all names, none before what comes before it; those that may be, by id."""
    n_open = {name: len(others) for name, others in before.items()}
    after: dict[str, list[str]] = {name: [] for name in before}
    for name, others in before.items():
        for other in others:
            after[other].append(name)
    order = sorted(name for name, n in n_open.items() if not n)
    for name in order:
        for other in sorted(after[name]):
            n_open[other] -= 1
            if not n_open[other]:
                order.append(other)
    if len(order) < len(before):
        left = sorted(name for name, n in n_open.items() if n)
        raise UsageError(
            f"milestones that wait for each other in a circle, among {', '.join(left[:5])}",
            "an order in which they can be reached",
            "take one step of the circle out of after or waits_for; `reassure check` shows it",
            code="ENG-MILE-001",
        )
    return tuple(order)
