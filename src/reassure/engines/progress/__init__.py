"""Progress: milestones and what blocks them, capability by objective, transfers of authority."""

from reassure.engines.progress.assess import assess_progress

__all__ = ["assess_progress"]
