"""Planning formulas: published figures, what must hold of any numbers, and their own texts."""

import math
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reassure.engines.deploy import formulas as f
from reassure.engines.deploy.formulas.registry import Formula, formulas, quantity
from reassure.engines.deploy.parameters import MOG_EFFICIENCY, PACKET_VEHICLES, TRAIN_WAGONS

WHOLE = st.integers(min_value=1, max_value=10_000)
ALL = list(formulas().values())


def by_name(formula: Formula) -> str:
    return formula.name


def test_rail_division_and_end_delivery_tonnage() -> None:
    """US Army Transportation School, TR0603 (in short tons): 383 ST a train, 17 trains a day."""
    assert f.division_tonnage_t_per_day(383, density_trains_per_day=17) == 6511
    divisions = [f.division_tonnage_t_per_day(383, density_trains_per_day=n) for n in (10, 9, 11)]
    assert divisions == [3830, 3447, 4213]
    assert f.end_delivery_tonnage_t_per_day(divisions) == 3447


def test_rail_defaults_of_an_unknown_line() -> None:
    """US Army Transportation School, TR0603."""
    assert f.train_density_trains_per_day(f.Track.SINGLE) == 10
    assert f.train_density_trains_per_day(f.Track.DOUBLE) == 30
    assert f.net_trainload_t(766) == 383


def test_road_space_pass_time_and_split() -> None:
    """Student Text 100-3, chapter 8: 25,000 vehicles, 10 a km, 25 km/h; then over 8 routes."""
    space_km = f.road_space_km(25_000, density_vehicles_per_km=10)
    assert space_km == 2500
    assert f.pass_time_h(space_km, speed_km_per_h=25) == 100
    each_km = f.road_space_per_route_km(space_km, n_routes=8)
    assert each_km == 312.5
    # The source rounds the length up to 320 km and the time to half an hour.
    assert f.pass_time_h(each_km, speed_km_per_h=30) == pytest.approx(10.5, rel=0.03)


def test_airfield_throughput() -> None:
    """The form of AFPAM 10-1403: 2 at once, 45 t each, round the clock, 2.25 h on the ground."""
    times = {"operating_h_per_day": 24, "ground_time_h": 2.25}
    assert f.airfield_throughput_t_per_day(2, 45, **times) == 816
    assert f.apron_capacity_sorties_per_day(4, **times) * 45 == pytest.approx(1632)


def test_rotation_factor() -> None:
    """Six months deployed and 24 months of reset and preparation: five units for one."""
    assert f.rotation_factor(6, reset_months=12, prepare_months=12) == 5
    assert f.rotation_factor(6, reset_months=24, prepare_months=0) == 5


@pytest.mark.parametrize("weakest", ["berth", "handling", "storage", "gate"])
def test_a_port_is_its_weakest_part(weakest: str) -> None:
    """US study ADA055535: port throughput is that of the weakest subsystem."""
    parts = dict.fromkeys(("berth", "handling", "storage", "gate"), 5000.0) | {weakest: 1200.0}
    named = {f"{name}_t_per_day": value for name, value in parts.items()}
    assert f.port_throughput_t_per_day(**named) == 1200
    assert f.port_throughput_t_per_day(**{f"{weakest}_t_per_day": 7.0}) == 7
    assert f.port_throughput_t_per_day() == math.inf


def test_a_break_of_gauge_is_no_better_than_its_lines() -> None:
    lines = {"line_before_trains_per_day": 24, "line_behind_trains_per_day": 8}
    assert f.gauge_break_wagons_per_day(300, **lines) == 240
    assert f.gauge_break_wagons_per_day(150, **lines) == 150
    assert f.trains_worked_trains_per_day(150) == 5


def test_whole_ships_and_serials() -> None:
    assert f.n_ships_needed(1000, round_trip_days=18, payload_t=6000) == 3
    assert f.n_ships_needed(1001, round_trip_days=18, payload_t=6000) == 4
    assert f.n_convoy_serials(120) == 2
    assert f.n_convoy_serials(121) == 3
    assert f.n_convoy_serials(0) == 0
    assert f.berth_throughput_t_per_day(2, ship_load_t=2500, berth_time_days=2) == 2500


def test_defaults_are_those_of_the_movement_model() -> None:
    defaults = {
        (formula.name, item.name): item.default for formula in ALL for item in formula.inputs
    }
    for name in ("airfield-throughput", "apron-capacity", "apron-share"):
        assert defaults[name, "efficiency"] == MOG_EFFICIENCY
    for name in ("rail-capacity", "trains-worked", "gauge-break"):
        assert defaults[name, "wagons_per_train"] == TRAIN_WAGONS
    assert defaults["convoy-serials", "vehicles_per_serial"] == PACKET_VEHICLES


