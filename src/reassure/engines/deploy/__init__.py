"""Movement: when each unit is in place, over which links, and what holds it up."""

from reassure.engines.deploy.deployment import schedule_deployment
from reassure.engines.deploy.reroute import reroute_deployment
from reassure.engines.deploy.upgrades import rank_upgrades
from reassure.engines.deploy.withdrawal import schedule_withdrawal

__all__ = ["rank_upgrades", "reroute_deployment", "schedule_deployment", "schedule_withdrawal"]
