"""Which offers could serve which requirement lines, and what keeps the others from it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from reassure.checks.days import GONE
from reassure.checks.place import listed, plain
from reassure.model.choices import AgreementState, CaveatKind, ConditionKind, DecisionState
from reassure.model.force import Caveat, Offer, Requirement
from reassure.model.plan import Plan


@dataclass(frozen=True)
class Fit:
    """Offers against lines, looked at pair by pair.

    Parameters
    ----------
    plan
        Plan; its references may dangle.
    """

    plan: Plan

    @cached_property
    def offers_of(self) -> Mapping[str, Sequence[Offer]]:
        """Offers by the capability that they are of."""
        by_capability: dict[str, list[Offer]] = {}
        for offer in self.plan.offers:
            by_capability.setdefault(offer.capability, []).append(offer)
        return by_capability

    @cached_property
    def stand_ins(self) -> Mapping[str, Sequence[str]]:
        """Capabilities that may serve each capability asked for, itself first."""
        found = {line.capability: [line.capability] for line in self.plan.requirements}
        for row in self.plan.substitutions:
            if row.capability in found and row.by not in found[row.capability]:
                found[row.capability].append(row.by)
        return found

    @cached_property
    def asked(self) -> frozenset[str]:
        """Capabilities that some line asks for, or takes instead."""
        return frozenset(by for able in self.stand_ins.values() for by in able)

    def candidates(self, line: Requirement) -> list[Offer]:
        """Return the offers of the line's capability or of a substitute."""
        return [
            offer
            for capability in self.stand_ins[line.capability]
            for offer in self.offers_of.get(capability, ())
        ]

    def able(self, line: Requirement) -> list[Offer]:
        """Return the offers that nothing keeps from the line."""
        return self._able[line.id]

    @cached_property
    def _able(self) -> Mapping[str, list[Offer]]:
        return {
            line.id: [offer for offer in self.candidates(line) if not self.obstacles(offer, line)]
            for line in self.plan.requirements
        }

    def obstacles(self, offer: Offer, line: Requirement) -> list[str]:
        """Return what keeps an offer of a fitting capability from a line, each in words."""
        found: list[str] = []
        today = self.plan.meta.today
        if offer.state in GONE:
            found.append(f"its state ({offer.state.value})")
        elif offer.valid_until is not None and today is not None and offer.valid_until < today:
            found.append(f"its validity (until {plain(offer.valid_until)})")
        if offer.quantity == 0:
            found.append("its quantity (0)")
        if offer.grade < line.min_grade:
            found.append(f"grade ({offer.grade}, asked for {line.min_grade})")
        if line.max_notice_days is not None and offer.notice_days > line.max_notice_days:
            found.append(
                f"notice ({plain(offer.notice_days)} days, at most {plain(line.max_notice_days)})"
            )
        lacking = [word for word in self._needed_attributes(line) if word not in offer.attributes]
        if lacking:
            found.append(f"attributes (without {listed(lacking)})")
        if not self._shares_a_tour(offer, line):
            found.append(
                f"window (days {plain(ready_day(offer))} to {plain(offer.until_day)} with tours of "
                f"{plain(offer.tour_min_days)} days or more)"
            )
        caveat = self._barring_caveat(offer, line)
        if caveat is not None:
            found.append(f"a caveat ({caveat.id})")
        unmet = self._unmet.get(offer.id)
        if unmet is not None:
            found.append(unmet)
        return found

    def _needed_attributes(self, line: Requirement) -> list[str]:
        tasks = (self.plan.tasks[task] for task in line.tasks if task in self.plan.tasks)
        needed = [*line.attributes, *(word for task in tasks for word in task.attributes)]
        return list(dict.fromkeys(needed))

    def _shares_a_tour(self, offer: Offer, line: Requirement) -> bool:
        periods = self.plan.meta.periods
        first, last = periods.required(line.from_day, line.until_day)
        start, stop = periods.offered(ready_day(offer), offer.until_day)
        common = min(last, stop) - max(first, start)
        return common >= max(1, periods.at_least(offer.tour_min_days))

    def _barring_caveat(self, offer: Offer, line: Requirement) -> Caveat | None:
        start = max(offer.from_day, line.from_day)
        stop = min(offer.until_day, line.until_day)
        for caveat in self._bans.get(offer.nation, ()):
            is_about = caveat.offer in (None, offer.id)
            is_always = (caveat.from_day is None or caveat.from_day <= start) and (
                caveat.until_day is None or caveat.until_day >= stop
            )
            if is_about and is_always and covers(caveat, line):
                return caveat
        return None

    @cached_property
    def _bans(self) -> Mapping[str, Sequence[Caveat]]:
        by_nation: dict[str, list[Caveat]] = {}
        for caveat in self.plan.caveats:
            # What somebody may lift does not rule an offer out.
            if caveat.kind is CaveatKind.PROHIBITION or caveat.approver is None:
                by_nation.setdefault(caveat.nation, []).append(caveat)
        return by_nation

    @cached_property
    def _unmet(self) -> Mapping[str, str]:
        """Conditions that do not hold, in words, by the offer that depends on them."""
        refused = {row.id for row in self.plan.decisions if row.state is DecisionState.REFUSED}
        unmet: dict[str, str] = {}
        for row in self.plan.conditions:
            if row.offer is None:
                continue
            if row.decision is not None and row.decision in refused:
                unmet[row.offer] = f"a decision that was refused ({row.decision})"
            elif row.kind is ConditionKind.AGREEMENT_STATE and row.agreement is not None:
                wanted = row.state or AgreementState.IN_FORCE.value
                if self._states.get(row.agreement) != wanted:
                    unmet[row.offer] = f"a condition ({row.id}: {row.agreement} {wanted})"
        return unmet

    @cached_property
    def _states(self) -> Mapping[str, str]:
        """State of every agreement by the last event that is known today."""
        today = self.plan.meta.today
        events = [
            event
            for event in self.plan.agreement_events
            if today is None or max(event.date, event.reported_date or event.date) <= today
        ]
        events.sort(key=lambda event: (event.date, event.version, event.id))
        return {event.agreement: event.state.value for event in events}


def ready_day(offer: Offer) -> float:
    """Return the first day on which an offer can serve: not before its notice has passed."""
    return max(offer.from_day, offer.notice_days)


def covers(caveat: Caveat, line: Requirement) -> bool:
    """Whether a caveat speaks of a line, by its sector and its tasks.

    A caveat that names measures limits what units may do, not where they may serve.
    """
    if caveat.measures:
        return False
    in_sector = not caveat.sectors or line.sector in caveat.sectors
    in_task = not caveat.tasks or any(task in caveat.tasks for task in line.tasks)
    return in_sector and in_task
