"""A small railway whose movement is under way, planned on from its reports."""

from reassure.checks.deployment import verify_deployment
from reassure.engines.deploy import reroute_deployment
from tests.unit.engines.deploy.moves import deploy, force_of, link, plan_of, tour
from tests.unit.engines.deploy.two_trains import TABLES as RAILWAY

# Beside the railway there is a slow road from b.
TABLES = RAILWAY | {"links": [*RAILWAY["links"], link("bz-road", "b", "z", "road", 9)]}
TOURS = (tour("t1"), tour("t2"))


def rerouted(as_of_day, *actuals, before=None, tours=TOURS, **tables):
    """Plan on; the earlier schedule is that of the plan without reports, or of other tables."""
    old = plan_of(**TABLES | (tables if before is None else before))
    plan = plan_of(**TABLES | tables, actuals=list(actuals))
    force = force_of(plan, *tours)
    new = reroute_deployment(plan, force, deploy(old, *tours), as_of_day=as_of_day)
    assert verify_deployment(plan, force, new) == []
    return new


def fates(result):
    return {row.load: row.fate.value for row in result.load_changes}


def legs_of(result, load):
    return [(leg.link, leg.depart_day, leg.arrive_day) for leg in result.legs if leg.load == load]


def row_of(result, load):
    return result.load_changes[load]
