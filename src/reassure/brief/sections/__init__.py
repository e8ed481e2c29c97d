"""The parts of the page with pictures, in its order."""

from reassure.brief.context import Section
from reassure.brief.sections.asks import ask_section
from reassure.brief.sections.branches import branch_section
from reassure.brief.sections.certainty import certainty_section
from reassure.brief.sections.changes import change_section
from reassure.brief.sections.contributions import contribution_section
from reassure.brief.sections.drawing import Drawing
from reassure.brief.sections.force import burden_section, readiness_section, tour_section
from reassure.brief.sections.milestones import milestone_section
from reassure.brief.sections.movement import arrival_section, network_section
from reassure.brief.sections.movement_table import movement_table_section
from reassure.brief.sections.offers import offer_section
from reassure.brief.sections.permissions import permission_section
from reassure.brief.sections.quality import quality_section
from reassure.brief.sections.risk import risk_section
from reassure.brief.sections.sensitivity import sensitivity_section
from reassure.brief.sections.stays import return_section, site_section
from reassure.brief.sections.sustainment import cost_section, supply_section
from reassure.brief.sections.traffic import (
    corridor_section,
    flow_section,
    utilisation_section,
)
from reassure.brief.sections.upgrades import upgrade_section

__all__ = ["Drawing", "sections"]


def sections(drawing: Drawing) -> tuple[Section, ...]:
    """Return all parts in the order of the page; those that only some plans have may lack."""
    compared = branch_section(drawing)
    if drawing.run.is_comparison and compared is not None:
        return (compared,)
    parts = (
        compared,
        change_section(drawing),
        ask_section(drawing),
        readiness_section(drawing),
        milestone_section(drawing),
        network_section(drawing),
        utilisation_section(drawing),
        flow_section(drawing),
        corridor_section(drawing),
        arrival_section(drawing),
        return_section(drawing),
        site_section(drawing),
        movement_table_section(drawing),
        upgrade_section(drawing),
        certainty_section(drawing),
        sensitivity_section(drawing),
        risk_section(drawing),
        tour_section(drawing),
        contribution_section(drawing),
        permission_section(drawing),
        offer_section(drawing),
        supply_section(drawing),
        burden_section(drawing),
        cost_section(drawing),
        quality_section(drawing),
    )
    return tuple(part for part in parts if part is not None)
