"""The one palette: objectives, what is late, and the tones of page and figure in light and dark.

Figures are drawn in the light tones. On a page the tones become CSS variables, so that one
drawing serves light, dark and paper; a notebook shows the light one as it is. That is why
every tone has a value of its own.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

FONT = "Reassure Sans"
"""Family of the one font file that ships with the figures."""

LATE = "#D55E00"
"""Late or short (Okabe-Ito vermillion)."""

OBJECTIVE_COLOURS = {
    "safe-skies": "#56B4E9",
    "safe-seas": "#0072B2",
    "peace-on-land": "#009E73",
    "host-forces": "#E69F00",
}
"""Colour of the four objectives, in the order in which pages name them."""

_SIGNS = {
    "safe-skies": {"sky", "skies", "air"},
    "safe-seas": {"sea", "seas"},
    "peace-on-land": {"land"},
    "host-forces": {"host"},
}
"""Words in the id or name of an objective that make it one of the four."""

_SPARE = ("#CC79A7", "#F0E442", "#999999")
"""Okabe-Ito colours for objectives that the four do not name."""


@dataclass(frozen=True, slots=True)
class Tone:
    """One tone of page and figure, in light and in dark."""

    light: str
    dark: str


TONES: Mapping[str, Tone] = MappingProxyType(
    {
        "paper": Tone("#f6f7f8", "#10151a"),
        "card": Tone("#ffffff", "#181f26"),
        "ink": Tone("#1a222b", "#e9edf1"),
        "muted": Tone("#55606c", "#a7b2bd"),
        "rule": Tone("#d6dce2", "#35404b"),
        "grid": Tone("#e8ecef", "#27303a"),
        "water": Tone("#eaf0f4", "#151c23"),
        "land": Tone("#fbfaf7", "#252d36"),
        "border": Tone("#c3c8cc", "#46515d"),
        "flow": Tone("#46586a", "#a9bccd"),
        "lane": Tone("#b9c4ce", "#4a5765"),
        "late": Tone(LATE, "#F07C22"),
        "late-tint": Tone("#f9dfcc", "#54301a"),
        "late-edge": Tone("#8f3f00", "#ffb27a"),
        "withheld": Tone("#f0f0ee", "#2b3138"),
        "withheld-line": Tone("#8b8f93", "#8b9299"),
        "bar": Tone("#8fa3b5", "#5f7488"),
        "bar-edge": Tone("#51677c", "#9db2c6"),
        "supply-0": Tone("#D35D01", "#EE7B21"),
        "supply-1": Tone("#f0a26c", "#a85a24"),
        "supply-2": Tone("#f6d5b8", "#6a4428"),
        "supply-3": Tone("#dbe4ea", "#2f3d49"),
        "supply-4": Tone("#a9bfce", "#4c667a"),
        "risk-0": Tone("#fbe6d1", "#3d2b1d"),
        "risk-1": Tone("#f5c396", "#6b4325"),
        "risk-2": Tone("#e89353", "#a4602c"),
        "risk-3": Tone("#c8641d", "#e08a45"),
        "risk-4": Tone("#8a3a06", "#ffc79a"),
        "use-0": Tone("#dde7ee", "#26323e"),
        "use-1": Tone("#b7cad9", "#3a5064"),
        "use-2": Tone("#85a3bd", "#547391"),
        "use-3": Tone("#54799b", "#7fa3c4"),
        "use-4": Tone("#26445f", "#cfe2f3"),
    }
)


def tone(name: str) -> str:
    """Return a tone as figures are drawn with it."""
    return TONES[name].light


def objective_order(names: Mapping[str, str]) -> list[str]:
    """Return objectives in the order of pages: the four that have a colour, then the others.

    Parameters
    ----------
    names
        Name by id; an objective is one of the four where its id or name says so.

    Examples
    --------
    >>> objective_order({"aid": "Aid", "b": "Peace on land", "safe-seas": "Safe seas"})
    ['safe-seas', 'b', 'aid']
    """
    own = _own(names)
    rank = {key: i for i, key in enumerate(OBJECTIVE_COLOURS)}
    return sorted(names, key=lambda key: (rank.get(own.get(key, ""), len(rank)), key))


def objective_colours(names: Mapping[str, str]) -> dict[str, str]:
    """Return the colour of every objective, its own or the next spare one, in the pages' order.

    >>> objective_colours({"safe-seas": "Safe seas", "rebuild": "Rebuilding"})
    {'safe-seas': '#0072B2', 'rebuild': '#CC79A7'}
    """
    own, order = _own(names), objective_order(names)
    others = [key for key in order if key not in own]
    spare = {key: _SPARE[min(i, len(_SPARE) - 1)] for i, key in enumerate(others)}
    return {key: OBJECTIVE_COLOURS[own[key]] if key in own else spare[key] for key in order}


def _own(names: Mapping[str, str]) -> dict[str, str]:
    """Return which of the four each objective is; each of them is taken once, by id order."""
    found: dict[str, str] = {}
    for key in sorted(names):
        words = set(re.findall(r"[a-z]+", f"{key} {names[key]}".lower()))
        for colour, signs in _SIGNS.items():
            if colour not in found.values() and words & signs:
                found[key] = colour
                break
    return found


def mix(colour: str, other: str, share: float) -> str:
    """Return ``colour`` with a share of ``other`` in it.

    >>> mix("#000000", "#ffffff", 0.5)
    '#808080'
    """
    pairs = ((int(colour[i : i + 2], 16), int(other[i : i + 2], 16)) for i in (1, 3, 5))
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def edge(colour: str) -> str:
    """Return the darker edge that a fill of this colour carries."""
    return mix(colour, "#000000", 0.38)


def tint(colour: str) -> str:
    """Return the light fill on which text in ink stays readable."""
    return mix(colour, "#ffffff", 0.62)


def _tones_of(colours: Mapping[str, str]) -> dict[str, Tone]:
    made: dict[str, Tone] = {}
    for i, colour in enumerate(colours.values(), start=1):
        made[f"o{i}"] = Tone(colour, colour)
        made[f"o{i}-edge"] = Tone(edge(colour), mix(colour, "#ffffff", 0.35))
        made[f"o{i}-tint"] = Tone(tint(colour), mix(colour, "#10151a", 0.58))
    return made


def css_variables(colours: Mapping[str, str], *, dark: bool) -> str:
    """Return the tones, and those of the objectives as ``o1``, ``o2``..., as CSS declarations."""
    tones = {**TONES, **_tones_of(colours)}
    return " ".join(
        f"--{name}: {value.dark if dark else value.light};" for name, value in tones.items()
    )


def variable_of(colours: Mapping[str, str]) -> dict[str, str]:
    """Return the CSS variable that stands for each colour that figures are drawn with."""
    tones = {**_tones_of(colours), **TONES}
    return {value.light.lower(): f"var(--{name})" for name, value in tones.items()}


def theme() -> dict[str, Any]:
    """Return the configuration that every figure shares: calm axes, one font, no frame."""
    label = {"labelColor": tone("muted"), "labelFontSize": 12, "titleColor": tone("muted")}
    return {
        "font": FONT,
        "background": None,
        "aria": False,
        "padding": {"left": 2, "right": 4, "top": 4, "bottom": 2},
        "view": {"stroke": None},
        "text": {"color": tone("ink"), "fontSize": 12},
        "axis": {
            **label,
            "titleFontSize": 12,
            "titleFontWeight": "normal",
            "domain": False,
            "ticks": False,
            "gridColor": tone("grid"),
            "labelPadding": 6,
        },
        "axisX": {"domain": True, "domainColor": tone("rule"), "grid": False, "titlePadding": 8},
        "axisY": {"titleAngle": 0, "titleAlign": "left", "titleAnchor": "end", "titleY": -12},
    }
