"""The brief: one self-contained HTML page that tells a commander what the plan comes to."""

from pathlib import Path

from reassure.brief.inputs import BriefInputs
from reassure.model.plan import Plan

__all__ = ["BriefInputs", "render_brief", "write_brief"]


def render_brief(plan: Plan, run: BriefInputs) -> str:
    """Return the brief as HTML; see `reassure.brief.page.render_brief`."""
    # Figures and templates take half a second to import, which only a brief should cost.
    from reassure.brief.page import render_brief as render

    return render(plan, run)


def write_brief(plan: Plan, run: BriefInputs, path: Path) -> None:
    """Write the brief of a plan and its results as one HTML file.

    Parameters
    ----------
    plan
        The plan that the results were made from.
    run
        Results of the steps, findings of the check, seed.
    path
        File to write; its folder exists.

    Notes
    -----
    The file asks nothing of any other file or host. The same plan and results give the same
    bytes.
    """
    path.write_text(render_brief(plan, run), encoding="utf-8", newline="\n")
