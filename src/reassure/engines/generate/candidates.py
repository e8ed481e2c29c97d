"""What could be asked for: units where the plan is short, ends of what limits those on offer."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from reassure.engines.generate.instance import Instance, Supply
from reassure.engines.generate.tours import tour_rule
from reassure.model.choices import AskKind, ConditionKind, ShortfallReason
from reassure.model.conditions import standing_of
from reassure.model.fit import binds, caveat_field
from reassure.model.force import Caveat, Condition, Offer
from reassure.model.permits import Permits
from reassure.model.plan import Plan
from reassure.model.rules import Position
from reassure.model.table import Table

_FIELD_OF = {
    ConditionKind.LEAD_NATION: "nation",
    ConditionKind.PARTNER_PRESENT: "minimum_units",
    ConditionKind.AGREEMENT_STATE: "state",
    ConditionKind.DECISION: "decision",
}
"""Field that a condition is named by; others by their kind."""


@dataclass(frozen=True, eq=False)
class Candidate:
    """One thing to ask for, and the plan in which it is granted.

    Attributes
    ----------
    kind, nation, binding
        As in `Ask`.
    offer
        Units that are asked for, as an offer; None: none are.
    caveats
        Caveats that count, all of the plan where it is granted.
    touched
        The offers of which it changes where and when they may serve, as they are then.
    lifted
        Id of the caveat or condition that is no more; None: units are asked for.
    sector
        Where units are asked for; None: none are.
    accepts
        Nation and measure that it accepts; None: positions stay.
    """

    kind: AskKind
    nation: str | None
    binding: str | None
    offer: Offer | None
    caveats: tuple[Caveat, ...]
    touched: tuple[Supply, ...]
    lifted: str | None = None
    sector: str | None = None
    accepts: tuple[str, str] | None = None

    def granted(self, plan: Plan) -> Plan:
        """Return the plan in which this is granted."""
        match self.kind:
            case AskKind.CAVEAT:
                return plan.with_tables(caveats=plan.caveats.without(self.lifted or ""))
            case AskKind.POSITION:
                kept = [row for row in plan.positions if (row.nation, row.measure) != self.accepts]
                return plan.with_tables(positions=Table.of(Position, kept))
            case AskKind.CONDITION:
                return plan.with_tables(conditions=plan.conditions.without(self.lifted or ""))
            case AskKind.UNITS:
                known = plan.caveats.index
                added = [caveat for caveat in self.caveats if caveat.id not in known]
                offers = () if self.offer is None else (self.offer,)
                return plan.with_tables(
                    offers=plan.offers.replace(*offers), caveats=plan.caveats.replace(*added)
                )

    def permits_of(self, data: Instance) -> Permits | None:
        """Return what keeps units from the tasks of lines where this is granted."""
        if data.permits is None or self.accepts is None:
            return data.permits
        return data.permits.accepting(*self.accepts)

    def of_quantity(self, quantity: int) -> "Candidate":
        """Return the same ask for another number of units."""
        if self.offer is None:
            return self
        offer = self.offer.model_copy(update={"quantity": quantity})
        touched = tuple(replace(supply, offer=offer) for supply in self.touched)
        return replace(self, offer=offer, touched=touched)


def ends_of_caveats(plan: Plan, data: Instance, nation: str | None) -> Iterator[Candidate]:
    """Yield an end of every caveat that binds.

    Parameters
    ----------
    plan, data
        The plan, and the same as arrays.
    nation
        Whose caveats; None: all nations'.
    """
    for caveat in plan.caveats:
        if not binds(caveat) or nation not in (None, caveat.nation):
            continue
        touched = tuple(
            supply
            for supply in data.supplies
            if supply.offer.nation == caveat.nation and caveat.offer in (None, supply.offer.id)
        )
        yield Candidate(
            kind=AskKind.CAVEAT,
            nation=caveat.nation,
            binding=f"caveats:{caveat.id}.{caveat_field(caveat)}",
            offer=None,
            caveats=tuple(other for other in plan.caveats if other.id != caveat.id),
            touched=touched,
            lifted=caveat.id,
        )


def changes_of_positions(plan: Plan, data: Instance, nation: str | None) -> Iterator[Candidate]:
    """Yield, for each measure by which a nation keeps units from lines, that it accepts it.

    Parameters
    ----------
    plan, data
        The plan, and the same as arrays.
    nation
        Whose positions; None: all nations'.
    """
    bindings: dict[tuple[str, str], str] = {}
    for match in data.matches:
        for fault in match.faults:
            if fault.reason is ShortfallReason.PERMISSION:
                row = plan.positions[fault.binding.partition(":")[2].rpartition(".")[0]]
                key = row.nation, row.measure
                bindings[key] = min(fault.binding, bindings.get(key, fault.binding))
    caveats = tuple(plan.caveats)
    for key in sorted(bindings):
        if nation in (None, key[0]):
            yield Candidate(
                kind=AskKind.POSITION,
                nation=key[0],
                binding=bindings[key],
                offer=None,
                caveats=caveats,
                touched=tuple(one for one in data.supplies if one.offer.nation == key[0]),
                accepts=key,
            )


def ends_of_conditions(plan: Plan, data: Instance, nation: str | None) -> Iterator[Candidate]:
    """Yield an end of every condition of an offer.

    Parameters
    ----------
    plan, data
        The plan, and the same as arrays.
    nation
        Of whose offers; None: all nations'.
    """
    supplies = {supply.offer.id: supply for supply in data.supplies}
    caveats = tuple(plan.caveats)
    for condition in plan.conditions:
        supply = supplies.get(condition.offer or "")
        if supply is None or nation not in (None, supply.offer.nation):
            continue
        others = [
            other
            for other in plan.conditions
            if other.offer == condition.offer and other.id != condition.id
        ]
        yield Candidate(
            kind=AskKind.CONDITION,
            nation=supply.offer.nation,
            binding=f"conditions:{condition.id}.{_FIELD_OF.get(condition.kind, 'kind')}",
            offer=None,
            caveats=caveats,
            touched=(replace(supply, standing=standing_of(plan, others)),),
            lifted=condition.id,
        )


def asked_units(
    plan: Plan, offer: Offer, sector: str, nation: str | None, confined: Iterable[Caveat]
) -> Candidate:
    """Return an ask for units.

    Parameters
    ----------
    plan
        The plan.
    offer
        The units, as an offer.
    sector
        Where they are to serve.
    nation
        Who is asked; None: whoever can.
    confined
        Caveats that keep them there.
    """
    no_conditions: list[Condition] = []
    supply = Supply(offer, tour_rule(offer, plan.meta.periods), standing_of(plan, no_conditions))
    return Candidate(
        kind=AskKind.UNITS,
        nation=nation,
        binding=None,
        offer=offer,
        caveats=(*plan.caveats, *confined),
        touched=(supply,),
        sector=sector,
    )
