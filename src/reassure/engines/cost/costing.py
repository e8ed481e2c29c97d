"""Cost a plan: presence, tours and movement, by nation, objective, period and kind."""

from collections.abc import Iterator

from reassure.engines.common.conventions import SORTIE_PAYLOAD_T
from reassure.engines.common.inputs import require_references, require_results_of, require_seed
from reassure.engines.cost.ledger import DEPLOY_COST, CostLedger, Payer
from reassure.engines.cost.movement import book_movement
from reassure.engines.cost.rates import UN_PERSON_MONTH, UN_PRICE_YEAR, RateBook
from reassure.model.choices import Mode, RateKind, Status
from reassure.model.force import Offer
from reassure.model.periods import MONTH_DAYS
from reassure.model.plan import Plan
from reassure.model.progress import OnProgress, Watchdog
from reassure.model.result import Provenance, versions_of
from reassure.model.results import Costs, Deployment, ForcePlan, Supply

STEP = "cost"

_REFERENCES = {"offers": ("capability", "nation"), "requirements": ("objective",)}


def cost_plan(
    plan: Plan,
    force_plan: ForcePlan,
    deployment: Deployment,
    supply: Supply | None = None,
    *,
    seed: int = 0,
    on_progress: OnProgress | None = None,
) -> Costs:
    """Cost a plan by nation, objective, period and kind, in the plan's currency.

    Parameters
    ----------
    plan
        Plan with its rates.
    force_plan, deployment
        Results for this very plan: who serves where and when, and how it moves.
    supply
        Its supply, which no kind of rate prices; None: not projected.
    seed
        Root seed; kept in the provenance, nothing is drawn.
    on_progress
        Told at the start and at the end.

    Returns
    -------
    Costs
        ``costs``: one row per nation, objective, period and kind; the sum of its rows is the
        total.

    Raises
    ------
    UsageError
        ENG-INPUT-001 for results of another plan, ENG-INPUT-003 for a reference to nothing,
        ENG-SEED-001.

    Notes
    -----
    docs/explain/cost.md, eqs. 1-6. The rate for persons where the plan states none in US
    dollars is the United Nations' of July 2018 (1,428 USD a person and month).
    """
    require_seed(seed)
    require_results_of(plan, force_plan, deployment, supply)
    require_references(plan, _REFERENCES)
    watchdog = Watchdog(STEP, on_progress)
    rates, ledger = RateBook(plan), CostLedger(plan)
    payers = _payers(plan, force_plan)
    watchdog.tell(0.0, "presence of the units")
    n_absent = _book_presence(
        plan, force_plan, deployment, payers=payers, ledger=ledger, rates=rates
    )
    watchdog.tell(0.5, "movement of the loads")
    book_movement(plan, deployment, payers=payers, ledger=ledger, rates=rates)
    watchdog.tell(1.0, "done")
    return Costs(
        Provenance(STEP, seed, plan.sha256, versions_of(), Status.COMPUTED),
        ledger.table(),
        plan.meta.currency,
        plan.meta.price_year,
        tuple(_assumptions(plan, supply, ledger, rates, n_absent)),
    )


def _payers(plan: Plan, force_plan: ForcePlan) -> dict[str, Payer]:
    found: dict[str, Payer] = {}
    for row in force_plan.assignments:
        offer = plan.offers[row.offer]
        objective = plan.requirements[row.requirement].objective
        found[row.id] = Payer(offer.nation, objective, offer.capability)
    return found


def _book_presence(
    plan: Plan,
    force_plan: ForcePlan,
    deployment: Deployment,
    *,
    payers: dict[str, Payer],
    ledger: CostLedger,
    rates: RateBook,
) -> int:
    """Book months and tours (eqs. 1-3) and return how many tours never arrive."""
    arrivals = {row.assignment: row.planned_day for row in deployment.arrivals}
    n_absent = 0
    for row in force_plan.assignments:
        payer, offer = payers[row.id], plan.offers[row.offer]
        ledger.book(payer, DEPLOY_COST, row.from_day, offer.deploy_cost)
        arrive_day = arrivals.get(row.id)
        if arrive_day is None:
            n_absent += 1
            continue
        for kind, a_month in _monthly(plan, offer, payer, ledger, rates):
            ledger.book_daily(
                payer,
                kind,
                from_day=arrive_day,
                until_day=row.until_day,
                a_day=a_month / MONTH_DAYS,
            )
    return n_absent


