"""The whole page: complete, alone, small, the same twice, and honest about what is missing."""

import dataclasses
import hashlib
import json
import re
from importlib.resources import files

import pytest

from reassure.brief import BriefInputs, render_brief, write_brief
from reassure.brief.draw import FONT_FILE
from reassure.brief.map import has_basemap
from reassure.brief.trust import MAP_SOURCE
from reassure.brief.words import NOTIONAL
from reassure.model.errors import UsageError
from reassure.model.plan import Plan
from reassure.model.table import Table
from tests.brief_inputs import brief_inputs, deployment, force_plan
from tests.brief_plan import brief_plan

OUTSIDE = re.compile(
    r"""(?:src|href|action|poster|data)\s*=\s*["']?\s*(?:https?:)?//|url\(\s*["']?\s*(?:https?:)?//"""
    r"""|@import|<link\b|<script\b|<iframe\b|<object\b|<img\b""",
    re.IGNORECASE,
)


@pytest.fixture(scope="module")
def page() -> str:
    return render_brief(brief_plan(), brief_inputs())


OWN_SCRIPTS = ('<script type="application/json" id="flow-data">', "<script>")
"""The data of the map by time, and what moves it."""


def test_nothing_is_asked_of_another_host(page: str) -> None:
    assert tuple(re.findall(r"<script[^>]*>", page)) == OWN_SCRIPTS
    assert not OUTSIDE.findall(re.sub("|".join(OWN_SCRIPTS), "", page))


def test_the_script_is_the_one_that_ships_and_asks_for_nothing(page: str) -> None:
    text = files("reassure.brief").joinpath("assets", "flows.js").read_text(encoding="utf-8")
    assert f"<script>{text.rstrip()}</script>" in page
    asking = r"fetch|XMLHttp|import|eval|innerHTML|WebSocket|sendBeacon|cookie|storage|\bsrc\b"
    assert not re.search(asking, text, re.IGNORECASE)


def test_names_cannot_end_the_script() -> None:
    evil = "</script><b>&"
    rows = [row.model_copy(update={"name": f"{evil}{row.id}"}) for row in brief_plan().locations]
    plan = brief_plan().with_tables(locations=Table.of(type(rows[0]), rows))
    forces = force_plan(plan)
    run = BriefInputs(seed=1, force_plan=forces, deployment=deployment(plan, forces))
    text = render_brief(plan, run)
    assert text.count("</script>") == len(OWN_SCRIPTS)
    data = re.search(rf"{OWN_SCRIPTS[0]}(.*?)</script>", text)
    assert data is not None
    assert any(evil in words for words in json.loads(data[1])["words"])


def test_outside_assets_would_be_found() -> None:
    for bad in ('<a href="https://x.y">', "url(//x.y/z.png)", "<script>", '<img src="a.png">'):
        assert OUTSIDE.search(bad), bad


def test_page_is_under_five_megabytes(page: str) -> None:
    assert 100_000 < len(page.encode()) < 5_000_000


def test_same_inputs_give_the_same_bytes(page: str) -> None:
    assert render_brief(brief_plan(), brief_inputs()) == page


def test_ids_are_unique(page: str) -> None:
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))


def test_references_within_the_page_lead_somewhere(page: str) -> None:
    ids = set(re.findall(r'\bid="([^"]+)"', page))
    wanted = set(re.findall(r'href="#([^"]+)"', page)) | set(re.findall(r"url\(#([^)]+)\)", page))
    for names in re.findall(r'aria-labelledby="([^"]+)"', page):
        wanted |= set(names.split())
    assert wanted
    assert wanted <= ids


def test_colours_are_tones_of_the_page(page: str) -> None:
    drawings = "".join(re.findall(r"<svg.*?</svg>", page, re.DOTALL))
    assert drawings.count("var(--") > 500
    assert not re.findall(r'(?:fill|stroke)="#[0-9a-fA-F]{3,8}"', drawings)


