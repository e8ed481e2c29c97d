"""The base map shows the recognised borders and is what the recipe writes."""

import json

import pytest
import shapely

from data.recipe.basemap import TARGET, write_basemap


@pytest.fixture(scope="module")
def features():
    return json.loads(TARGET.read_text(encoding="utf-8"))["features"]


def states_at(features, lat, lon):
    return {
        feature["properties"]["iso"]
        for feature in features
        if feature["properties"]["kind"] == "state"
        and shapely.geometry.shape(feature["geometry"]).contains(shapely.Point(lon, lat))
    }


@pytest.mark.parametrize(
    ("place", "lat", "lon", "iso"),
    [
        ("Crimea", 45.0, 34.1, "UKR"),
        ("Sevastopol", 44.6, 33.53, "UKR"),
        ("Kerch", 45.33, 36.4, "UKR"),
        ("Perekop", 46.15, 33.7, "UKR"),
        ("Donetsk", 48.0, 37.8, "UKR"),
        ("Luhansk", 48.57, 39.33, "UKR"),
        ("Krasnodar", 45.04, 38.98, "RUS"),
        ("Tiraspol", 46.84, 29.61, "MDA"),
        ("Kyrenia", 35.3, 33.32, "CYP"),
    ],
)
def test_places_lie_in_the_state_that_is_recognised(features, place, lat, lon, iso):
    assert states_at(features, lat, lon) == {iso}, place


def test_no_line_is_drawn_between_crimea_and_the_mainland(features):
    isthmus = shapely.box(33.3, 45.9, 35.3, 46.4)
    for feature in features:
        shape = shapely.geometry.shape(feature["geometry"])
        if feature["properties"]["kind"] == "disputed":
            assert not isthmus.intersects(shape)
    ukraine = next(f for f in features if f["properties"]["iso"] == "UKR")
    parts = shapely.get_parts(shapely.geometry.shape(ukraine["geometry"]))
    crimea = [part for part in parts if part.contains(shapely.Point(34.1, 45.0))]
    assert crimea[0].contains(shapely.Point(30.5, 50.4))


def test_disputed_lines_are_marked(features):
    names = {f["properties"]["name"] for f in features if f["properties"]["kind"] == "disputed"}
    assert {"Moldovan claim", "Georgian claim", "Kosovo - Serbia"} <= names


def test_the_file_is_what_the_recipe_writes(tmp_path):
    assert TARGET.stat().st_size <= 250_000
    assert write_basemap(tmp_path / "basemap.geojson").read_bytes() == TARGET.read_bytes()
