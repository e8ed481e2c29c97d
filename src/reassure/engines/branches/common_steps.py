"""What is needed whichever branch comes: units, and what they wait for."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from reassure.engines.branches.shares import shift_days
from reassure.model.branch_choices import NoRegretKind
from reassure.model.branch_outputs import BranchOffer, NoRegretStep
from reassure.model.branch_results import BranchRun
from reassure.model.choices import ConditionKind, DecisionState
from reassure.model.force import Condition
from reassure.model.plan import Plan

_TAKEN = frozenset({ConditionKind.MANDATE, ConditionKind.HOST_CONSENT, ConditionKind.FUNDING})
"""Conditions that somebody brings about; others are the plan's, or the agreement's, to bring."""


@dataclass(frozen=True, slots=True)
class _Common:
    """Units of an offer that serve in every branch, and the first day on which one does."""

    offer: str
    units: int
    needed_day: float


def no_regret_steps(
    plan: Plan, planned: Mapping[str, BranchRun], offers: Sequence[BranchOffer]
) -> list[NoRegretStep]:
    """Return decisions, conditions, upgrades and offers that every branch rests on (eq. 4).

    Parameters
    ----------
    plan
        Plan with branches.
    planned
        Branches that were planned.
    offers
        What of every offer serves in each of them.

    Returns
    -------
    list
        Decisions and conditions first, then upgrades, then offers; within these what most units
        hang on comes first.
    """
    common = {item.offer: item for item in _common(plan, offers)}
    rows = [*_waits(plan, common), *_upgrades(plan, planned), *_units(plan, common.values())]
    order = list(NoRegretKind)
    far = float("inf")
    rows.sort(
        key=lambda row: (
            order.index(row.kind),
            -row.units,
            far if row.act_by_day is None else row.act_by_day,
            row.record,
        )
    )
    return [row.model_copy(update={"rank": i}) for i, row in enumerate(rows, start=1)]


def _common(plan: Plan, offers: Sequence[BranchOffer]) -> Iterable[_Common]:
    by_offer: dict[str, list[BranchOffer]] = {}
    for row in offers:
        by_offer.setdefault(row.offer, []).append(row)
    for name, rows in by_offer.items():
        least = min(row.units for row in rows)
        days = [
            row.first_day + shift_days(plan, row.branch)
            for row in rows
            if row.first_day is not None
        ]
        if least > 0:
            yield _Common(name, least, min(days))


def _units(plan: Plan, common: Iterable[_Common]) -> Iterable[NoRegretStep]:
    for item in common:
        offer = plan.offers[item.offer]
        yield NoRegretStep(
            kind=NoRegretKind.OFFER,
            record=f"offers:{offer.id}",
            rank=1,
            nation=offer.nation,
            units=item.units,
            offers=(offer.id,),
            needed_day=item.needed_day,
            act_by_day=item.needed_day - offer.notice_days,
        )


def _waits(plan: Plan, common: Mapping[str, _Common]) -> Iterable[NoRegretStep]:
    """Yield decisions that are still to be taken, and consents that are still to be had."""
    waiting: dict[tuple[NoRegretKind, str], list[str]] = {}
    for row in plan.conditions:
        kind = _kind(plan, row)
        if kind is not None and row.offer is not None and row.offer in common:
            record = row.decision if kind is NoRegretKind.DECISION else row.id
            names = waiting.setdefault((kind, record or row.id), [])
            if row.offer not in names:
                names.append(row.offer)
    for (kind, record), names in waiting.items():
        items = [common[name] for name in sorted(names)]
        act_by = min(item.needed_day - plan.offers[item.offer].notice_days for item in items)
        is_decision = kind is NoRegretKind.DECISION
        nations = {plan.offers[item.offer].nation for item in items}
        yield NoRegretStep(
            kind=kind,
            record=f"{'decisions' if is_decision else 'conditions'}:{record}",
            rank=1,
            nation=plan.decisions[record].nation if is_decision else _only(nations),
            units=sum(item.units for item in items),
            offers=tuple(item.offer for item in items),
            needed_day=min(item.needed_day for item in items),
            act_by_day=act_by,
            due_day=(plan.decisions if is_decision else plan.conditions)[record].due_day,
        )


def _kind(plan: Plan, row: Condition) -> NoRegretKind | None:
    """Return what kind of step a condition asks for; None: nobody has to take one."""
    if row.kind is ConditionKind.DECISION and row.decision is not None:
        is_open = plan.decisions[row.decision].state is DecisionState.PENDING
        return NoRegretKind.DECISION if is_open else None
    return NoRegretKind.CONDITION if row.kind in _TAKEN else None


def _only(nations: set[str]) -> str | None:
    return next(iter(nations)) if len(nations) == 1 else None


def _upgrades(plan: Plan, planned: Mapping[str, BranchRun]) -> Iterable[NoRegretStep]:
    """Yield upgrades that cure what places or ways lack in every branch."""
    missed: dict[str, dict[str, float | None]] = {}
    for name, run in planned.items():
        moved, shift = run.deployment, shift_days(plan, name)
        if moved is None:
            continue
        for row in moved.site_shortfalls:
            if row.upgrade is not None:
                days = missed.setdefault(row.upgrade, {})
                known = days.get(name)
                day = row.from_day + shift
                days[name] = day if known is None else min(known, day)
        for row in moved.ways_out:
            if row.upgrade is not None:
                missed.setdefault(row.upgrade, {}).setdefault(name, None)
    for name, days in missed.items():
        if len(days) < len(planned):
            continue
        needed = min((day for day in days.values() if day is not None), default=None)
        lead = plan.upgrades[name].lead_days
        yield NoRegretStep(
            kind=NoRegretKind.UPGRADE,
            record=f"upgrades:{name}",
            rank=1,
            units=0,
            needed_day=needed,
            act_by_day=None if needed is None else needed - lead,
        )