@given(mog=WHOLE, hours=st.integers(1, 24), ground_h=st.integers(1, 20))
def test_an_apron_works_just_the_sorties_that_fill_it(mog: int, hours: int, ground_h: int) -> None:
    times = {"operating_h_per_day": hours, "ground_time_h": ground_h}
    sorties = f.apron_capacity_sorties_per_day(mog, **times)
    assert f.apron_share(sorties, **times) == pytest.approx(mog)
    assert f.airfield_throughput_t_per_day(mog, 1, **times) == pytest.approx(sorties)


@given(vehicles=WHOLE, routes=st.integers(1, 50), speed=st.integers(1, 80))
def test_splitting_a_column_divides_its_pass_time(vehicles: int, routes: int, speed: int) -> None:
    whole = f.road_space_km(vehicles, density_vehicles_per_km=10)
    each = f.road_space_per_route_km(whole, n_routes=routes)
    one = f.pass_time_h(whole, speed_km_per_h=speed)
    assert f.pass_time_h(each, speed_km_per_h=speed) * routes == pytest.approx(one)


@given(tonnes=WHOLE, days=st.integers(1, 60), payload=WHOLE)
def test_ships_are_as_few_as_keep_up_the_flow(tonnes: int, days: int, payload: int) -> None:
    ships = f.n_ships_needed(tonnes, round_trip_days=days, payload_t=payload)
    assert ships * payload >= tonnes * days > (ships - 1) * payload


def test_every_public_formula_is_listed() -> None:
    listed = {formula.function.__name__ for formula in ALL}
    assert listed == {name for name in f.__all__ if name != "Track"}
    assert len(ALL) == len(listed)


def test_every_formula_is_explained(root: Path) -> None:
    page = (root / "docs" / "explain" / "formulas.md").read_text(encoding="utf-8")
    assert [formula.name for formula in ALL if f"`{formula.name}`" not in page] == []


@pytest.mark.parametrize("formula", ALL, ids=by_name)
def test_texts_are_complete_and_units_agree_with_names(formula: Formula) -> None:
    assert formula.meaning
    assert formula.source.endswith(".")
    for item in formula.inputs:
        assert item.meaning
        assert (item.within is None) == bool(item.choices)
        if item.unit and item.name not in ("mog", "berths"):
            stated = item.unit.replace("/", "_per_")
            assert item.name.endswith(stated) or stated in item.name, item.name


@pytest.mark.parametrize("formula", ALL, ids=by_name)
def test_the_equation_is_what_the_function_computes(formula: Formula) -> None:
    """Put primes into the equation as it is written, and into the function."""
    primes = iter((13, 7, 11, 3, 5))
    values = {
        item.name: ([17, 5, 29] if item.is_list else item.base(next(primes)))
        for item in formula.inputs
        if not item.choices
    }
    if not values:
        assert [f"{n:g}" in formula.equation for n in (10, 30)] == [True, True]
        return
    values |= {"efficiency": 0.85} if "efficiency" in values else {}
    text = formula.equation.replace("×", "*").replace("⌈", "ceil(").replace("⌉", ")")
    assert re.fullmatch(r"[\w\s.,*/+()]+", text)
    expected = eval(text, {"ceil": math.ceil, "min": min, "__builtins__": {}}, values)
    worked = formula.work(**values)
    assert worked.result == pytest.approx(expected)
    assert worked.working.endswith(f" = {quantity(worked.result, formula.unit)}")


@pytest.mark.parametrize(
    ("name", "given_", "working"),
    [
        ("pass-time", {"length_km": 2500, "speed_km_per_h": 25}, "2,500 km / 25 km/h = 100 h"),
        ("convoy-serials", {"vehicles": 130}, "⌈130 vehicles / 60 vehicles⌉ = 3 serials"),
        (
            "end-delivery-tonnage",
            {"division_t_per_day": [3830, 3447]},
            "min(3,830 t/day, 3,447 t/day) = 3,447 t/day",
        ),
        (
            "port-throughput",
            {"berth_t_per_day": 5000, "gate_t_per_day": 900},
            (
                "min(berth 5,000 t/day, handling no limit, storage no limit, gate 900 t/day) = "
                "900 t/day"
            ),
        ),
        (
            "train-density",
            {"track": f.Track.DOUBLE},
            "track double (10 on a single line, 30 on a double one) = 30 trains/day",
        ),
        (
            "rotation-factor",
            {"deploy_months": 6, "reset_months": 12, "prepare_months": 12},
            "(6 months + 12 months + 12 months) / 6 months = 5",
        ),
    ],
)
def test_workings(name: str, given_: dict, working: str) -> None:
    assert formulas()[name].work(**given_).working == working
