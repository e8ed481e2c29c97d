"""`reassure formula` and `reassure limits`: what they print, and what they refuse and how."""

import json

import pytest
from typer.testing import CliRunner

from reassure.cli import app
from reassure.engines.deploy.formulas.registry import formulas
from reassure.examples import copy_example

RUNNER = CliRunner()


@pytest.fixture
def plan_folder(tmp_path):
    """Copy the small example out."""
    return copy_example("first-steps", tmp_path / "plan")


def run(*arguments, code=0):
    """Run a command and return its result, which must end with this exit code."""
    result = RUNNER.invoke(app, [str(argument) for argument in arguments])
    assert result.exit_code == code, (result.output, result.exception)
    return result


def test_formulas_are_listed_with_equation_inputs_and_source():
    lines = run("formula").stdout.splitlines()
    heads = [text for text in lines if not text.startswith(" ")]
    assert [text.split()[0] for text in heads] == list(formulas())
    assert "pass-time [h] = length / speed" in heads
    assert "    speed_km_per_h [km/h]: Its speed; above 0" in lines
    assert sum(text.startswith("    source: ") for text in lines) == len(heads)
    listed = json.loads(run("formula", "--json").stdout)["formulas"]
    assert [item["name"] for item in listed] == list(formulas())
    (port,) = [item for item in listed if item["name"] == "port-throughput"]
    assert [item["default"] for item in port["inputs"]] == [None] * 4


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["pass-time", "length_km=2500", "speed_km_per_h=25"], "2,500 km / 25 km/h = 100 h"),
        (["pass_time_h", "speed_km_per_h=25", "length_km=25"], "25 km / 25 km/h = 1 h"),
        (
            ["end-delivery-tonnage", "division_t_per_day=3830,3447, 4213"],
            "min(3,830 t/day, 3,447 t/day, 4,213 t/day) = 3,447 t/day",
        ),
        (
            ["train-density", "track=Double"],
            "track double (10 on a single line, 30 on a double one) = 30 trains/day",
        ),
    ],
)
def test_a_formula_is_worked_out_in_one_line(arguments, told):
    assert run("formula", *arguments).stdout == told + "\n"


def test_a_formula_as_json_is_one_object():
    whole = json.loads(
        run("formula", "airfield-throughput", "mog=2", "payload_t=45", "operating_h_per_day=24",
            "ground_time_h=2.25", "--json").stdout
    )  # fmt: skip
    assert (whole["formula"], whole["result"], whole["unit"]) == (
        "airfield-throughput", 816.0, "t/day",
    )  # fmt: skip
    assert whole["inputs"]["efficiency"] == 0.85
    assert whole["working"] == "2 aircraft × 45 t × 24 h/day / 2.25 h × 0.85 = 816 t/day"


def test_an_open_port_is_json_too():
    whole = json.loads(run("formula", "port-throughput", "gate_t_per_day=9", "--json").stdout)
    assert whole["inputs"]["berth_t_per_day"] is None
    assert whole["result"] == 9


def test_every_fault_of_the_inputs_is_told_at_once():
    given = ["lenght_km=5", "speed_km_per_h=0", "fast", "speed_km_per_h=3"]
    told = run("formula", "pass-time", *given, code=2).stderr
    assert told.startswith(
        "found 'lenght_km=5', speed_km_per_h = '0', 'fast', speed_km_per_h twice, no length_km; "
        "expected length_km=…, speed_km_per_h [km/h]: above 0, inputs as name=value, "
        "speed_km_per_h once, length_km [km]: 0 or more; "
    )
    assert "CLI-FORMULA-002" in told


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (["length_km=12,5", "speed_km_per_h=1"], "0 or more and a decimal point"),
        (["length_km=nan", "speed_km_per_h=1"], "length_km [km]: 0 or more"),
        (["length_km=inf", "speed_km_per_h=1"], "length_km [km]: 0 or more"),
        (["length_km=1e300", "speed_km_per_h=1"], "length_km [km]: 0 or more"),
        (["length_km=1", "speed_km_per_h=1e-300"], "speed_km_per_h [km/h]: above 0"),
        (["length_km=-1", "speed_km_per_h=1"], "length_km [km]: 0 or more"),
        (["length_km=", "speed_km_per_h=1"], "length_km [km]: 0 or more"),
        ([], "length_km [km]: 0 or more, speed_km_per_h [km/h]: above 0"),
    ],
)
def test_numbers_out_of_range_are_refused(given, expected):
    assert expected in run("formula", "pass-time", *given, code=2).stderr


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["train-density", "track=triple"], "track: single or double"),
        (["road-space-per-route", "road_space_km=9", "n_routes=1.5"], "a whole number, 1 or more"),
        (["end-delivery-tonnage", "division_t_per_day=1,x"], "several with commas between"),
        (["port-throughput"], "found no input at all"),
    ],
)
def test_words_counts_and_lists_are_read_as_such(arguments, told):
    assert told in run("formula", *arguments, code=2).stderr


