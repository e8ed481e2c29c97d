"""Runs that measure: what they hear from the engine, and when they end."""

from benchmarks.move_figures import BETTERING
from benchmarks.move_instances import moves, tiny
from benchmarks.move_run import BOUND_GAP, BOUNDING, LISTED, Job, run_engine, run_simulation
from reassure.engines.deploy import schedule_deployment


def test_the_engine_says_what_runs_listen_for():
    made, said = moves("S", 1), set()

    def note(told):
        said.add((told.message, told.gap is not None))
        return told.message == BETTERING

    schedule_deployment(made.plan, made.force_plan, n_loads=made.n_loads, on_progress=note)
    assert {(LISTED, False), (BOUNDING, True), (BETTERING, True)} <= said


def test_a_run_for_the_bound_ends_with_it(tmp_path):
    job = Job(time_limit_s=300.0, objective="lateness", peer=None, is_bound_only=True)
    answer = run_engine(moves("S", 1), job, tmp_path)
    assert 0 <= answer["gap"] <= BOUND_GAP
    assert 0 < answer["list_seconds"] < answer["bound_seconds"] == answer["seconds"] < 300
    assert answer["peak_mb"] > 50
    assert (answer["objective"], answer["stopped_by"]) == (None, "gap")
    assert not list(tmp_path.iterdir())


def test_a_simulation_arrives_on_the_days_of_the_list():
    answer = run_simulation(tiny(1))
    assert answer["verified"] is True
    assert answer["whole_loads"] == 320
    assert answer["ratio"] == answer["peer_seconds"] / answer["seconds"]
    assert answer["seconds_all"] > answer["seconds"]
    assert answer["peer_seconds_all"] > answer["peer_seconds"]
