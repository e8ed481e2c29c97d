"""What stands between the offers and a line in a plan as it is."""

from collections.abc import Iterator

import numpy as np

from reassure.engines.generate.draft import TOLERANCE, Draft
from reassure.engines.generate.instance import Bools, Line, Match, Supply
from reassure.engines.generate.prospect import (
    OF_DAYS,
    DaysOfOffer,
    Prospect,
    RecordChange,
    mask_of,
    measure_change,
)
from reassure.model.choices import RemedyKind, ShortfallReason
from reassure.model.fit import LESS_NOTICE_DAYS, Fault, lacking_attributes
from reassure.model.force import Offer, Requirement
from reassure.model.periods import MONTH_DAYS
from reassure.model.plan import Plan

MOST_PROSPECTS = 24
"""Offers that are looked at for a line: of more, those with the fewest faults."""

_KINDS_OF_DAYS = {
    "notice_days": RemedyKind.LESS_NOTICE,
    "from_day": RemedyKind.LONGER_OFFER,
    "until_day": RemedyKind.LONGER_OFFER,
}


class Prospects:
    """Finds who might fill a line, and what keeps them from it in the plan as it is.

    Parameters
    ----------
    plan, draft
        The records, and who serves.
    """

    def __init__(self, plan: Plan, draft: Draft) -> None:
        self._plan, self._draft, self._n_periods = plan, draft, draft.instance.periods.count
        self._months_left = _months_left(draft)
        self._offers = [DaysOfOffer(plan, supply.offer) for supply in draft.instance.supplies]
        outside = [days.outside(frozenset()) for days in self._offers]
        self._outside = np.array(outside, dtype=bool).reshape(len(outside), self._n_periods)

    def of_line(self, place: int, short: Bools) -> list[Prospect]:
        """Return the offers that might fill a line in some of its short periods.

        Parameters
        ----------
        place
            Position of the line.
        short
            Whether it is short, shape (n_periods,).
        """
        matches = [
            match for match in self._draft.instance.line_matches[place] if not _is_gone(match)
        ]
        nearest = sorted(matches, key=lambda match: len(match.faults))[:MOST_PROSPECTS]
        line = self._draft.instance.lines[place]
        is_away: Bools = np.any(self._outside[:, line.start : line.stop], axis=1)
        found = [
            self._prospect(match, short, is_away=bool(is_away[match.offer]))
            for match in sorted(nearest, key=lambda match: match.offer)
        ]
        return [one for one in found if one is not None]

    def _prospect(self, match: Match, short: Bools, *, is_away: bool) -> Prospect | None:
        data, days = self._draft.instance, self._offers[match.offer]
        line, supply = data.lines[match.line], data.supplies[match.offer]
        is_unwanted = any(fault.binding.startswith("requirements:") for fault in match.faults)
        names = self._fields_of_days(match.offer) if is_away or is_unwanted else []
        reach = ~days.outside(frozenset(names))
        reach[: line.start] = reach[line.stop :] = False
        if not (reach & short).any():
            return None
        masks: dict[RecordChange | None, Bools] = dict(self._faults_of_pair(match, line, supply))
        for change, mask in self._faults_of_plan(match, line, supply):
            masks[change] = masks[change] | mask if change in masks else mask
        if None in masks:
            return None
        limits = self._limits(line, supply, match.efficiency)
        masks |= {change: np.full(self._n_periods, lacks) for change, _, lacks in limits}
        plain = {change: mask for change, mask in masks.items() if change is not None}
        offer = supply.offer.id
        windows = {RecordChange(_KINDS_OF_DAYS[n], (f"offers:{offer}.{n}",)): n for n in names}
        changes = (*plain, *(change for change in windows if change not in plain))
        at = {change: place for place, change in enumerate(changes)}
        blocked = np.zeros((len(changes), self._n_periods), dtype=bool)
        for change, mask in plain.items():
            blocked[at[change]] = mask
        for change, name in windows.items():
            blocked[at[change]] |= days.outside(frozenset(names) - {name})
        return Prospect(
            match=match,
            changes=changes,
            blocked=blocked,
            open=reach,
            _plain=tuple((at[change], mask) for change, mask in plain.items()),
            _windows=tuple((at[change], name) for change, name in windows.items()),
            _limits=tuple((at[change], left) for change, left, _ in limits),
            _days=days,
        )

    def _faults_of_pair(
        self, match: Match, line: Line, supply: Supply
    ) -> Iterator[tuple[RecordChange | None, Bools]]:
        """Yield what the records say, by the change that takes it away; None: none does."""
        by_change: dict[RecordChange | None, list[Fault]] = {}
        for fault in match.faults:
            if fault.reason is ShortfallReason.NO_OFFER:
                continue
            if fault.reason in OF_DAYS and not fault.binding.startswith("requirements:"):
                continue
            change = self._change_for(fault, match, line.requirement, supply.offer)
            by_change.setdefault(change, []).append(fault)
        for change, faults in by_change.items():
            yield change, mask_of(faults, self._n_periods)

    def _change_for(
        self, fault: Fault, pair: Match, line: Requirement, offer: Offer
    ) -> RecordChange | None:
        match fault.reason:
            case ShortfallReason.PERMISSION | ShortfallReason.NOT_IN_FORCE:
                return measure_change(self._plan, fault, pair.faults)
            case ShortfallReason.CAVEAT:
                return RecordChange(RemedyKind.LIFT_CAVEAT, (fault.binding,))
            case ShortfallReason.CONDITION_UNMET:
                return RecordChange(RemedyKind.MEET_CONDITION, (fault.binding,))
            case ShortfallReason.GRADE:
                return RecordChange(RemedyKind.ACCEPT_GRADE, (f"requirements:{line.id}.min_grade",))
            case ShortfallReason.ATTRIBUTES:
                lacking = set(lacking_attributes(self._plan, offer, line))
                tasks = [self._plan.tasks[task] for task in line.tasks if task in self._plan.tasks]
                asking = {f"requirements:{line.id}.attributes": line.attributes}
                asking |= {f"tasks:{task.id}.attributes": task.attributes for task in tasks}
                places = [place for place, words in asking.items() if lacking & set(words)]
                return RecordChange(RemedyKind.ACCEPT_ATTRIBUTES, tuple(places))
            case ShortfallReason.TOO_LATE:
                most = line.max_notice_days or 0.0
                if max(0.0, offer.notice_days - LESS_NOTICE_DAYS) > most:
                    return None
                return RecordChange(RemedyKind.LESS_NOTICE, (f"offers:{offer.id}.notice_days",))
            case _:
                return None

    def _faults_of_plan(
        self, match: Match, line: Line, supply: Supply
    ) -> Iterator[tuple[RecordChange | None, Bools]]:
        """Yield what the tours of others say, by the change that takes it away."""
        draft, data = self._draft, self._draft.instance
        always = np.ones(self._n_periods, dtype=bool)
        sector, formation = data.line_sector[match.line], int(data.line_formation[match.line])
        for rule in supply.standing.leads:
            if not draft.is_led(rule.nation, int(sector)):
                yield (
                    RecordChange(
                        RemedyKind.MEET_CONDITION, (f"conditions:{rule.condition}.nation",)
                    ),
                    always,
                )
        for rule in supply.standing.partners:
            absent = draft.present(rule, match.offer, int(sector)) < rule.minimum_units
            if absent[line.start : line.stop].any():
                place = f"conditions:{rule.condition}.minimum_units"
                yield RecordChange(RemedyKind.MEET_CONDITION, (place,)), absent
        nation = int(data.offer_nation[match.offer])
        if formation >= 0 and draft.lacks_framework(formation, nation):
            yield None, always
        elif formation >= 0 and draft.has_most_nations(formation, nation):
            place = f"formations:{data.formations[formation]}.max_nations"
            yield RecordChange(RemedyKind.ONE_MORE_NATION, (place,)), always

    def _limits(
        self, line: Line, supply: Supply, efficiency: float
    ) -> list[tuple[RecordChange, int, bool]]:
        """Return the limits of the nation's burden that may bind on a line.

        With the unit-periods that each leaves, and whether these are too few for any tour.
        """
        most = (1.0 + line.requirement.quantity / efficiency) * self._n_periods
        return [
            (RecordChange(RemedyKind.MORE_BURDEN, (binding,)), left, left < supply.rule.shortest)
            for binding, left in self._months_left.get(supply.offer.nation, ())
            if left < most
        ]

    def _fields_of_days(self, offer: int) -> list[str]:
        """Return the fields of an offer whose change may let it serve in more periods."""
        row = self._offers[offer].offer
        movable = {
            "notice_days": row.notice_days > 0,
            "from_day": row.from_day > 0,
            "until_day": row.until_day < self._plan.meta.periods.day(self._n_periods),
        }
        return [name for name, may_move in movable.items() if may_move]


def _months_left(draft: Draft) -> dict[str, list[tuple[str, int]]]:
    """Return the unit-periods that each limit of each nation's burden leaves."""
    data, total = draft.instance, float(draft.unit_months.sum())
    month = data.periods.period_days / MONTH_DAYS
    left: dict[str, list[tuple[str, int]]] = {}
    for burden in data.burdens:
        carried = float(draft.unit_months[data.nations.index(burden.nation)])
        months: dict[str, float] = {}
        if burden.max_unit_months is not None:
            months["max_unit_months"] = burden.max_unit_months - carried
        if burden.max_share is not None and burden.max_share < 1.0:
            # What is added counts for the nation and for the whole.
            months["max_share"] = (burden.max_share * total - carried) / (1.0 - burden.max_share)
        left.setdefault(burden.nation, []).extend(
            (f"burdens:{burden.id}.{name}", max(0, int(room / month + TOLERANCE)))
            for name, room in months.items()
        )
    return left


def _is_gone(match: Match) -> bool:
    """Whether an offer counts for nothing any more; one of no unit still may get some."""
    return any(
        fault.reason is ShortfallReason.NO_OFFER and not fault.binding.endswith(".quantity")
        for fault in match.faults
    )
