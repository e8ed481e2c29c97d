"""What comes before a milestone, as its record says it."""

from reassure.model.choices import MilestoneState
from reassure.model.coalition import Milestone
from reassure.model.fields import PAIR_SEPARATOR
from reassure.model.plan import Plan

_OWN = "milestones"


def predecessors_of(row: Milestone) -> tuple[str, ...]:
    """Return the milestones that one comes after: those of ``after``, and of ``waits_for``.

    Each stands once, in the order of the record.
    """
    named = (reference.split(PAIR_SEPARATOR, 1) for reference in row.waits_for)
    waited = (parts[1] for parts in named if parts[0] == _OWN and len(parts) > 1)
    return tuple(dict.fromkeys((*row.after, *waited)))


def other_waits_of(row: Milestone) -> tuple[str, ...]:
    """Return what a milestone waits for, milestones apart, each as ``table:id`` and once."""
    own = _OWN + PAIR_SEPARATOR
    return tuple(dict.fromkeys(item for item in row.waits_for if not item.startswith(own)))


def today_of(plan: Plan) -> float | None:
    """Return today as a day from C-day [days]; None where the plan does not date both."""
    today, c_day = plan.meta.today, plan.meta.c_day
    return None if today is None or c_day is None else float((today - c_day).days)


def is_overdue(row: Milestone, today: float | None) -> bool:
    """Whether a milestone's due day has passed and it is neither done nor cancelled."""
    is_over = row.state in (MilestoneState.DONE, MilestoneState.CANCELLED)
    return not is_over and today is not None and row.due_day < today
