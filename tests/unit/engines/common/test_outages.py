"""Outages in whole days: the same for what moves and for what is supplied."""

import numpy as np
import pytest

from reassure.engines.common.outages import LINKS, OutageWindow, outage_windows
from reassure.engines.deploy.network.limits import Limits
from reassure.engines.sustain.ways import SupplyNetwork
from tests.unit.engines.deploy.moves import deploy, link, plan_of

HALF = {"id": "o", "link": "az", "kind": "planned", "open_share": 0.5}


@pytest.mark.parametrize(
    ("days", "start", "stop"),
    [
        ({"from_day": 2, "until_day": 4}, 2, 4),
        ({"from_day": 2.5, "until_day": 4.5}, 2, 5),
        ({"from_day": -3, "until_day": 1.2}, 0, 2),
        ({"until_day": -5}, 0, 0),
        ({"from_day": 7}, 7, 9),
        ({"from_day": 40}, 40, 40),
    ],
)
def test_every_day_that_an_outage_touches_counts_in_every_engine(days, start, stop):
    road = link("az", "a", "z", capacity_per_day=8, capacity_unit="vehicles")
    plan = plan_of(horizon_days=9, links=[road], outages=[HALF | days])
    windows = outage_windows(plan, n_days=9)[LINKS, "az"]
    assert windows == (OutageWindow("o", start, stop, 0.5),)
    expected = [4.0 if start <= day < stop else 8.0 for day in range(9)]
    limits = Limits(plan, 8)
    number = limits.on_link("az", 8.0)
    assert number is not None
    assert limits.base[number] == expected
    network = SupplyNetwork(plan, deploy(plan), 9)
    (limit,) = network.way("a", "z").limits
    assert np.array_equal(network.left_t(limit) / limit.tonnes_per_unit, expected)


def test_an_outage_without_days_is_no_window():
    plan = plan_of(links=[link("az", "a", "z")], outages=[HALF])
    assert outage_windows(plan, n_days=9) == {}
