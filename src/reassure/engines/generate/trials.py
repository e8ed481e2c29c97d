"""What the offers of a fitting capability fill of a line's shortfall with changes made."""

from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import NamedTuple

import numpy as np

from reassure.engines.generate.draft import Draft
from reassure.engines.generate.instance import Bools, Floats, Ints
from reassure.engines.generate.prospect import Prospect, RecordChange
from reassure.engines.generate.spare import (
    AS_IT_IS,
    MORE_UNITS,
    ONCE_MORE,
    ROUNDING,
    ServiceOptions,
    Spare,
    fill_short,
)
from reassure.model.choices import RemedyKind

NEAREST = 8
"""Offers that are tried with several changes where no single one fills a shortfall."""

_KINDS = tuple(RemedyKind)
_NO_CHANGE = -1
_UNITS = {
    ONCE_MORE: (RemedyKind.ONE_MORE_TOUR, "rest_ratio"),
    MORE_UNITS: (RemedyKind.ONE_MORE_UNIT, "quantity"),
}


class Way(NamedTuple):
    """A set of changes that lets an offer, or a new one, fill some of a shortfall.

    Attributes
    ----------
    changes
        What is changed, in the order of `RemedyKind`.
    offer
        Offer that then serves; None: a new one.
    filled, is_whole
        Effective unit-days that it fills, and whether nothing is left.
    units
        Units that are asked for; 0: none.
    """

    changes: tuple[RecordChange, ...]
    offer: str | None
    filled: float
    is_whole: bool
    units: int

    @property
    def order(self) -> tuple[bool, int, float, tuple[int, ...], str, tuple[str, ...]]:
        """What goes first: the whole, then few changes, then much, then the order of kinds."""
        n_records = sum(len(change.bindings) for change in self.changes)
        kinds = tuple(_KINDS.index(change.kind) for change in self.changes)
        n_changes = n_records + max(0, self.units - 1)
        filled = round(self.filled, 6)
        return not self.is_whole, n_changes, -filled, kinds, self.offer or "", self.bindings

    @property
    def bindings(self) -> tuple[str, ...]:
        """Fields that are changed."""
        return tuple(binding for change in self.changes for binding in change.bindings)


class Option(NamedTuple):
    """A prospect with some of its changes made, and who of it then serves."""

    prospect: int
    made: tuple[int, ...]
    who: int


