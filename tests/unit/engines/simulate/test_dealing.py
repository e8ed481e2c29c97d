"""Who comes, and when loads set out: chances, shared decisions, and draws that stay in place."""

import numpy as np
import pytest

from reassure.engines.common.philox import entity_key, seed_key
from reassure.engines.simulate.dealing import (
    Entries,
    Inputs,
    Promises,
    deal_inputs,
    deal_promises,
    set_entries,
)
from reassure.engines.simulate.laws import certain_table, table_of
from reassure.engines.simulate.packing import to_keys, to_words
from reassure.engines.simulate.scenario import NONE, Loads
from reassure.model.choices import Law
from reassure.model.supply import Uncertainty

SEED = seed_key(5)
N = 10_000

OWN, VOTE = "offers:inf", "dependencies:vote"


def promises(chances: dict[str, float], owners: list[list[str]]) -> Promises:
    names = list(chances)
    low, high = to_keys([entity_key(*name.split(":")) for name in names])
    return Promises(
        key_low=low,
        key_high=high,
        chance=np.array(list(chances.values())),
        doubt=to_words(np.cumsum([0, *map(len, owners)]).tolist()),
        doubts=to_words([names.index(name) for row in owners for name in row]),
    )


def came(rows: Promises, n: int = N) -> np.ndarray:
    """Return who comes in each replication, shape (n, owners)."""
    holds = np.zeros(len(rows.chance), dtype=np.bool_)
    comes = np.zeros((n, len(rows.doubt) - 1), dtype=np.bool_)
    for replication in range(n):
        deal_promises(rows, SEED, replication, holds, comes[replication])
    return comes


def inputs(names: list[str], row: Uncertainty) -> Inputs:
    low, high = to_keys([entity_key("uncertainties", name) for name in names])
    nodes = np.concatenate([certain_table(), table_of(row)])
    law = len(certain_table())
    return Inputs(low, high, to_words([law] * len(names)), nodes)


def factors(rows: Inputs, n: int) -> np.ndarray:
    found = np.zeros((n, len(rows.law)))
    for replication in range(n):
        deal_inputs(rows, SEED, replication, found[replication])
    return found


LATE = Uncertainty(
    id="late", table="offers", field="notice_days", law=Law.TRIANGULAR, p1=0.8, p2=1.0, p3=2.0
)


def near(share: float, chance: float, n: int = N) -> bool:
    """Whether a share seen is within four standard deviations of its chance."""
    return abs(share - chance) <= 4 * np.sqrt(chance * (1 - chance) / n)


def test_owners_come_as_often_as_their_doubts_allow():
    chances = {OWN: 0.6, "offers:eng": 0.9, VOTE: 0.7, "offers:sure": 1.0, "offers:not": 0.0}
    owners = [[OWN], ["offers:eng", VOTE], [OWN, VOTE], [], ["offers:sure"], ["offers:not"]]
    shares = came(promises(chances, owners)).mean(axis=0)
    for share, chance in zip(shares, (0.6, 0.9 * 0.7, 0.6 * 0.7, 1.0, 1.0, 0.0), strict=True):
        assert near(share, chance)


def test_one_decision_is_one_draw_for_all_who_hang_on_it():
    comes = came(promises({VOTE: 0.5, "offers:eng": 0.8}, [[VOTE], [VOTE, "offers:eng"], [VOTE]]))
    assert (comes[:, 0] == comes[:, 2]).all()
    assert not (comes[:, 1] & ~comes[:, 0]).any()
    assert near(comes[:, 0].mean(), 0.5)
    assert near(comes[comes[:, 0], 1].mean(), 0.8, comes[:, 0].sum())


def test_separate_doubts_are_independent():
    comes = came(promises({OWN: 0.6, "offers:eng": 0.5}, [[OWN], ["offers:eng"]]))
    assert near((comes[:, 0] & comes[:, 1]).mean(), 0.3)


def test_another_doubt_moves_nobody_elses_draws():
    before = promises({OWN: 0.6, VOTE: 0.7}, [[OWN], [VOTE]])
    after = promises({"offers:new": 0.5, VOTE: 0.7, OWN: 0.6}, [["offers:new"], [OWN], [VOTE]])
    assert np.array_equal(came(before, 500), came(after, 500)[:, 1:])


