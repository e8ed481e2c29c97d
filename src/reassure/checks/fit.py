"""Which offers could serve which requirement lines, and what keeps the others from it, in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from reassure.checks.place import listed, plain
from reassure.model.choices import AgreementState, ConditionKind, ShortfallReason
from reassure.model.coalition import Decision
from reassure.model.conditions import Standing, standing_of
from reassure.model.fit import (
    Fault,
    has_tour,
    lacking_attributes,
    lead_faults,
    line_faults,
    lost_to_periods,
    offer_faults,
    ready_day,
)
from reassure.model.force import Caveat, Condition, Offer, Requirement
from reassure.model.permits import Permits
from reassure.model.plan import Plan
from reassure.model.stations import station_cycle

_OF_DAYS = frozenset({"from_day", "notice_days", "until_day", "tour_min_days", "tour_max_days"})
"""Fields of an offer that say when it can serve, told together."""


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
        periods = self.plan.meta.periods
        return {
            line.id: [
                offer
                for offer in self.candidates(line)
                if has_tour(offer, line, self._faults(offer, line), periods)
            ]
            for line in self.plan.requirements
        }

    def obstacles(self, offer: Offer, line: Requirement) -> list[str]:
        """Return what keeps an offer of a fitting capability from a line, each in words.

        What bars only some periods counts where it leaves no tour with the offer's own days, or,
        where nothing does so alone, together with all else.
        """
        periods = self.plan.meta.periods
        first, stop = periods.required(line.from_day, line.until_day)
        faults = self._faults(offer, line)
        days = [fault for fault in faults if _is_of_days(fault)]
        others = [fault for fault in faults if not _is_of_days(fault)]
        is_in_time = has_tour(offer, line, days, periods)

        def bars(fault: Fault) -> bool:
            if is_in_time:
                return not has_tour(offer, line, [*days, fault], periods)
            return fault.start <= first and stop <= fault.stop

        found = [fault for fault in others if bars(fault)]
        if is_in_time and not found and not has_tour(offer, line, faults, periods):
            found = [fault for fault in others if fault.start < stop and fault.stop > first]
        words = [self._words(fault, offer, line) for fault in found]
        if not is_in_time:
            words.append(self._words_of_days(offer))
        return list(dict.fromkeys(words))

    def _faults(self, offer: Offer, line: Requirement) -> list[Fault]:
        standing, own = self._of_offer[offer.id]
        caveats = self._caveats[offer.id]
        of_line = line_faults(self.plan, offer, line, caveats)
        of_tasks = self._permits.faults(offer, line, caveats)
        return [*own, *of_line, *of_tasks, *lead_faults(self.plan, line, standing)]

    @cached_property
    def _permits(self) -> Permits:
        return Permits(self.plan)

    @cached_property
    def _of_offer(self) -> Mapping[str, tuple[Standing, list[Fault]]]:
        conditions: dict[str, list[Condition]] = {}
        for row in self.plan.conditions:
            if row.offer is not None:
                conditions.setdefault(row.offer, []).append(row)
        found: dict[str, tuple[Standing, list[Fault]]] = {}
        for offer in self.plan.offers:
            standing = standing_of(self.plan, conditions.get(offer.id, []))
            found[offer.id] = standing, offer_faults(self.plan, offer, standing)
        return found

    @cached_property
    def _caveats(self) -> Mapping[str, Sequence[Caveat]]:
        by_nation: dict[str, list[Caveat]] = {}
        for caveat in self.plan.caveats:
            by_nation.setdefault(caveat.nation, []).append(caveat)
        return {
            offer.id: [
                caveat
                for caveat in by_nation.get(offer.nation, ())
                if caveat.offer in (None, offer.id)
            ]
            for offer in self.plan.offers
        }

    def _words_of_days(self, offer: Offer) -> str:
        periods = self.plan.meta.periods
        lost = lost_to_periods(offer, periods)
        clock = f" in whole periods of {plain(periods.period_days)} days" if lost else ""
        return (
            f"window (days {plain(ready_day(offer))} to {plain(offer.until_day)} with tours of "
            f"{plain(offer.tour_min_days)} days or more{clock})"
        )

    def _words(self, fault: Fault, offer: Offer, line: Requirement) -> str:
        table, _, field = fault.binding.partition(":")
        record, _, field = field.rpartition(".")
        match fault.reason:
            case ShortfallReason.GRADE:
                return f"grade ({offer.grade}, asked for {line.min_grade})"
            case ShortfallReason.TOO_LATE:
                most = plain(line.max_notice_days)
                return f"notice ({plain(offer.notice_days)} days, at most {most})"
            case ShortfallReason.ATTRIBUTES:
                lacking = lacking_attributes(self.plan, offer, line)
                return f"attributes (without {listed(lacking)})"
            case ShortfallReason.OUT_OF_REACH:
                return _reach_words(self.plan, offer, line)
            case ShortfallReason.CAVEAT:
                return f"a caveat ({record})"
            case ShortfallReason.PERMISSION:
                row = self.plan.positions[record]
                return f"a position ({record}: {row.measure} {row.stance.value})"
            case ShortfallReason.NOT_IN_FORCE:
                measure = self.plan.measure_events[record].measure
                return f"a measure that is not in force ({measure}, by {record})"
            case ShortfallReason.CONDITION_UNMET if table == "decisions":
                return _decision_words(self.plan.decisions[record], field)
            case ShortfallReason.CONDITION_UNMET:
                return f"a condition ({record}: {_condition_words(self.plan, record, field)})"
            case _:
                return _GONE_WORDS[field].format(
                    state=offer.state.value, until=plain(offer.valid_until or "")
                )


_GONE_WORDS = {
    "state": "its state ({state})",
    "valid_until": "its validity (until {until})",
    "quantity": "its quantity (0)",
}


def _is_of_days(fault: Fault) -> bool:
    table, _, field = fault.binding.partition(":")
    return table == "offers" and field.rpartition(".")[2] in _OF_DAYS


def _decision_words(decision: Decision, field: str) -> str:
    if field == "state":
        return f"a decision that was {decision.state.value} ({decision.id})"
    if field == "probability":
        return f"a decision of probability 0 ({decision.id})"
    return f"a decision that falls too late ({decision.id}, day {plain(decision.due_day)})"


def _reach_words(plan: Plan, offer: Offer, line: Requirement) -> str:
    cycle = station_cycle(plan, offer, line)
    distance = plain(round((cycle.distance_km if cycle else None) or 0.0))
    reach = plain(plan.capabilities[offer.capability].range_km)
    base = plan.sectors[line.sector].location
    return f"range ({reach} km, for stations {distance} km from {base} and back)"


def _condition_words(plan: Plan, condition_id: str, field: str) -> str:
    """Return which field of a condition does not hold, and what it asks for."""
    row = plan.conditions[condition_id]
    match field:
        case "nation":
            return f"{row.kind.value} {row.nation or 'without a nation'}"
        case "state":
            return f"{row.agreement} {row.state or AgreementState.IN_FORCE.value}"
        case "decision":
            return f"decision {row.decision or 'that it does not name'}"
        case "probability":
            return f"{row.kind.value} of probability 0"
        case _ if row.kind is ConditionKind.DECISION:
            return f"decision {row.decision} by day {plain(row.due_day)}"
        case _:
            return f"{row.kind.value} from day {plain(row.due_day)} on"
