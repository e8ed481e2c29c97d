"""Movement: when each unit is in place, over which links, and what holds it up."""

from reassure.engines.deploy.deployment import schedule_deployment

__all__ = ["schedule_deployment"]
