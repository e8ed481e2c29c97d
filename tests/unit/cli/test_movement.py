"""`reassure track` and `reassure merge`: files written, words printed, misuse refused."""

import json

import polars as pl
import pytest
from typer.testing import CliRunner

from reassure import merge_folders, read_plan, track_movement
from reassure.cli import app
from reassure.examples import copy_example
from reassure.model.errors import DataFaults, UsageError
from reassure.model.movement_outputs import Conflict, MovementStatus
from reassure.model.table import columns_of

RUNNER = CliRunner()
HEAD = "id,assignment,location,event,day,share\n"
FIRST = "fra-inf.1.west-inf.1"


def run(*arguments, code=0):
    """Run a command and return its result, which must end with this exit code."""
    result = RUNNER.invoke(app, [str(argument) for argument in arguments])
    assert result.exit_code == code, (result.output, result.exception)
    return result


def words(text) -> str:
    return " ".join(text.split())


@pytest.fixture(scope="module")
def agreed(tmp_path_factory):
    """Plan the movement of the small example."""
    root = tmp_path_factory.mktemp("agreed")
    plan = copy_example("first-steps", root / "plan")
    run("generate", plan, "--out", root / "results")
    run("deploy", plan, "--from", root / "results", "--out", root / "results")
    return root / "results"


@pytest.fixture(scope="module")
def national(tmp_path_factory):
    """Let two nations plan on their own; one of them on another network."""
    root = tmp_path_factory.mktemp("national")
    for nation in ("FRA", "POL"):
        plan = copy_example("first-steps", root / f"{nation}-plan")
        rows = (plan / "offers.csv").read_text().splitlines(keepends=True)
        for i, row in enumerate(rows):
            if f",{nation}," not in row:
                rows[i] = row.replace(",offered,", ",withdrawn,").replace(
                    ",confirmed,", ",withdrawn,"
                )
        (plan / "offers.csv").write_text("".join(rows))
    links = root / "FRA-plan" / "links.csv"
    links.write_text(links.read_text().replace("2,4,trains", "2,9,trains"))
    for nation in ("FRA", "POL"):
        plan, out = root / f"{nation}-plan", root / nation
        run("generate", plan, "--out", out)
        run("deploy", plan, "--from", out, "--out", out)
    return root


@pytest.fixture
def plan(tmp_path):
    return copy_example("first-steps", tmp_path / "plan")


def report(plan, *rows):
    (plan / "actuals.csv").write_text(HEAD + "\n".join(rows) + "\n")


def test_track_writes_and_tells(plan, agreed, tmp_path):
    report(
        plan,
        f"r1,{FIRST},mourmelon,departed,30,0.5",
        f"r2,{FIRST},augustdorf,arrived,32,0.5",
        f"r3,{FIRST},mourmelon,departed,36,0.5",
    )
    result = run("track", plan, "--from", agreed, "--out", tmp_path / "out")
    assert "C+36: 0 % of 6 movements are in place, planned 33 %" in words(result.stdout)
    assert (
        f"{FIRST}: 100 % departed, 0 % arrived (planned 100 %); 6 days behind; expected C+41, "
        "wanted C+30: cannot be met"
        " 1 load: arrived Augustdorf, C+32; 3 days behind; expected C+37"
        " 1 load: departed Mourmelon, C+36; 6 days behind; expected C+41"
    ) in words(result.stdout)
    assert "from another version" not in result.stderr
    rows = pl.read_parquet(tmp_path / "out/tables/movement_status.parquet")
    assert rows.columns == list(columns_of(MovementStatus))
    assert rows.filter(pl.col("owner") == FIRST)["expected_day"].to_list() == [41]
    kept = json.loads((tmp_path / "out/results/track.json").read_text())
    assert kept["values"]["as_of_day"] == 36
    shown = json.loads(run("track", plan, "--from", agreed, "--json").stdout)
    assert (shown["as_of_day"], shown["label"]) == (36, read_plan(plan).meta.label)
    assert len(shown["movement_status"]) == rows.height
    mine = [row for row in shown["load_status"] if row["owner"] == FIRST]
    assert [(row["last_location"], row["last_day"], row["behind_days"]) for row in mine] == [
        ("augustdorf", 32, 3),
        ("mourmelon", 36, 6),
    ]


def test_loads_that_are_equally_far_are_told_in_one_line(plan, agreed):
    report(plan, f"r1,{FIRST},mourmelon,departed,36,1")
    told = words(run("track", plan, "--from", agreed).stdout)
    assert "last seen at Mourmelon, C+36" in told
    assert "load" not in told


def test_track_writes_beside_the_run_and_a_new_run_takes_it_away(plan, tmp_path):
    out = tmp_path / "out"
    run("generate", plan, "--out", out)
    run("deploy", plan, "--from", out, "--out", out)
    run("track", plan, "--from", out, "--day", 10, "--out", out)
    assert (out / "results/deploy.json").is_file()
    assert (out / "results/track.json").is_file()
    run("deploy", plan, "--from", out, "--out", out)
    assert not (out / "results/track.json").exists()
    assert not (out / "tables/movement_status.csv").exists()