def test_an_unknown_formula_is_refused_with_near_names():
    told = run("formula", "pas-time", "x=1", code=2).stderr
    assert "found the formula 'pas-time'" in told
    assert "such as pass-time" in told
    whole = json.loads(run("formula", "zzz", "--json", code=2).stdout)
    assert whole["error"]["code"] == "CLI-FORMULA-001"


def test_a_link_with_its_working(plan_folder):
    told = run("limits", plan_folder, "--link", "road-rzeszow-lviv").stdout.splitlines()
    assert told == [
        (
            "Rzeszow – Lviv (road-rzeszow-lviv), road link: 60 vehicles/day; the weakest limit is "
            "capacity_per_day."
        ),
        "  capacity_per_day: 60 vehicles/day",
        "  mlc: 70 load class; all 3 kinds of unit offered as cargo pass",
        "  Transit: 24 h for 165 km, 6.875 km/h on average over the day, halts counted.",
        (
            "  The largest unit, Infantry battalion, takes the whole road for 120 vehicles / "
            "60 vehicles/day = 2 days."
        ),
        (
            "  The largest unit, Infantry battalion, as one column: "
            "120 vehicles / 10 vehicles/km = 12 km of road. Its pass time is that over its march "
            "speed, which no record states: reassure formula pass-time length_km=12 "
            "speed_km_per_h=…"
        ),
    ]


def test_a_place_without_limits_says_so(plan_folder):
    told = run("limits", plan_folder, "--location", "lviv").stdout
    assert told == (
        "lviv: the model takes no limit there; these are empty: berths, mog, trains_per_day, "
        "wagons_per_day, handling_t_per_day, storage_t, staging_t_per_day.\n"
    )


def test_a_place_and_a_link_are_both_shown(plan_folder):
    both = run("limits", plan_folder, "--location", "lviv", "--link", "road-rzeszow-lviv").stdout
    assert both.startswith("lviv: the model takes no limit there; these are empty: berths, ")
    assert "\nRzeszow – Lviv (road-rzeszow-lviv), road link: 60 vehicles/day" in both


def test_without_a_name_the_tightest_of_each_kind_come_first(plan_folder):
    lines = run("limits", plan_folder).stdout.splitlines()
    assert lines[0] == "Rail link, all 3:"
    assert lines[1].split() == [
        "rail-augustdorf-rzeszow", "120", "wagons/day", "capacity_per_day",
    ]  # fmt: skip
    assert lines[4] == "Road link, all 1:"


def test_ten_of_a_kind_are_shown(plan_folder):
    table = plan_folder / "links.csv"
    head, row, *_ = table.read_text().splitlines()
    many = [row.replace("rail-augustdorf-rzeszow", f"r{n}").replace(",4,", f",{30 - n},")
            for n in range(12)]  # fmt: skip
    table.write_text("\n".join([head, *many]) + "\n")
    lines = run("limits", plan_folder).stdout.splitlines()
    assert lines[0] == "Rail link, the 10 tightest of 12:"
    assert [text.split()[0] for text in lines[1:]] == [f"r{n}" for n in range(11, 1, -1)]
    whole = json.loads(run("limits", plan_folder, "--json").stdout)
    assert len(whole["capacities"]) == 12


def test_limits_as_json_is_one_object(plan_folder):
    whole = json.loads(run("limits", plan_folder, "--link", "road-rzeszow-lviv", "--json").stdout)
    assert set(whole) == {"label", "capacities"}
    (road,) = whole["capacities"]
    assert (road["kind"], road["per_day"], road["unit"]) == ("road link", 60.0, "vehicles/day")
    assert road["weakest"] == "links:road-rzeszow-lviv.capacity_per_day"
    assert [item["value"] for item in road["limits"]] == [60.0, 70.0]


def test_unknown_places_and_links_are_told_at_once(plan_folder):
    told = run("limits", plan_folder, "--location", "lvivv", "--link", "no", code=2).stderr
    assert "found location 'lvivv', link 'no'" in told
    assert "an id of table locations, such as lviv" in told
    assert "an id of table links" in told
    assert "CLI-PLACE-001" in told


def test_faults_of_the_plan_are_printed_as_elsewhere(plan_folder):
    table = plan_folder / "links.csv"
    table.write_text(table.read_text().replace(",480,", ',"4,80",'))
    found = json.loads(run("limits", plan_folder, "--json", code=1).stdout)
    assert [item["code"] for item in found] == ["IO-TYPE-002"]
