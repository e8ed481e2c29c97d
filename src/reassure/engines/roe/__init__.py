"""Rules of engagement: who may do which task where and when, why not, and what would change it."""

from reassure.engines.roe.permissions import assess_permissions

__all__ = ["assess_permissions"]
