"""The whole example as one plan: every table of the recipe put together."""

from data.recipe.agreements import (
    build_agreement_events,
    build_agreements,
    build_branches,
    build_groups,
    build_meetings,
    build_preconditions,
    build_terms,
)
from data.recipe.capabilities import build_capabilities
from data.recipe.conditions import build_caveats, build_conditions, build_decisions
from data.recipe.heading import build_meta, build_policies
from data.recipe.lifts import build_lifts
from data.recipe.movement import build_clearances, build_outages, build_upgrades
from data.recipe.nations import build_burdens, build_nations
from data.recipe.network import build_network
from data.recipe.offers import build_offers
from data.recipe.profiles import build_profiles
from data.recipe.rates import build_rates
from data.recipe.readiness import build_milestones, build_uncertainties
from data.recipe.requirements import (
    build_formations,
    build_objectives,
    build_requirements,
    build_sectors,
    build_substitutions,
    build_tasks,
)
from data.recipe.rules import build_measure_events, build_measures, build_positions
from data.recipe.services import add_services
from data.recipe.sources import build_reports
from data.recipe.supply import (
    build_consumption,
    build_postures,
    build_stocks,
    build_supply_classes,
    build_supply_policies,
)
from data.recipe.support import build_items, build_needs, build_support
from data.recipe.tables import Row
from reassure.model.plan import Plan


def build_tables() -> dict[str, list[Row]]:
    """Build the rows of every table that the example has."""
    network = build_network()
    network |= {"locations": add_services(network["locations"])}
    return {
        **_build_force(),
        **network,
        "lifts": build_lifts(),
        "clearances": build_clearances(),
        "outages": build_outages(),
        "upgrades": build_upgrades(network),
        "rates": build_rates(),
        "supply_classes": build_supply_classes(),
        "consumption": build_consumption(),
        "postures": build_postures(),
        "stocks": build_stocks(),
        "supply_policies": build_supply_policies(),
        "uncertainties": build_uncertainties(),
        "milestones": build_milestones(),
        **_build_support(),
        **_build_politics(),
        "reports": build_reports(),
        "policies": build_policies(),
    }


def _build_force() -> dict[str, list[Row]]:
    offers = build_offers()
    conditions = build_conditions(offers)
    return {
        "nations": build_nations(),
        "objectives": build_objectives(),
        "capabilities": build_capabilities(),
        "substitutions": build_substitutions(),
        "sectors": build_sectors(),
        "formations": build_formations(),
        "tasks": build_tasks(),
        "requirements": build_requirements(),
        "offers": offers,
        "movement_profiles": build_profiles(offers),
        "conditions": conditions,
        "decisions": build_decisions(conditions),
        "caveats": build_caveats(offers),
        "burdens": build_burdens(),
    }


def _build_politics() -> dict[str, list[Row]]:
    return {
        "measures": build_measures(),
        "measure_events": build_measure_events(),
        "positions": build_positions(),
        "agreements": build_agreements(),
        "agreement_events": build_agreement_events(),
        "preconditions": build_preconditions(),
        "terms": build_terms(),
        "branches": build_branches(),
        "meetings": build_meetings(),
        "groups": build_groups(),
    }


def _build_support() -> dict[str, list[Row]]:
    support = build_support()
    return {
        "items": build_items(),
        "needs": build_needs(),
        "pledges": support.pledges,
        "pledge_events": support.events,
    }


def build_plan() -> Plan:
    """Build the example; every row is checked by its record type on the way.

    Raises
    ------
    pydantic.ValidationError
        If a row of the recipe is not valid.
    """
    return Plan.of(build_meta(), build_tables())
