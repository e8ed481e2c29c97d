"""From degrees to the pixels of a map: an equal-area view that frames what matters."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import Transformer
from shapely.geometry.base import BaseGeometry

_MARGIN = 0.06
_MIN_SPAN_M = 200_000.0


@dataclass(frozen=True)
class Frame:
    """A window on the world, projected with equal area about its middle.

    Attributes
    ----------
    width, height
        Size [px].
    metres_per_px
        Scale in the middle.
    """

    width: float
    height: float
    metres_per_px: float
    _left_m: float
    _top_m: float
    _transformer: Transformer

    def xy(self, lat: NDArray[np.float64], lon: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return places as pixels, shape (n, 2), from the upper left corner."""
        x, y = self._transformer.transform(lon, lat)
        left, top = (np.asarray(x) - self._left_m), (self._top_m - np.asarray(y))
        return np.column_stack([left, top]) / self.metres_per_px

    def project(self, geometry: BaseGeometry) -> BaseGeometry:
        """Return a geometry in degrees (x east, y north) as pixels, cut to the window."""
        moved = shapely.transform(geometry, lambda points: self.xy(points[:, 1], points[:, 0]))
        moved = moved if moved.is_valid else shapely.make_valid(moved)
        pad = 4
        cut = shapely.clip_by_rect(moved, -pad, -pad, self.width + pad, self.height + pad)
        return shapely.set_precision(cut.simplify(0.6), 0.1)

    def holds(self, x: float, y: float) -> bool:
        """Whether a pixel lies in the window."""
        return 0 <= x <= self.width and 0 <= y <= self.height


def frame_of(
    lat: Sequence[float], lon: Sequence[float], *, width: float, heights: tuple[float, float]
) -> Frame:
    """Return the window that holds all places.

    Parameters
    ----------
    lat, lon
        Places [degrees], at least one.
    width
        Width of the picture [px].
    heights
        Least and greatest height [px]; places keep their shape, the window grows instead.
    """
    middle = (min(lat) + max(lat)) / 2, (min(lon) + max(lon)) / 2
    transformer = Transformer.from_crs(
        "EPSG:4326", f"+proj=laea +lat_0={middle[0]:.4f} +lon_0={middle[1]:.4f}", always_xy=True
    )
    x, y = (np.asarray(part) for part in transformer.transform(list(lon), list(lat)))
    across = max(float(x.max() - x.min()), _MIN_SPAN_M) * (1 + 2 * _MARGIN)
    up = max(float(y.max() - y.min()), _MIN_SPAN_M) * (1 + 2 * _MARGIN)
    height = float(np.clip(width * up / across, *heights))
    metres_per_px = max(across / width, up / height)
    left = float(x.max() + x.min()) / 2 - metres_per_px * width / 2
    top = float(y.max() + y.min()) / 2 + metres_per_px * height / 2
    return Frame(width, round(height), metres_per_px, left, top, transformer)
