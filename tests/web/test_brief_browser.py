"""The brief in a real browser: on a wide and a narrow page, in light, dark and print."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from reassure.brief import write_brief
from tests.brief_inputs import brief_inputs
from tests.brief_plan import brief_plan

pytestmark = pytest.mark.browser

SIZES = [(1280, "light"), (1280, "dark"), (390, "light"), (390, "dark")]


@pytest.fixture(scope="module")
def brief_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("brief") / "brief.html"
    write_brief(brief_plan(), brief_inputs(), path)
    return path


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Any]:
    sync_api = pytest.importorskip("playwright.sync_api")
    with sync_api.sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture(params=SIZES, ids=lambda size: f"{size[0]}-{size[1]}")
def page(request: pytest.FixtureRequest, browser: Any, brief_file: Path) -> Iterator[Any]:
    width, scheme = request.param
    opened = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    opened.asked = []
    opened.faults = []
    opened.on("request", lambda asked: opened.asked.append(asked.url))
    opened.on("pageerror", lambda fault: opened.faults.append(str(fault)))
    opened.on("console", lambda message: opened.faults.append(message.text))
    opened.route("**/*", lambda route: _only_the_file(route, brief_file))
    opened.goto(brief_file.as_uri())
    yield opened
    opened.close()


def _only_the_file(route: Any, brief_file: Path) -> None:
    if route.request.url == brief_file.as_uri():
        route.continue_()
    else:
        route.abort()


def test_nothing_but_the_file_is_asked_for(page: Any, brief_file: Path) -> None:
    page.wait_for_load_state("networkidle")
    elsewhere = [
        url for url in page.asked if url != brief_file.as_uri() and not url.startswith("data:")
    ]
    assert elsewhere == []
    assert page.faults == []


def test_own_font_is_used(page: Any) -> None:
    assert page.evaluate(
        "() => document.fonts.ready.then(() => document.fonts.check('16px \"Reassure Sans\"'))"
    )
    family = page.evaluate("() => getComputedStyle(document.querySelector('svg text')).fontFamily")
    assert family.startswith('"Reassure Sans"')


def test_page_never_scrolls_sideways(page: Any) -> None:
    wide = page.evaluate(
        "() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]"
    )
    assert wide[0] <= wide[1]


def test_axe_finds_nothing(page: Any) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    page.evaluate(
        "() => document.querySelectorAll('details').forEach((item) => { item.open = true })"
    )
    results = axe.Axe().run(page)
    assert results.violations_count == 0, results.generate_report()


def test_text_of_pictures_stands_out_from_the_page(page: Any) -> None:
    inks = page.evaluate(
        """() => [...new Set([...document.querySelectorAll('.drawing svg text')]
             .map((text) => getComputedStyle(text).fill))]"""
    )
    ground = page.evaluate(
        "() => getComputedStyle(document.querySelector('figure')).backgroundColor"
    )
    tones = {_luminance(ink) for ink in inks if ink != _halo(page)}
    is_dark = _luminance(ground) < 0.2
    assert all((tone > 0.35) if is_dark else (tone < 0.2) for tone in tones)


def _halo(page: Any) -> str:
    return page.evaluate(
        """() => { const probe = document.createElement('span'); probe.style.color = 'var(--land)';
             document.body.append(probe); const tone = getComputedStyle(probe).color;
             probe.remove(); return tone }"""
    )


def _luminance(colour: str) -> float:
    red, green, blue = (int(part) / 255 for part in colour[4:-1].split(",")[:3])
    return 0.2126 * red**2.2 + 0.7152 * green**2.2 + 0.0722 * blue**2.2


def test_the_simulation_is_drawn_to_the_width_of_the_page(page: Any) -> None:
    is_narrow = page.viewport_size["width"] < 700
    for name in ("tornado", "change-readiness", "dry-chances"):
        assert page.is_visible(f"#{name}") is not is_narrow
        assert page.is_visible(f"#{name}-narrow") is is_narrow
    assert page.locator("#certainty figure svg").count() == 5
    box = page.locator("#figure-certainty-force svg").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= page.viewport_size["width"]


def test_the_map_moves_through_the_weeks(page: Any) -> None:
    def shown() -> tuple[list[float], str]:
        widths = page.evaluate(
            """() => [...document.querySelectorAll('#flow-map [id^="under-"]')]
                 .map((line) => Number(line.getAttribute('stroke-width')))"""
        )
        return widths, page.inner_text("#flow-words")

    data = page.evaluate("() => JSON.parse(document.getElementById('flow-data').textContent)")
    assert page.is_visible("#flow-step")
    assert not page.is_visible(".dates")
    # A reader needs no mouse for it.
    page.focus("#flow-step")
    page.keyboard.press("Home")
    first = shown()
    page.keyboard.press("ArrowRight")
    assert page.get_attribute("#flow-step", "aria-valuetext") == data["when"][1]
    for step, (widths, words) in enumerate([first, shown()]):
        assert words == data["words"][step]
        assert widths == [row.get(str(step), 0) for row in data["widths"]]
    assert first != shown()


def test_paper_and_a_page_without_scripts_show_the_map_at_six_dates(
    browser: Any, brief_file: Path
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(brief_file.as_uri())
    assert page.locator(".dates svg").count() == 6
    assert page.is_visible(".dates")
    assert page.is_visible("#flow-map")
    assert not page.is_visible("#flow-step")
    context.close()
    page = browser.new_page()
    page.goto(brief_file.as_uri())
    page.emulate_media(media="print")
    assert page.is_visible(".dates")
    assert not page.is_visible("#flow-map")
    page.close()


def test_prints_to_a4_with_the_notional_line_and_every_line(browser: Any, brief_file: Path) -> None:
    page = browser.new_page()
    page.goto(brief_file.as_uri())
    pdf = page.pdf(prefer_css_page_size=True, print_background=True)
    assert pdf.startswith(b"%PDF-")
    assert b"/MediaBox [0 0 594.95" in pdf or b"/MediaBox [0 0 595" in pdf
    page.emulate_media(media="print")
    is_open = page.evaluate(
        "() => document.querySelector('#appendix table').getBoundingClientRect().height > 500"
    )
    assert is_open
    page.close()
