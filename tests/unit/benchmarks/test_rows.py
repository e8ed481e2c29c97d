"""What benchmarks print, what is judged reached, and which power law is read from points."""

import json

import pytest

from benchmarks import all as every
from benchmarks.all import RUNS, Run, judge
from benchmarks.figures import fitted_exponent
from benchmarks.growth import exponents, sizes_by
from benchmarks.move_figures import gap_points, growth_points, plot_growth
from benchmarks.rows import tell


def test_rows_are_told_alike(capsys):
    tell({"instance": "S-1", "gap": 0.5}, as_json=True)
    tell({"instance": "S-1", "gap": 0.5}, as_json=False)
    as_json, as_words = capsys.readouterr().out.splitlines()
    assert json.loads(as_json) == {"instance": "S-1", "gap": 0.5}
    assert as_words == "instance S-1  gap 0.5"


@pytest.mark.parametrize(
    ("row", "verdict"),
    [
        ({"gap": 0.04, "seconds": 60, "ratio": 50, "verified": True}, "reached"),
        ({"gap": 0.04, "seconds": 60, "ratio": 50, "verified": None}, "reached"),
        ({"gap": 0.041, "seconds": 60, "ratio": 50, "verified": True}, "missed"),
        ({"gap": 0.04, "seconds": 60, "ratio": 49, "verified": True}, "missed"),
        ({"gap": None, "seconds": 60, "ratio": 50, "verified": True}, "missed"),
        ({"gap": 0.04, "seconds": 60, "ratio": 50, "verified": False}, "missed"),
        ({"seconds": 60, "ratio": 50, "verified": True}, "missed"),
    ],
)
def test_a_row_is_judged_by_all_that_it_must_reach(row, verdict):
    run = Run("deploy", "", most={"gap": 0.04, "seconds": 60}, least={"ratio": 50})
    judged = judge(row, run)
    assert judged["verdict"] == verdict
    assert judged["must"] == ["gap <= 0.04", "seconds <= 60", "ratio >= 50"]
    assert judge(row, Run("deploy", "")) == row


def test_movements_of_every_kind_have_something_to_reach():
    asked = {run.arguments for run in RUNS if run.module == "deploy" and (run.most or run.least)}
    for what in ("--size S", "--size M", "--size L", "--loads sixty", "closure", "--example"):
        assert any(what in arguments for arguments in asked), what
    assert any("--peer simpy" in arguments for arguments in asked)


def test_a_benchmark_that_is_not_known_is_refused(monkeypatch, capsys):
    monkeypatch.setattr("sys.argv", ["all", "depoly"])
    with pytest.raises(SystemExit):
        every.main()
    assert "found depoly; expected of" in capsys.readouterr().err


def test_exponents_of_power_laws():
    points = [(size, 0.01 * size**1.5) for size in (10, 40, 90)]
    assert fitted_exponent(points) == pytest.approx(1.5)
    assert fitted_exponent([(10, 1.0), (10, 2.0)]) is None
    rows = [
        {"size": size, "list_seconds": 3.0 * size, "bound_seconds": seconds}
        for size, seconds in ((10, 2.0), (20, 8.0), (40, None))
    ]
    found = exponents(rows)
    assert found["list_seconds"] == pytest.approx(1.0)
    assert found["bound_seconds"] == pytest.approx(2.0)


def test_one_size_grows_at_a_time():
    assert sizes_by("units", 75) == (75, 300, 120)
    assert sizes_by("places", 75) == (300, 75, 120)
    assert sizes_by("days", 75) == (300, 300, 75)


def test_plots_take_the_rows_that_are_theirs():
    grown = {"by": "units", "size": 75, "list_seconds": 0.2, "bound_seconds": None}
    traced = {
        "instance": "M-101",
        "lowered": "lateness",
        "loads": "forty",
        "trace": [
            [1.0, "bounding the lateness", 0.3],
            [2.0, "bettering the schedule", 0.2],
        ],
    }
    others = [traced | {"loads": "sixty"}, traced | {"instance": "S-101"}, {"exponents": {}}]
    rows = [grown, traced, *others]
    assert growth_points(rows) == [{"by": "units", "size": 75, "what": "list", "seconds": 0.2}]
    assert gap_points(rows) == [{"instance": "M-101", "size": "M", "seconds": 2.0, "gap": 0.2}]
    assert plot_growth(growth_points(rows)).startswith("<svg")
