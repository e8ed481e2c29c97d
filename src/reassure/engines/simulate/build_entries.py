"""Who may not come, and when units may set out, as arrays."""

from collections.abc import Sequence

import numpy as np

from reassure.engines.common.doubts import Doubt, doubts_of, doubts_of_pledge
from reassure.engines.common.graph import MINUTES_PER_DAY
from reassure.engines.common.philox import entity_key
from reassure.engines.deploy.itineraries import Itinerary
from reassure.engines.simulate.dealing import Entries, Promises
from reassure.engines.simulate.packing import to_keys, to_words
from reassure.engines.simulate.scenario import NONE, Floats
from reassure.engines.simulate.uncertain import Uncertain
from reassure.model.choices import MovePurpose
from reassure.model.plan import Plan


class Promised:
    """Owners that may not come: offers and pledges in doubt."""

    def __init__(self, plan: Plan, movements: Sequence[Itinerary]) -> None:
        by_offer = dict(zip((offer.id for offer in plan.offers), doubts_of(plan), strict=True))
        self._doubts: dict[Doubt, int] = {}
        self._owners: dict[str, int] = {}
        self._rows: list[list[int]] = []
        self.owner: list[int] = []
        for movement in movements:
            tour = movement.tour
            if tour.purpose is MovePurpose.DELIVERY:
                name, doubts = f"pledges:{tour.owner}", doubts_of_pledge(plan, tour.owner)
            else:
                name, doubts = f"offers:{tour.offer}", by_offer[tour.offer or ""]
            if doubts and name not in self._owners:
                self._owners[name] = len(self._rows)
                self._rows.append([self._doubts.setdefault(d, len(self._doubts)) for d in doubts])
            self.owner.append(self._owners[name] if doubts else int(NONE))

    @property
    def doubts(self) -> tuple[str, ...]:
        """The doubts, as table:id.field."""
        return tuple(f"{doubt.record}.probability" for doubt in self._doubts)

    def promises(self) -> Promises:
        """Return them with what they hang on."""
        tables = [doubt.record.partition(":") for doubt in self._doubts]
        low, high = to_keys([entity_key(table, record) for table, _, record in tables])
        return Promises(
            key_low=low,
            key_high=high,
            chance=np.array([doubt.probability for doubt in self._doubts], dtype=float),
            doubt=to_words(np.cumsum([0, *map(len, self._rows)]).tolist()),
            doubts=to_words([number for row in self._rows for number in row]),
        )


def entries_of(
    plan: Plan,
    uncertain: Uncertain,
    movements: Sequence[Itinerary],
    owner: Sequence[int],
    planned_day: Floats,
) -> Entries:
    """Return when the loads of each movement may set out."""
    from_day, notice, notice_input = [], [], []
    n_permits, lead, lead_input, reach = [0], [], [], []
    for movement in movements:
        # What comes after another movement of its unit has had its notice.
        is_first = movement.tour.offer is not None and not movement.awaits and movement.tour.moves
        offer = plan.offers[movement.tour.offer or ""] if is_first else None
        from_day.append(-np.inf if offer is None else offer.from_day)
        notice.append(-np.inf if offer is None else offer.notice_days)
        number = None if offer is None else uncertain.input("offers", offer.id, "notice_days")
        notice_input.append(int(NONE) if number is None else number)
        permits = movement.ways[0].permits if movement.ways else ()
        for permit in permits:
            number = uncertain.input("clearances", permit.clearance, "lead_days")
            lead.append(float(permit.lead_days))
            lead_input.append(int(NONE) if number is None else number)
            reach.append(permit.after_minutes / MINUTES_PER_DAY)
        n_permits.append(len(permits))
    return Entries(
        owner=to_words(owner),
        from_day=np.array(from_day, dtype=float),
        notice_days=np.array(notice, dtype=float),
        notice_input=to_words(notice_input),
        permit=to_words(np.cumsum(n_permits).tolist()),
        lead_days=np.array(lead, dtype=float),
        lead_input=to_words(lead_input),
        reach_days=np.array(reach, dtype=float),
        planned_day=planned_day,
    )