def test_a_likelier_offer_comes_wherever_it_came_before():
    less = came(promises({OWN: 0.6}, [[OWN]]), 2000)
    more = came(promises({OWN: 0.8}, [[OWN]]), 2000)
    assert not (less & ~more).any()
    assert (more & ~less).any()


def test_values_are_dealt_by_their_law_and_stay_when_others_are_added():
    alone = factors(inputs(["late/inf"], LATE), N)[:, 0]
    beside = factors(inputs(["late/new", "late/inf"], LATE), 500)
    assert np.array_equal(beside[:, 1], alone[:500])
    assert not np.array_equal(beside[:, 0], beside[:, 1])
    a, c, b = 0.8, 1.0, 2.0
    spread = np.sqrt((a * a + b * b + c * c - a * b - a * c - b * c) / 18)
    assert abs(alone.mean() - (a + b + c) / 3) < 4 * spread / np.sqrt(N)
    assert near((alone < c).mean(), (c - a) / (b - a))
    assert (alone.min() >= a, alone.max() <= b) == (True, True)


def loads(sizes: list[int]) -> Loads:
    n, n_groups = sum(sizes), len(sizes)
    return Loads(
        member=to_words(np.cumsum([0, *sizes]).tolist()),
        group=to_words(np.repeat(np.arange(n_groups), sizes).tolist()),
        follower=to_words([0] * (n_groups + 1)),
        followers=to_words([]),
        n_awaited=to_words([0] * n_groups),
        first=to_words(list(range(n + 1))),
        level=to_words([0] * n),
        resource=to_words([0] * n),
        back_days=np.zeros(n, dtype=np.float32),
    )


def entries(
    planned: list[float],
    *,
    owner: int = int(NONE),
    from_day: float = -np.inf,
    notice: float = -np.inf,
    notice_input: int = int(NONE),
    permits: tuple[tuple[float, int, float], ...] = (),
) -> Entries:
    """Return one group."""
    return Entries(
        owner=to_words([owner]),
        from_day=np.array([from_day]),
        notice_days=np.array([notice]),
        notice_input=to_words([notice_input]),
        permit=to_words([0, len(permits)]),
        lead_days=np.array([lead for lead, _, _ in permits], dtype=float),
        lead_input=to_words([number for _, number, _ in permits]),
        reach_days=np.array([reach for _, _, reach in permits], dtype=float),
        planned_day=np.array(planned),
    )


KNOWN = int(NONE)


@pytest.mark.parametrize(
    ("group", "days"),
    [
        # As planned, where nothing keeps it.
        (entries([3.0, 8.0]), [3.0, 8.0]),
        # Notice of 5 days, and the same with a factor of 1.5.
        (entries([3.0, 8.0], from_day=0.0, notice=5.0), [5.0, 8.0]),
        (entries([3.0, 8.0], from_day=0.0, notice=6.0, notice_input=1), [9.0, 9.0]),
        # A unit that is there from day 10 on.
        (entries([3.0, 18.0], from_day=10.0, notice=5.0), [10.0, 18.0]),
        # A permission of 12 days for a border that is 2.5 days away.
        (entries([3.0, 8.0], from_day=0.0, permits=((12.0, KNOWN, 2.5),)), [9.5, 9.5]),
        # Of two permissions the one that comes later counts; the second takes 1.5 times 8 days.
        (
            entries([3.0, 8.0], permits=((10.0, KNOWN, 1.0), (8.0, 1, 0.5))),
            [11.5, 11.5],
        ),
        # A permission that is there in time keeps nobody.
        (entries([3.0, 8.0], permits=((4.0, KNOWN, 2.0),)), [3.0, 8.0]),
        # Who comes sets out, who does not never does; a load without a day never leaves.
        (entries([3.0, 8.0], owner=0), [3.0, 8.0]),
        (entries([3.0, 8.0], owner=1), [np.inf, np.inf]),
        (entries([3.0, np.inf], notice=5.0), [5.0, np.inf]),
    ],
)
def test_a_load_leaves_when_all_that_it_waits_for_is_there(group: Entries, days: list[float]):
    enter = np.zeros(2)
    comes, scale = np.array([True, False]), np.array([1.0, 1.5])
    set_entries(group, loads([2]), comes, scale, enter)
    assert enter.tolist() == days