def test_later_reports_are_left_out_with_a_warning(plan, agreed):
    report(plan, f"r1,{FIRST},mourmelon,departed,40,1")
    result = run("track", plan, "--from", agreed, "--day", 35)
    assert "CHK-ACT-006" in result.stderr
    shown = run("track", plan, "--from", agreed, "--day", 35, "--json").stdout
    assert [item["code"] for item in json.loads(shown)["warnings"]] == ["CHK-ACT-006"]


def test_another_version_of_the_plan_is_said(plan, agreed):
    links = plan / "links.csv"
    links.write_text(links.read_text().replace("2,4,trains", "2,9,trains"))
    told = run("track", plan, "--from", agreed, "--day", 35).stderr
    assert "from another version of the records" in told


def test_without_reports_a_day_is_asked_for(plan, agreed):
    with pytest.raises(UsageError) as caught:
        track_movement(read_plan(plan), agreed)
    assert caught.value.code == "CLI-TRACK-001"
    assert "CLI-TRACK-001" in run("track", plan, "--from", agreed, code=2).stderr


def test_faults_in_reports_end_the_command(plan, agreed, tmp_path):
    report(plan, f"r1,{FIRST},lviv,closed,40,1", "r2,nobody,lviv,arrived,40,1")
    out = tmp_path / "out"
    result = run("track", plan, "--from", agreed, "--out", out, "--json", code=1)
    found = [(item["code"], item["row"]) for item in json.loads(result.stdout)]
    assert found == [("CHK-ACT-001", 3)]
    assert not out.exists()


def test_results_that_name_what_the_plan_lacks_are_refused(plan, agreed):
    offers = plan / "offers.csv"
    offers.write_text(offers.read_text().replace("deu-eng,", "deu-pioneers,"))
    with pytest.raises(DataFaults) as caught:
        track_movement(read_plan(plan), agreed, as_of_day=1)
    assert [item.code for item in caught.value.findings] == ["CHK-MERGE-004"]


def test_merge_writes_and_tells(plan, national, tmp_path):
    out = tmp_path / "out"
    result = run("merge", plan, national / "FRA", national / "POL", "--out", out,
                 "--plan", national / "FRA-plan", "--plan", national / "POL-plan")  # fmt: skip
    told = words(result.stdout)
    assert "5 movements of FRA, POL: 1 conflict" in told
    assert "Rzeszow to Lviv by road, capacity_per_day: 120 used of 60" in told
    assert "links:rail-augustdorf-rzeszow.capacity_per_day: 4, and 9 in the plan of FRA" in told
    rows = pl.read_parquet(out / "tables/conflicts.parquet")
    assert rows.columns == list(columns_of(Conflict))
    assert rows["nations"].to_list() == [["FRA", "POL"]]
    again = tmp_path / "again"
    run("merge", plan, national / "POL", national / "FRA", "--out", again,
        "--plan", national / "POL-plan", "--plan", national / "FRA-plan")  # fmt: skip
    for path in sorted(out.rglob("*.*")):
        assert path.read_bytes() == (again / path.relative_to(out)).read_bytes()


def test_merge_says_whose_inputs_are_unknown(plan, national, tmp_path):
    out = tmp_path / "out"
    result = run("merge", plan, national / "FRA", national / "POL", "--out", out, "--json")
    shown = json.loads(result.stdout)
    assert [text[:5] for text in shown["unknown_inputs"]] == ["FRA: ", "POL: "]
    assert (shown["conflicts"][0]["nations"], shown["plan_differences"]) == (["FRA", "POL"], [])


def test_merge_refuses_what_clashes(plan, national, agreed, tmp_path):
    out = tmp_path / "out"
    told = run("merge", plan, agreed, national / "POL", "--out", out, code=1).stderr
    assert "CHK-MERGE-003" in told
    assert "in results from day" in told or "in results (" in told
    assert not out.exists()


def test_misuse_of_merge_is_refused(plan, national, agreed, tmp_path):
    one, other = national / "FRA", national / "POL"
    coalition = read_plan(plan)
    for folders, plans, code in (
        ([one], [], "CLI-MERGE-001"),
        ([one, one], [], "CLI-MERGE-001"),
        ([one, tmp_path], [], "ENG-INPUT-002"),
        ([one, other], [plan], "ENG-INPUT-001"),
    ):
        with pytest.raises(UsageError) as caught:
            merge_folders(coalition, folders, plan_folders=plans)
        assert caught.value.code == code
    told = run("merge", plan, one, other, "--out", one, code=2).stderr
    assert "IO-FOLDER-002" in told
    assert (one / "results/deploy.json").is_file()


@pytest.mark.parametrize("day", [-4, 1000])
def test_a_day_outside_the_plan_is_no_day_to_compare_at(plan, agreed, day):
    report(plan, f"r1,{FIRST},mourmelon,departed,40,1")
    told = run("track", plan, "--from", agreed, "--day", day, code=2).stderr
    assert f"found --day = {day}; expected a day from 0 to 179" in told
    assert "ENG-DAY-001" in told