def test_tables_beside_the_page_are_pointed_to_where_there_are_any(page: str) -> None:
    assert "tables/tpfdd" not in page
    run = dataclasses.replace(brief_inputs(), tables="tables")
    text = render_brief(brief_plan(), run)
    assert re.findall(r'href="(tables/[^"]+)"', text) == [
        "tables/milestone_waits.csv",
        "tables/objective_days.csv",
        "tables/transfers.csv",
        "tables/tpfdd.xlsx",
        "tables/tpfdd.csv",
        "tables/simulated_arrivals.csv",
        "tables/sensitivities.csv",
        "tables/changes_worth.csv",
        "tables/stockouts.csv",
        "tables/stockout_days.csv",
        "tables/queues.csv",
        "tables/treatment_cover.csv",
    ]


def test_every_picture_has_a_name_and_a_sentence(page: str) -> None:
    pictures = re.findall(r"<svg[^>]*>.*?</svg>", page, re.DOTALL)
    assert len(pictures) >= 15
    for picture in pictures:
        head = picture[: picture.index(">")]
        assert 'role="img"' in head
        assert "aria-label" in head
        if "aria-labelledby" in head:
            assert re.search(r"<title[^>]*>[^<]+</title><desc[^>]*>[^<]+</desc>", picture)


def test_notional_line_stands_at_top_foot_and_on_every_sheet(page: str) -> None:
    assert page.count(NOTIONAL) == 2
    sheet = re.search(r"@top-right \{ content: \"([^\"]+)\"", page)
    assert sheet is not None
    assert re.sub(r"\\([0-9a-f]+) ", lambda sign: chr(int(sign[1], 16)), sheet[1]) == NOTIONAL


def test_real_plan_has_no_notional_line() -> None:
    plan = dataclasses.replace(
        brief_plan(), meta=brief_plan().meta.model_copy(update={"notional": False})
    )
    assert "otional" not in re.sub(r"<style>.*?</style>", "", _bare(plan), flags=re.DOTALL)


def test_marks_let_the_brief_be_made_again(page: str) -> None:
    assert brief_plan().sha256 in page
    assert "highspy 1.15.1, reassure 0.1.0" in page
    assert "<dt>Seed</dt><dd>1</dd>" in page


def test_sources_and_map_data_are_named(page: str) -> None:
    assert "World Port Index, 2024. NGA, 1 January 2024." in page
    assert (MAP_SOURCE in page) is has_basemap()


def test_findings_are_counted_and_listed(page: str) -> None:
    assert "1 warning and 1 note" in page
    assert "[CHK-USE-001]" in page


@pytest.mark.parametrize(
    ("left_out", "said"),
    [
        ("force_plan", "Force generation was not run"),
        ("deployment", "Movement was not run"),
        ("supply", "Supply was not run"),
        ("costs", "Cost was not run"),
    ],
)
def test_a_step_that_did_not_run_is_said_so(left_out: str, said: str, page: str) -> None:
    run = dataclasses.replace(brief_inputs(), **{left_out: None})
    assert said in render_brief(brief_plan(), run)
    assert said not in page


def test_no_step_at_all_still_gives_a_page() -> None:
    text = _bare(brief_plan())
    assert "No step of the plan has run." in text
    assert "Force generation was not run" in text


def test_text_of_the_plan_cannot_break_out_of_the_page() -> None:
    meta = brief_plan().meta.model_copy(update={"title": '</style><script>"\\'})
    text = _bare(dataclasses.replace(brief_plan(), meta=meta))
    assert "<script" not in text
    assert text.count("</style>") == 1


def test_result_of_another_plan_is_refused() -> None:
    other = Plan.of(brief_plan().meta, {})
    with pytest.raises(UsageError, match="ENG-INPUT-001"):
        render_brief(other, brief_inputs())


def test_written_file_is_the_page(tmp_path, page: str) -> None:
    path = tmp_path / "brief.html"
    write_brief(brief_plan(), brief_inputs(), path)
    assert path.read_bytes() == page.encode()


def test_font_is_the_one_that_is_declared() -> None:
    assets = files("reassure.brief").joinpath("assets")
    (entry,) = json.loads(assets.joinpath("vendor.json").read_text(encoding="utf-8"))
    assert FONT_FILE in entry["files"]
    for name, sha256 in entry["files"].items():
        assert hashlib.sha256(assets.joinpath(name).read_bytes()).hexdigest() == sha256
    assert len(assets.joinpath(FONT_FILE).read_bytes()) < 200_000


def _bare(plan: Plan) -> str:
    return render_brief(plan, BriefInputs(seed=1))
