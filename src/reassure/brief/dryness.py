"""Where and when classes may run dry, in the words of page and terminal: most tonnes first."""

from dataclasses import dataclass

from reassure.brief.certainty import whole_day
from reassure.brief.names import place_name, supply_class_name
from reassure.brief.words import capital, count, number, percent, small
from reassure.model.plan import Plan
from reassure.model.simulation_outputs import Stockout
from reassure.model.simulation_results import Simulation


@dataclass(frozen=True, slots=True)
class DryStock:
    """One place and class that may run dry: from when on, and its chances by day."""

    stockout: Stockout
    chances: dict[int, float]


def dry_stocks(made: Simulation) -> list[DryStock]:
    """Return places and classes that may run dry, those that lack most first."""
    held: dict[tuple[str, str], dict[int, float]] = {}
    for row in made.stockout_days:
        held.setdefault((row.location, row.supply_class), {})[row.day] = row.chance
    return [
        DryStock(row, held.get((row.location, row.supply_class), {}))
        for row in sorted(made.stockouts, key=lambda row: row.rank)
    ]


def stock_name(plan: Plan, stock: DryStock, *, is_first: bool = True) -> str:
    """Return class and place; the class in capital where it begins a sentence."""
    what = supply_class_name(plan, stock.stockout.supply_class)
    what = capital(what) if is_first else small(what)
    return f"{what} at {place_name(plan, stock.stockout.location)}"


def short_words(unmet_t: float) -> str:
    r"""Return how much is short, summed over days, kept on one line.

    >>> short_words(0.02), short_words(3.26), short_words(1234.4)
    ('under 0.1\xa0t', '3.3\xa0t', '1,234\xa0t')
    """
    if 0 < unmet_t < 0.05:
        return "under 0.1\N{NO-BREAK SPACE}t"
    return f"{number(unmet_t, 1 if unmet_t < 10 else 0)}\N{NO-BREAK SPACE}t"


def dry_words(stock: DryStock) -> str:
    """Return how likely a stock ever runs dry, by when, and how much is short then."""
    row = stock.stockout
    if row.chance == 1 and row.p10_day is not None and row.p10_day == row.p90_day:
        when = f"dry in every run, first on {whole_day(row.p10_day)}"
    else:
        marks = {row.p10_day: "10 of 100", row.p50_day: "half of all"}
        firsts = [f"by {whole_day(day)} in {of}" for day, of in marks.items() if day is not None]
        when = f"dry in {percent(row.chance)} of the runs"
        when = f"{when}, first {' and '.join(firsts)}" if firsts else when
    on = count(len(stock.chances), "day")
    if any(chance < 1 for chance in stock.chances.values()):
        on = f"{on} in some run"
    return f"{when}; {short_words(row.unmet_t)} short, mean summed over days, on {on}"