def _monthly(
    plan: Plan, offer: Offer, payer: Payer, ledger: CostLedger, rates: RateBook
) -> Iterator[tuple[str, float]]:
    """Yield what one unit costs a month, by kind: its persons, then the unit itself."""
    capability = plan.capabilities[offer.capability]
    a_person = rates.amount(RateKind.PERSON_MONTH, capability=payer.capability, nation=payer.nation)
    if a_person is not None:
        yield RateKind.PERSON_MONTH.value, capability.persons * a_person
    elif capability.persons:
        ledger.lacks(RateKind.PERSON_MONTH.value, payer.nation)
    a_unit = offer.cost_per_month
    if a_unit is None:
        a_unit = capability.cost_per_month or rates.amount(
            RateKind.UNIT_MONTH, capability=payer.capability, nation=payer.nation
        )
    if a_unit is None:
        ledger.lacks(RateKind.UNIT_MONTH.value, payer.capability)
    else:
        yield RateKind.UNIT_MONTH.value, a_unit


_LACKING = {
    RateKind.PERSON_MONTH: "The persons of {} are not costed: no rate per person and month holds.",
    RateKind.UNIT_MONTH: "Units of {} have no monthly cost of their own, and no rate holds.",
    RateKind.TONNE_KM: "Movement by {} is not costed: no rate per tonne-kilometre holds.",
    RateKind.HANDLING_T: "Transfers between {} are not costed: no rate per tonne handled holds.",
}


def _assumptions(
    plan: Plan, supply: Supply | None, ledger: CostLedger, rates: RateBook, n_absent: int
) -> Iterator[str]:
    meta = plan.meta
    yield (
        f"A month is {MONTH_DAYS:g} days; a unit costs from the day it arrives until its tour "
        "ends, and its nation pays."
    )
    if rates.has_un_default:
        as_it_stands = (
            "" if meta.price_year == UN_PRICE_YEAR else f", not brought to {meta.price_year} prices"
        )
        yield (
            f"A person costs {UN_PERSON_MONTH:,.0f} USD a month, the United Nations' "
            f"reimbursement of July {UN_PRICE_YEAR}{as_it_stands}: the plan states no rate per "
            "person and month."
        )
    if n_absent:
        yield f"Tours that never arrive cost their start and no month: {n_absent} of them."
    for kind, sentence in _LACKING.items():
        if what := sorted(name for lacking, name in ledger.unpriced if lacking == kind.value):
            yield sentence.format(_listed(what))
    if any(link.mode is Mode.AIR for link in plan.links) and rates.usable.get(RateKind.SORTIE):
        yield (
            "An air leg is paid by the sortie where a rate per sortie holds, else by the "
            f"tonne-kilometre; without a stated payload one sortie lifts {SORTIE_PAYLOAD_T:g} t."
        )
    if rates.foreign:
        currencies = ", ".join(sorted({row.currency for row in rates.foreign}))
        yield (
            f"Rates {_listed([row.id for row in rates.foreign])} are left out: they are in "
            f"{currencies}, and the plan's {meta.currency} has no exchange rate."
        )
    if rates.other_years:
        yield (
            f"Rates {_listed([row.id for row in rates.other_years])} count as they stand, "
            f"although they are not in prices of {meta.price_year}."
        )
    if supply is not None:
        used_t = sum(row.consumed_t for row in supply.supply_sites)
        if used_t > 0:
            yield (
                f"The {used_t:,.0f} t of supplies used are not costed: no kind of rate prices them."
            )


def _listed(ids: list[str], most: int = 8) -> str:
    shown = ", ".join(ids[:most])
    return shown if len(ids) <= most else f"{shown} and {len(ids) - most} more"
