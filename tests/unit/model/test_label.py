"""Labels: read, joined, decided."""

import pytest

from reassure.model.label import Label

LADDER = ("UNCLASSIFIED", "RESTRICTED", "SECRET")


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("UNCLASSIFIED", Label("UNCLASSIFIED")),
        ("RESTRICTED REL TO GBR, FRA", Label("RESTRICTED", ("FRA", "GBR"))),
        ("restricted", None),
        ("RESTRICTED REL TO", None),
        ("RESTRICTED REL TO FR", None),
        ("RESTRICTED REL TO FRA,GBR", None),
        ("", None),
    ],
)
def test_parse(text, label):
    assert Label.parse(text) == label


def test_a_label_is_written_as_it_is_read():
    assert str(Label.parse("SECRET REL TO GBR, FRA")) == "SECRET REL TO FRA, GBR"


def test_what_is_derived_is_as_restricted_as_both():
    one, other = Label("RESTRICTED", ("FRA", "GBR")), Label("UNCLASSIFIED", ("DEU", "FRA"))
    assert one.join(other, LADDER) == Label("RESTRICTED", ("FRA",))
    assert Label("SECRET").join(one, LADDER) == Label("SECRET", ("FRA", "GBR"))
    assert one.join(Label("MADE UP"), LADDER).classification == "MADE UP"


@pytest.mark.parametrize(
    ("label", "nation", "clearance", "visible"),
    [
        (Label("RESTRICTED", ("FRA",)), "FRA", "SECRET", True),
        (Label("RESTRICTED", ("FRA",)), "DEU", "SECRET", False),
        (Label("SECRET"), "FRA", "RESTRICTED", False),
        (Label("UNCLASSIFIED"), "DEU", "UNCLASSIFIED", True),
        (Label("MADE UP"), "FRA", "SECRET", False),
        (Label("UNCLASSIFIED"), "FRA", "MADE UP", False),
        (Label("UNCLASSIFIED", ()), "FRA", "SECRET", False),
    ],
)
def test_who_may_see(label, nation, clearance, visible):
    assert label.is_visible_to(nation, clearance, LADDER) is visible
