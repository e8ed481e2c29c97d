"""From a chart to a picture that sits in a page: accessible, in the page's tones, same bytes."""

import base64
import itertools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from html import escape
from importlib.resources import as_file, files
from typing import Any

import altair as alt
import vl_convert
from markupsafe import Markup

from reassure.brief.palette import theme, tone, variable_of
from reassure.brief.words import printable

HATCHED = tone("withheld")
"""Fill of what is withheld or unknown; a page draws it hatched."""

MOST_DRAWN = 200
"""Characters of a text that a picture draws; the converter takes the square of them in time."""

FONT_FILE = "ReassureSans.ttf"

_TAG = re.compile(r"^<svg[^>]*?viewBox=\"0 0 ([\d.]+) ([\d.]+)\"[^>]*>")
_EMPTY_PATHS = re.compile(
    r"<path class=\"(?:fore|back)ground\"[^>]*(?:d=\"\"|d=\"M0,0h0v0h0Z\")[^>]*/>"
)
_NOISE = re.compile(
    r" (?:font-family|aria-[a-z]+|role|class|pointer-events|stroke-miterlimit)=\"[^\"]*\""
    r"| (?:opacity|fill-opacity|stroke-opacity)=\"1\""
)
_EMPTY_GROUP = re.compile(r"<g[^>]*></g>")
_PLAIN_GROUP = re.compile(
    r"<g>(<(?:text|rect|path|line|circle)[^<>]*/>|<text[^<>]*>[^<>]*</text>)</g>"
)
_PLACES = re.compile(r"\b(?:d|transform|x|y|x2|y2|width|height|r)=\"[^\"]*\"")
_LONG_NUMBER = re.compile(r"-?\d+\.\d{2,}(?:e-?\d+)?")
_ID = re.compile(r"\bid=\"([^\"]+)\"")
_HATCH = (
    '<defs><pattern id="{id}" width="6" height="6" patternUnits="userSpaceOnUse" '
    'patternTransform="rotate(45)"><rect width="6" height="6" fill="var(--withheld)"/>'
    '<path d="M0 0V6" stroke="var(--withheld-line)" stroke-width="1.6"/></pattern></defs>'
)


@dataclass(frozen=True, slots=True)
class Figure:
    """One picture of the brief with the sentence that says what it shows.

    Attributes
    ----------
    name
        Id on the page.
    title
        What is drawn; heading of the picture.
    sentence
        What it shows, computed from the data.
    svg
        The picture.
    width
        Width that it was drawn for [px].
    narrow
        The same drawn for a narrow page; None where the picture itself serves there.
    centre
        What a narrow page shows of it first: the middle of that, as a share of the width.
    """

    name: str
    title: str
    sentence: str
    svg: Markup
    width: float
    narrow: Markup | None = None
    centre: float = 0.0


@cache
def font_base64() -> str:
    """Return the font file as base64 text."""
    return base64.b64encode(_assets().joinpath(FONT_FILE).read_bytes()).decode("ascii")


def figure(
    chart: alt.TopLevelMixin,
    name: str,
    *,
    title: str,
    sentence: str,
    colours: Mapping[str, str],
    narrow: alt.TopLevelMixin | None = None,
) -> Figure:
    """Draw a chart as a figure of the page.

    Parameters
    ----------
    chart
        Any Altair chart, with all its data inside.
    name
        Id on the page; keeps the ids inside the picture apart from those of other pictures.
    title, sentence
        What is drawn, and what it shows; a screen reader reads both instead of the picture.
    colours
        Colour of every objective.
    narrow
        The chart as it is drawn for a narrow page.
    """
    svg, width = svg_of(chart, name, title=title, sentence=sentence, colours=colours)
    if narrow is None:
        return Figure(name, title, sentence, svg, width)
    own = narrow_name(name)
    small, _ = svg_of(narrow, own, title=title, sentence=sentence, colours=colours)
    return Figure(name, title, sentence, svg, width, small)


def narrow_name(name: str) -> str:
    """Return the id of a figure's picture for a narrow page."""
    return f"{name}-narrow"


