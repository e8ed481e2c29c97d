"""Supply: what is consumed where and when, what is on hand, and what runs dry."""

from reassure.engines.sustain.project import project_supply

__all__ = ["project_supply"]
