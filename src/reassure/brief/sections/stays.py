"""Ends of tours and places: who goes home when, and what places lack for those who stay."""

from reassure.brief.context import Section
from reassure.brief.ends import delivery_table, month_table, return_sentence, return_table
from reassure.brief.sections.drawing import Drawing
from reassure.brief.sites import site_sentence, site_table, way_out_table
from reassure.brief.trust import absent


def return_section(drawing: Drawing) -> Section:
    """Return how tours end, and when pledges arrive."""
    title, moved = "Reliefs and redeployment", drawing.run.deployment
    if moved is None:
        return Section("returns", title, absent=absent("deploy"))
    further = (month_table(moved), delivery_table(drawing.plan, moved))
    return Section(
        "returns",
        title,
        lead=return_sentence(moved),
        table=return_table(drawing.plan, drawing.run.force_plan, moved),
        further=tuple(table for table in further if table is not None),
    )


def site_section(drawing: Drawing) -> Section:
    """Return what places lack, and what must change for those who cannot arrive."""
    title, moved = "What places lack", drawing.run.deployment
    if moved is None:
        return Section("sites", title, absent=absent("deploy"))
    ways = way_out_table(drawing.plan, drawing.run.force_plan, moved)
    return Section(
        "sites",
        title,
        lead=site_sentence(moved),
        table=site_table(drawing.plan, moved),
        further=() if ways is None else (ways,),
    )