def svg_of(
    chart: alt.TopLevelMixin,
    name: str,
    *,
    title: str,
    sentence: str,
    colours: Mapping[str, str],
) -> tuple[Markup, float]:
    """Return a chart as an SVG element and the width that it was drawn for [px]."""
    raw = _convert(chart.to_dict(validate=False))
    found = _TAG.match(raw)
    if found is None:
        raise RuntimeError("the converter returned no SVG element with a viewBox")
    body = _tidy(raw[found.end() :])
    body = _tones(body, name, colours)
    body = _own_ids(body, name)
    width, height = float(found[1]), float(found[2])
    hatch = _HATCH.format(id=f"{name}-hatch") if f"#{name}-hatch" in body else ""
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" role="img" '
        f'aria-labelledby="{name}-title {name}-desc" style="--drawn: {width:g}px">'
        f'<title id="{name}-title">{escape(printable(title))}</title>'
        f'<desc id="{name}-desc">{escape(printable(sentence))}</desc>'
    )
    return Markup(head + hatch + body), width


def _assets() -> Any:
    return files("reassure.brief").joinpath("assets")


@cache
def _register_font() -> None:
    # The converter only measures text with it; the page carries its own copy.
    with as_file(_assets()) as folder:
        vl_convert.register_font_directory(str(folder))


def _convert(spec: dict[str, Any]) -> str:
    _register_font()
    version = ".".join(alt.SCHEMA_VERSION.lstrip("v").split(".")[:2])
    known = vl_convert.get_vegalite_versions()
    return vl_convert.vegalite_to_svg(
        _printable(_cut(spec)),
        vl_version=version if version in known else known[-1],
        config=theme(),
        allowed_base_urls=[],
    )


def _cut(spec: dict[str, Any]) -> dict[str, Any]:
    """Return a chart whose data hold no long text; what differed before differs still."""
    cut: dict[str, str] = {}
    for text in dict.fromkeys(_long_texts(spec, is_data=False)):
        mark = f"… ({len(cut) + 1})"
        cut[text] = text[: MOST_DRAWN - len(mark)] + mark
    return _replaced(spec, cut) if cut else spec


def _long_texts(part: Any, *, is_data: bool) -> Iterator[str]:
    # Expressions, which are long and stay whole, stand outside of the data.
    if isinstance(part, str) and is_data and len(part) > MOST_DRAWN:
        yield part
    elif isinstance(part, dict):
        for key, value in part.items():
            yield from _long_texts(value, is_data=is_data or key in ("values", "datasets"))
    elif isinstance(part, list):
        for item in part:
            yield from _long_texts(item, is_data=is_data)


def _replaced(part: Any, texts: Mapping[str, str]) -> Any:
    if isinstance(part, str):
        return texts.get(part, part)
    if isinstance(part, dict):
        return {key: _replaced(value, texts) for key, value in part.items()}
    return [_replaced(item, texts) for item in part] if isinstance(part, list) else part


def _printable(part: Any) -> Any:
    """Return a chart without characters on which the converter ends the whole process."""
    if isinstance(part, str):
        return printable(part)
    if isinstance(part, dict):
        return {_printable(key): _printable(value) for key, value in part.items()}
    return [_printable(item) for item in part] if isinstance(part, list) else part


def _tidy(svg: str) -> str:
    svg = _EMPTY_PATHS.sub("", svg)
    svg = _NOISE.sub("", svg)
    svg = _PLACES.sub(lambda place: _LONG_NUMBER.sub(_shorter, place[0]), svg)
    for pattern, by in ((_EMPTY_GROUP, ""), (_PLAIN_GROUP, r"\1")):
        before = ""
        while before != svg:
            before, svg = svg, pattern.sub(by, svg)
    return svg


def _shorter(number: re.Match[str]) -> str:
    return f"{round(float(number[0]), 1) + 0.0:.10g}"


def _tones(svg: str, name: str, colours: Mapping[str, str]) -> str:
    svg = re.sub(f'"{HATCHED}"', f'"url(#{name}-hatch)"', svg, flags=re.IGNORECASE)
    variables = variable_of(colours)
    return re.sub(
        r'"(#[0-9a-fA-F]{6})"',
        lambda found: f'"{variables.get(found[1].lower(), found[1])}"',
        svg,
    )


def _own_ids(svg: str, name: str) -> str:
    """Give the picture ids of its own: the converter counts on from picture to picture."""
    count = itertools.count()
    ids = {old: f"{name}-{next(count)}" for old in dict.fromkeys(_ID.findall(svg))}
    for old, new in ids.items():
        if not old.startswith(f"{name}-"):
            svg = svg.replace(f'id="{old}"', f'id="{new}"').replace(f"url(#{old})", f"url(#{new})")
    return svg