class Trials:
    """Tries changes on the offers that might fill one line.

    Parameters
    ----------
    draft, spare
        Who serves, and what the offers have to spare.
    prospects
        Offers that might fill the line.
    """

    def __init__(self, draft: Draft, spare: Spare, prospects: list[Prospect]) -> None:
        self._draft, self._spare, self._prospects = draft, spare, prospects
        n_periods = draft.instance.periods.count
        self._open = _rows([one.open for one in prospects], n_periods)
        self._blocked = _rows([mask for one in prospects for mask in one.blocked], n_periods)
        self._owner = np.repeat(
            np.arange(len(prospects)), [len(one.changes) for one in prospects]
        ).astype(np.int64)
        self._first = np.searchsorted(self._owner, np.arange(len(prospects)))
        self._rests: Bools = np.any(spare.rest, axis=1)
        singles = [row for k in range(len(prospects)) for row in self._singles_of(k)]
        table = np.array(singles, dtype=np.int64).reshape(-1, 6)
        self._single_owner, self._single_change, self._single_who = table[:, :3].T
        self._rank = table[:, 3:5]
        of_offer = [prospects[k].match for k in self._single_owner]
        self._stacked = ServiceOptions(
            offer=np.array([match.offer for match in of_offer], dtype=np.int64),
            allowed=self._allowed_singly(n_periods),
            efficiency=np.array([match.efficiency for match in of_offer], dtype=np.float64),
            left=table[:, 5].copy(),
            who=self._single_who.copy(),
        )

    def ways(self, quantity: float, days: Floats) -> Iterator[Way]:
        """Yield what lets some offer fill some of a shortfall, in order.

        Parameters
        ----------
        quantity, days
            What is missing, and the days of each period on which it is.
        """
        wanted, whole = days > 0, quantity * float(days.sum())
        reach: Bools = np.any(self._open & wanted, axis=1)
        # Indispensable: in every period that is short and open, this change and no other helps.
        is_needed: Bools = np.all(self._blocked | ~self._open[self._owner] | ~wanted, axis=1)
        n_needed = np.bincount(self._owner[is_needed], minlength=len(self._prospects))
        made = np.append(is_needed, False)[self._place_of_change()]
        left = n_needed[self._single_owner] - made
        which = np.flatnonzero(reach[self._single_owner] & (left == 0))
        filled, units = fill_short(self._spare, self._stacked, which, quantity, days)
        as_it_is = np.zeros(len(self._prospects))
        is_bare = self._rank[which, 1] == _NO_CHANGE
        as_it_is[self._single_owner[which[is_bare]]] = filled[is_bare]
        gain = filled - as_it_is[self._single_owner[which]]
        is_whole = filled >= whole * (1.0 - 2 * ROUNDING)
        n_changes = self._rank[which, 0] + np.maximum(units - 1, 0)
        order = np.lexsort([self._rank[which, 1], -np.round(filled, 6), n_changes, ~is_whole])
        singles = (
            self._way(self._single(int(which[at])), float(filled[at]), int(units[at]), whole)
            for at in order
            if gain[at] > ROUNDING * whole
        )
        if (is_whole & (gain > ROUNDING * whole)).any():
            yield from singles
            return
        tried = {self._single(int(k)): float(f) for k, f in zip(which, filled, strict=True)}
        near = [int(k) for k in np.argsort(n_needed, kind="stable") if reach[k]][:NEAREST]
        several = self._several_ways(near, is_needed, tried, quantity, days)
        yield from sorted([*singles, *several], key=lambda way: way.order)

    def _several_ways(
        self,
        near: list[int],
        is_needed: Bools,
        tried: dict[Option, float],
        quantity: float,
        days: Floats,
    ) -> Iterator[Way]:
        """Yield what several changes together let the nearest offers fill."""
        whole = quantity * float(days.sum())
        sets = [option for k in near for option in self._several(k, is_needed)]
        allowed = [self._prospects[one.prospect].allowed(one.made) for one in sets]
        stacked = self._stack(sets, _rows(allowed, len(days)))
        filled, units = fill_short(self._spare, stacked, np.arange(len(sets)), quantity, days)
        tried = tried | {option: float(f) for option, f in zip(sets, filled, strict=True)}
        for option, of_it, n in zip(sets, filled, units, strict=True):
            if of_it > ROUNDING * whole + max(
                tried.get(one, 0.0) for one in _with_one_less(option)
            ):
                yield self._way(option, float(of_it), int(n), whole)

    def _singles_of(self, k: int) -> Iterator[tuple[int, int, int, int, int, int]]:
        """Yield a prospect as it is, with each single change, and with units beyond.

        Each as prospect, change (-1: none), who serves, how many records are touched, place of the
        change among the kinds, and the unit-periods that its nation has left.
        """
        one = self._prospects[k]
        left = one.unit_periods_left(())
        yield k, _NO_CHANGE, AS_IT_IS, 0, _NO_CHANGE, left
        for c, change in enumerate(one.changes):
            less = one.unit_periods_left((c,))
            yield k, c, AS_IT_IS, len(change.bindings), _KINDS.index(change.kind), less
        for who in self._beyond(k):
            yield k, _NO_CHANGE, who, 1, _KINDS.index(_UNITS[who][0]), left

    def _beyond(self, k: int) -> tuple[int, ...]:
        """Return how units beyond those that are free could serve."""
        has_rest = self._rests[self._prospects[k].match.offer]
        return (ONCE_MORE, MORE_UNITS) if has_rest else (MORE_UNITS,)

    def _allowed_singly(self, n_periods: int) -> Bools:
        """Return the periods in which every single change lets its offer serve, in order."""
        parts: list[Bools] = [np.zeros((0, n_periods), dtype=bool)]
        for k, one in enumerate(self._prospects):
            table = one.allowed_singly()
            parts += [table, *(table[:1] for _ in self._beyond(k))]
        return np.concatenate(parts)

    def _place_of_change(self) -> Ints:
        """Return the place of every single change among the changes of all; the last: none."""
        place = self._first[self._single_owner] + self._single_change
        return np.where(self._single_change == _NO_CHANGE, len(self._owner), place)

    def _single(self, at: int) -> Option:
        change = int(self._single_change[at])
        made = () if change == _NO_CHANGE else (change,)
        return Option(int(self._single_owner[at]), made, int(self._single_who[at]))

    def _with_units(self, k: int, made: tuple[int, ...]) -> list[Option]:
        return [Option(k, made, who) for who in self._beyond(k)]

    def _several(self, k: int, is_needed: Bools) -> Iterator[Option]:
        """Yield a prospect with pairs of changes, or with all that are indispensable."""
        n_changes, first = len(self._prospects[k].changes), int(self._first[k])
        needed = {c for c in range(n_changes) if is_needed[first + c]}
        if len(needed) <= 2:
            for pair in combinations(range(n_changes), 2):
                if needed <= set(pair):
                    yield Option(k, pair, AS_IT_IS)
        if len(needed) <= 1:
            for change in needed or range(n_changes):
                yield from self._with_units(k, (change,))
        if len(needed) >= 2:
            every = tuple(sorted(needed))
            if len(needed) > 2:
                yield Option(k, every, AS_IT_IS)
            yield from self._with_units(k, every)

    def _stack(self, options: list[Option], allowed: Bools) -> ServiceOptions:
        prospects = [self._prospects[one.prospect] for one in options]
        return ServiceOptions(
            offer=_ints(one.match.offer for one in prospects),
            allowed=allowed,
            efficiency=np.array([one.match.efficiency for one in prospects], dtype=np.float64),
            left=_ints(
                one.unit_periods_left(o.made) for one, o in zip(prospects, options, strict=True)
            ),
            who=_ints(one.who for one in options),
        )

    def _way(self, option: Option, filled: float, units: int, whole: float) -> Way:
        prospect = self._prospects[option.prospect]
        offer = self._draft.instance.supplies[prospect.match.offer].offer.id
        changes = [prospect.changes[change] for change in option.made]
        if option.who != AS_IT_IS:
            kind, field = _UNITS[option.who]
            changes.append(RecordChange(kind, (f"offers:{offer}.{field}",)))
        changes.sort(key=lambda change: (_KINDS.index(change.kind), change.bindings))
        is_whole = filled >= whole * (1.0 - 2 * ROUNDING)
        return Way(tuple(changes), offer, whole if is_whole else filled, is_whole, units)


def _with_one_less(option: Option) -> Iterator[Option]:
    for change in option.made:
        yield option._replace(made=tuple(one for one in option.made if one != change))
    if option.who != AS_IT_IS:
        yield option._replace(who=AS_IT_IS)


def _rows(masks: list[Bools], n_periods: int) -> Bools:
    return np.array(masks, dtype=bool).reshape(len(masks), n_periods)


def _ints(values: Iterable[int]) -> Ints:
    return np.array(list(values), dtype=np.int64)
