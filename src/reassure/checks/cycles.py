"""Cycles: chains that come back to where they began."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import breadth_first_order, connected_components

from reassure.checks.place import Place, fault
from reassure.model.fields import FieldKind
from reassure.model.finding import Finding
from reassure.model.milestones import predecessors_of
from reassure.model.plan import Plan

_SOURCE = "source"
_MEANING: dict[str, str] = {
    "milestones": "each waits for the next, so none can be done",
    "measures": "each rests on the next, so none can stand",
    "reports": "each repeats the next, so none is the first",
    "pledges": "each renews the next, so none is the first",
    "claims": "each contains the next, so their counts have no end",
}


def check_cycles(plan: Plan) -> Iterator[Finding]:
    """Name every chain of records that comes back to itself.

    Yields
    ------
    Finding
        CHK-CYCLE-001 once per cycle of records that name rows of their own table,
        CHK-CYCLE-002 where places supply each other in a circle.
    """
    for name, table in plan.tables():
        for spec in table.record_type.specs().values():
            is_own = spec.references == name and spec.kind is FieldKind.REFERENCE
            # A report may rest on itself: it is its own source.
            if not is_own or spec.name == _SOURCE or not len(table):
                continue
            frame = table.frame.select("id", value=spec.name)
            frame = (frame.explode("value") if spec.is_list else frame).drop_nulls("value")
            steps = list(frame.iter_rows())
            own = set(steps)
            if name == "milestones":
                # What a milestone waits for may be one too: a circle may run through both fields.
                steps = [
                    (row.id, other) for row in plan.milestones for other in predecessors_of(row)
                ]
            for cycle in _cycles(table.index, steps):
                first = cycle[0], cycle[1 % len(cycle)]
                yield fault(
                    "CHK-CYCLE-001",
                    Place(name, cycle[0], spec.name if first in own else "waits_for"),
                    found=f"the circle {_drawn(cycle)}",
                    expected="a chain with an end",
                    cure=f"{_MEANING.get(name, 'it has no end')}: take one step of it out",
                )
    yield from _check_supply(plan)


def _check_supply(plan: Plan) -> Iterator[Finding]:
    index = plan.locations.index
    classes = sorted({policy.supply_class for policy in plan.supply_policies})
    for supply_class in classes:
        policies = [item for item in plan.supply_policies if item.supply_class == supply_class]
        steps = [(p.location, p.from_location) for p in policies if p.location != p.from_location]
        for cycle in _cycles(index, steps):
            first = next(
                p for p in policies if p.location == cycle[0] and p.from_location == cycle[1]
            )
            yield fault(
                "CHK-CYCLE-002",
                Place("supply_policies", first.id, "from_location"),
                found=f"places that draw class {supply_class} from each other: {_drawn(cycle)}",
                expected="a chain of supply that begins outside of the places that it feeds",
                cure="let one of them draw from a place with a stock of its own",
            )


def _drawn(cycle: Sequence[str]) -> str:
    return " > ".join((*cycle, cycle[0]))


def _cycles(index: Mapping[str, int], steps: Sequence[tuple[str, str]]) -> list[list[str]]:
    """Return one shortest cycle for every knot of steps, each from its first record on."""
    known = [(index[a], index[b]) for a, b in steps if a in index and b in index]
    if not known:
        return []
    n, ids = len(index), list(index)
    tails, heads = np.array(known).T
    graph = csr_array((np.ones(len(known)), (tails, heads)), shape=(n, n))
    cycles = [[ids[a]] for a in sorted({a for a, b in known if a == b})]
    _, knot_of = connected_components(graph, directed=True, connection="strong")
    sizes = np.bincount(knot_of)
    for knot in np.flatnonzero(sizes > 1):
        first = int(np.flatnonzero(knot_of == knot)[0])
        _, before = breadth_first_order(graph, first, directed=True)
        closing = [a for a, b in known if b == first and knot_of[a] == knot and a != first]
        paths = [_path(before, a) for a in sorted(set(closing))]
        cycles.append([ids[i] for i in min(paths, key=len)])
    return sorted(cycles, key=lambda cycle: index[cycle[0]])


def _path(before: np.ndarray, last: int) -> list[int]:
    path = [last]
    while before[path[-1]] >= 0:
        path.append(int(before[path[-1]]))
    return path[::-1]
