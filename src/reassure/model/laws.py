"""Which parameters make a law of chance."""

import math
from typing import NamedTuple

from reassure.model.choices import Law
from reassure.model.supply import Uncertainty


class LawFault(NamedTuple):
    """What is wrong with the parameters of a law."""

    field: str
    found: str
    expected: str
    cure: str


PARAMETERS: dict[Law, tuple[str, ...]] = {
    Law.PERT: ("least value", "most likely value", "greatest value"),
    Law.TRIANGULAR: ("least value", "most likely value", "greatest value"),
    Law.LOGNORMAL: ("mean", "standard deviation"),
    Law.EXPONENTIAL: ("mean",),
    Law.GAMMA: ("mean", "standard deviation"),
    Law.UNIFORM: ("least value", "greatest value"),
    Law.EMPIRICAL: ("least value seen", "median seen", "greatest value seen"),
}
"""What p1, p2 and p3 are, by law."""

SPREADS = frozenset({Law.LOGNORMAL, Law.GAMMA})
"""Laws by mean and standard deviation; the values of the others stand in ascending order."""

MOST_SPREAD = 100
"""Standard deviation over mean, at most: beyond, all of a law lies in a tail that no table has."""


def fault_of(row: Uncertainty) -> LawFault | None:
    """Return what is wrong with the parameters of an uncertain value, if anything is.

    All values are factors, durations, rates or quantities: none may be negative or infinite.
    """
    names = PARAMETERS[row.law]
    given = {"p1": row.p1, "p2": row.p2, "p3": row.p3}
    meaning = ", ".join(f"p{n} = {name}" for n, name in enumerate(names, start=1))
    expected = f"{row.law}: {meaning}; finite and not negative"
    for n, (field, value) in enumerate(given.items()):
        name = names[n] if n < len(names) else None
        if name is None and value is not None:
            return LawFault(field, f"{value:g}", expected, f"leave {field} empty")
        if name is not None and value is None:
            return LawFault(field, "nothing", expected, f"give the {name}")
        if value is not None and (not math.isfinite(value) or value < 0.0):
            return LawFault(field, f"{value:g}", expected, f"give a {name} of 0 or more")
    values = [value for value in given.values() if value is not None]
    if row.law in SPREADS or row.law is Law.EXPONENTIAL:
        if row.p1 <= 0.0:
            return LawFault("p1", f"{row.p1:g}", expected, "give a mean above 0")
        if row.p2 is not None and row.p2 > MOST_SPREAD * row.p1:
            found = f"{row.p2:g}, {row.p2 / row.p1:.3g} times the mean"
            wanted = f"{expected}; at most {MOST_SPREAD} times the mean"
            return LawFault("p2", found, wanted, "give a smaller deviation, or a greater mean")
    elif not max(values):
        last = "p3" if row.p3 is not None else "p2"
        cure = "give a greatest value above 0; what is certain needs no law"
        return LawFault(last, "0", f"{expected}; not all of them 0", cure)
    elif values != sorted(values):
        listed = ", ".join(f"{value:g}" for value in values)
        return LawFault("p1", listed, f"{expected}; in ascending order", "put them in order")
    return None
