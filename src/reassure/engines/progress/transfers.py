"""Transfer of authority: when units come under the force, from whom, to whom, until when."""

from collections.abc import Iterator

from reassure.engines.progress.presence import Tour
from reassure.model.choices import ConditionKind
from reassure.model.force import Requirement
from reassure.model.plan import Plan
from reassure.model.progress_choices import CommandState
from reassure.model.progress_outputs import Transfer
from reassure.model.results import Deployment


def transfer_rows(
    plan: Plan, tours: list[Tour], deployment: Deployment, today: float | None
) -> Iterator[Transfer]:
    """Yield the transfer of authority of every assignment.

    Parameters
    ----------
    plan
        Plan.
    tours
        Assignments with the day from which each is in place.
    deployment
        When they leave.
    today
        Today as a day from C-day [days]; None: not known.

    Notes
    -----
    docs/explain/progress.md, "Transfer of authority".
    """
    leaves = {row.assignment: row.release_day for row in deployment.arrivals}
    leads = _leads(plan, tours)
    for tour in tours:
        row = tour.row
        line = plan.requirements[row.requirement]
        there = tour.there_day
        # Who arrives after the tour is over never serves.
        transfer = there if there is not None and there < row.until_day else None
        depart = leaves.get(row.id)
        yield Transfer(
            assignment=row.id,
            nation=plan.offers[row.offer].nation,
            requirement=line.id,
            sector=line.sector,
            formation=line.formation,
            authority=_authority(plan, line, leads),
            depart_day=depart,
            transfer_day=transfer,
            return_day=row.until_day,
            state=_state(today, depart, transfer, row.until_day),
        )


def _state(
    today: float | None, depart: int | None, transfer: float | None, until_day: float
) -> CommandState | None:
    if today is None:
        return None
    if transfer is not None and today >= until_day:
        return CommandState.RETURNED
    if transfer is not None and today >= transfer:
        return CommandState.TRANSFERRED
    if transfer is not None and depart is not None and today >= depart:
        return CommandState.IN_TRANSIT
    return CommandState.NATIONAL


def _authority(plan: Plan, line: Requirement, leads: dict[str, str]) -> str | None:
    """Return the framework nation of the formation, or else the lead of the sector."""
    if line.formation is not None:
        framework = plan.formations[line.formation].framework_nation
        if framework is not None:
            return framework
    return leads.get(line.sector)


def _leads(plan: Plan, tours: list[Tour]) -> dict[str, str]:
    """Return the lead of each sector that has one.

    It is the nation that tours there wait for as lead; of a sector where none does, its one
    candidate. Who would lead of several candidates is told by nothing.
    """
    found = {
        sector.id: sector.lead_nations[0]
        for sector in plan.sectors
        if len(sector.lead_nations) == 1
    }
    wanted = {
        row.offer: row.nation
        for row in plan.conditions
        if row.kind is ConditionKind.LEAD_NATION and row.offer is not None
    }
    for tour in tours:
        nation = wanted.get(tour.row.offer)
        if nation is not None:
            found[plan.requirements[tour.row.requirement].sector] = nation
    return found
