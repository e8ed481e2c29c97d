"""Where it runs dry and waits on the page: what is shown equals what the result says."""

from dataclasses import replace

from reassure.brief.dryness import DryStock, dry_stocks, dry_words
from reassure.brief.figures import dry_chances
from reassure.brief.sections.risk import risk_section
from reassure.brief.words import percent
from reassure.model.network import Location
from reassure.model.simulation_outputs import Stockout
from reassure.model.table import Table
from tests.brief_case import PLAN
from tests.unit.brief.test_brief_certainty import MADE, drawing, plain


def test_the_worst_day_of_a_week_colours_it() -> None:
    dry = {"rank": 1, "location": "a", "supply_class": "i", "chance": 1, "unmet_t": 1}
    chances = {7: 0.04, 8: 0.3, 14: 0.5, 15: 0.26, 21: 0.95, 40: 0.01}
    stock = DryStock(Stockout.model_validate(dry), chances)
    assert dry_chances.chance_rows([stock], step=7) == [
        {"row": 0, "band": 2, "from": 7, "until": 21},
        {"row": 0, "band": 4, "from": 21, "until": 28},
        {"row": 0, "band": 0, "from": 35, "until": 42},
    ]
    assert [dry_chances.step_days(days) for days in (60, 84, 85)] == [1, 1, 7]


def test_the_stocks_that_lack_most_come_first_and_the_rest_is_counted(monkeypatch) -> None:
    stocks = dry_stocks(MADE)
    assert [stock.stockout.unmet_t for stock in stocks] == [1250, 34.5, 0.02]
    monkeypatch.setattr(dry_chances, "MOST_ROWS", 2)
    section = risk_section(drawing())
    assert section is not None
    (figure,) = section.figures
    told = plain(figure.sentence)
    assert told.startswith("3 stocks run dry in some run, 1 in more than half of them. Most is ")
    assert ": dry in 48 % of the runs, first by C+130 in 10 of 100; 1,250 t short, mean " in told
    assert told.endswith("The 2 that lack most are drawn.")
    table = section.further[0]
    assert table.is_folded
    assert table.more.endswith("And 1 stock more that lacks less.")
    cells = [plain(" | ".join(row.cells[2:7])) for row in table.rows]
    assert cells == ["48 % | C+130 | – | – | 1,250 t", "97 % | C+100 | C+100 | C+104 | 34 t"]
    svg = plain(str(figure.svg))
    assert svg.index("48 %, 1,250 t") < svg.index("97 %, 34 t")
    assert figure.narrow is not None


def test_a_stock_that_is_dry_in_every_run_is_told_once() -> None:
    first = {"rank": 1, "location": "a", "supply_class": "i", "chance": 1, "unmet_t": 3.26}
    days = {"p10_day": 12, "p50_day": 12, "p90_day": 12}
    alike = DryStock(Stockout.model_validate(first | days), {12: 1.0, 13: 1.0})
    assert plain(dry_words(alike)) == (
        "dry in every run, first on C+12; 3.3 t short, mean summed over days, on 2 days"
    )
    other = DryStock(Stockout.model_validate(first | days | {"p90_day": 15}), {12: 0.8, 13: 1.0})
    assert plain(dry_words(other)) == (
        "dry in 100 % of the runs, first by C+12 in half of all; 3.3 t "
        "short, mean summed over days, on 2 days in some run"
    )


def test_queues_and_treatment_are_tables() -> None:
    section = risk_section(drawing())
    assert section is not None
    _, queues, cover = section.further
    used = percent(0.42)
    assert [row.cells[2:] for row in queues.rows] == [
        ("30", "1.2", "6", "38", used),
        ("30", "0.62", "3", "19", used),
    ]
    assert cover.heads == ("Place", "Most persons", "Role 1", "Role 2")
    far, near = cover.rows
    assert far.cells[1:] == ("300", "none in the plan", "none in the plan")
    assert near.cells[2] == "there"
    assert plain(near.cells[3]).endswith(", 4.2 h")
    rows = [row.model_dump() for row in PLAN.locations]
    rows[0] |= {"medical_role": 1}
    treated = replace(PLAN, locations=Table.of(Location, rows))
    section = risk_section(replace(drawing(), plan=treated))
    assert section is not None
    far = section.further[-1].rows[0]
    assert far.cells[1:] == ("300", "no road to any", "none in the plan")
